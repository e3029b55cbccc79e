/** Whether an artefact is still what its manifest says: what is recorded of a start is about that one. */
import { readFile, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { sha256 } from '../engine/canonical';
import { forEachLimited } from '../engine/parallel';
import { KilnError } from '../model/errors';
import { MANIFEST_FILE, type Manifest, type ManifestFile } from '../model/manifest';

/** Files in memory at a time. */
const AT_ONCE = 8;

/**
 * Files that are not in the manifest do not matter: applications write into their folders.
 * @param artefact workspace-relative
 * @throws KilnError OUTPUT_MISSING for a file that is gone or another one
 */
export async function assertUnchanged(
  workspaceRoot: string,
  artefact: string,
  files: Manifest['files'],
): Promise<void> {
  await forEachLimited(files, AT_ONCE, async (file) => {
    if (!(await isSame(join(workspaceRoot, artefact, file.path), file))) {
      throw new KilnError('OUTPUT_MISSING', `${posix.join(artefact, file.path)} is not as it was built`, {
        hint: `build it again: what is recorded is about the artefact that ${MANIFEST_FILE} describes`,
      });
    }
  });
}

async function isSame(path: string, { sha256: digest, link }: ManifestFile): Promise<boolean> {
  try {
    return link === undefined ? sha256(await readFile(path)) === digest : (await readlink(path)) === link;
  } catch {
    // Gone, or a folder in its place.
    return false;
  }
}
