import type { Disk } from './disk';
import { joinPath } from './disk';
import { parseToml, valueAt } from './toml';

/** A package index that a uv workspace names. */
export interface PackageIndex {
  readonly name?: string;
  readonly url: string;
  readonly default?: boolean;
}

/** `[[tool.uv.index]]` of the lock's folder. Hashes decide what is installed; these only say where to ask. */
export function packageIndexes(lockRoot: string, disk: Disk): PackageIndex[] {
  const file = joinPath(lockRoot, 'pyproject.toml');
  const text = disk.read(file);
  const list =
    text === undefined
      ? []
      : valueAt(parseToml(file, text, 'PYPROJECT_INVALID', 'correct the file'), 'tool', 'uv', 'index');
  return (Array.isArray(list) ? list : []).flatMap((entry: Record<string, unknown>) =>
    typeof entry.url === 'string'
      ? [
          {
            url: entry.url,
            ...(typeof entry.name === 'string' ? { name: entry.name } : {}),
            ...(entry.default === true ? { default: true } : {}),
          },
        ]
      : [],
  );
}
