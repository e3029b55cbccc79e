/** What the command lines of everyday tools depend on. Paths are absolute, or relative to the project's folder. */
export interface ToolFacts {
  /** Absolute interpreter of the environment. */
  readonly python: string;
  /** Names (PEP 503) of installed packages; absent where nobody knows them. */
  readonly packages?: ReadonlySet<string>;
  /** Folders of other projects and of generated files inside the project's: none of the tool's business. */
  readonly excluded: readonly string[];
  /** Modules that the project provides: `src/py_app`. */
  readonly modules: readonly string[];
  /** Folders from which they are imported: `src`. */
  readonly sourceRoots: readonly string[];
  /** Whether a module is a part of a namespace: its folder does not say its whole name. */
  readonly namespaces: boolean;
  /** The file whose settings count: the nearest one of the tool, no further up than the workspace's root. */
  readonly settings?: { readonly path: string; readonly text: string };
  /** Whether the tool would find settings above the workspace, which are nobody's input. */
  readonly strangers: boolean;
  /** Private folder of this run: `empty` files, caches. */
  readonly scratch: string;
  /** Absolute folder of the project in Kiln's cache, for what a tool keeps between runs. */
  readonly memory: string;
  /** Absolute folder for reports of this run. */
  readonly reports: string;
  /** Whether output goes to somebody who sees colours. */
  readonly colour: boolean;
  /** Whether Nx keeps the result. */
  readonly cached: boolean;
  /** The project's folder in what black takes for its root; empty where that is the project's own. */
  readonly placeInBlack: string;
  /** Whether a path is there, relative to the project's folder. */
  readonly exists: (path: string) => boolean;
  /** What is in a folder of the project, sorted by name. */
  readonly list: (folder: string) => readonly { readonly name: string; readonly isFolder: boolean }[];
  /** Whether an installed package brings a file: `pyright/dist/index.js`. */
  readonly brings: (path: string) => boolean;
}

/** One program to run in the project's folder. */
export interface ToolCommand {
  /** In the environment: `python`, or a program of its `bin`. */
  readonly program: string;
  readonly args: readonly string[];
  /** Beyond the environment that every tool gets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs only where there is a file whose absolute path begins so. */
  readonly where?: string;
  /** What its failure means, where that is not what the failure of the first means. */
  readonly meaning?: string;
}

/** The words are options and their values; whoever names files or folders means those instead of the whole project. */
export function namesPaths(args: readonly string[], { exists }: Pick<ToolFacts, 'exists'>): boolean {
  return args.some((arg) => !arg.startsWith('-') && exists(arg.split('::')[0] as string));
}
