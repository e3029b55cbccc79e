import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { isTable, type Table } from '../toml';
import type { Requirement } from '../types';
import type { Report } from './report';

/**
 * PEP 735: every group with its `include-group` entries resolved; names normalised, no requirement twice.
 * Cycles and groups that do not exist are reported and contribute nothing.
 */
export function resolveGroups(table: Table, report: Report): Record<string, readonly Requirement[]> {
  const lists = new Map(Object.entries(table).map(([name, list]) => [normalizeName(name), list]));
  const known = new Map<string, readonly Requirement[]>();
  const resolve = (name: string, path: readonly string[]): readonly Requirement[] => {
    const found = known.get(name);
    if (found) {
      return found;
    }
    if (path.includes(name)) {
      report(`[dependency-groups]: ${[...path, name].join(' includes ')}`, name, 'remove one include-group');
      return [];
    }
    const list = lists.get(name);
    if (!Array.isArray(list)) {
      report(`[dependency-groups]: '${name}' ${list === undefined ? 'does not exist' : 'is not a list'}`, name);
      return [];
    }
    const resolved = unique(
      list.flatMap((entry) => resolveEntry(entry, name, (other) => resolve(other, [...path, name]), report)),
    );
    known.set(name, resolved);
    return resolved;
  };
  return Object.fromEntries([...lists.keys()].map((name) => [name, resolve(name, [])]));
}

function resolveEntry(
  entry: unknown,
  name: string,
  include: (other: string) => readonly Requirement[],
  report: Report,
): readonly Requirement[] {
  if (isTable(entry) && typeof entry['include-group'] === 'string') {
    return include(normalizeName(entry['include-group']));
  }
  const parsed = typeof entry === 'string' ? parseRequirement(entry) : undefined;
  if (!parsed) {
    report(`[dependency-groups].${name}: ${JSON.stringify(entry)} is no requirement`, name, 'see PEP 508 and 735');
  }
  return parsed ? [parsed] : [];
}

/** Groups that include each other twice over would double with every step. */
function unique(list: readonly Requirement[]): Requirement[] {
  return [...new Map(list.map((requirement) => [requirement.text, requirement])).values()];
}
