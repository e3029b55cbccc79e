import type { Action, Source } from '../../../engine/types';

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
    argv: [
      '{toolchain:python}/bin/python3',
      '-I',
      '-S',
      '-B',
      '-X',
      'utf8',
      'in/archive.py',
      'in/folder',
      name,
      `out/${file}`,
    ],
    env: { PYTHONHASHSEED: '0' },
    mounts: [
      { at: 'in/archive.py', from: { tree: scripts, path: 'archive.py' } },
      { at: 'in/folder', from: folder },
    ],
    outputs: [`out/${file}`],
    needs: { network: 'none' },
  };
}
