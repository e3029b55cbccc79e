/**
 * Actions, plans and trees: everything that the engine knows. It knows nothing of Python.
 * A plan is pure data; `run` is the only edge to the world.
 */

/** sha256 in lower case hex. */
export type Digest = string;

export interface FileEntry {
  /** Relative, `/` separated, no `.` or `..` segment, never empty. */
  readonly path: string;
  readonly sha256: Digest;
  /** Bytes. */
  readonly size: number;
  readonly executable?: true;
}
export interface LinkEntry {
  readonly path: string;
  /** Relative target that stays inside the tree. */
  readonly link: string;
}
export type Entry = FileEntry | LinkEntry;

/** Files by digest, sorted by path (code unit order), each path once. Folders exist only through their files. */
export interface Tree {
  readonly entries: readonly Entry[];
}

/** Where an input comes from. `path` takes the subtree below it (or the single file, by its base name). */
export type Source =
  | { readonly tree: Digest; readonly path?: string }
  | { readonly action: string; readonly path?: string }
  | { readonly toolchain: string; readonly path?: string };

export interface Needs {
  /** Only a fetch action has the network. */
  readonly network: 'none' | 'fetch';
  /** Cores that the action can use; default 1. */
  readonly cores?: number;
  readonly timeoutS?: number;
}

/** One step as data. Its cwd is the sandbox root, its environment is complete, its argv holds no path of the host. */
export interface Action {
  readonly kind: 'action';
  /** What a person sees: `fetch wheels (cp314-linux-arm64)`. Not in the key. */
  readonly label: string;
  /** `{toolchain:NAME}` is replaced by the folder of that toolchain as the action sees it. */
  readonly argv: readonly string[];
  /** Values may hold `{toolchain:NAME}`. */
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** A tool's own caches: writable, outside the key, never an output. `at` is relative to the sandbox root. */
  readonly caches?: readonly { readonly name: string; readonly at: string }[];
  /** Files or folders, relative to the sandbox root; taken only after exit 0 and only when all exist. */
  readonly outputs: readonly string[];
  readonly needs: Needs;
}
export interface Mount {
  /** Relative to the sandbox root; read-only for the action. */
  readonly at: string;
  readonly from: Source;
}

/**
 * One small result per file of a tree, each keyed and stored alone; what is missing goes to long-lived workers.
 * Protocol: the worker prints `ready\n`; per item it is given `<id> <bytes> <JSON string: display path>\n` and the file's
 * content, and answers `ok <id> <bytes>\n` + the result, or `err <id> <bytes>\n` + a UTF-8 text (JSON by convention).
 */
export interface Mapped {
  readonly kind: 'mapped';
  readonly label: string;
  /** The worker. Its mounts, argv, env and toolchains are in every item's key; outputs is empty. */
  readonly worker: Action;
  readonly over: Source;
  /** Files whose path ends in `from` are mapped; the result's path ends in `to` instead, in `folder` beside the file. */
  readonly rename: { readonly from: string; readonly to: string; readonly folder?: string };
  /** Folder taken from the front of a path first, where it begins with it. */
  readonly displayStrip?: string;
  /** Put before the path to give the display path that the worker (and so the key) sees. */
  readonly displayPrefix: string;
  /** Whether files that are not mapped are part of the result. */
  readonly rest: 'keep' | 'drop';
  /** A mapped file also stays itself, beside what was made of it. */
  readonly keepMapped?: true;
  /**
   * `fail` collects every failing file and fails; `keep` leaves a failing file in the result as it was; `{ keep }` does so
   * for files that a pattern matches (as Placement.include) and none of `except`, the others fail.
   */
  readonly onError: 'fail' | 'keep' | { readonly keep: readonly string[]; readonly except?: readonly string[] };
}

/** In-process tree work: what goes where. The same path with other content is a NAME_CLASH. */
export interface Assembly {
  readonly kind: 'assembly';
  readonly label: string;
  readonly place: readonly Placement[];
}
export interface Placement {
  readonly from: Source;
  /** Folder of the result; '' is its root. */
  readonly at: string;
  /** Patterns over the source's paths (`*` within a segment, `**` across); default all. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Renames exact source paths. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Patterns of files to mark executable. */
  readonly executable?: readonly string[];
}

export type Step = Action | Mapped | Assembly;

/** A small DAG ending in one tree. Ids are local names; they are not in any key. */
export interface Plan {
  readonly steps: Readonly<Record<string, Step>>;
  readonly result: string;
}

/** A found or fetchable program. `identity` is all that keys see; `resolve` may download and returns its absolute folder. */
export interface Toolchain {
  readonly identity: string;
  resolve(): Promise<string>;
}

/** A tree that a plan names by digest and that is not in the store yet. */
export interface InputTree {
  readonly digest: Digest;
  readonly tree: Tree;
  /** Where its files are: a folder of the host, or the content itself by path. Checked against the digests when read. */
  readonly from: { readonly folder: string } | { readonly content: Readonly<Record<string, Buffer>> };
}

/** How a step was isolated: `bubblewrap` is hermetic; what ran in a plain `directory` stays out of shared caches. */
export type Isolation = 'bubblewrap' | 'directory';

export type EngineEvent =
  | { readonly kind: 'start'; readonly id: string; readonly label: string }
  /** `done` of `total` items or bytes so far; total is absent while unknown. */
  | {
      readonly kind: 'progress';
      readonly id: string;
      readonly label: string;
      readonly done: number;
      readonly total?: number;
      readonly unit: 'files' | 'bytes';
      readonly detail?: string;
    }
  /** Another process builds the same action, or holds the cores. */
  | { readonly kind: 'wait'; readonly id: string; readonly label: string; readonly reason: string }
  | { readonly kind: 'end'; readonly id: string; readonly label: string; readonly report: StepReport };

export interface StepReport {
  readonly id: string;
  readonly label: string;
  readonly kind: Step['kind'];
  readonly key: Digest;
  /** Mapped: how many items came from the store, how many were made. Others: 1/0 or 0/1. */
  readonly hits: number;
  readonly misses: number;
  /** Wall milliseconds. */
  readonly ms: number;
  readonly isolation?: Isolation;
  readonly log?: string;
  readonly result: Digest;
}

export interface RunRequest {
  readonly plan: Plan;
  readonly toolchains: Readonly<Record<string, Toolchain>>;
  readonly inputs: readonly InputTree[];
  /** Reaches fetch actions only; outside key, log and artefact: CA bundle, proxy, index settings, credentials. */
  readonly fetchEnv: Readonly<Record<string, string>>;
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
  /** Cores of this host that Kiln may use, shared between concurrent processes. */
  readonly cores: number;
  /** Believe nothing of the store by name: every file of a known result is read and checked before it counts. */
  readonly checked?: boolean;
}

export interface RunResult {
  readonly digest: Digest;
  readonly tree: Tree;
  readonly steps: readonly StepReport[];
}
