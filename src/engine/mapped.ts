/** Runs a mapped action: known items come from the store in bulk, the others from workers; then one tree. */
import type { Content } from './content';
import { itemKey } from './keys';
import { workThrough } from './mapped-pool';
import { displayPath, mappedFiles, mappedTree } from './mapped-result';
import type { Host } from './runner/isolation';
import type { Job } from './runner/prepare';
import { openActionLog } from './runner/run-action';
import type { ItemResult, Store } from './store/types';
import type { Digest, FileEntry, Isolation, Mapped, Tree } from './types';

export interface MappedRun {
  readonly step: Mapped;
  /** Key of the worker: part of every item's key. */
  readonly workerKey: Digest;
  /** Key of the whole step, for the log. */
  readonly key: Digest;
  /** The mapped tree. */
  readonly over: Tree;
  readonly store: Store;
  readonly content: Content;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  /** Asked for only when an item is missing: finding out costs a process. */
  readonly host: () => Promise<Host>;
  /** Resolves the worker's toolchains and inputs; asked for only when an item has to be made. */
  readonly job: (host: Host) => Promise<Job>;
  /** Cores shared with other processes; waits for at least one. */
  readonly cores: (max: number) => Promise<{ readonly count: number; release(): void | Promise<void> }>;
}

export interface MappedOutcome {
  readonly tree: Tree;
  readonly hits: number;
  readonly misses: number;
  /** The weakest of all items; absent when there were none. */
  readonly isolation?: Isolation;
  readonly log?: string;
}

interface Item {
  readonly file: FileEntry;
  readonly display: string;
}

/** Below this many items a second worker costs more than it brings. */
const FEW = 40;
const ITEMS_PER_WORKER = 20;

/** @throws KilnError ACTION_FAILED (see `failedItems`), ACTION_TIMEOUT, NAME_CLASH, INPUT_CHANGED, CANCELLED; a lost-content error */
export async function runMapped(run: MappedRun): Promise<MappedOutcome> {
  const items = mappedFiles(run.step, run.over).map((file) => ({
    file,
    display: displayPath(run.step, file.path),
  }));
  const results = new Map<string, ItemResult>();
  const hermeticMissing = await recallItems(run, items, true, results);
  const hermeticHits = results.size;
  const host = hermeticMissing.length > 0 ? await run.host() : undefined;
  const plain = host?.isolation === 'directory';
  const missing = plain ? await recallItems(run, hermeticMissing, false, results) : hermeticMissing;
  const hits = results.size;
  const log = host && missing.length > 0 ? await makeItems(run, missing, host, results) : undefined;
  const tree = mappedTree(run.step, run.over, results);
  await run.content.ensure(tree);
  return {
    tree,
    hits,
    misses: missing.length,
    ...(items.length === 0 ? {} : { isolation: hermeticHits < items.length && plain ? 'directory' : 'bubblewrap' }),
    ...(log === undefined ? {} : { log }),
  };
}

/** Fills in what the store knows and gives back the rest. A result whose content is gone is not known. */
async function recallItems(
  run: MappedRun,
  items: readonly Item[],
  hermetic: boolean,
  results: Map<string, ItemResult>,
): Promise<readonly Item[]> {
  const found = await run.store.getItems(items.map((item) => keyOf(run, item, hermetic)));
  const missing: Item[] = [];
  for (const [index, item] of items.entries()) {
    const result = found[index];
    if (result && ('failed' in result || (await run.content.has(result.sha256)))) {
      results.set(item.file.path, result);
    } else {
      missing.push(item);
    }
  }
  return missing;
}

function keyOf({ workerKey }: MappedRun, { file, display }: Item, hermetic: boolean): Digest {
  return itemKey(workerKey, { display, sha256: file.sha256 }, hermetic);
}

/** Has workers make the missing items; each result is stored as it comes, so that an interrupted run is not lost. */
async function makeItems(
  run: MappedRun,
  missing: readonly Item[],
  host: Host,
  results: Map<string, ItemResult>,
): Promise<string> {
  const { store } = run;
  const hermetic = host.isolation === 'bubblewrap';
  const job = await run.job(host);
  const cores = await run.cores(missing.length < FEW ? 1 : Math.ceil(missing.length / ITEMS_PER_WORKER));
  const log = openActionLog(job, run.key, store);
  let done = results.size;
  const total = results.size + missing.length;
  try {
    await workThrough(
      missing.map(({ file, display }, id) => ({ id, file, display })),
      {
        job,
        host,
        store,
        log,
        workers: cores.count,
        read: run.content.read,
        async onAnswer({ file, display }, { ok, body }) {
          const result = ok ? await store.putBuffer(body) : { failed: body.toString('utf8') };
          await store.putItem(keyOf(run, { file, display }, hermetic), result);
          results.set(file.path, result);
          run.onProgress(++done, total);
        },
        signal: run.signal,
      },
    );
  } finally {
    log.close();
    await cores.release();
  }
  return log.path;
}
