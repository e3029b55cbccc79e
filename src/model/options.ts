/** Every option, once. schema.json, the docs tables and the types come from here. */
import { z } from 'zod';
import { PLATFORM_IDS } from './platforms';
import { TOOLS } from './tools';

const platform = z
  .enum(PLATFORM_IDS)
  .optional()
  .describe('Platform to build for. Default: the host, resolved when Nx makes the project graph.');
const python = z
  .string()
  .regex(/^\d\.\d+(\.\d+)?$/, 'a Python version such as 3.14 or 3.14.6')
  .optional()
  .describe(
    'Python version: a minor (3.14) or an exact one (3.14.6). Default: .python-version, else the newest pinned one that requires-python allows.',
  );
const optimize = z
  .int()
  .min(0)
  .max(2)
  .default(0)
  .describe('Bytecode optimisation: 0 none, 1 without asserts, 2 also without docstrings.');

export const FreezeOptions = z.strictObject({
  tool: z
    .enum(['bundle'])
    .default('bundle')
    .describe('Freezer. `bundle` is Kiln’s own: the app, its packages and a relocatable Python in one folder.'),
  platform,
  python,
  entryPoint: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Script of [project.scripts] or `module:function` to start. Default: the only script, or the one named like the project.',
    ),
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'letters, digits, dot, dash and underscore')
    .optional()
    .describe('Name of the executable and of the folder around it. Default: the name of the script.'),
  outputPath: z.string().min(1).describe('Folder of the workspace that gets one folder per platform.'),
  archive: z.enum(['none', 'tar.gz']).default('none').describe('Also write a reproducible archive of the folder.'),
  maxGlibc: z
    .string()
    .regex(/^2\.\d+$/, 'a glibc version such as 2.28')
    .default('2.28')
    .describe('Newest glibc that the artefact may need (Linux). Also decides which wheels are taken.'),
  optimize,
});
export type FreezeOptions = z.output<typeof FreezeOptions>;

export const BytecodeOptions = z.strictObject({
  python,
  outputPath: z.string().min(1).describe('Folder of the workspace for the .pyc files and data.'),
  optimize,
});
export type BytecodeOptions = z.output<typeof BytecodeOptions>;

export const SmokeOptions = z.strictObject({
  platform,
  artefactPath: z.string().min(1).describe('outputPath of the build whose artefact is started.'),
  outputPath: z.string().min(1).describe('Folder of the workspace that gets <platform>/verification.json.'),
  args: z.array(z.string()).default(['--help']).describe('Arguments that the artefact is started with.'),
  timeout: z.int().min(1).default(120).describe('Seconds that the start may take.'),
});
export type SmokeOptions = z.output<typeof SmokeOptions>;

export const ClosureOptions = z.strictObject({
  lock: z.string().min(1).describe('Workspace-relative lock file.'),
  outputPath: z.string().min(1).describe('Folder of the workspace that gets one file per project and purpose.'),
});
export type ClosureOptions = z.output<typeof ClosureOptions>;

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
  args: z
    .array(z.string())
    .default([])
    .describe(
      'Arguments for the tool. What follows the target on the command line is added: `nx test app -- -k name`.',
    ),
  __unparsed__: z
    .array(z.string())
    .default([])
    .meta({ $default: { $source: 'unparsed' }, 'x-priority': 'internal', hidden: true })
    .describe('What was typed behind the target, as Nx gives it.'),
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

export const LockOptions = z.strictObject({
  lock: z.string().min(1).describe('Workspace-relative lock file to make again from the manifests.'),
  args: everyday.args,
  __unparsed__: everyday.__unparsed__,
});
export type LockOptions = z.output<typeof LockOptions>;

export const InitOptions = z.strictObject({
  runtimes: z
    .enum(['uv', 'go-module', 'archive'])
    .optional()
    .describe('Where runtimes come from; written to kiln.json. Default: uv, and nothing is written.'),
  archive: z
    .array(z.string())
    .default([])
    .describe('With runtimes=archive: <platform>=<file or folder> of a relocatable Python.'),
  skipFormat: z.boolean().default(false).describe('Do not format changed files.'),
  keepExistingVersions: z.boolean().default(true).meta({ 'x-priority': 'internal' }).describe('Asked by nx add.'),
  updatePackageScripts: z.boolean().default(false).meta({ 'x-priority': 'internal' }).describe('Asked by nx add.'),
});
export type InitOptions = z.output<typeof InitOptions>;

/** Executor and generator names → their options; generation and tests walk this. */
export const EXECUTOR_OPTIONS = {
  freeze: FreezeOptions,
  bytecode: BytecodeOptions,
  smoke: SmokeOptions,
  closure: ClosureOptions,
  test: TestOptions,
  lint: LintOptions,
  typecheck: TypecheckOptions,
  format: FormatOptions,
  start: StartOptions,
  lock: LockOptions,
} as const;
export const GENERATOR_OPTIONS = { init: InitOptions } as const;
