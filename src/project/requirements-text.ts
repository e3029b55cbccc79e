/** The packages of an environment as uv and pip install them: exact, hashed, in a fixed order. Pure. */
import { KilnError } from '../model/errors';
import { joinPath } from './disk';
import type { InstallPackage } from './install-set';

/** Folder that holds the workspace's own archives where the requirements are installed. */
export const ARCHIVES = 'in/archives';

/**
 * Canonical requirements for `uv pip install --no-deps`; the workspace's own archives lie in ARCHIVES. uv checks every hash
 * also without `--require-hashes`, which refuses commits of git; everything here has one or the other.
 * @param lockRoot workspace-relative folder that the lock's paths begin at
 * @throws KilnError LOCK_INVALID for what neither a hash nor a commit identifies, naming every such package
 */
export function requirementsText(packages: readonly InstallPackage[], lockRoot: string): string {
  assertIdentified(packages);
  return packages
    .map((entry) => line(entry, lockRoot))
    .sort()
    .map((text) => `${text}\n`)
    .join('');
}

/** @throws KilnError LOCK_INVALID for what neither a hash nor a commit identifies, naming every such package */
export function assertIdentified(packages: readonly InstallPackage[]): void {
  const loose = packages.filter((entry) => !isIdentified(entry));
  if (loose.length > 0) {
    throw new KilnError(
      'LOCK_INVALID',
      `the lock does not say which content is meant: ${loose.map(title).join(', ')}`,
      {
        lines: loose.map((entry) => `${title(entry)} (needed by ${entry.neededBy}) ${lackOf(entry)}`),
        hint: 'lock with hashes (`uv pip compile --generate-hashes`, `pip-compile --generate-hashes`), name a commit or a hashed address, or use the project’s own environment (environment=project); a uv.lock has the hashes that its index names',
      },
    );
  }
}

/** Whether the content is fixed: what is installed today is installed tomorrow. */
export function isIdentified({ source, hashes, version }: InstallPackage): boolean {
  switch (source.kind) {
    case 'registry':
      return hashes.length > 0 && version !== undefined;
    case 'git':
      return /^[0-9a-f]{40,64}$/.test(source.commit ?? '');
    default:
      return hashes.length > 0;
  }
}

/** The file of the workspace that a package is, workspace-relative; `undefined` for what is fetched. */
export function archiveOf({ source }: Pick<InstallPackage, 'source'>, lockRoot: string): string | undefined {
  return source.kind === 'path' ? joinPath(lockRoot, source.path) : undefined;
}

function title({ name, version, source }: InstallPackage): string {
  return 'url' in source && source.kind !== 'registry' ? `${name} @ ${source.url}` : `${name} ${version ?? ''}`.trim();
}

function lackOf({ source, version }: InstallPackage): string {
  switch (source.kind) {
    case 'registry':
      return version === undefined ? 'has no exact version' : 'has no hash';
    case 'git':
      return 'names no commit';
    case 'url':
      return 'is an address without a hash';
    default:
      return `is ${source.path}, without a hash`;
  }
}

function line({ name, extras, version, source, hashes }: InstallPackage, lockRoot: string): string {
  const head = extras.length > 0 ? `${name}[${extras.join(',')}]` : name;
  const hashed = hashes.map((hash) => ` --hash=${hash}`).join('');
  switch (source.kind) {
    case 'registry':
      return `${head}==${version}${hashed}`;
    case 'git':
      return `${head} @ git+${source.url}@${source.commit}${below(source.subdirectory)}`;
    case 'url':
      return `${head} @ ${source.url}${below(source.subdirectory)}${hashed}`;
    default:
      return `${head} @ ./${ARCHIVES}/${joinPath(lockRoot, source.path)}${hashed}`;
  }
}

function below(subdirectory: string | undefined): string {
  return subdirectory === undefined ? '' : `#subdirectory=${subdirectory}`;
}
