import type { Platform, PlatformId } from './platforms';
import type { PythonTag } from './pythons';

/** `cp314-linux-arm64`: the join key of options, targets, logs, folders and manifests. */
export type CellId = `${PythonTag}-${PlatformId}`;

/** One python tag × platform. */
export interface Cell {
  readonly id: CellId;
  readonly python: PythonTag;
  readonly platform: Platform;
}

export function cell(python: PythonTag, platform: Platform): Cell {
  return { id: `${python}-${platform.id}`, python, platform };
}
