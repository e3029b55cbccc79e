import type { Action, Source } from '../../../engine/types';
import { scriptCommand, scriptMount } from '../helper-script';

export type ArchiveFormat = 'tar.gz' | 'zip';

export interface ArchiveOptions {
  readonly folder: Source;
  /** Top folder in the archive. */
  readonly name: string;
  /** `py-app-1.0.0-cp314-linux-arm64.tar.gz` */
  readonly file: string;
  readonly format: ArchiveFormat;
  readonly scripts: string;
}

/** Packs a tree; runs on the pinned interpreter, because another zlib gives other bytes. */
export function archiveStep({ folder, name, file, format, scripts }: ArchiveOptions): Action {
  return {
    kind: 'action',
    label: `pack ${file}`,
    argv: scriptCommand('archive.py', format, 'in/folder', name, `out/${file}`),
    env: { PYTHONHASHSEED: '0' },
    mounts: [scriptMount(scripts, 'archive.py'), { at: 'in/folder', from: folder }],
    outputs: [`out/${file}`],
    needs: { network: 'none' },
  };
}
