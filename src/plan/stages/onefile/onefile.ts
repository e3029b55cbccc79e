import type { Digest, Source, Step } from '../../../engine/types';
import type { Cell } from '../../../model/cells';
import { scriptCommandOn, scriptMount } from '../helper-script';

export interface OnefileOptions {
  /** The finished folder of the bundle. */
  readonly bundle: Source;
  /** The launcher's name, without `.exe`. */
  readonly name: string;
  /** Names of the bundle's other launchers. */
  readonly others: readonly string[];
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

/**
 * One executable that unpacks the bundle into the user's cache once. The last step's tree is that file and, for each further
 * launcher, a link to it; on Windows, where links are not for everybody, a small program that needs it beside itself.
 */
export function onefileSteps({ bundle, name, others, cell, stub, scripts }: OnefileOptions): Record<string, Step> {
  const file = onefileName(name, cell);
  const beside = others.map((other) => onefileName(other, cell));
  const how = cell.platform.os === 'windows' ? 'stub' : 'link';
  return {
    'onefile-packed': {
      kind: 'action',
      label: `pack ${file} into one file (${cell.id})`,
      argv: scriptCommandOn(
        PACKER,
        'pack_onefile.py',
        ...['in/bundle', 'in/onefile', file, 'out'],
        ...(beside.length > 0 ? [how, ...beside] : []),
      ),
      env: { PYTHONHASHSEED: '0' },
      mounts: [
        scriptMount(scripts, 'pack_onefile.py'),
        { at: 'in/bundle', from: bundle },
        { at: 'in/onefile', from: { tree: stub, path: 'onefile' } },
      ],
      outputs: [file, ...beside].map((one) => `out/${one}`),
      needs: { network: 'none' },
    },
    onefile: {
      kind: 'assembly',
      label: `take ${file}`,
      place: [{ from: { action: 'onefile-packed', path: 'out' }, at: '', executable: [file, ...beside] }],
    },
  };
}
