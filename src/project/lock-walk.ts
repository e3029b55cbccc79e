/** From what a purpose asks for to what it installs in one environment. Pure. */
import { candidates, demandText, fits, listOf } from './lock-edges';
import { packagesByName } from './locks/packages-by-name';
import { evaluateMarker, type MarkerEnvironment } from './markers';
import type { Lock, LockedDependency, LockedPackage } from './types';
import { compareVersions } from './versions';
import type { Start } from './walk-start';

export interface Reached {
  readonly entry: LockedPackage;
  /** Absent where none is asked for, as of nearly all. */
  extras?: Set<string>;
  /** Where the lock has several entries of the name: what those who need it ask for. */
  demands?: Map<string, LockedDependency>;
  /** Who asked for it first. */
  readonly neededBy: string;
}

interface Step {
  readonly dependencies: readonly LockedDependency[];
  readonly neededBy: string;
}

/** Markers decide; what is needed in any environment is told by `reachOf`. */
export function walkLock(lock: Lock, start: Start, environment: MarkerEnvironment): Map<LockedPackage, Reached> {
  // What excludes each other depends on what was reached: walk until nothing is added.
  let state: State = { active: new Set(start.active), pinned: new Map() };
  for (;;) {
    const { reached, active } = walkOnce(lock, start, state, environment);
    const pinned = pinForks(lock, reached, state.pinned);
    if (active.size === state.active.size && pinned.size === state.pinned.size) {
      return reached;
    }
    state = { active, pinned };
  }
}

interface State {
  /** Extras that are switched on, as uv spells them where extras exclude each other. */
  readonly active: ReadonlySet<string>;
  /** By name: the only version that all who need the package agree on. */
  readonly pinned: ReadonlyMap<string, LockedPackage>;
}

function walkOnce(lock: Lock, start: Start, { active, pinned }: State, environment: MarkerEnvironment) {
  const byName = packagesByName(lock);
  const holds = markerTest({ ...environment, ...start.variables });
  const found = new Set(active);
  const reached = new Map<LockedPackage, Reached>();
  const queue: Step[] = [];
  const visit = (entry: LockedPackage, { extras }: LockedDependency, neededBy: string): Reached => {
    const known = reached.get(entry);
    const record: Reached = known ?? { entry, neededBy };
    reached.set(entry, record);
    // A package's own dependencies count only where the purpose starts from them.
    if (!known && !(entry === start.self && !start.ships)) {
      queue.push({ dependencies: entry.dependencies, neededBy: entry.name });
    }
    for (const extra of extras.filter((name) => !record.extras?.has(name))) {
      record.extras ??= new Set();
      record.extras.add(extra);
      queue.push({ dependencies: listOf(entry.optionalDependencies, extra), neededBy: entry.name });
      found.add(`extra-${entry.name.length}-${entry.name}-${extra}`);
    }
    return record;
  };
  const step = (dependency: LockedDependency, neededBy: string): void => {
    if (!holds(dependency.marker, active)) {
      return;
    }
    const named = byName.get(dependency.name) ?? [];
    const one = pinned.get(dependency.name);
    const fitting = one ? [one] : candidates(named, dependency);
    for (const entry of counting(lock, fitting, (m) => holds(m, active))) {
      const record = visit(entry, dependency, neededBy);
      if (named.length > 1) {
        record.demands ??= new Map();
        record.demands.set(demandText(dependency), dependency);
      }
    }
  };
  queue.push({ dependencies: start.edges, neededBy: start.name });
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const dependency of next.dependencies) {
      step(dependency, next.neededBy);
    }
  }
  return { reached, active: found };
}

/** Where a lock does not say which fork is for which platform (poetry 1), it is the newest that suits all who need it. */
function pinForks(
  { roots }: Lock,
  reached: ReadonlyMap<LockedPackage, Reached>,
  known: ReadonlyMap<string, LockedPackage>,
): ReadonlyMap<string, LockedPackage> {
  const byName = new Map<string, Reached[]>();
  for (const record of reached.values()) {
    byName.set(record.entry.name, [...(byName.get(record.entry.name) ?? []), record]);
  }
  const pinned = new Map(known);
  for (const [name, records] of byName) {
    const demands = records.flatMap((record) => [...(record.demands?.values() ?? [])]);
    const suiting = records
      .map(({ entry }) => entry)
      .filter((entry) => demands.every((demand) => fits(entry, demand)))
      .sort((a, b) => compareVersions(b.version ?? '', a.version ?? '') ?? 0);
    const [best] = suiting;
    if (records.length > 1 && best && (suiting.length === 1 || roots === 'manifest')) {
      pinned.set(name, best);
    }
  }
  return pinned;
}

type MarkerTest = (marker: string | undefined, active: ReadonlySet<string>) => boolean;

/** Few markers are asked for thousands of times. */
function markerTest(environment: MarkerEnvironment): MarkerTest {
  const known = new Map<string, boolean>();
  return (marker, active) => {
    if (marker === undefined) {
      return true;
    }
    const result = known.get(marker) ?? evaluateMarker(marker, environment, active);
    known.set(marker, result);
    return result;
  };
}

/** Forks say themselves where they count; all of them stay where none does. Without edges that is all there is to say it. */
function counting(
  { roots }: Lock,
  entries: readonly LockedPackage[],
  holds: (marker: string) => boolean,
): readonly LockedPackage[] {
  if (entries.length < 2 && roots !== 'none') {
    return entries;
  }
  const fitting = entries.filter(({ markers }) => !markers || markers.some(holds));
  return fitting.length > 0 || roots === 'none' ? fitting : entries;
}
