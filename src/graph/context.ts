/** What the inference of a project sees besides the project. */
import type { ErrorCode, KilnError } from '../model/errors';
import type { PlatformId } from '../model/platforms';
import type { Disk } from '../project/disk';
import type { PythonWorkspace } from '../project/workspace';
import type { FingerprintCommands } from './fingerprint-commands';
import type { TargetNames } from './plugin-options';

export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly lines: readonly string[];
  readonly hint?: string;
}

export interface Surroundings {
  readonly host: PlatformId | undefined;
  readonly commands: FingerprintCommands;
}

export interface Context extends Surroundings {
  readonly workspace: PythonWorkspace;
  readonly disk: Disk;
  readonly names: ReadonlyMap<string, string>;
  readonly targets: TargetNames;
  readonly roots: ReadonlySet<string>;
  /** Outermost projects inside a folder: those in Python, and all that Nx has. */
  readonly nested: { readonly python: ReadonlyMap<string, string[]>; readonly all: ReadonlyMap<string, string[]> };
  readonly problems: Map<string, Problem>;
}

export function problemOf({ code, message, lines, hint }: KilnError): Problem {
  return { code, message, lines, ...(hint ? { hint } : {}) };
}
