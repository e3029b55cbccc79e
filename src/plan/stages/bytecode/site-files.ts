/** Packages of the lock for bytecode of all that a project needs. */
import type { Step } from '../../../engine/types';
import { textTree } from '../../text-tree';
import type { BytecodePython, BytecodeRequest, TextTree } from '../../types';
import { exportStep, siteStep } from '../third-party/site';

/** Steps of that name, with the tag behind, are the packages as on `sys.path`. */
export const SITE = 'packages';
const REQUIREMENTS = 'requirements.txt';
/** As wheels are taken where nothing is said (the option of bundles). */
const MAX_GLIBC = '2.28';

/** Steps that fetch the packages; none where the lock is not compiled. */
export function siteFiles(
  { assets }: BytecodeRequest,
  { tag, version, site }: BytecodePython,
): { readonly steps: Readonly<Record<string, Step>>; readonly texts: readonly TextTree[] } {
  if (!site) {
    return { steps: {}, texts: [] };
  }
  const { cell, lock } = site;
  const text = lock.kind === 'requirements' ? textTree({ [REQUIREMENTS]: lock.text }) : undefined;
  if (lock.kind === 'none') {
    return { steps: { [`${SITE}-${tag}`]: { kind: 'assembly', label: 'take no packages', place: [] } }, texts: [] };
  }
  return {
    steps: {
      ...(lock.kind === 'uv' ? { [`requirements-${tag}`]: exportStep(lock) } : {}),
      [`fetched-${tag}`]: siteStep({
        cell,
        pythonVersion: version,
        maxGlibc: MAX_GLIBC,
        scripts: assets.scripts,
        ...(lock.kind === 'requirements' && lock.archives ? { archives: lock.archives } : {}),
        requirements: text
          ? { tree: text.digest, path: REQUIREMENTS }
          : { action: `requirements-${tag}`, path: `out/${REQUIREMENTS}` },
      }),
      [`${SITE}-${tag}`]: {
        kind: 'assembly',
        label: 'take packages',
        place: [
          { from: { action: `fetched-${tag}`, path: 'out/site' }, at: '', exclude: ['*.pth', '**/__pycache__/**'] },
        ],
      },
    },
    texts: text ? [text] : [],
  };
}
