/** Everything of a lock that a purpose can need somewhere, on any platform. Pure; a lock is joined once for all its projects. */
import { ALWAYS, addCondition, both, type Condition, isAlways, UNCONDITIONAL } from './conditions';
import { type Joined, joined, type Need, type Node } from './lock-nodes';
import type { Lock, LockedPackage } from './types';
import type { Start } from './walk-start';

export interface Needed {
  readonly entry: LockedPackage;
  /** Workspace-relative, of a local project. */
  readonly folder?: string | undefined;
  /** Alternatives. */
  readonly conditions: Condition[];
  /** By extra, likewise; absent where none is asked for, as of nearly all. */
  extras?: Map<string, Condition[]>;
  /** Where the lock has several entries of the name and does not say which is meant: what those who need it ask for. */
  demands?: Set<string>;
}

export interface Reach {
  /** In no order; the project itself among them, where something leads to it. */
  readonly locals: readonly Needed[];
  /** Third-party, sorted by name, version, source. Who asks for the same gets the same list. */
  readonly packages: readonly Needed[];
}

/** Needs whose entries are on the other side, with alternatives of conditions. */
type Asked = Map<Need, Condition[]>;

interface Walk {
  readonly lock: Joined;
  /** Local projects, or third-party packages. */
  readonly side: 'locals' | 'thirdParty';
  /** The project itself, where its own dependencies do not count. */
  readonly barren?: LockedPackage;
  readonly found: Map<Node, Needed>;
  readonly queue: { readonly needs: readonly Need[]; readonly condition: Condition }[];
  readonly beyond: Asked;
}

/**
 * What counts wherever it can be needed; local projects hand the conditions on under which they are needed: nothing else
 * tells that those changed.
 */
export function reachOf(lock: Lock, start: Start): Reach {
  const all = joined(lock);
  const locals = walkOn(all, 'locals', start.ships ? undefined : start.self);
  locals.queue.push({ needs: start.edges.map(all.needOf), condition: ALWAYS });
  for (;;) {
    proceed(locals);
    const third = thirdParty(all, locals.beyond);
    // An index package may need what is a project here: go on from there, until nothing is added.
    enter(locals, third.beyond);
    if (locals.queue.length === 0) {
      return { locals: [...locals.found.values()], packages: third.packages };
    }
  }
}

interface ThirdParty {
  readonly packages: readonly Needed[];
  readonly beyond: Asked;
}

const THIRD_PARTY = new WeakMap<Joined, Map<string, ThirdParty>>();

/** Projects of a workspace ask for much the same: what lies below is looked for once. */
function thirdParty(lock: Joined, asked: Asked): ThirdParty {
  const all = THIRD_PARTY.get(lock) ?? new Map<string, ThirdParty>();
  THIRD_PARTY.set(lock, all);
  const key = [...asked].map(textOf).sort().join();
  const known = all.get(key);
  if (known) {
    return known;
  }
  const walk = walkOn(lock, 'thirdParty');
  enter(walk, asked);
  proceed(walk);
  const result = { packages: inOrder(walk), beyond: walk.beyond };
  all.set(key, result);
  return result;
}

function textOf([{ id }, conditions]: [Need, Condition[]]): string {
  return isAlways(conditions) ? `${id}` : `${id}${JSON.stringify([...conditions].sort())}`;
}

function walkOn(lock: Joined, side: Walk['side'], barren?: LockedPackage): Walk {
  return { lock, side, ...(barren ? { barren } : {}), found: new Map(), queue: [], beyond: new Map() };
}

function enter(walk: Walk, asked: Asked): void {
  for (const [need, conditions] of asked) {
    for (const node of need[walk.side]) {
      for (const condition of conditions) {
        visit(walk, node, need, condition);
      }
    }
  }
}

function proceed(walk: Walk): void {
  const other = walk.side === 'locals' ? 'thirdParty' : 'locals';
  for (let next = walk.queue.pop(); next; next = walk.queue.pop()) {
    for (const need of next.needs) {
      const condition = both(next.condition, need.marker);
      for (const node of need[walk.side]) {
        visit(walk, node, need, condition);
      }
      if (need[other].length > 0) {
        ask(walk.beyond, need, condition);
      }
    }
  }
}

function ask(beyond: Asked, need: Need, condition: Condition): void {
  const known = beyond.get(need);
  if (condition.length === 0) {
    beyond.set(need, UNCONDITIONAL);
  } else if (known) {
    addCondition(known, condition);
  } else {
    beyond.set(need, [condition]);
  }
}

function visit(walk: Walk, node: Node, need: Need, condition: Condition): void {
  const known = walk.found.get(node);
  const isPlain = need.extras.length === 0 && need.demand === undefined;
  if (isPlain && known && isAlways(known.conditions)) {
    return;
  }
  if (isPlain && !known && condition.length === 0) {
    walk.found.set(node, node.plain);
    pushNeeds(walk, node, condition);
    return;
  }
  // The plain record is shared.
  const record = known && known !== node.plain ? known : { ...node.plain, conditions: known ? [ALWAYS] : [] };
  walk.found.set(node, record);
  if (need.demand !== undefined) {
    record.demands ??= new Set();
    record.demands.add(need.demand);
  }
  const isNew = addCondition(record.conditions, condition);
  if (node.local ? isNew : !known) {
    pushNeeds(walk, node, condition);
  }
  for (const extra of need.extras) {
    visitExtra(walk, node, record, extra, condition);
  }
}

/** A package's own dependencies count only where the purpose starts from them. */
function pushNeeds({ lock, barren, queue }: Walk, node: Node, condition: Condition): void {
  if (node.entry === barren) {
    return;
  }
  const needs = lock.needsOf(node);
  if (needs.length > 0) {
    queue.push({ needs, condition: node.local ? condition : ALWAYS });
  }
}

function visitExtra({ lock, queue }: Walk, node: Node, record: Needed, extra: string, condition: Condition): void {
  record.extras ??= new Map();
  const alternatives = record.extras.get(extra) ?? [];
  const first = alternatives.length === 0;
  record.extras.set(extra, alternatives);
  const isNew = addCondition(alternatives, condition);
  const needs = lock.extraNeedsOf(node, extra);
  if ((node.local ? isNew : first) && needs.length > 0) {
    queue.push({ needs, condition: node.local ? condition : ALWAYS });
  }
}

function inOrder({ lock, found }: Walk): Needed[] {
  // Numbers in a typed array are sorted without calling back.
  const places = Uint32Array.from(found.keys(), ({ at }) => at).sort();
  return Array.from(places, (at) => found.get(lock.nodes[at] as Node) as Needed);
}
