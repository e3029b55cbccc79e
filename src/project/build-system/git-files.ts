/**
 * What git tracks and ignores in a project's folder, for backends that let it decide what they pack. A build has no git:
 * Kiln asks before. Shared by what builds and by what Nx hashes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';

/**
 * Runs git in the project's folder and gives what it prints; `undefined`: it ended with an error.
 * @throws where it cannot be started
 */
export type Git = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<string | undefined>;

export interface IgnoredFiles {
  /** Files, and folders with a slash at the end; relative to the project's folder. */
  readonly paths: readonly string[];
  /** Without a checkout nobody knows which of them are tracked all the same. */
  readonly checkout: boolean;
}

/** Variables that decide whose rules git follows. */
export const GIT_VARIABLES = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'SYSTEMROOT'] as const;

const IGNORED = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'];
/** Git's mode of a submodule. */
const SUBMODULE = '160000';
/** Arguments are limited by the system. */
const AT_ONCE = 200;

/**
 * What rules of git exclude and git does not track.
 * @param within files and folders of the project's folder
 */
export async function ignoredFiles(
  git: Git,
  workspaceRoot: string,
  within: readonly string[] = ['.'],
): Promise<IgnoredFiles> {
  const ask = [...IGNORED, '--', ...within.map((path) => `:(literal)${path}`)];
  if ((await git(['rev-parse', '--is-inside-work-tree'])) === undefined) {
    return { paths: split(await withoutCheckout(git, workspaceRoot, ask)), checkout: false };
  }
  // A folder that is ignored as a whole has no rules of its own: backends see it the same way.
  const away = (await git(['check-ignore', '-q', '.'])) !== undefined;
  return { paths: away ? [] : split(await git(ask)), checkout: true };
}

/**
 * Files that no rule excludes, whatever the index says: what Nx sees of folders.
 * @param more a file of further rules
 */
export async function visibleFiles(
  git: Git,
  workspaceRoot: string,
  within: readonly string[],
  more?: string,
): Promise<readonly string[]> {
  const rules = ['--exclude-standard', ...(more === undefined ? [] : [`--exclude-from=${more}`])];
  const ask = ['ls-files', '-z', '--others', ...rules, '--', ...within.map((path) => `:(literal)${path}`)];
  if ((await git(['rev-parse', '--is-inside-work-tree'])) === undefined) {
    return split(await withoutCheckout(git, workspaceRoot, ask));
  }
  // An index that is not there tracks nothing.
  return split(await git(ask, { GIT_INDEX_FILE: join(tmpdir(), `kiln-no-index-${process.pid}`) }));
}

/** Rules hold without a repository, too: an empty one lends them to the workspace. */
async function withoutCheckout(git: Git, workspaceRoot: string, ask: readonly string[]): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-git-'));
  try {
    await git(['init', '-q', folder]);
    return await git(ask, { GIT_DIR: join(folder, '.git'), GIT_WORK_TREE: workspaceRoot });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a list names a file, or with a slash at the end a folder that it lies in. */
export function coveredBy(paths: readonly string[]): (path: string) => boolean {
  const known = new Set(paths);
  return (path) => known.has(path) || [...folders(path)].some((folder) => known.has(folder));
}

/**
 * What `git archive` would take of the project's folder: what is tracked, but for `export-ignore`. `undefined`: no checkout.
 * @param of the last commit, or the index, which has what was added since
 */
export async function trackedFiles(git: Git, of: 'commit' | 'index'): Promise<readonly string[] | undefined> {
  const prefix = (await git(['rev-parse', '--show-prefix']))?.trim();
  if (prefix === undefined) {
    return undefined;
  }
  // Before the first commit, plugins take nothing for tracked.
  if ((await git(['rev-parse', '--verify', '-q', 'HEAD'])) === undefined) {
    return [];
  }
  const staged = split(await git(['ls-files', '-z', '-s'])).map(parseStaged);
  const names = staged.filter(({ mode }) => mode !== SUBMODULE).map(({ path }) => path);
  const modules = staged.filter(({ mode }) => mode === SUBMODULE).map(({ path }) => path);
  const inside = of === 'index' ? await Promise.all(modules.map((path) => submoduleFiles(git, path))) : [];
  const listed = of === 'index' ? names : await ofCommit(git, names);
  const kept = await exported(git, prefix, [...listed, ...modules]);
  return [...listed, ...inside.flat()].filter(kept).sort();
}

function parseStaged(record: string): { mode: string; path: string } {
  const tab = record.indexOf('\t');
  return { mode: record.slice(0, record.indexOf(' ')), path: record.slice(tab + 1) };
}

async function ofCommit(git: Git, index: readonly string[]): Promise<string[]> {
  const words = split(await git(['diff', '--cached', '--name-status', '--no-renames', '--relative', '-z', 'HEAD']));
  const changes = words.flatMap((word, at) => (at % 2 === 0 ? [{ kind: word, path: words[at + 1] ?? '' }] : []));
  const added = new Set(changes.filter(({ kind }) => kind === 'A').map(({ path }) => path));
  const removed = changes.filter(({ kind }) => kind === 'D').map(({ path }) => path);
  return [...index.filter((path) => !added.has(path)), ...removed];
}

async function submoduleFiles(git: Git, folder: string): Promise<string[]> {
  const files = await trackedFiles((args, env) => git(['-C', folder, ...args], env), 'index');
  return (files ?? []).map((path) => posix.join(folder, path));
}

/** Attributes of a folder do not pass to its files: each folder on the way is asked for. */
async function exported(git: Git, prefix: string, paths: readonly string[]): Promise<(path: string) => boolean> {
  const up = (await git(['rev-parse', '--show-cdup']))?.trim() ?? '';
  const above = [...folders(prefix)].map((folder) => `${up}${folder}`);
  const asked = [...new Set([...paths, ...paths.flatMap((path) => [...folders(`${path}/`)]), ...above])];
  const out = new Set<string>();
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const words = split(await git(['check-attr', '-z', 'export-ignore', '--', ...asked.slice(at, at + AT_ONCE)]));
    for (let word = 0; word + 2 < words.length; word += 3) {
      if (words[word + 2] === 'set') {
        out.add(words[word] as string);
      }
    }
  }
  const nothing = above.some((folder) => out.has(folder));
  return (path) => !nothing && !out.has(path) && ![...folders(path)].some((folder) => out.has(folder));
}

/** `a/b/c.py` lies in `a/` and `a/b/`. */
function* folders(path: string): Generator<string> {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    yield path.slice(0, slash + 1);
  }
}

function split(text: string | undefined): string[] {
  return (text ?? '').split('\0').filter(Boolean);
}
