/** From what a purpose asks for to everything that it needs of a lock. Pure. */
import { ALWAYS, addCondition, both, type Condition } from './conditions';
import { isLocal, sourceText } from './lock-source';
import { packagesByName } from './locks/packages-by-name';
import { evaluateMarker, type MarkerEnvironment } from './markers';
import type { Lock, LockedDependency, LockedPackage } from './types';
import { satisfiesAll } from './versions';
import type { Start } from './walk-start';

export interface Reached {
  readonly entry: LockedPackage;
  /** Alternatives; without an environment only. */
  readonly conditions: Condition[];
  /** By extra, likewise. */
  readonly extras: Map<string, Condition[]>;
  /** Who asked for it first. */
  readonly neededBy: string;
}

interface Step {
  readonly dependency: LockedDependency;
  /** Under which the one who asks is there, where it is a local project. */
  readonly condition: Condition;
  readonly neededBy: string;
}

/**
 * @param environment with it markers decide; without it everything counts that can be needed somewhere, and local
 * projects hand the conditions on under which they are needed: nothing else tells that those changed
 */
export function walkLock(lock: Lock, start: Start, environment?: MarkerEnvironment): Map<LockedPackage, Reached> {
  // Conflicting extras are markers that depend on what was reached: walk until nothing is added.
  let active = new Set(start.active);
  for (;;) {
    const { reached, active: found } = walkOnce(lock, start, active, environment);
    if (!environment || found.size === active.size) {
      return reached;
    }
    active = found;
  }
}

function walkOnce(lock: Lock, start: Start, active: ReadonlySet<string>, environment: MarkerEnvironment | undefined) {
  const byName = packagesByName(lock);
  const holds = markerTest(environment);
  const found = new Set(active);
  const reached = new Map<LockedPackage, Reached>();
  const queue: Step[] = [];
  const push = (dependencies: readonly LockedDependency[], condition: Condition, neededBy: string): void => {
    for (const dependency of dependencies) {
      queue.push({ dependency, condition, neededBy });
    }
  };
  push(start.edges, ALWAYS, start.name);
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { dependency, neededBy } = next;
    if (!holds(dependency.marker, active)) {
      continue;
    }
    const condition = environment ? ALWAYS : both(next.condition, dependency.marker);
    const entries = candidates(byName.get(dependency.name) ?? [], dependency);
    for (const entry of environment ? forks(entries, (marker) => holds(marker, active)) : entries) {
      const local = isLocal(entry);
      const record = reached.get(entry) ?? { entry, conditions: [], extras: new Map(), neededBy };
      const first = record.conditions.length === 0;
      reached.set(entry, record);
      const isNew = addCondition(record.conditions, condition);
      const onward = local ? condition : ALWAYS;
      // A package's own dependencies count only where the purpose starts from them.
      if ((local ? isNew : first) && !(entry === start.self && !start.ships)) {
        push(entry.dependencies, onward, entry.name);
      }
      for (const extra of dependency.extras) {
        const alternatives = record.extras.get(extra) ?? [];
        const firstTime = alternatives.length === 0;
        record.extras.set(extra, alternatives);
        const isNewExtra = addCondition(alternatives, condition);
        if (local ? isNewExtra : firstTime) {
          push(entry.optionalDependencies[extra] ?? [], onward, entry.name);
          found.add(`extra-${entry.name.length}-${entry.name}-${extra}`);
        }
      }
    }
  }
  return { reached, active: found };
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
  const { version, specifier, from } = dependency;
  const tests: ((entry: LockedPackage) => boolean)[] = [
    (entry) => version === undefined || entry.version === version,
    (entry) => from === undefined || sourceText(entry) === from,
    (entry) => !specifier || entry.version === undefined || satisfiesAll(entry.version, specifier) !== false,
  ];
  return tests.reduce<readonly LockedPackage[]>((left, test) => {
    const fitting = left.filter(test);
    return fitting.length > 0 ? fitting : left;
  }, entries);
}

/** Forks say themselves where they count; all of them stay where none does. */
function forks(entries: readonly LockedPackage[], holds: (marker: string) => boolean): readonly LockedPackage[] {
  const fitting = entries.length < 2 ? [] : entries.filter(({ markers }) => !markers || markers.some(holds));
  return fitting.length > 0 ? fitting : entries;
}
