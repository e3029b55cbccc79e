/** What `init --runtimes=…` writes to kiln.json: the decision with its digests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KilnError } from '../../src/model/errors';
import { PLATFORM_IDS, platformById } from '../../src/model/platforms';
import type { Pins } from '../../src/toolchain/pins';

export interface Choice {
  /** Minor → exact version. */
  readonly pythons: Readonly<Record<string, string>>;
  readonly runtimes: Readonly<Record<string, unknown>> & { readonly provider: string };
}

/** All Go modules that Kiln knows: Go's own sums are their digests. */
export function goModuleRuntimes({ goModules }: Pick<Pins, 'goModules'>): Choice {
  return { pythons: minors(Object.keys(goModules)), runtimes: { provider: 'go-module', modules: goModules } };
}

/**
 * Reads `linux-arm64=vendor/cpython-3.14.6-linux-arm64.tar.gz` and digests what it names.
 * @param digest sha256 of a file or folder, by absolute path
 * @throws KilnError OPTION_INVALID
 */
export async function archiveRuntimes(
  entries: readonly string[],
  workspaceRoot: string,
  digest: (path: string) => Promise<string>,
): Promise<Choice> {
  if (entries.length === 0) {
    throw new KilnError('OPTION_INVALID', 'runtimes=archive needs at least one archive', {
      hint: 'add --archive=linux-x64=<file or folder of a relocatable Python>, once per platform',
    });
  }
  const archives: Record<string, Record<string, { path: string; sha256: string }>> = {};
  for (const entry of entries) {
    const { platform, path } = splitEntry(entry);
    const version = versionIn(path, workspaceRoot);
    archives[version] = {
      ...archives[version],
      [platform]: { path, sha256: await digest(join(workspaceRoot, path)) },
    };
  }
  return { pythons: minors(Object.keys(archives)), runtimes: { provider: 'archive', archives } };
}

function splitEntry(entry: string): { platform: string; path: string } {
  const at = entry.indexOf('=');
  const [platform, path] = [entry.slice(0, Math.max(at, 0)), entry.slice(at + 1)];
  if (!platformById(platform) || path === '') {
    throw new KilnError('OPTION_INVALID', `--archive=${entry} is not <platform>=<file or folder>`, {
      hint: `platforms are ${PLATFORM_IDS.join(', ')}`,
    });
  }
  return { platform, path };
}

/** Exact version from the name, else from the header that every Python installs. */
function versionIn(path: string, workspaceRoot: string): string {
  const include = join(workspaceRoot, path, 'include');
  const headers = existsSync(include) ? readdirSync(include).map((name) => join(include, name, 'patchlevel.h')) : [];
  const found = [
    ...headers.filter(existsSync).map((file) => /PY_VERSION\s+"(3\.\d+\.\d+)"/.exec(readFileSync(file, 'utf8'))?.[1]),
    /(?<![\d.])(3\.\d+\.\d+)(?![\d.]*\d)/.exec(path)?.[1],
  ].find((version) => version !== undefined);
  if (found === undefined) {
    throw new KilnError('OPTION_INVALID', `cannot tell the exact Python version of '${path}'`, {
      hint: 'put it in the name, for example cpython-3.14.6-linux-x64.tar.gz',
    });
  }
  return found;
}

/** Of several patches of one minor the newest is meant. */
function minors(versions: readonly string[]): Record<string, string> {
  const sorted = [...versions].sort((a, b) => patchOf(a) - patchOf(b));
  return Object.fromEntries(sorted.map((version) => [version.split('.').slice(0, 2).join('.'), version]));
}

function patchOf(version: string): number {
  return Number(version.split('.')[2]);
}

/**
 * kiln.json with the choice. What the user pinned stays: of the same provider entries are added, another provider is
 * replaced, exact versions that are named already win.
 * @param before text of the file, `undefined` where there is none
 * @returns the same text where nothing changes; `undefined` where no file is needed
 * @throws KilnError CONFIG_INVALID where the file is no JSON object
 */
export function withRuntimes(before: string | undefined, { pythons, runtimes }: Choice): string | undefined {
  const old = parse(before);
  const same = (old.runtimes as { provider?: unknown } | undefined)?.provider === runtimes.provider;
  if (runtimes.provider === 'uv' && (same || old.runtimes === undefined)) {
    return before;
  }
  const pinned = old.pythons as Record<string, string> | undefined;
  // An archive was named just now, so its digest is the newer one; modules are Kiln's own list, over which the user's pins win.
  const usersWin = same && runtimes.provider === 'go-module';
  const merged = {
    ...old,
    ...(Object.keys(pythons).length > 0
      ? { pythons: usersWin ? { ...pythons, ...pinned } : { ...pinned, ...pythons } }
      : {}),
    runtimes: same ? mergeTables(runtimes, old.runtimes as Record<string, unknown>, usersWin) : runtimes,
  };
  return isSame(old, merged) ? before : `${JSON.stringify(merged, null, 2)}\n`;
}

function parse(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Falls through to the one error below.
  }
  throw new KilnError('CONFIG_INVALID', 'kiln.json is no JSON object', {
    hint: 'correct it or remove it, then run init again',
  });
}

/** Both, at every depth; where both say something one of them wins. */
function mergeTables(
  ours: Record<string, unknown>,
  users: Record<string, unknown>,
  usersWin: boolean,
): Record<string, unknown> {
  const both = usersWin ? { ...ours, ...users } : { ...users, ...ours };
  for (const key of Object.keys(both)) {
    const [mine, theirs] = [ours[key], users[key]];
    if (isObject(mine) && isObject(theirs)) {
      both[key] = mergeTables(mine, theirs, usersWin);
    }
  }
  return both;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Order of keys is the user's business. */
function isSame(a: unknown, b: unknown): boolean {
  if (!isObject(a) || !isObject(b)) {
    return JSON.stringify(a) === JSON.stringify(b);
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(a[key], b[key]));
}
