/**
 * Locks between processes: a file that appears whole (hard link of a finished one) and names its holder. A dead holder is
 * seen at once. Who wants to remove a dead holder's lock first takes a lock on *that holder's* removal, so that two
 * waiters never remove each other's; if the remover dies too, the same rule applies to its lock.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KilnError } from '../model/errors';
import { codeOf, onStore } from './disk-errors';
import { makeFolder } from './files';
import { type Holder, holderTag, lifeOf, SELF } from './holder';

/** Holders that cannot be asked (another machine or container) renew their lock; one this old is given up. Milliseconds. */
const STALE_MS = 60_000;
const HEARTBEAT_MS = 10_000;
const MAX_WAIT_MS = 200;

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once, when the lock is found held; the holder is unknown when its file is damaged. */
  readonly onWait?: ((holder: Holder | undefined) => void) | undefined;
}

export interface Lock {
  release(): void;
}

interface Found {
  readonly text: string;
  readonly id: string;
  readonly holder?: Holder;
  /** Milliseconds since its last heartbeat. */
  readonly age: number;
}

/**
 * Runs `work` while no other caller, in this process or another, runs work under the same name. Not re-entrant.
 * @param dir folder of the locks, made when missing
 * @param name letters, digits, `.`, `_`, `-`
 * @throws KilnError CANCELLED when the signal fires while waiting; STORE_UNWRITABLE, DISK_FULL; what `work` throws
 */
export async function withLock<T>(dir: string, name: string, options: WaitOptions, work: () => Promise<T>): Promise<T> {
  const lock = await waitFor(() => tryLock(dir, name), options);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * Asks again and again, at growing intervals up to 200 ms, until there is an answer.
 * @throws KilnError CANCELLED
 */
export async function waitFor<T extends object>(
  ask: () => T | { readonly heldBy: Holder | undefined },
  { signal, onWait }: WaitOptions,
): Promise<T> {
  let told = false;
  for (let wait = 2; ; wait = Math.min(wait * 1.5, MAX_WAIT_MS)) {
    refuseCancelled(signal);
    const answer = ask();
    if (!('heldBy' in answer)) {
      return answer;
    }
    if (!told) {
      onWait?.(answer.heldBy);
      told = true;
    }
    // Jitter, so that two that wait for the same do not stay in step.
    await delay(wait * (0.75 + Math.random() / 4), undefined, signal ? { signal } : {}).catch(() =>
      refuseCancelled(signal),
    );
  }
}

/** One attempt, without waiting. */
export function tryLock(dir: string, name: string): Lock | { readonly heldBy: Holder | undefined } {
  if (!/^[\w.~-]+$/.test(name)) {
    throw new TypeError(`${JSON.stringify(name)} is not a name for a lock`);
  }
  const path = join(dir, `${name}.lock`);
  const found = readLock(path);
  if (found) {
    if (!isStale(found) || !removeStale(dir, name, path, found)) {
      return { heldBy: found.holder };
    }
  }
  return onStore(path, () => create(dir, path)) ?? { heldBy: readLock(path)?.holder };
}

function create(dir: string, path: string): Lock | undefined {
  const text = JSON.stringify({ ...SELF, id: randomBytes(6).toString('hex') });
  const draft = join(dir, `${holderTag(SELF)}.${randomBytes(6).toString('hex')}.draft`);
  try {
    writeFileSync(draft, text);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
    makeFolder(dir);
    writeFileSync(draft, text);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return undefined;
    }
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return heldLock(path, text);
}

function heldLock(path: string, text: string): Lock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    // Gone only when somebody took this process for dead; its work stays right, since every write is atomic.
    ignoreGone(() => utimesSync(path, now, now));
  }, HEARTBEAT_MS).unref();
  return {
    release() {
      clearInterval(heartbeat);
      if (readLock(path)?.text === text) {
        rmSync(path, { force: true });
      }
    },
  };
}

function isStale({ holder, age }: Found): boolean {
  const life = holder ? lifeOf(holder) : 'unknown';
  return life === 'dead' || (life === 'unknown' && age > STALE_MS);
}

/** @returns false when another waiter is at it or was faster; then the lock has to be looked at again */
function removeStale(dir: string, name: string, path: string, found: Found): boolean {
  const right = tryLock(dir, `${name}~${found.id}`);
  if ('heldBy' in right) {
    return false;
  }
  try {
    if (readLock(path)?.text !== found.text) {
      return false;
    }
    const away = `${path}.${randomBytes(6).toString('hex')}.gone`;
    onStore(path, () => renameSync(path, away));
    const same = readFileSync(away, 'utf8') === found.text;
    if (!same) {
      // A paused holder woke up and let go in between, and the next one is in: it gets its lock back.
      linkSync(away, path);
    }
    rmSync(away, { force: true });
    return same;
  } finally {
    right.release();
  }
}

function readLock(path: string): Found | undefined {
  return ignoreGone(() => {
    const age = Date.now() - statSync(path).mtimeMs;
    const text = readFileSync(path, 'utf8');
    return { text, age, ...parse(text) };
  });
}

function parse(text: string): { id: string; holder?: Holder } {
  try {
    const { pid, start, boot, namespace, id } = JSON.parse(text) as Holder & { id: string };
    return { id: /^\w+$/.test(id) ? id : 'damaged', holder: { pid, start, boot, namespace } };
  } catch {
    return { id: 'damaged' }; // Cut off by a power loss: only its age tells.
  }
}

function ignoreGone<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function refuseCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new KilnError('CANCELLED', 'the build was interrupted while it waited for another one');
  }
}
