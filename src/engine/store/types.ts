import type { Digest, Isolation, Tree } from '../types';

export interface ActionResult {
  /** Digest of the output tree; its files are in the store when this was written. */
  readonly result: Digest;
  /** Absent for in-process work. */
  readonly isolation?: Isolation;
}

/** Result of one item of a mapped action. A failure is a result too: the same bytes fail again. */
export type ItemResult = { readonly sha256: Digest; readonly size: number } | { readonly failed: string };

/**
 * Content and results on disk. Writes are atomic (temporary file + rename), reads are checked against the digest:
 * what is damaged is removed and reported as absent. Safe for many processes at once; `kill -9` leaves nothing that is restored.
 * Every method throws KilnError STORE_UNWRITABLE or DISK_FULL where the disk says no.
 */
export interface Store {
  readonly root: string;
  /** Takes a file in (copy); returns its digest and size. With `expect`, other content is INPUT_CHANGED. */
  putFile(path: string, options?: { expect?: Digest }): Promise<{ sha256: Digest; size: number }>;
  putBuffer(content: Uint8Array): Promise<{ sha256: Digest; size: number }>;
  /** Checked content; `undefined` when absent or damaged. */
  read(digest: Digest): Promise<Buffer | undefined>;
  /** Copies or clones content to a new file (never a hard link), checked while copying; false when absent or damaged. */
  copyTo(digest: Digest, path: string, mode: number): Promise<boolean>;
  /** Cheap: is content of that digest there (not checked). */
  has(digest: Digest): Promise<boolean>;
  putTree(tree: Tree): Promise<Digest>;
  getTree(digest: Digest): Promise<Tree | undefined>;
  getResult(key: Digest): Promise<ActionResult | undefined>;
  putResult(key: Digest, result: ActionResult): Promise<void>;
  /** Items of mapped actions: many small ones, so asked for and written in bulk. */
  getItems(keys: readonly Digest[]): Promise<(ItemResult | undefined)[]>;
  putItem(key: Digest, result: ItemResult): Promise<void>;
  /** A kept, read-only folder with the tree's files, checked before it is handed out. For read-only binds only. */
  materialise(tree: Tree): Promise<string>;
  /** Private folder below the store that `dispose` removes; leftovers of dead processes are swept. */
  scratch(): Promise<{ path: string; dispose(): Promise<void> }>;
  /** Least recently used content goes until the store is below its bound. Called after runs, at most once in a while. */
  collect(): Promise<void>;
}
