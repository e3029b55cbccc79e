/** How a lock is made that is not there yet, in a way that its header can be followed ever after. Pure. */
import { joinPath } from '../../project/disk';
import type { LockCommand } from './lock-command';

export type FirstLock = UvLock | RequirementsLock;

/** The lock of a uv workspace, or of a project that stands alone. */
export interface UvLock {
  readonly manager: 'uv';
  /** Workspace-relative folder of the lock. */
  readonly folder: string;
}

/** Requirements with hashes, made from pyproject.toml: what ships, and what its groups need beside that. */
export interface RequirementsLock {
  readonly manager: 'pip';
  readonly folder: string;
  /** Oldest minor that counts: `3.14`. */
  readonly minor: string;
  /** Names of local projects, which requirements.in says where to find: pip takes no hashed file with folders in it. */
  readonly locals: readonly string[];
  readonly groups: readonly string[];
}

/** A command and the workspace-relative file that it makes. */
export interface LockMaking {
  readonly file: string;
  readonly command: LockCommand;
}

/** @param python absolute interpreter */
export function firstLock(lock: FirstLock, python: string): LockMaking[] {
  return lock.manager === 'uv' ? [uvLock(lock, python)] : requirementsLocks(lock);
}

function uvLock({ folder }: UvLock, python: string): LockMaking {
  return {
    file: joinPath(folder, 'uv.lock'),
    command: command(folder, ['lock', '--python', python], 'uv lock'),
  };
}

function requirementsLocks({ folder, minor, locals, groups }: RequirementsLock): LockMaking[] {
  const shared = ['pip', 'compile', '--quiet', '--universal', '--python-version', minor, '--generate-hashes'];
  const ships = ['pyproject.toml', ...(locals.length > 0 ? ['requirements.in'] : [])];
  const main = [...ships, ...locals.flatMap((name) => ['--no-emit-package', name]), '-o', 'requirements.txt'];
  const tools = [
    ...groups.flatMap((name) => ['--group', name]),
    '-c',
    'requirements.txt',
    '-o',
    'requirements-dev.txt',
  ];
  return [
    { file: joinPath(folder, 'requirements.txt'), words: [...shared, ...main] },
    ...(groups.length > 0 ? [{ file: joinPath(folder, 'requirements-dev.txt'), words: [...shared, ...tools] }] : []),
  ].map(({ file, words }) => ({ file, command: command(folder, words, `uv ${words.join(' ')}`) }));
}

function command(cwd: string, args: readonly string[], typed: string): LockCommand {
  return { cwd, args, env: {}, litter: [], typed };
}
