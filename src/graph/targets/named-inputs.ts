/**
 * Moves inputs of targets into named inputs of the project. Nx copies, merges and records the source of every entry of a
 * target's array, a thousand times in a large workspace; entries of named inputs it leaves alone.
 */
import type { Input, Targets } from './types';

export interface Compact {
  readonly targets: Targets;
  readonly namedInputs: Readonly<Record<string, readonly Input[]>>;
}

export function compactInputs(targets: Targets): Compact {
  const names = new Map<string, string>();
  const namedInputs: Record<string, readonly Input[]> = {};
  const compact = Object.entries(targets).map(([target, config]) => {
    const movable = (config.inputs ?? []).filter(isMovable);
    if (movable.length < 4) {
      return [target, config] as const;
    }
    const content = JSON.stringify(movable);
    // Linter and formatter look at the same files: one name serves both.
    const name = names.get(content) ?? inputName(target);
    names.set(content, name);
    namedInputs[name] = movable;
    return [
      target,
      { ...config, inputs: [name, ...(config.inputs ?? []).filter((input) => !isMovable(input))] },
    ] as const;
  });
  return { targets: Object.fromEntries(compact), namedInputs };
}

/** Nx lets named inputs speak of their own project only, and looks for outputs of tasks in targets only. */
function isMovable(input: Input): boolean {
  return typeof input === 'string' || !('dependentTasksOutputFiles' in input || 'projects' in input);
}

/** `format-check` → `kilnFormatCheckInputs`. */
function inputName(target: string): string {
  const words = target.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return `kiln${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Inputs`;
}
