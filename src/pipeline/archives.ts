/** Wheels that a lock takes from the workspace itself, for the step that installs them. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { makeTree, treeDigest } from '../engine/tree';
import type { Entry, InputTree } from '../engine/types';
import { KilnError } from '../model/errors';
import type { InstallPackage } from '../project/install-set';
import { archiveOf } from '../project/requirements-text';
import { hashFile } from '../toolchain/tar';
import type { Session } from './session';

export interface Archives {
  /** Tree of the files at their places below the workspace's root; absent where there are none. */
  readonly archives?: string;
  readonly inputs: readonly InputTree[];
}

/** @throws KilnError LOCK_INVALID for a file that is not in the workspace, DIGEST_MISMATCH for another than the lock means */
export async function readArchives(
  packages: readonly InstallPackage[],
  lockRoot: string,
  { workspaceRoot }: Pick<Session, 'workspaceRoot'>,
): Promise<Archives> {
  const named = packages.flatMap((entry) => {
    const path = archiveOf(entry, lockRoot);
    return path === undefined ? [] : [{ entry, path }];
  });
  if (named.length === 0) {
    return { inputs: [] };
  }
  const files = await Promise.all(named.map(({ entry, path }) => readArchive(entry, path, workspaceRoot)));
  const tree = makeTree([...new Map(files.map((file) => [file.path, file])).values()]);
  const digest = treeDigest(tree);
  return { archives: digest, inputs: [{ digest, tree, from: { folder: workspaceRoot } }] };
}

async function readArchive({ name, hashes, neededBy }: InstallPackage, path: string, root: string): Promise<Entry> {
  const stat = path.startsWith('..') ? undefined : statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat?.isFile()) {
    const why = path.startsWith('..') ? 'lies outside of the workspace' : stat ? 'is no file' : 'is not there';
    throw new KilnError('LOCK_INVALID', `the lock takes ${name} from ${path}, which ${why}`, {
      lines: [`${name} is needed by ${neededBy}`],
      hint: 'put the wheel there and commit it, or take the package from an index; then make the lock again',
    });
  }
  const sha256 = await hashFile(join(root, path));
  if (hashes.some((hash) => hash.startsWith('sha256:')) && !hashes.includes(`sha256:${sha256}`)) {
    throw new KilnError('DIGEST_MISMATCH', `${path} is not the file that the lock means by ${name}`, {
      lines: [...hashes.map((hash) => `locked ${hash}`), `found  sha256:${sha256}`],
      hint: 'if the file was changed on purpose, make the lock again; else take it from version control',
    });
  }
  return { path, sha256, size: stat.size };
}
