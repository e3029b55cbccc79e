/** A Python project as found on disk: read once, never executed. */
import type { BuildFacts } from './build-system/types';
import type { Disk } from './disk';

export interface Diagnostic {
  /** Workspace-relative file. */
  readonly file: string;
  readonly line?: number;
  readonly message: string;
  readonly fix?: string;
}

export interface Requirement {
  /** PEP 503 normalised. */
  readonly name: string;
  readonly extras: readonly string[];
  /** PEP 440 specifiers without spaces, comma separated, sorted; '' for any. */
  readonly specifier: string;
  readonly marker?: string;
  readonly url?: string;
  /** As written. */
  readonly text: string;
}

/** Something importable that the project provides. */
export interface ModuleRoot {
  /** Top-level import name, dotted for a namespace portion: `py_app`, `acme.text`. */
  readonly name: string;
  /** Workspace-relative folder or .py file. */
  readonly path: string;
  readonly kind: 'package' | 'namespace' | 'module';
  /** Workspace-relative folder that is put on sys.path: `apps/py-app/src`. */
  readonly sourceRoot: string;
}

export type SourceRef =
  | { readonly kind: 'workspace' }
  | { readonly kind: 'path'; readonly path: string; readonly editable: boolean }
  | { readonly kind: 'git' | 'url' | 'index'; readonly value: string };

export type Manager = 'uv' | 'poetry' | 'pdm' | 'hatch' | 'pip';

export interface PythonProject {
  /** Workspace-relative folder, `.` for the workspace root. */
  readonly root: string;
  /** Workspace-relative file that says that there is a project: pyproject.toml, setup.cfg, setup.py, requirements.txt. */
  readonly file: string;
  /** Every file that was read to know the project, `file` included: all are inputs of what is made from it. Sorted. */
  readonly manifests: readonly string[];
  /** Who manages it, as far as its files say; `pip` where they say nothing. */
  readonly manager: Manager;
  /** As written in `[project].name`. */
  readonly name: string;
  /** PEP 503. */
  readonly normalizedName: string;
  readonly version?: string;
  readonly dynamic: readonly string[];
  readonly requiresPython?: string;
  readonly description?: string;
  /** As the bill of materials names them. */
  readonly licences?: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly guiScripts: Readonly<Record<string, string>>;
  readonly entryPoints: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dependencies: readonly Requirement[];
  readonly optionalDependencies: Readonly<Record<string, readonly Requirement[]>>;
  /** PEP 735 groups with includes resolved, and what other managers call groups; by normalised name. */
  readonly groups: Readonly<Record<string, readonly Requirement[]>>;
  /**
   * Where names lead, by normalised name: `tool.uv.sources` with those inherited from the workspace's root, poetry's and
   * pdm's path, git and url dependencies, `-e` lines, PEP 508 `file:` addresses.
   */
  readonly sources: Readonly<Record<string, SourceRef>>;
  readonly modules: readonly ModuleRoot[];
  /** pytest's `testpaths` as written in pyproject.toml or setup.cfg, relative to `root`; see `testRoots`. */
  readonly testPaths?: readonly string[];
  /** `[tool.kiln]` as parsed TOML; zod reads it where it is used. */
  readonly kiln: Readonly<Record<string, unknown>>;
  /** Whether `[build-system]` exists: an installable project. */
  readonly buildBackend?: string;
  /** What a wheel or sdist of it depends on; absent where it is not meant to be packaged. */
  readonly build?: BuildFacts;
  /** Whether no `[project]` says what it is: uv locks no such project. */
  readonly lacksProjectTable?: true;
  readonly diagnostics: readonly Diagnostic[];
}

export type LockManager = 'uv' | 'poetry' | 'pdm' | 'pylock' | 'requirements';

