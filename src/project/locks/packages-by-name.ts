import type { Lock, LockedPackage } from '../types';

const GROUPS = new WeakMap<Lock, ReadonlyMap<string, readonly LockedPackage[]>>();

/** Entries of a lock by name, forks side by side; made once per lock. */
export function packagesByName(lock: Lock): ReadonlyMap<string, readonly LockedPackage[]> {
  const known = GROUPS.get(lock);
  if (known) {
    return known;
  }
  const groups = new Map<string, LockedPackage[]>();
  for (const entry of lock.packages) {
    const group = groups.get(entry.name);
    if (group) {
      group.push(entry);
    } else {
      groups.set(entry.name, [entry]);
    }
  }
  GROUPS.set(lock, groups);
  return groups;
}
