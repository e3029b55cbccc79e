/** What an entry of a lock is, as texts that can be compared. */
import { createHash } from 'node:crypto';
import { sourceText } from './lock-source';
import type { Lock, LockedPackage } from './types';

/** By name, version, source; whatever order the lock has. */
export function sortedPackages({ packages }: Lock): LockedPackage[] {
  return [...packages].sort(comparePackages);
}

function comparePackages(a: LockedPackage, b: LockedPackage): number {
  const key = (entry: LockedPackage): string =>
    `${versionOf(entry)} ${sourceText(entry)} ${entry.markers ?? ''} ${hashDigest(entry)}`;
  return compareText(a.name, b.name) || compareText(key(a), key(b));
}

/** Exact, or what is allowed where nothing pins it. */
export function versionOf({ version, specifier = '' }: LockedPackage): string {
  return version ?? specifier;
}

/** Hashes of all files of an entry, sorted. */
export function hashesOf({ wheels, sdist, hashes = [] }: LockedPackage): string[] {
  const all = [...wheels.map(({ hash }) => hash), sdist?.hash, ...hashes];
  return [...new Set(all.filter((hash) => hash !== undefined))].sort();
}

const DIGESTS = new WeakMap<LockedPackage, string>();

/** sha256 (hex) over the sorted hashes of all files; empty where the lock has none. */
export function hashDigest(entry: LockedPackage): string {
  const known = DIGESTS.get(entry);
  if (known !== undefined) {
    return known;
  }
  const hashes = hashesOf(entry);
  const digest = hashes.length === 0 ? '' : createHash('sha256').update(hashes.join('\n')).digest('hex');
  DIGESTS.set(entry, digest);
  return digest;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
