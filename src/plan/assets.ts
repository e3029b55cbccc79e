/** Files that Kiln brings along: the helper scripts of the stages and the launchers. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../engine/canonical';
import { makeTree, treeDigest } from '../engine/tree';
import type { InputTree } from '../engine/types';
import { KilnError } from '../model/errors';
import type { Platform, PlatformId } from '../model/platforms';

const SCRIPTS = {
  'pyc_worker.py': 'stages/bytecode/pyc_worker.py',
  'import_zip.py': 'stages/bytecode/import_zip.py',
  'not_compiled.py': 'stages/bytecode/not_compiled.py',
  'fetch_site.py': 'stages/third-party/fetch_site.py',
  'archive.py': 'stages/archive/archive.py',
  'launch_cfg.py': 'stages/bundle/launch_cfg.py',
  'trim_stdlib.py': 'stages/bundle/trim_stdlib.py',
  'entry_scripts.py': 'stages/bundle/entry_scripts.py',
  'build_package.py': 'stages/package/build_package.py',
  'dist_archive.py': 'stages/package/dist_archive.py',
  'dist_metadata.py': 'stages/package/dist_metadata.py',
  'git_stand_in.py': 'stages/package/git_stand_in.py',
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

/** Changes a program before a bundle takes it: icon and version on Windows. */
export type Dress = (program: Buffer) => Promise<Buffer>;

/**
 * The launchers for a platform, as the package ships them in `dist/launcher/<platform>`: `launcher`, and for Windows
 * `launcherw`, which has no console.
 * @throws KilnError TOOL_MISSING in a checkout that has not built them
 */
export async function launcherAsset({ id, os }: Pick<Platform, 'id' | 'os'>, dress?: Dress): Promise<InputTree> {
  return builtAssets(os === 'windows' ? ['launcher', 'launcherw'] : ['launcher'], id, dress);
}

/**
 * What unpacks a one-file application and starts it, as the package ships it in `dist/launcher/<platform>/onefile`.
 * @throws KilnError TOOL_MISSING in a checkout that has not built it
 */
export async function onefileAsset({ id }: Pick<Platform, 'id'>, dress?: Dress): Promise<InputTree> {
  return builtAssets(['onefile'], id, dress);
}

async function builtAssets(
  names: readonly string[],
  platform: PlatformId,
  dress: Dress | undefined,
): Promise<InputTree> {
  const programs = await Promise.all(
    names.map(async (name): Promise<[string, Buffer]> => {
      const file = join(__dirname, '..', '..', 'launcher', platform, name);
      if (!existsSync(file)) {
        throw new KilnError('TOOL_MISSING', `this copy of nx-kiln has no ${name} for ${platform}`, {
          hint: 'in a checkout of nx-kiln: npm run launchers; otherwise reinstall nx-kiln',
        });
      }
      const program = readFileSync(file);
      return [name, dress ? await dress(program) : program];
    }),
  );
  return contentTree(Object.fromEntries(programs));
}

function contentTree(content: Record<string, Buffer>): InputTree {
  const tree = makeTree(
    Object.entries(content).map(([path, bytes]) => ({ path, sha256: sha256(bytes), size: bytes.length })),
  );
  return { digest: treeDigest(tree), tree, from: { content } };
}
