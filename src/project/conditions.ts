/** Sets of markers that all have to hold, and the smallest such sets under which something is needed. */

/** Sorted, without repetition; empty: always. */
export type Condition = readonly string[];
export const ALWAYS: Condition = [];
/** Shared by all that are needed without a condition: nothing is added to it any more. */
export const UNCONDITIONAL: Condition[] = [ALWAYS];

export function isAlways(alternatives: readonly Condition[]): boolean {
  return alternatives[0]?.length === 0;
}

/** More ways to need one thing than a real lock has; the rest is left out. */
const MOST = 32;

export function both(condition: Condition, marker: string | undefined): Condition {
  return marker === undefined || condition.includes(marker) ? condition : [...condition, marker].sort();
}

/**
 * Adds a condition to alternatives; what a weaker one says already is left out, so the order of additions does not matter.
 * @returns whether it said something new
 */
export function addCondition(alternatives: Condition[], added: Condition): boolean {
  // Nearly everything is needed without a condition: the others say nothing more.
  if (isAlways(alternatives) || alternatives.some((known) => isWeaker(known, added))) {
    return false;
  }
  const kept = alternatives.filter((known) => !isWeaker(added, known));
  if (kept.length >= MOST) {
    return false;
  }
  alternatives.splice(0, alternatives.length, ...kept, added);
  return true;
}

function isWeaker(weak: Condition, strong: Condition): boolean {
  return weak.length <= strong.length && weak.every((marker) => strong.includes(marker));
}

/** Texts of the alternatives, sorted; empty where it is always needed. */
export function conditionTexts(alternatives: readonly Condition[]): string[] {
  return isAlways(alternatives)
    ? []
    : alternatives
        .map((all) => (all.length === 1 ? (all[0] as string) : all.map((m) => `(${m})`).join(' and ')))
        .sort();
}
