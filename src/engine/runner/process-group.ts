/** Process groups: nothing of one is left behind, neither after its leader's end nor after this process's. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between asking a process group to end and killing it. */
const GRACE = 2000;
/** Milliseconds that killed processes are waited for: one in the kernel's hands may take long. */
const LEAVE = 2000;

export interface Group {
  /** False when nobody is left. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): boolean;
  /** SIGTERM, after a grace SIGKILL. */
  stop(): void;
  /** Kills what is left and waits until it is gone. */
  leave(): Promise<void>;
}

/** Process groups that are alive, so that none outlives this process. */
const groups = new Set<number>();

/**
 * Starts the leader of a group. The group is ended with this process, whatever signal ends it (but SIGKILL).
 * @param start starts it, detached; without a pid it could not be started
 */
export function startGroup<T extends { readonly pid?: number | undefined }>(
  start: () => T,
): { leader: T; group: Group } {
  // Before the start: a signal that comes while Node still spawns must find the guard in place.
  guardExit();
  const leader = start();
  const { pid } = leader;
  if (pid === undefined) {
    unguardExit();
    return { leader, group: { kill: () => false, stop: () => undefined, leave: async () => undefined } };
  }
  groups.add(pid);
  return { leader, group: groupOf(pid) };
}

function groupOf(pid: number): Group {
  let killer: NodeJS.Timeout | undefined;
  return {
    kill: (signal) => signalGroup(pid, signal),
    stop() {
      signalGroup(pid, 'SIGTERM');
      killer ??= setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE);
    },
    async leave() {
      clearTimeout(killer);
      // Killed is not yet gone: outputs must not be read while something can still write.
      for (let waited = 0; signalGroup(pid, 'SIGKILL') && hasLiving(pid) && waited < LEAVE; waited += 5) {
        await sleep(5);
      }
      groups.delete(pid);
      unguardExit();
    },
  };
}

/** False when nobody is left in the group. */
function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // macOS answers EPERM for a group of zombies.
    if (code === 'ESRCH' || code === 'EPERM') {
      return false;
    }
    throw error;
  }
}

/** A signal reaches zombies too; in containers nobody may ever collect them, and they cannot write any more. */
function hasLiving(group: number): boolean {
  if (process.platform !== 'linux') {
    return true;
  }
  return readdirSync('/proc').some((name) => {
    const stat = /^\d+$/.test(name) ? readStat(name) : undefined;
    const [state, , pgrp] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    return pgrp === String(group) && state !== 'Z' && state !== 'X';
  });
}

function readStat(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It ended between listing and reading.
    return undefined;
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let guards = 0;

function guardExit(): void {
  if (guards++ === 0) {
    listen('on');
  }
}

function unguardExit(): void {
  if (--guards === 0) {
    listen('off');
  }
}

function listen(how: 'on' | 'off'): void {
  process[how]('exit', killAll);
  for (const signal of SIGNALS) {
    process[how](signal, endWith);
  }
}

function killAll(): void {
  for (const pid of groups) {
    signalGroup(pid, 'SIGKILL');
  }
}

/** Without another listener Node would have ended on the signal; ours must not change that. */
function endWith(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) {
    return;
  }
  killAll();
  listen('off');
  process.kill(process.pid, signal);
}
