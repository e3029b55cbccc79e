/** A Python project as found on disk: read once, never executed. */

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

export interface PythonProject {
  /** Workspace-relative folder, `.` for the workspace root. */
  readonly root: string;
  /** As written in `[project].name`. */
  readonly name: string;
  /** PEP 503. */
  readonly normalizedName: string;
  readonly version?: string;
  readonly dynamic: readonly string[];
  readonly requiresPython?: string;
  readonly description?: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly guiScripts: Readonly<Record<string, string>>;
  readonly entryPoints: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dependencies: readonly Requirement[];
  readonly optionalDependencies: Readonly<Record<string, readonly Requirement[]>>;
  /** PEP 735, includes resolved. */
  readonly groups: Readonly<Record<string, readonly Requirement[]>>;
  /** `tool.uv.sources`, with those inherited from the workspace's root; by normalised name. */
  readonly sources: Readonly<Record<string, SourceRef>>;
  readonly modules: readonly ModuleRoot[];
  /** `[tool.kiln]` as parsed TOML; zod reads it where it is used. */
  readonly kiln: Readonly<Record<string, unknown>>;
  /** Whether `[build-system]` exists: an installable project. */
  readonly buildBackend?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** One entry of a lock file. */
export interface LockedPackage {
  readonly name: string; // PEP 503
  readonly version?: string;
  readonly source:
    | { readonly kind: 'registry'; readonly url: string }
    | { readonly kind: 'workspace' | 'path' | 'virtual'; readonly path: string }
    | { readonly kind: 'git' | 'url'; readonly url: string };
  readonly wheels: readonly { readonly filename: string; readonly hash?: string; readonly size?: number }[];
  readonly sdist?: { readonly filename: string; readonly hash?: string };
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
  readonly extras: readonly string[];
  readonly marker?: string;
}

export interface Lock {
  /** Workspace-relative file: `uv.lock`. */
  readonly file: string;
  /** Workspace-relative folder of it. */
  readonly root: string;
  readonly manager: 'uv';
  readonly requiresPython?: string;
  readonly packages: readonly LockedPackage[];
}

/** A reader per package manager's lock: one file each in locks/. */
export interface LockReader {
  readonly manager: Lock['manager'];
  readonly fileName: string;
  /** @throws KilnError LOCK_INVALID with file and line */
  read(file: string, text: string): Lock;
}

export type Purpose = 'build' | 'package' | 'test' | 'lint';

/** Everything outside of a project's own files that one purpose of it depends on: canonical, small, no host facts. */
export interface Slice {
  readonly project: string;
  readonly purpose: Purpose;
  /** Strict runtime closure: workspace-relative roots of the local projects, sorted; without the project itself. */
  readonly localProjects: readonly string[];
  /** Locked third-party packages with versions, hashes, markers; sorted by name and version. */
  readonly packages: readonly SlicePackage[];
}
export interface SlicePackage {
  readonly name: string;
  readonly version: string;
  readonly extras: readonly string[];
  readonly markers: readonly string[];
  readonly source: string;
  readonly hashes: readonly string[];
}
