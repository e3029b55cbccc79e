/** Which entries of a lock a dependency means. Pure. */
import { sourceText } from './lock-source';
import type { LockedDependency, LockedPackage } from './types';
import { satisfiesAll } from './versions';

/** A dependency that names a version or a source means that fork; one that does not means whatever the lock has of the name. */
export function candidates(entries: readonly LockedPackage[], dependency: LockedDependency): readonly LockedPackage[] {
  if (entries.length < 2) {
    return entries;
  }
  const fitting = entries.filter((entry) => fits(entry, dependency));
  return fitting.length > 0 ? fitting : entries;
}

export function fits(entry: LockedPackage, { version, specifier, from }: LockedDependency): boolean {
  return (
    (version === undefined || entry.version === version) &&
    (from === undefined || sourceText(entry) === from) &&
    (!specifier || entry.version === undefined || satisfiesAll(entry.version, specifier) !== false)
  );
}

/** What a dependency asks for, as one text: tells demands on forks of a name apart. */
export function demandText({ specifier = '', version = '', from = '', marker }: LockedDependency): string {
  return `${version}${specifier}${from}${marker === undefined ? '' : `; ${marker}`}`;
}

/** A list by a name that the lock or a user gives: `constructor` is none. */
export function listOf(lists: LockedPackage['groups'], name: string): readonly LockedDependency[] {
  return (Object.hasOwn(lists, name) ? lists[name] : undefined) ?? [];
}
