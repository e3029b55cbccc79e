/** Where the packages of a lock are asked for. Hashes decide what is installed. */
import { type Disk, joinPath } from './disk';
import { lockFilesIn } from './lock-files';
import { requirementsLines } from './locks/requirements-lines';
import { isTable, parseToml, stringAt, type Table, valueAt } from './toml';

/** A package index that a project names. */
export interface PackageIndex {
  readonly name?: string;
  readonly url: string;
  /** Instead of the one that uv asks otherwise. */
  readonly default?: boolean;
}

/**
 * `[[tool.uv.index]]`, `[[tool.poetry.source]]` and `[[tool.pdm.source]]` of the lock's folder, `--index-url` and
 * `--extra-index-url` of its requirements files. Addresses that need a variable are left to uv's own settings.
 */
export function packageIndexes(lockRoot: string, disk: Disk): PackageIndex[] {
  const file = joinPath(lockRoot, 'pyproject.toml');
  const text = disk.read(file);
  const toml = text === undefined ? {} : parseToml(file, text, 'PYPROJECT_INVALID', 'correct the file');
  const found = [
    ...tables(toml, 'uv', 'index').map((entry) => indexOf(entry, entry.default === true)),
    ...poetrySources(tables(toml, 'poetry', 'source')),
    // pdm's own name for the one that it asks otherwise.
    ...tables(toml, 'pdm', 'source').map((entry) => indexOf(entry, entry.name === 'pypi')),
    ...requirementsIndexes(lockRoot, disk),
  ].filter((entry) => entry !== undefined);
  const named = found.filter(({ url }, i) => found.findIndex((other) => other.url === url) === i);
  const main = named.find((entry) => entry.default);
  return named.map((entry) => (entry.default && entry !== main ? withoutDefault(entry) : entry));
}

function tables(toml: Table, tool: string, key: string): Table[] {
  const list = valueAt(toml, 'tool', tool, key);
  return (Array.isArray(list) ? list : []).filter(isTable);
}

function indexOf(entry: Table, isDefault: boolean): PackageIndex | undefined {
  const [url, name] = [stringAt(entry, 'url'), stringAt(entry, 'name')];
  return url === undefined || url.includes('${')
    ? undefined
    : { url, ...(name === undefined ? {} : { name }), ...(isDefault ? { default: true } : {}) };
}

/** A primary source, which is what one without a priority is, takes the place of poetry's own. */
function poetrySources(sources: readonly Table[]): (PackageIndex | undefined)[] {
  return sources
    .filter(({ url }) => url !== undefined)
    .map((entry) => indexOf(entry, ['primary', 'default', undefined].includes(stringAt(entry, 'priority'))));
}

function requirementsIndexes(root: string, disk: Disk): (PackageIndex | undefined)[] {
  const files = lockFilesIn(root, disk).find(({ manager }) => manager === 'requirements')?.files ?? [];
  return files
    .flatMap((file) => requirementsLines(disk.read(file) ?? ''))
    .map(({ text }) => /^(-i|--index-url|--extra-index-url)[\s=]+(\S+)$/.exec(text))
    .map((m) => (m ? indexOf({ url: m[2] }, m[1] !== '--extra-index-url') : undefined));
}

function withoutDefault({ default: _, ...entry }: PackageIndex): PackageIndex {
  return entry;
}
