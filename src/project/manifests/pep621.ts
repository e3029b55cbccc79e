/** `[project]` (PEP 621) and `[dependency-groups]` (PEP 735). */
import { normalizeName } from '../names';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';
import { type Declared, NOTHING } from './declared';
import { resolveGroups } from './dependency-groups';
import { mapTable, type Report, requirements, strings, texts } from './report';

/** `undefined` where there is no `[project].name`. */
export function readProjectTable(toml: Table, report: Report): Declared | undefined {
  const table = tableAt(toml, 'project');
  const name = stringAt(table, 'name');
  if (name === undefined) {
    if (valueAt(toml, 'project') !== undefined) {
      report('[project] has no name', '[project]', 'add name = "…"');
    }
    return undefined;
  }
  const version = stringAt(table, 'version');
  const requiresPython = stringAt(table, 'requires-python');
  const description = stringAt(table, 'description');
  return {
    ...NOTHING,
    name,
    ...(version === undefined ? {} : { version }),
    dynamic: strings(table.dynamic),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(description === undefined ? {} : { description }),
    scripts: texts(table.scripts, '[project.scripts]', report),
    guiScripts: texts(table['gui-scripts'], '[project.gui-scripts]', report),
    entryPoints: mapTable(tableAt(table, 'entry-points'), (v, k) => texts(v, `[project.entry-points.${k}]`, report)),
    dependencies: requirements(table.dependencies, '[project].dependencies', report),
    optionalDependencies: Object.fromEntries(
      Object.entries(tableAt(table, 'optional-dependencies')).map(([extra, list]) => [
        normalizeName(extra),
        requirements(list, `[project.optional-dependencies].${extra}`, report),
      ]),
    ),
  };
}

/**
 * Groups that any manager reads; empty where there are none.
 * @param settings what the manager says of them
 */
export function readGroups(toml: Table, settings: Table, report: Report): Declared['groups'] {
  const table = valueAt(toml, 'dependency-groups');
  if (table !== undefined && !isTable(table)) {
    report('[dependency-groups] is not a table', 'dependency-groups', 'see PEP 735');
  }
  return resolveGroups(tableAt(toml, 'dependency-groups'), settings, report);
}

/** PyPA: letters, digits, dot, dash and underscore, no separator at the ends. */
export function isValidName(name: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name);
}
