import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { isTable, stringAt, type Table } from '../toml';
import type { Requirement } from '../types';
import { normalizeSpecifier } from '../versions';
import type { Report } from './report';

/**
 * PEP 735: every group with its `include-group` entries resolved; names normalised, no requirement twice.
 * Cycles and groups that do not exist are reported and contribute nothing.
 * @param settings `[tool.uv.dependency-groups]`: Pythons that a group is for, with all that it includes
 */
export function resolveGroups(table: Table, settings: Table, report: Report): Record<string, readonly Requirement[]> {
  const lists = new Map(Object.entries(table).map(([name, list]) => [normalizeName(name), list]));
  const ranges = new Map(
    Object.entries(settings).map(([name, entry]) => [
      normalizeName(name),
      pythonMarker(stringAt(entry, 'requires-python')),
    ]),
  );
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
    const range = ranges.get(name);
    const limited = range
      ? resolved.map((requirement) => ({ ...requirement, marker: and(range, requirement) }))
      : resolved;
    known.set(name, limited);
    return limited;
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
  return [...new Map(list.map((requirement) => [`${requirement.text}\n${requirement.marker}`, requirement])).values()];
}

/** `>=3.11,<4` as a marker; `undefined` where it says nothing. */
function pythonMarker(range = ''): string | undefined {
  const clauses = normalizeSpecifier(range)?.split(',').filter(Boolean) ?? [];
  const terms = clauses.map((clause) => clause.replace(/^(\W+)(.+)$/, "python_full_version $1 '$2'"));
  return terms.length > 0 ? terms.join(' and ') : undefined;
}

function and(range: string, { marker }: Requirement): string {
  return marker === undefined ? range : `${range} and (${marker})`;
}
