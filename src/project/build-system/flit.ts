/** flit_core: version and description from the module, data from one folder. Modules that cannot be read are imported. */
import { stringAt, tableAt } from '../toml';
import type { BackendView } from './backend';
import { pathPatterns } from './places';
import type { Reads } from './types';

export function readFlit(view: BackendView): Reads {
  const folder = stringAt(view.toml, 'tool', 'flit', 'external-data', 'directory');
  const metadata = tableAt(view.toml, 'tool', 'flit', 'metadata');
  const entryPoints = stringAt(metadata, 'entry-points-file');
  return {
    files: [folder, entryPoints].flatMap((path) => (path === undefined ? [] : pathPatterns(path, view))),
    ...(view.versionIsOpen ? { version: { kind: 'files' } } : {}),
  };
}
