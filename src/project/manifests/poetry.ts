/** `[tool.poetry]`, of poetry 1 as the whole manifest and of poetry 2 beside `[project]`. */
import { joinPath } from '../disk';
import { normalizeName } from '../names';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';
import type { Requirement, SourceRef } from '../types';
import { type Declared, type Lists, NOTHING } from './declared';
import { poetryPython, poetrySpecifier } from './poetry-constraint';
import { mapTable, oneOrMore, type Report, texts } from './report';

/** One entry of a table of dependencies: a name has several where versions differ by marker. */
interface Entry {
  readonly requirement: Requirement;
  readonly optional: boolean;
  readonly source?: SourceRef;
}

/**
 * `undefined` without `[tool.poetry]`. `name` is absent with `package-mode = false` and beside `[project]`.
 * @param root workspace-relative folder of the file
 */
export function readPoetry(toml: Table, root: string, report: Report): Declared | undefined {
  if (!isTable(valueAt(toml, 'tool', 'poetry'))) {
    return undefined;
  }
  const table = tableAt(toml, 'tool', 'poetry');
  const main = entriesOf(tableAt(table, 'dependencies'), root, '[tool.poetry.dependencies]', report);
  const groups = groupEntries(table, root, report);
  const all = [...main, ...Object.values(groups).flat()];
  const python = tableAt(table, 'dependencies').python;
  const requiresPython = typeof python === 'string' ? poetryPython(python) : undefined;
  const [name, version] = [stringAt(table, 'name'), stringAt(table, 'version')];
  const description = stringAt(table, 'description');
  return {
    ...NOTHING,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(requiresPython ? { requiresPython } : {}),
    ...(description === undefined ? {} : { description }),
    scripts: scriptsOf(tableAt(table, 'scripts')),
    entryPoints: mapTable(tableAt(table, 'plugins'), (v, k) => texts(v, `[tool.poetry.plugins.${k}]`, report)),
    dependencies: main.filter(({ optional }) => !optional).map(({ requirement }) => requirement),
    optionalDependencies: extrasOf(tableAt(table, 'extras'), main, report),
    groups: mapEntries(groups),
    sources: Object.fromEntries(
      all.flatMap(({ requirement, source }) => (source ? [[requirement.name, source] as const] : [])),
    ),
  };
}

function mapEntries(groups: Readonly<Record<string, readonly Entry[]>>): Lists {
  return Object.fromEntries(
    Object.entries(groups).map(([name, entries]) => [name, entries.map(({ requirement }) => requirement)]),
  );
}

function groupEntries(table: Table, root: string, report: Report): Record<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  const legacy = valueAt(table, 'dev-dependencies');
  if (isTable(legacy)) {
    groups.set('dev', entriesOf(legacy, root, '[tool.poetry.dev-dependencies]', report));
  }
  const tables = tableAt(table, 'group');
  for (const name of Object.keys(tables)) {
    const where = `[tool.poetry.group.${name}.dependencies]`;
    const key = normalizeName(name);
    const entries = entriesOf(tableAt(tables, name, 'dependencies'), root, where, report);
    groups.set(key, [...(groups.get(key) ?? []), ...entries]);
  }
  return Object.fromEntries([...groups.keys()].map((name) => [name, withIncluded(name, tables, groups)]));
}

/** poetry 2.2: `include-groups`. */
function withIncluded(name: string, tables: Table, groups: ReadonlyMap<string, readonly Entry[]>): Entry[] {
  const seen = new Set<string>();
  const queue = [name];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) {
      continue;
    }
    seen.add(next);
    const written = Object.keys(tables).find((key) => normalizeName(key) === next);
    queue.push(
      ...(written === undefined ? [] : oneOrMore(tableAt(tables, written)['include-groups']).map(normalizeName)),
    );
  }
  return [...seen].flatMap((group) => groups.get(group) ?? []);
}

function entriesOf(table: Table, root: string, where: string, report: Report): Entry[] {
  return Object.entries(table).flatMap(([name, value]) =>
    name.toLowerCase() === 'python'
      ? []
      : (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => {
          const entry = entryOf(name, one, root);
          if (!entry) {
            report(
              `${where}: ${name} = ${JSON.stringify(one)} is not understood`,
              name,
              'see poetry’s dependency specification',
            );
          }
          return entry ? [entry] : [];
        }),
  );
}

