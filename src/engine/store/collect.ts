/** Keeps the store below its bound: what was used least recently goes first. Deciding is pure, `collect` does it. */
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peekRecord } from '../checked-file';
import { codeOf, onStore } from '../disk-errors';
import { listNames, removeFolder, TOUCH_MS } from '../files';
import { tryLock } from '../lock';
import { parseStatRecord } from '../stat-index';
import { isFile, parseTree } from '../tree';
import { peekContent } from './content';
import { compactItems } from './items';
import { type Layout, shard } from './layout';
import { peekResult } from './results';
import { sweep } from './scratch';

const EVERY_MS = 10 * 60_000;
/** Uses are noted once per `TOUCH_MS`, so what was used in the last hour looks at most two hours old. */
const PROTECTED_MS = 2 * TOUCH_MS;
/** Above this multiple of the bound nothing but a kept folder is protected. */
const FAR_OVER = 1.5;
/** Part of the bound that is left after a collection, so that the next one is not due at once. */
const LEFT = 0.9;
const INDEX_MS = 60 * 24 * 3_600_000;

export interface Usage {
  readonly path: string;
  readonly kind: 'content' | 'result' | 'kept';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly lastUse: number;
}

/** Which of the found things go, least recently used first. Pure. */
export function choose(found: readonly Usage[], maxBytes: number, now: number): Usage[] {
  let total = found.reduce((sum, { size }) => sum + size, 0);
  if (total <= maxBytes) {
    return [];
  }
  const going: Usage[] = [];
  for (const usage of [...found].sort((a, b) => a.lastUse - b.lastUse)) {
    if (total <= maxBytes * LEFT) {
      break;
    }
    const recent = now - usage.lastUse < PROTECTED_MS;
    // A kept folder may be bound into a running sandbox.
    if (!recent || (usage.kind !== 'kept' && total > maxBytes * FAR_OVER)) {
      going.push(usage);
      total -= usage.size;
    }
  }
  return going;
}

/** @param now milliseconds since the epoch */
export function collect(layout: Layout, maxBytes: number, now = Date.now()): void {
  onStore(layout.root, () => {
    const stamp = join(layout.root, 'collected');
    if (Math.abs(now - (statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0)) < EVERY_MS) {
      return;
    }
    writeFileSync(stamp, '');
    sweep(layout);
    forgetOld(layout, now);
    const going = choose(usages(layout), maxBytes, now);
    for (const { path, kind } of going) {
      if (kind === 'kept') {
        removeKept(layout, path);
      } else {
        rmSync(path, { force: true });
      }
    }
    if (going.length > 0) {
      compactItems(layout);
    }
  });
}

/** Content counts as used when a result that needs it was used: a hit does not touch its every file. */
function usages(layout: Layout): Usage[] {
  const results = files(layout.results).map((usage): Usage => ({ ...usage, kind: 'result' }));
  const uses = new Map<string, number>();
  const use = (path: string, time: number): void => void uses.set(path, Math.max(uses.get(path) ?? 0, time));
  const trees = new Map<string, number>();
  for (const { path, lastUse } of results) {
    const tree = peekResult(path, path.slice(-64))?.result.result;
    if (tree) {
      trees.set(tree, Math.max(trees.get(tree) ?? 0, lastUse));
    }
  }
  for (const [digest, lastUse] of trees) {
    const path = shard(layout.cas, digest);
    use(path, lastUse);
    const text = peekContent(path, digest)?.bytes.toString('utf8');
    for (const entry of text ? parseTree(text).entries : []) {
      if (isFile(entry)) {
        use(shard(layout.cas, entry.sha256), lastUse);
      }
    }
  }
  const content = files(layout.cas).map(
    (usage): Usage => ({ ...usage, kind: 'content', lastUse: Math.max(usage.lastUse, uses.get(usage.path) ?? 0) }),
  );
  return [...results, ...content, ...kept(layout)];
}

function files(folder: string): Omit<Usage, 'kind'>[] {
  return listNames(folder).flatMap((part) =>
    listNames(join(folder, part)).flatMap((name) => {
      const path = join(folder, part, name);
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? [{ path, size: found.size, lastUse: found.mtimeMs }] : [];
    }),
  );
}

function kept(layout: Layout): Usage[] {
  return listNames(layout.kept).map((digest) => {
    const path = join(layout.kept, digest);
    const found = peekRecord(join(path, 'record'), digest);
    const known = found ? [...parseStatRecord(found.body).files.values()] : [];
    // A stamp begins with the size.
    const size = known.reduce((sum, { stamp }) => sum + Number.parseInt(stamp, 10), 0);
    return { path, kind: 'kept', size, lastUse: found?.mtimeMs ?? 0 };
  });
}

function removeKept(layout: Layout, path: string): void {
  const lock = tryLock(layout.locks, `kept-${path.slice(-64)}`);
  if ('heldBy' in lock) {
    return; // It is just being made.
  }
  try {
    const away = join(layout.own, `gone-${path.slice(-64)}`);
    renameSync(path, away);
    removeFolder(away);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
  } finally {
    lock.release();
  }
}

/** Stat indexes of folders that are long gone, and locks of dead processes that nobody asked for again. */
function forgetOld(layout: Layout, now: number): void {
  for (const folder of [layout.index, join(layout.index, 'outputs')]) {
    for (const name of listNames(folder)) {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      if (found?.isFile() && now - found.mtimeMs > INDEX_MS) {
        rmSync(join(folder, name), { force: true });
      }
    }
  }
  for (const name of listNames(layout.locks).filter((lock) => lock.endsWith('.lock'))) {
    const found = statSync(join(layout.locks, name), { throwIfNoEntry: false });
    if (found && now - found.mtimeMs > 24 * TOUCH_MS) {
      const lock = tryLock(layout.locks, name.slice(0, -'.lock'.length));
      if (!('heldBy' in lock)) {
        lock.release();
      }
    }
  }
}
