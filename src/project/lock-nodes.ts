/** The entries of a lock joined to what they need: names, forks and markers are looked at once for all its projects. */
import { UNCONDITIONAL } from './conditions';
import { candidates, demandText, listOf } from './lock-edges';
import { sortedPackages } from './lock-entries';
import type { Needed } from './lock-reach';
import { localRoot } from './lock-source';
import { packagesByName } from './locks/packages-by-name';
import type { Lock, LockedDependency, LockedPackage } from './types';

export interface Node {
  readonly entry: LockedPackage;
  readonly local: boolean;
  /** Its place in the order by name, version, source. */
  readonly at: number;
  /** What nearly every walk finds: the entry without a condition. Never changed, for it is shared. */
  readonly plain: Needed;
}

/** A dependency, joined to the entries that it can mean. Who asks for the same shares it. */
export interface Need {
  readonly id: number;
  readonly marker: string | undefined;
  readonly extras: readonly string[];
  readonly locals: readonly Node[];
  readonly thirdParty: readonly Node[];
  /** Absent where the lock says by itself which entry of the name is meant. */
  readonly demand?: string;
}

export interface Joined {
  /** By place. */
  readonly nodes: readonly Node[];
  needOf(dependency: LockedDependency): Need;
  needsOf(node: Node): readonly Need[];
  extraNeedsOf(node: Node, extra: string): readonly Need[];
}

const JOINED = new WeakMap<Lock, Joined>();

export function joined(lock: Lock): Joined {
  const known = JOINED.get(lock) ?? join(lock);
  JOINED.set(lock, known);
  return known;
}

function join(lock: Lock): Joined {
  const byName = packagesByName(lock);
  const nodes = sortedPackages(lock).map((entry, at) => nodeOf(lock, entry, at));
  const byEntry = new Map(nodes.map((node) => [node.entry, node]));
  const needs = new Map<LockedDependency, Need>();
  const shared = new Map<string, Need>();
  const lists = new Map<readonly LockedDependency[], readonly Need[]>();
  const needOf = (dependency: LockedDependency): Need => {
    const known = needs.get(dependency);
    if (known) {
      return known;
    }
    const text = `${dependency.name} ${demandText(dependency)} [${dependency.extras.join(',')}]`;
    const need =
      shared.get(text) ?? joinNeed(lock, shared.size, dependency, byName.get(dependency.name) ?? [], byEntry);
    shared.set(text, need);
    needs.set(dependency, need);
    return need;
  };
  const listed = (list: readonly LockedDependency[]): readonly Need[] => {
    const known = lists.get(list) ?? list.map(needOf);
    lists.set(list, known);
    return known;
  };
  return {
    nodes,
    needOf,
    needsOf: ({ entry }) => listed(entry.dependencies),
    extraNeedsOf: ({ entry }, extra) => listed(listOf(entry.optionalDependencies, extra)),
  };
}

function nodeOf(lock: Lock, entry: LockedPackage, at: number): Node {
  const folder = localRoot(lock, entry);
  return { entry, at, local: folder !== undefined, plain: { entry, folder, conditions: UNCONDITIONAL } };
}

function joinNeed(
  { roots }: Lock,
  id: number,
  dependency: LockedDependency,
  named: readonly LockedPackage[],
  nodes: ReadonlyMap<LockedPackage, Node>,
): Need {
  const { marker, extras } = dependency;
  const meant = candidates(named, dependency).map((entry) => nodes.get(entry) as Node);
  return {
    id,
    marker,
    extras,
    locals: meant.filter(({ local }) => local),
    thirdParty: meant.filter(({ local }) => !local),
    ...(named.length > 1 && roots === 'manifest' ? { demand: demandText(dependency) } : {}),
  };
}
