/** A request is all that a plan may depend on: read before, pure from here on. */
import type { Digest, Plan } from '../engine/types';
import type { Cell } from '../model/cells';
import type { BytecodeOptions } from '../model/options/bytecode';
import type { FreezeOptions } from '../model/options/freeze';
import type { Platform } from '../model/platforms';
import type { PythonTag } from '../model/pythons';
import type { PythonProject } from '../project/types';

/** A project's own files by the folders that go on `sys.path`, already digested. */
export interface ProjectSources {
  readonly project: PythonProject;
  /** Importable files and package data, laid out as on `sys.path`; one tree per module. */
  readonly trees: readonly Digest[];
  /** Their paths, for checks that need names only (entry modules, clashes). */
  readonly paths: readonly string[];
}

/** What says which third-party packages an application has; `none`: nothing is fetched. */
export type LockInput = UvLockInput | RequirementsInput | { readonly kind: 'none' };

/** The lock and the manifests that `uv export` reads, laid out as in the lock's folder. */
export interface UvLockInput {
  readonly kind: 'uv';
  readonly tree: Digest;
  /** `[project].name` to export. */
  readonly package: string;
}

/** Locks of other managers are read by Kiln itself. */
export interface RequirementsInput {
  readonly kind: 'requirements';
  /** Exact and hashed, for the cell's platform and Python. */
  readonly text: string;
  /** Tree of the workspace's own wheels among them. */
  readonly archives?: Digest;
}

export interface BytecodeRequest {
  readonly options: BytecodeOptions;
  readonly application: ProjectSources;
  /** Local projects that are compiled with it. */
  readonly libraries: readonly ProjectSources[];
  /** At least one. */
  readonly pythons: readonly BytecodePython[];
  readonly assets: AssetDigests;
}

/** An interpreter that compiles. */
export interface BytecodePython {
  readonly tag: PythonTag;
  /** Exact: `3.14.6`; of PyPy the version of the language. */
  readonly version: string;
  /** Absent: the toolchain `python`, as bundles have it. */
  readonly compiler?: { readonly toolchain: string; readonly program: string; readonly libraries?: string };
  /** Packages of the lock, where they are compiled too. */
  readonly site?: { readonly cell: Cell; readonly lock: LockInput };
}

export interface FreezeRequest {
  readonly options: FreezeOptions;
  readonly cell: Cell;
  /** Exact: `3.14.6`. */
  readonly pythonVersion: string;
  readonly application: ProjectSources;
  /** Strict runtime closure without the application itself. */
  readonly libraries: readonly ProjectSources[];
  readonly lock: LockInput;
  /** Names of the third-party packages in the lock that the cell gets, normalised. */
  readonly packages: readonly string[];
  /** Files that the option `data` adds, with the folder of the bundle that they lie in ('' is the bundle itself). */
  readonly data: readonly { readonly tree: Digest; readonly at: string }[];
  /** Files that Kiln brings: worker and helper scripts, launchers by platform. */
  readonly assets: AssetDigests;
}

export interface AssetDigests {
  /** Tree with pyc_worker.py, fetch_site.py, launch_cfg.py, archive.py. */
  readonly scripts: Digest;
  /** Tree with the file `launcher` for the cell's platform. */
  readonly launcher?: Digest;
  /** Tree with the file `onefile`, the stub of one-file applications for the cell's platform. */
  readonly onefile?: Digest;
}

/** Whether and how a tool builds a cell on a host; `no` reaches the user before any work. */
export type Support =
  | { readonly how: 'native' | 'cross' | 'emulated' | 'remote' }
  | { readonly how: 'no'; readonly why: string; readonly instead: string };

/** Literal texts that a plan needs as trees: their digests are computed by the plan, the bytes go along. */
export interface PlannedBuild {
  readonly plan: Plan;
  readonly texts: readonly TextTree[];
}
export interface TextTree {
  readonly digest: Digest;
  readonly files: Readonly<Record<string, string>>;
}

export interface Tool<Needed> {
  readonly name: string;
  readonly stage: 'bytecode' | 'compile' | 'freeze' | 'package';
  supports(host: Platform, cell: Cell): Support;
  plan(request: Needed): PlannedBuild;
}
