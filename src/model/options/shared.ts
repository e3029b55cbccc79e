/** Options that several executors have. */
import { z } from 'zod';
import { PLATFORM_IDS } from '../platforms';

export const platform = z
  .enum(PLATFORM_IDS)
  .optional()
  .describe('Platform to build for. Default: the host, resolved when Nx makes the project graph.');
/** Nx reads a number in `--python=3.14` before it looks at the schema; 3.10 comes as 3.1, which nobody means. */
export function pythonText(value: unknown): unknown {
  return value === 3.1 ? '3.10' : typeof value === 'number' ? String(value) : value;
}

export const python = z
  .preprocess(
    pythonText,
    z
      .string()
      .regex(/^\d\.\d+(\.\d+)?$/, 'a Python version such as 3.14 or 3.14.6')
      .optional(),
  )
  .meta({ type: ['string', 'number'] })
  .describe(
    'Python version: a minor (3.14) or an exact one (3.14.6). Default: .python-version, else the newest pinned one that requires-python allows.',
  );
/** Likewise of systems: 2.3 and 10.1 come from 2.30 and 10.10; nobody means releases that are older than wheels. */
export function releaseText(value: unknown): unknown {
  if (typeof value !== 'number') {
    return value;
  }
  return /^(2\.[1-4]|10\.1)$/.test(String(value)) ? `${value}0` : String(value);
}

export const optimize = z
  .int()
  .min(0)
  .max(2)
  .default(0)
  .describe('Bytecode optimisation: 0 none, 1 without asserts, 2 also without docstrings.');
export const args = z
  .array(z.string())
  .default([])
  .describe('Arguments for the tool. What follows the target on the command line is added: `nx test app -- -k name`.');
export const unparsed = z
  .array(z.string())
  .default([])
  .meta({ $default: { $source: 'unparsed' }, 'x-priority': 'internal', hidden: true })
  .describe('What was typed behind the target, as Nx gives it.');
