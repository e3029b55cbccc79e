/** Who manages a project, as far as its files say. */
import { type Disk, joinPath } from '../disk';
import { isTable, type Table, tableAt, valueAt } from '../toml';
import type { Manager } from '../types';

const LOCKS: readonly (readonly [Manager, string])[] = [
  ['uv', 'uv.lock'],
  ['poetry', 'poetry.lock'],
  ['pdm', 'pdm.lock'],
];
/** Tables that a build backend of the same name has as well, whoever manages the project. */
const BACKEND_TABLES: Readonly<Record<string, readonly string[]>> = {
  uv: ['build-backend'],
  pdm: ['build', 'version'],
};
const BACKENDS: readonly (readonly [RegExp, Manager])[] = [
  [/^uv_build/, 'uv'],
  [/^poetry/, 'poetry'],
  [/^pdm/, 'pdm'],
  [/^hatchling/, 'hatch'],
];

/** The only lock of the folder, else a manager's own tables, else the backend; `pip` where nothing says anything. */
export function managerOf(toml: Table, backend: string | undefined, root: string, disk: Disk): Manager {
  const locks = LOCKS.filter(([, name]) => disk.exists(joinPath(root, name)));
  if (locks.length === 1) {
    return (locks[0] as (typeof LOCKS)[number])[0];
  }
  if (hasTable(toml, 'uv') && valueAt(toml, 'project') !== undefined) {
    return 'uv';
  }
  const tables: Manager[] = (['poetry', 'pdm', 'uv'] as const).filter((name) => hasTable(toml, name));
  if (isTable(valueAt(toml, 'tool', 'hatch', 'envs'))) {
    tables.push('hatch');
  }
  return tables[0] ?? BACKENDS.find(([fits]) => fits.test(backend ?? ''))?.[1] ?? 'pip';
}

function hasTable(toml: Table, name: 'uv' | 'poetry' | 'pdm'): boolean {
  return Object.keys(tableAt(toml, 'tool', name)).some((key) => !BACKEND_TABLES[name]?.includes(key));
}
