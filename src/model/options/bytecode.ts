import { z } from 'zod';
import { parsePython } from '../pythons';
import { platform, python, pythonText } from './shared';

export const LAYOUTS = ['legacy', 'pycache', 'zip'] as const;
export const INVALIDATION = ['unchecked-hash', 'checked-hash', 'timestamp'] as const;
export const SCOPES = ['project', 'dependencies', 'site'] as const;
/** Before a version: the interpreter that this machine has, not the provider's. */
export const SYSTEM = 'system:';

const level = z.int().min(0).max(2);
const levels = z.array(level).min(1).refine(distinct, 'each level once');

export const BytecodeOptions = z.strictObject({
  python,
  pythons: z
    .preprocess(
      namesOf,
      z
        .array(z.string().refine(isPython, 'a version (3.13), a tag (cp313, pp39) or system:3.13'))
        .refine((names) => distinct(names.map(tagText)), 'each version once')
        .default([]),
    )
    // Of one version on the command line Nx makes a number, of several a list of texts.
    .meta({
      ...{ type: undefined, items: undefined },
      anyOf: [{ type: 'number' }, { type: 'array', items: { type: ['string', 'number'] } }],
    })
    .describe(
      'Compile for several Pythons, each into a folder of its tag (cp313): versions, tags, or `system:3.13` for an interpreter of this machine, as PyPy (pp39) always is.',
    ),
  platform,
  outputPath: z.string().min(1).describe('Folder of the workspace for the .pyc files and data.'),
  scope: z
    .enum(SCOPES)
    .default('project')
    .describe('What is compiled: the project, also its local dependencies, or all that it needs, from the lock too.'),
  layout: z
    .enum(LAYOUTS)
    .default('legacy')
    .describe('Where bytecode lies: instead of the sources, in __pycache__ beside them, or in one zip to import from.'),
  optimize: z
    .union([level, levels])
    .default(0)
    .describe('0 none, 1 without asserts, 2 also without docstrings; several in a list.'),
  invalidation: z
    .enum(INVALIDATION)
    .default('unchecked-hash')
    .describe(
      'How Python finds out that a source changed: not at all, by its content, or by its time (see docs/bytecode.md).',
    ),
  sourceTime: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .describe(
      'With timestamp: the modification time that the sources have where they are used, in seconds since 1970.',
    ),
  stripPath: z
    .string()
    .default('')
    .describe('Taken from the front of the paths that tracebacks show, where they begin with it.'),
  prependPath: z.string().default('').describe('Put before the paths that tracebacks show.'),
  onError: z
    .enum(['fail', 'warn', 'skip'])
    .default('fail')
    .describe('A source that does not compile: fails the build, or stays as it is, named or not.'),
  mayFail: z
    .array(z.string().min(1))
    .default(['**'])
    .describe('Files that warn and skip are for, as patterns over importable paths (`pkg/templates/**`).'),
  guard: z
    .boolean()
    .default(true)
    .describe('Let another version of Python say which one is needed, instead of "bad magic number".'),
});
export type BytecodeOptions = z.output<typeof BytecodeOptions>;

/** Levels in the order of the numbers. */
export function levelsOf(optimize: BytecodeOptions['optimize']): readonly number[] {
  return typeof optimize === 'number' ? [optimize] : [...optimize].sort();
}

function isPython(text: string): boolean {
  // How free-threaded builds call their bytecode was not tried.
  return parsePython(text.replace(SYSTEM, ''))?.freethreaded === false;
}

function namesOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(pythonText) : typeof value === 'number' ? [pythonText(value)] : value;
}

function tagText(text: string): string {
  const found = parsePython(text.replace(SYSTEM, ''));
  return found ? `${found.implementation} ${found.minor}` : text;
}

function distinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