/** One entry of a lock file. */
export interface LockedPackage {
  readonly name: string; // PEP 503
  readonly version?: string;
  readonly source:
    | { readonly kind: 'registry'; readonly url: string }
    | { readonly kind: 'workspace' | 'path' | 'virtual'; readonly path: string }
    | { readonly kind: 'git'; readonly url: string; readonly commit?: string; readonly subdirectory?: string }
    | { readonly kind: 'url'; readonly url: string; readonly subdirectory?: string };
  readonly wheels: readonly { readonly filename: string; readonly hash?: string; readonly size?: number }[];
  readonly sdist?: { readonly filename: string; readonly hash?: string };
  /** Hashes of further files, and of all files where the lock names none. */
  readonly hashes?: readonly string[];
  /** What a line allows that pins no version: `>=2`. */
  readonly specifier?: string;
  /** Where the entry counts: one of these has to hold. Tells forks of a name apart. */
  readonly markers?: readonly string[];
  /** Of locks without edges: groups that name the entry, `main` for what ships; absent: the markers say it, else `main`. */
  readonly memberOf?: readonly string[];
  readonly dependencies: readonly LockedDependency[];
  readonly optionalDependencies: Readonly<Record<string, readonly LockedDependency[]>>;
  readonly groups: Readonly<Record<string, readonly LockedDependency[]>>;
  /** What the manifest said when the lock was made; for LOCK_OUTDATED. */
  readonly requiresDist?: readonly Requirement[];
  /** Likewise, its dependency groups. */
  readonly requiresGroups?: Readonly<Record<string, readonly Requirement[]>>;
}
export interface LockedDependency {
  readonly name: string;
  readonly version?: string;
  /** PEP 440; of locks that name no version where they name a dependency. */
  readonly specifier?: string;
  /** Index, address or folder of the entry that is meant, where a name has several. */
  readonly from?: string;
  readonly extras: readonly string[];
  readonly marker?: string;
}

export interface Lock {
  /** Workspace-relative file: `uv.lock`. */
  readonly file: string;
  /** Workspace-relative folder of it. */
  readonly root: string;
  readonly manager: LockManager;
  /** What of it says who needs whom; see `LockRoots`. */
  readonly roots: LockRoots;
  readonly requiresPython?: string;
  /** Names of the projects that the lock was made for, where it says so (a uv workspace). PEP 503. */
  readonly members?: readonly string[];
  /** Groups of a workspace root that is no project (uv): they serve all members. */
  readonly groups?: Readonly<Record<string, readonly LockedDependency[]>>;
  /** Groups that are installed without being asked for (pylock). */
  readonly defaultGroups?: readonly string[];
  /** Groups and extras that were locked, `default` for what ships (pdm); absent: all. */
  readonly coversGroups?: readonly string[];
  readonly packages: readonly LockedPackage[];
  /** Files that were read besides `file` (`-r`, `-c`, the other requirements files of the folder). Sorted. */
  readonly includes?: readonly string[];
}

/** Who names the projects' own dependencies: the lock itself (uv), the manifests (poetry, pdm), nobody (requirements, pylock). */
export type LockRoots = 'lock' | 'manifest' | 'none';

/** A reader per package manager's lock: one file each in locks/. */
export interface LockReader {
  readonly manager: LockManager;
  readonly roots: LockRoots;
  /** Whether a workspace-relative file is a lock of this kind, by its name. */
  matches(file: string): boolean;
  /**
   * @param file workspace-relative
   * @param disk for what the lock includes (`-r`, `-c`)
   * @throws KilnError LOCK_INVALID with file and line
   */
  read(file: string, text: string, disk: Disk): Lock;
}

/**
 * What a slice is for. `build`: what ships. `package`: what makes wheels and sdists. `test`: what ships and the test tools.
 * `lint`: linters and formatters alone, they run nothing of the project. `typecheck`: what ships, its tests' packages and
 * the type checkers.
 */
export type Purpose = 'build' | 'package' | 'test' | 'lint' | 'typecheck';

/** Everything outside of a project's own files that one purpose of it depends on: canonical, small, no host facts. */
export interface Slice {
  readonly project: string;
  readonly purpose: Purpose;
  /** Local projects that the purpose needs, by workspace-relative root, sorted; without the project itself. */
  readonly localProjects: readonly string[];
  /** Markers under which local projects are needed, by root; those that always are do not stand here. */
  readonly localMarkers?: Readonly<Record<string, readonly string[]>>;
  /** Locked third-party packages with versions, digests, markers; sorted by name and version. */
  readonly packages: readonly SlicePackage[];
}
export interface SlicePackage {
  readonly name: string;
  /** Exact, or what is allowed where nothing pins it. */
  readonly version: string;
  /** `socks`, or `socks; marker` where it is asked for under a condition only. */
  readonly extras: readonly string[];
  readonly markers: readonly string[];
  readonly source: string;
  /** sha256 (hex) over the sorted hashes of all its files; empty where the lock has none. Numpy alone has sixty. */
  readonly hashes: string;
}
