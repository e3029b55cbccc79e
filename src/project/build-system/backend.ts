/** What a reader of one backend's settings sees. */
import type { Ini } from '../manifests/ini';
import type { PythonCall } from '../manifests/python-values';
import type { Table } from '../toml';
import type { Place } from './places';
import type { Reads } from './types';

export interface BackendView extends Place {
  readonly toml: Table;
  readonly setupCfg?: Ini;
  readonly setupPy?: { readonly text: string; readonly call: PythonCall };
  /** Normalised names of the build requirements. */
  readonly requires: readonly string[];
  /** Whether the manifests leave the version open. */
  readonly versionIsOpen: boolean;
}

export type ReadBackend = (view: BackendView) => Reads;

/** @param known requirements that bring no code which looks around by itself */
export function pluginReasons({ requires }: BackendView, known: RegExp): string[] {
  return requires.filter((name) => !known.test(name)).map((name) => `${name} takes part in the build`);
}