function entryOf(name: string, value: unknown, root: string): Entry | undefined {
  const table = typeof value === 'string' ? { version: value } : value;
  if (!isTable(table)) {
    return undefined;
  }
  const specifier = poetrySpecifier(stringAt(table, 'version') ?? '*');
  if (specifier === undefined) {
    return undefined;
  }
  const marker = markerOf(table);
  const extras = [...new Set(oneOrMore(table.extras).map(normalizeName))].sort();
  const source = sourceOf(table, root);
  const normal = normalizeName(name);
  const text = `${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${specifier}${marker ? `; ${marker}` : ''}`;
  return {
    requirement: { name: normal, extras, specifier, ...(marker ? { marker } : {}), text },
    optional: table.optional === true,
    ...(source ? { source } : {}),
  };
}

/** `python`, `platform` and `markers` all have to hold. */
function markerOf(table: Table): string | undefined {
  const python = poetryPython(stringAt(table, 'python') ?? '*');
  const parts = [
    ...(python ? python.split(',').map((c) => c.replace(/^([<>=!~]+)(.*)$/, "python_version $1 '$2'")) : []),
    ...(stringAt(table, 'platform') ? [`sys_platform == '${stringAt(table, 'platform')}'`] : []),
    ...(stringAt(table, 'markers') ? [stringAt(table, 'markers') as string] : []),
  ];
  return parts.length < 2 ? parts[0] : parts.map((part) => (/\sor\s/.test(part) ? `(${part})` : part)).join(' and ');
}

function sourceOf(table: Table, root: string): SourceRef | undefined {
  const path = stringAt(table, 'path') ?? stringAt(table, 'file');
  if (path !== undefined) {
    return { kind: 'path', path: joinPath(root, path.replaceAll('\\', '/')), editable: table.develop === true };
  }
  for (const [key, kind] of [
    ['git', 'git'],
    ['url', 'url'],
    ['source', 'index'],
  ] as const) {
    const value = stringAt(table, key);
    if (value !== undefined) {
      return { kind, value };
    }
  }
  return undefined;
}

/** An extra names dependencies; those that are optional come with it only. */
function extrasOf(table: Table, main: readonly Entry[], report: Report): Lists {
  return Object.fromEntries(
    Object.entries(table).map(([extra, names]) => [
      normalizeName(extra),
      oneOrMore(names).flatMap((written) => {
        const name = normalizeName(/^[^\s[(<>=!~;]+/.exec(written)?.[0] ?? written);
        const found = main.filter(({ requirement }) => requirement.name === name);
        if (found.length === 0) {
          report(`[tool.poetry.extras].${extra}: '${written}' is no dependency`, extra, 'add it with optional = true');
        }
        return found.map(({ requirement }) => requirement);
      }),
    ]),
  );
}

/** A text, or `{ reference = "a:b", type = "console" }`; files are no entry points. */
function scriptsOf(table: Table): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, value]) => {
      const reference =
        typeof value === 'string' ? value : (stringAt(value, 'reference') ?? stringAt(value, 'callable'));
      const isFile = stringAt(value, 'type') === 'file';
      return reference === undefined || isFile ? [] : [[name, reference]];
    }),
  );
}

/**
 * poetry 2: `[project]` says what is published, `[tool.poetry.dependencies]` where it comes from. What only the latter
 * names is added, as poetry does where `dependencies` is dynamic.
 */
export function enrich(project: Declared, poetry: Declared): Declared {
  const open = project.dynamic.includes('dependencies');
  const { name: _, ...rest } = poetry;
  return {
    ...rest,
    ...project,
    dependencies: open ? [...project.dependencies, ...poetry.dependencies] : project.dependencies,
    optionalDependencies: { ...poetry.optionalDependencies, ...project.optionalDependencies },
    scripts: { ...poetry.scripts, ...project.scripts },
    entryPoints: { ...poetry.entryPoints, ...project.entryPoints },
    groups: poetry.groups,
    sources: poetry.sources,
  };
}
