import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { isTable, type Table } from '../toml';
import type { Requirement } from '../types';
import type { Report } from './pyproject';

/**
 * PEP 735: every group with its `include-group` entries resolved; names normalised.
 * Cycles and groups that do not exist are reported and contribute nothing.
 */
export function resolveGroups(table: Table, report: Report): Record<string, readonly Requirement[]> {
  const lists = new Map(Object.entries(table).map(([name, list]) => [normalizeName(name), list]));
  const resolve = (name: string, path: readonly string[]): Requirement[] => {
    if (path.includes(name)) {
      report(`[dependency-groups]: ${[...path, name].join(' includes ')}`, name, 'remove one include-group');
      return [];
    }
    const list = lists.get(name);
    if (!Array.isArray(list)) {
      report(`[dependency-groups]: '${name}' ${list === undefined ? 'does not exist' : 'is not a list'}`, name);
      return [];
    }
    return list.flatMap((entry: unknown) => {
      if (isTable(entry) && typeof entry['include-group'] === 'string') {
        return resolve(normalizeName(entry['include-group']), [...path, name]);
      }
      const parsed = typeof entry === 'string' ? parseRequirement(entry) : undefined;
      if (!parsed) {
        report(`[dependency-groups].${name}: ${JSON.stringify(entry)} is no requirement`, name, 'see PEP 508 and 735');
      }
      return parsed ? [parsed] : [];
    });
  };
  return Object.fromEntries([...lists.keys()].map((name) => [name, resolve(name, [])]));
}
