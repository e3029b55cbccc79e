/** Cores as slots that all Kiln processes of a machine share, so that four parallel tasks do not start sixteen workers. */
import { type Lock, tryLock, waitFor } from './lock';

export interface CoresOptions {
  /** Cores that Kiln may use on this machine. */
  readonly total: number;
  /** At least so many, default 1; never more than `total`. */
  readonly min?: number;
  /** So many where they are free now; never waited for. */
  readonly max: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: (() => void) | undefined;
}

export interface Cores {
  readonly count: number;
  /** May be called twice. */
  release(): void;
}

/**
 * Takes between `min` and `max` cores; waits until `min` are free at once. Slots of dead processes are free.
 * @param dir folder of the locks
 * @throws KilnError CANCELLED, STORE_UNWRITABLE, DISK_FULL
 */
export function acquireCores(dir: string, { total, min = 1, max, signal, onWait }: CoresOptions): Promise<Cores> {
  const least = Math.max(1, Math.min(min, total));
  const most = Math.max(least, Math.min(max, total));
  return waitFor<Cores>(
    () => {
      const slots = takeFree(dir, Math.max(1, total), most);
      if (slots.length >= least) {
        return heldCores(slots);
      }
      // Never hold some while waiting for more: two that do so would wait for each other.
      heldCores(slots).release();
      return { heldBy: undefined };
    },
    { signal, onWait: onWait && (() => onWait()) },
  );
}

function takeFree(dir: string, total: number, most: number): Lock[] {
  const slots: Lock[] = [];
  for (let index = 0; index < total && slots.length < most; index++) {
    const slot = tryLock(dir, `core-${index}`);
    if (!('heldBy' in slot)) {
      slots.push(slot);
    }
  }
  return slots;
}

function heldCores(slots: readonly Lock[]): Cores {
  let held = slots;
  return {
    count: slots.length,
    release() {
      for (const slot of held) {
        slot.release();
      }
      held = [];
    },
  };
}
