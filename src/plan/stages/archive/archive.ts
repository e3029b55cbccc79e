import type { Action, Source } from '../../../engine/types';
import { scriptCommand, scriptMount } from '../helper-script';

export interface ArchiveOptions {
  readonly folder: Source;
  /** Top folder in the archive. */
  readonly name: string;
  /** `py-app-1.0.0-cp314-linux-arm64.tar.gz` */
  readonly file: string;
  readonly scripts: string;
}

/** Packs a tree; runs on the pinned interpreter, because another zlib gives other bytes. */
export function archiveStep({ folder, name, file, scripts }: ArchiveOptions): Action {
  return {
    kind: 'action',
    label: `pack ${file}`,
    argv: scriptCommand('archive.py', 'in/folder', name, `out/${file}`),
    env: { PYTHONHASHSEED: '0' },
    mounts: [scriptMount(scripts, 'archive.py'), { at: 'in/folder', from: folder }],
    outputs: [`out/${file}`],
    needs: { network: 'none' },
  };
}
