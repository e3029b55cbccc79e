/** Which process holds something on disk, and whether it still lives. A process id alone is not enough: ids are reused. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { sha256 } from './canonical';

export interface Holder {
  readonly pid: number;
  /** Start of the process in the kernel's ticks since boot; '' where the system does not tell. */
  readonly start: string;
  /** Short digest of the machine's boot, or of its name where it does not tell. */
  readonly boot: string;
  /** Namespace in which `pid` means something; '' where there are none. */
  readonly namespace: string;
}

/** `unknown`: another machine, container or boot; only the age of its heartbeat tells. */
export type Life = 'alive' | 'dead' | 'unknown';

/** Reads this process's own identity once: it cannot change. */
export const SELF: Holder = {
  pid: process.pid,
  start: startOf(process.pid)?.start ?? '',
  boot: sha256(read('/proc/sys/kernel/random/boot_id') ?? hostname()).slice(0, 12),
  namespace: namespace(),
};

export function lifeOf(holder: Holder, self: Holder = SELF): Life {
  if (holder.boot !== self.boot || holder.namespace !== self.namespace) {
    return 'unknown';
  }
  if (!exists(holder.pid)) {
    return 'dead';
  }
  const found = startOf(holder.pid);
  if (!found || holder.start === '') {
    return 'unknown';
  }
  // A zombie has ended; only its parent has not looked yet.
  return found.start === holder.start && !found.ended ? 'alive' : 'dead';
}

/** File name part that names a holder: `1234-5678-<boot>-<namespace>`. */
export function holderTag({ pid, start, boot, namespace: ns }: Holder): string {
  return `${pid}-${start}-${boot}-${ns}`;
}

/** @returns undefined for a name that is no tag */
export function parseTag(tag: string): Holder | undefined {
  const [, pid, start = '', boot = '', ns = ''] = /^(\d+)-(\d*)-([0-9a-f]+)-(\d*)$/.exec(tag) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), start, boot, namespace: ns };
}

/** @returns undefined when there is no such process or no /proc */
function startOf(pid: number): { start: string; ended: boolean } | undefined {
  const text = read(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets and may hold anything.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const start = fields?.[19];
  return start === undefined ? undefined : { start, ended: fields?.[0] === 'Z' || fields?.[0] === 'X' };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  } catch {
    return ''; // Not Linux: one namespace for all.
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Not Linux, or the process has just ended: the callers treat both.
  }
}
