/** Files that Kiln brings along: the helper scripts of the stages and the launchers. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../engine/canonical';
import { makeTree, treeDigest } from '../engine/tree';
import type { InputTree } from '../engine/types';
import { KilnError } from '../model/errors';
import type { PlatformId } from '../model/platforms';

const SCRIPTS = {
  'pyc_worker.py': 'stages/bytecode/pyc_worker.py',
  'fetch_site.py': 'stages/third-party/fetch_site.py',
  'archive.py': 'stages/archive/archive.py',
  'launch_cfg.py': 'stages/bundle/launch_cfg.py',
  'entry_scripts.py': 'stages/bundle/entry_scripts.py',
  'build_package.py': 'stages/package/build_package.py',
  'dist_archive.py': 'stages/package/dist_archive.py',
  'dist_metadata.py': 'stages/package/dist_metadata.py',
  'check_metadata.py': 'stages/package/check_metadata.py',
  'prove_wheel.py': 'stages/package/prove_wheel.py',
  'pack_onefile.py': 'stages/onefile/pack_onefile.py',
} as const;

/** The helper scripts as one input tree; they lie beside the compiled stages. */
export function scriptAssets(): InputTree {
  return contentTree(
    Object.fromEntries(Object.entries(SCRIPTS).map(([name, path]) => [name, readFileSync(join(__dirname, path))])),
  );
}

/**
 * The launcher for a platform, as the package ships it in `dist/launcher/<platform>/launcher`.
 * @throws KilnError TOOL_MISSING in a checkout that has not built it
 */
export function launcherAsset(platform: PlatformId): InputTree {
  return builtAsset('launcher', platform);
}

/**
 * What unpacks a one-file application and starts it, as the package ships it in `dist/launcher/<platform>/onefile`.
 * @throws KilnError TOOL_MISSING in a checkout that has not built it
 */
export function onefileAsset(platform: PlatformId): InputTree {
  return builtAsset('onefile', platform);
}

function builtAsset(name: 'launcher' | 'onefile', platform: PlatformId): InputTree {
  const file = join(__dirname, '..', '..', 'launcher', platform, name);
  if (!existsSync(file)) {
    throw new KilnError('TOOL_MISSING', `this copy of nx-kiln has no ${name} for ${platform}`, {
      hint: 'in a checkout of nx-kiln: npm run launchers; otherwise reinstall nx-kiln',
    });
  }
  return contentTree({ [name]: readFileSync(file) });
}

function contentTree(content: Record<string, Buffer>): InputTree {
  const tree = makeTree(
    Object.entries(content).map(([path, bytes]) => ({ path, sha256: sha256(bytes), size: bytes.length })),
  );
  return { digest: treeDigest(tree), tree, from: { content } };
}
