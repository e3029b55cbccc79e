import type { TargetConfiguration } from '@nx/devkit';
import type { PlatformId } from '../../model/platforms';
import type { BuildFacts } from '../../project/build-system/types';
import type { DeclaredTools } from '../../project/declared-tools';
import type { KilnTable } from '../../project/kiln-table';
import type { Purpose, PythonProject } from '../../project/types';
import type { FingerprintCommands } from '../fingerprint-commands';
import type { TargetNames } from '../plugin-options';
import type { Reaching } from './reach';

/** Each says `continuous`: where a target does not, Nx reads the executor's schema, a tenth of a millisecond each time. */
export type Targets = Record<string, TargetConfiguration & { readonly continuous?: boolean }>;
export type Input = NonNullable<TargetConfiguration['inputs']>[number];

/** Everything that the targets of one project depend on. */
export interface TargetRequest {
  readonly project: PythonProject;
  readonly kiln: KilnTable;
  readonly names: TargetNames;
  /** The platform that targets run on or build for by default; absent on a host that Kiln does not know. */
  readonly host: PlatformId | undefined;
  /** `dist/apps/py-app`. */
  readonly output: string;
  /** The lock that the project belongs to: Nx name of the owner of its closure, and the project's own slices. */
  readonly closure: { readonly owner: string; readonly slice: (purpose: Purpose) => string } | undefined;
  /** The lock file that its `lock` target makes again, with all files that count as it. */
  readonly lock: { readonly file: string; readonly files: readonly string[] } | undefined;
  /** What the project's version is computed from; absent where a file says it. */
  readonly computed: ComputedVersion | undefined;
  /** The strict runtime closure. */
  readonly libraries: readonly Library[];
  /** Absent where nothing can be packaged. */
  readonly packaged: Packaged | undefined;
  /** What its tests can import besides: the closure of what its test groups name. Holds `libraries`. */
  readonly testLibraries: readonly Library[];
  /** Workspace-relative folders of the projects inside this one's folder. */
  readonly nested: Nested;
  readonly tools: DeclaredTools;
  readonly hasTests: boolean;
  readonly commands: FingerprintCommands;
  /** What a tool reads elsewhere, by its settings and arguments. */
  readonly reach: Reaching;
}

export interface Library {
  /** Nx name. */
  readonly name: string;
  readonly modules: PythonProject['modules'];
  /** What its version is computed from; absent where a file says it. */
  readonly computed?: ComputedVersion;
}

export interface ComputedVersion {
  /** Workspace-relative folder of the project whose version it is. */
  readonly root: string;
  readonly build: BuildFacts;
  /** Whether an option says it where it would come from git. */
  readonly told: boolean;
  /** Its slice of the purpose `package`, where it is in the same lock. */
  readonly slice?: string;
}

export interface Packaged {
  readonly build: BuildFacts;
  /** Local projects that its dependencies and extras name: METADATA may say their versions. */
  readonly dependencies: readonly {
    /** Nx name. */
    readonly name: string;
    readonly project: PythonProject;
    readonly build: BuildFacts | undefined;
  }[];
}

export interface Nested {
  /** Python projects: never part of what an outer project ships. */
  readonly python: readonly string[];
  /** All projects of Nx: never part of what is tested or checked. */
  readonly all: readonly string[];
}
