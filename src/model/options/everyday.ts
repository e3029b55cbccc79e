/** Tests, checks, formatting, starting. */
import { z } from 'zod';
import { TOOLS } from '../tools';
import { args, platform, python, unparsed } from './shared';

/** What every target of everyday work can be told. */
const everyday = {
  platform,
  python,
  environment: z
    .enum(['kiln', 'project'])
    .default('kiln')
    .describe(
      'Where the tool and the packages come from: `kiln` makes an environment from the lock and a pinned interpreter; `project` takes the one that the project has (.venv, or the active one), uncached.',
    ),
  passEnv: z
    .array(z.string())
    .default([])
    .describe('Environment variables that the tool sees; they are part of the cache key. All others stay outside.'),
  args,
  __unparsed__: unparsed,
};

export const TestOptions = z.strictObject({
  tool: z.enum(TOOLS.test).describe('Test runner.'),
  ...everyday,
  outputPath: z.string().min(1).describe('Folder of the workspace for the reports.'),
  junit: z.boolean().default(true).describe('Write junit.xml (pytest).'),
  coverage: z
    .boolean()
    .default(false)
    .describe('Measure coverage and write coverage.xml; needs pytest-cov or coverage.'),
});
export type TestOptions = z.output<typeof TestOptions>;

export const LintOptions = z.strictObject({ tool: z.enum(TOOLS.lint).describe('Linter.'), ...everyday });
export type LintOptions = z.output<typeof LintOptions>;

export const TypecheckOptions = z.strictObject({
  tool: z.enum(TOOLS.typecheck).describe('Type checker.'),
  ...everyday,
});
export type TypecheckOptions = z.output<typeof TypecheckOptions>;

export const FormatOptions = z.strictObject({
  tool: z.enum(TOOLS.format).describe('Formatter.'),
  check: z.boolean().default(false).describe('Only say what would change; fails where something would.'),
  ...everyday,
});
export type FormatOptions = z.output<typeof FormatOptions>;

/** An application that is started sees the whole shell: nothing of it is kept. */
const { passEnv: _, ...started } = everyday;
export const StartOptions = z.strictObject({
  ...started,
  script: z
    .string()
    .min(1)
    .optional()
    .describe('Script of [project.scripts] to start. Default: the only one, or the one named like the project.'),
});
export type StartOptions = z.output<typeof StartOptions>;
