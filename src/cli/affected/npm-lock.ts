/** Whether a lock of npm, pnpm, yarn or bun holds a package differently than before. Pure. */

/** Locks and manifests of JavaScript packages in the workspace's root. */
export const NPM_FILES = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
] as const;

/**
 * @param before text of the lock; undefined: there was none
 * @returns what differs, undefined where nothing does
 */
export function packageChange(
  file: string,
  before: string | undefined,
  after: string | undefined,
  name: string,
): string | undefined {
  const [was, is] = [entryOf(file, before, name), entryOf(file, after, name)];
  if (was.text === is.text) {
    return undefined;
  }
  return was.version !== undefined && is.version !== undefined && was.version !== is.version
    ? `${was.version} → ${is.version}`
    : `another entry in ${file}`;
}

interface Entry {
  readonly text: string;
  readonly version?: string;
}

function entryOf(file: string, lock: string | undefined, name: string): Entry {
  if (lock === undefined) {
    return { text: '' };
  }
  return file.endsWith('.json') ? jsonEntry(lock, name) : textEntry(lock, name);
}

function jsonEntry(lock: string, name: string): Entry {
  try {
    const { packages = {} } = JSON.parse(lock) as { packages?: Record<string, Record<string, unknown>> };
    const { version, resolved, integrity } = packages[`node_modules/${name}`] ?? {};
    return { text: JSON.stringify([version, resolved, integrity]), ...(version ? { version: String(version) } : {}) };
  } catch {
    // A lock that npm could not read either.
    return { text: lock };
  }
}

/** The blocks that name the package, without the peers that pnpm writes behind the version. */
function textEntry(lock: string, name: string): Entry {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const head = new RegExp(`(^|["'\\s/])${escaped}@`);
  const lines = lock.split('\n');
  const blocks = lines.flatMap((line, at) => {
    if (!head.test(line)) {
      return [];
    }
    const indent = line.search(/\S/);
    const next = lines.findIndex((other, i) => i > at && other.trim() !== '' && other.search(/\S/) <= indent);
    return lines.slice(at, next < 0 ? undefined : next);
  });
  const text = blocks
    .filter((line) => /@|resolution|integrity|resolved|version|checksum/.test(line))
    .map((line) => line.replace(/\([^\s:]*\)/g, '').trim())
    .join('\n');
  const version = new RegExp(`${escaped}@(\\d[^\\s'"(:,]*)`).exec(text)?.[1] ?? /version:? "?([^"\s]+)/.exec(text)?.[1];
  return { text, ...(version ? { version } : {}) };
}
