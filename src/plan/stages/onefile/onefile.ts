import type { Digest, Source, Step } from '../../../engine/types';
import type { Cell } from '../../../model/cells';
import { scriptCommandOn, scriptMount } from '../helper-script';

export interface OnefileOptions {
  /** The finished folder of the bundle. */
  readonly bundle: Source;
  /** The launcher's name, without `.exe`. */
  readonly name: string;
  readonly cell: Cell;
  /** Tree with the file `onefile` for the cell's platform. */
  readonly stub: Digest;
  readonly scripts: Digest;
}

/** Toolchain that packs: its standard library has zstd, which Python has since 3.14. */
export const PACKER = 'packer';

/** What the one file is called. */
export function onefileName(name: string, { platform }: Cell): string {
  return platform.os === 'windows' ? `${name}.exe` : name;
}

/** One executable that unpacks the bundle into the user's cache once; the last step's tree is that file alone. */
export function onefileSteps({ bundle, name, cell, stub, scripts }: OnefileOptions): Record<string, Step> {
  const file = onefileName(name, cell);
  return {
    'onefile-packed': {
      kind: 'action',
      label: `pack ${file} into one file (${cell.id})`,
      argv: scriptCommandOn(PACKER, 'pack_onefile.py', 'in/bundle', 'in/onefile', file, `out/${file}`),
      env: { PYTHONHASHSEED: '0' },
      mounts: [
        scriptMount(scripts, 'pack_onefile.py'),
        { at: 'in/bundle', from: bundle },
        { at: 'in/onefile', from: { tree: stub, path: 'onefile' } },
      ],
      outputs: [`out/${file}`],
      needs: { network: 'none' },
    },
    onefile: {
      kind: 'assembly',
      label: `take ${file}`,
      place: [{ from: { action: 'onefile-packed', path: 'out' }, at: '', executable: [file] }],
    },
  };
}
