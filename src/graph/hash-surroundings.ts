/**
 * A program: prints one hash over what decides about checks and lies in no file that Nx can hash. It prints something
 * random where it cannot tell.
 *
 *     hash-surroundings <folder>…
 *
 * - rules of git that linters follow: `info/exclude` of the repositories around, `core.excludesFile` of the machine,
 *   .gitignore and .ignore in the folders above the workspace. Without any, the hash is the same everywhere;
 * - names of what could be imported from the given folders: linters sort imports by whether it is there.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const SYSTEM_CONFIG = '/etc/gitconfig';

/** @param root absolute folder of the workspace. @param folders workspace-relative */
export function hashSurroundings(root: string, folders: readonly string[], systemConfig = SYSTEM_CONFIG): string {
  const hash = createHash('sha256');
  const lines = [...ignoreRules(root, systemConfig), ...folders.map((folder) => `${folder}: ${namesIn(root, folder)}`)];
  for (const line of lines) {
    hash.update(`${line}\0`);
  }
  return hash.digest('hex');
}

/** Each with how many folders up it lies: the same rules elsewhere mean something else. */
function ignoreRules(root: string, systemConfig: string): string[] {
  const rules: string[] = [];
  const note = (where: string, path: string): void => {
    const text = effective(read(path) ?? '');
    if (text !== '') {
      rules.push(`${where}\n${text}`);
    }
  };
  for (let folder = root, up = 0; ; folder = dirname(folder), up += 1) {
    note(`${up} exclude`, join(gitFolder(folder), 'info', 'exclude'));
    // Those of the workspace are in keys of their own.
    if (up > 0) {
      note(`${up} gitignore`, join(folder, '.gitignore'));
      note(`${up} ignore`, join(folder, '.ignore'));
    }
    if (dirname(folder) === folder) {
      break;
    }
  }
  const excludes = /^\s*excludesfile\s*=\s*"?(.+?)"?\s*$/im.exec(read(systemConfig) ?? '')?.[1];
  if (excludes !== undefined) {
    note('system', excludes);
  }
  return rules;
}

/** What git takes `info/` from: of a worktree, the folder of the repository that it belongs to. */
function gitFolder(folder: string): string {
  const place = join(folder, '.git');
  const leads = statSync(place, { throwIfNoEntry: false })?.isFile() ? /^gitdir: (.+)$/m.exec(read(place) ?? '') : null;
  if (!leads) {
    return place;
  }
  const own = resolve(folder, leads[1] as string);
  return resolve(own, read(join(own, 'commondir'))?.trim() ?? '.');
}

/** Without comments: git puts some into every new repository. */
function effective(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .join('\n');
}

/** Outputs are there on one machine and not on the next, and nobody imports them. */
const OUTPUTS = ['dist', 'node_modules'];

function namesIn(root: string, folder: string): string {
  try {
    const names = readdirSync(join(root, folder)).filter((name) => /^[^\W\d]\w*(\.pyi?)?$/u.test(name));
    return names
      .filter((name) => !OUTPUTS.includes(name))
      .sort()
      .join(' ');
  } catch (error) {
    if (isAbsent(error)) {
      return '';
    }
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) {
      return undefined;
    }
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

if (require.main === module) {
  try {
    process.stdout.write(`${hashSurroundings(process.cwd(), process.argv.slice(2))}\n`);
  } catch {
    process.stdout.write(`unknown ${randomUUID()}\n`);
  }
}
