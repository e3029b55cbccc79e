/** Every option, once: a file per family beside this table. schema.json, the docs tables and the types come from here. */
import { BytecodeOptions } from './options/bytecode';
import { FormatOptions, LintOptions, StartOptions, TestOptions, TypecheckOptions } from './options/everyday';
import { FreezeOptions, SmokeOptions } from './options/freeze';
import { InitOptions, ProjectOptions } from './options/generators';
import { ClosureOptions, LockOptions } from './options/locks';
import { PackageOptions } from './options/package';

/** Executor and generator names → their options; generation and tests walk this. */
export const EXECUTOR_OPTIONS = {
  freeze: FreezeOptions,
  bytecode: BytecodeOptions,
  package: PackageOptions,
  smoke: SmokeOptions,
  closure: ClosureOptions,
  test: TestOptions,
  lint: LintOptions,
  typecheck: TypecheckOptions,
  format: FormatOptions,
  start: StartOptions,
  lock: LockOptions,
} as const;
export const GENERATOR_OPTIONS = { init: InitOptions, app: ProjectOptions, lib: ProjectOptions } as const;
