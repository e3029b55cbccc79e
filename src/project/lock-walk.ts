/** From what a purpose asks for to everything that it needs of a lock. Pure. */
import { ALWAYS, addCondition, both, type Condition, isAlways, UNCONDITIONAL } from './conditions';
import { isLocal, sourceText } from './lock-source';
import { packagesByName } from './locks/packages-by-name';
import { evaluateMarker, type MarkerEnvironment } from './markers';
import type { Lock, LockedDependency, LockedPackage } from './types';
import { compareVersions, satisfiesAll } from './versions';
import type { Start } from './walk-start';

export interface Reached {
  readonly entry: LockedPackage;
  /** Alternatives; without an environment only. */
  readonly conditions: Condition[];
  /** By extra, likewise; absent where none is asked for, as of nearly all. */
  extras?: Map<string, Condition[]>;
  /** Where the lock has several entries of the name: what those who need it ask for. */
  demands?: Map<string, LockedDependency>;
  /** Who asked for it first. */
  readonly neededBy: string;
}

interface Step {
  readonly dependencies: readonly LockedDependency[];
  /** Under which the one who asks is there, where it is a local project. */
  readonly condition: Condition;
  readonly neededBy: string;
}

/**
 * @param environment with it markers decide; without it everything counts that can be needed somewhere, and local
 * projects hand the conditions on under which they are needed: nothing else tells that those changed
 */
export function walkLock(lock: Lock, start: Start, environment?: MarkerEnvironment): Map<LockedPackage, Reached> {
  // What excludes each other depends on what was reached: walk until nothing is added.
  let state: State = { active: new Set(start.active), pinned: new Map() };
  for (;;) {
    const { reached, active } = walkOnce(lock, start, state, environment);
    const pinned = environment ? pinForks(lock, reached, state.pinned) : state.pinned;
    if (!environment || (active.size === state.active.size && pinned.size === state.pinned.size)) {
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

function walkOnce(lock: Lock, start: Start, { active, pinned }: State, environment: MarkerEnvironment | undefined) {
  const byName = packagesByName(lock);
  const holds = markerTest(environment && { ...environment, ...start.variables });
  const found = new Set(active);
  const reached = new Map<LockedPackage, Reached>();
  const queue: Step[] = [];
  const push = (dependencies: readonly LockedDependency[], condition: Condition, neededBy: string): void => {
    if (dependencies.length > 0) {
      queue.push({ dependencies, condition, neededBy });
    }
  };
  const visit = (entry: LockedPackage, dependency: LockedDependency, condition: Condition, neededBy: string): void => {
    const local = isLocal(entry);
    const known = reached.get(entry);
    if (known && dependency.extras.length === 0 && isAlways(known.conditions)) {
      return;
    }
    const plain = !known && condition.length === 0;
    const record: Reached = known ?? { entry, conditions: plain ? UNCONDITIONAL : [], neededBy };
    if (!known) {
      reached.set(entry, record);
    }
    const isNew = plain || addCondition(record.conditions, condition);
    const onward = local ? condition : ALWAYS;
    // A package's own dependencies count only where the purpose starts from them.
    if ((local ? isNew : !known) && !(entry === start.self && !start.ships)) {
      push(entry.dependencies, onward, entry.name);
    }
    for (const extra of dependency.extras) {
      record.extras ??= new Map();
      const alternatives = record.extras.get(extra) ?? [];
      const first = alternatives.length === 0;
      record.extras.set(extra, alternatives);
      const isNewExtra = addCondition(alternatives, condition);
      if (local ? isNewExtra : first) {
        push(listOf(entry.optionalDependencies, extra), onward, entry.name);
        found.add(`extra-${entry.name.length}-${entry.name}-${extra}`);
      }
    }
  };
  const step = (dependency: LockedDependency, { condition: outer, neededBy }: Step): void => {
    if (!holds(dependency.marker, active)) {
      return;
    }
    const condition = environment ? ALWAYS : both(outer, dependency.marker);
    const named = byName.get(dependency.name) ?? [];
    const one = pinned.get(dependency.name);
    const fitting = one ? [one] : candidates(named, dependency);
    for (const entry of environment ? counting(lock, fitting, (m) => holds(m, active)) : fitting) {
      visit(entry, dependency, condition, neededBy);
      const record = named.length > 1 ? reached.get(entry) : undefined;
      if (record) {
        record.demands ??= new Map();
        record.demands.set(demandText(dependency), dependency);
      }
    }
  };
  push(start.edges, ALWAYS, start.name);
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const dependency of next.dependencies) {
      step(dependency, next);
    }
  }
  return { reached, active: found };
}

function demandText({ specifier = '', version = '', from = '', marker }: LockedDependency): string {
  return `${version}${specifier}${from}${marker === undefined ? '' : `; ${marker}`}`;
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
function markerTest(environment: MarkerEnvironment | undefined): MarkerTest {
  if (!environment) {
    return () => true;
  }
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

/** A dependency that names a version or a source means that fork; one that does not means whatever the lock has of the name. */
export function candidates(entries: readonly LockedPackage[], dependency: LockedDependency): readonly LockedPackage[] {
  if (entries.length < 2) {
    return entries;
  }
  const fitting = entries.filter((entry) => fits(entry, dependency));
  return fitting.length > 0 ? fitting : entries;
}

function fits(entry: LockedPackage, { version, specifier, from }: LockedDependency): boolean {
  return (
    (version === undefined || entry.version === version) &&
    (from === undefined || sourceText(entry) === from) &&
    (!specifier || entry.version === undefined || satisfiesAll(entry.version, specifier) !== false)
  );
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

/** A list by a name that the lock or a user gives: `constructor` is none. */
function listOf(lists: LockedPackage['groups'], name: string): readonly LockedDependency[] {
  return (Object.hasOwn(lists, name) ? lists[name] : undefined) ?? [];
}
