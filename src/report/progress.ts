/** Turns engine events into lines: quiet when cached, a word after two seconds, counts while it lasts. */
import type { EngineEvent, StepReport } from '../engine/types';

export interface Reporter {
  onEvent(event: EngineEvent): void;
  /** Work outside of the engine: downloads of toolchains. */
  onProgress(progress: { label: string; done?: number; total?: number; unit?: 'bytes' }): void;
  /** Stops the timers. */
  close(): void;
}

/** Milliseconds of silence that a person accepts before a word, and between two words on the same step. */
const FIRST_WORD = 2000;
const NEXT_WORD = 5000;

interface Running {
  label: string;
  detail: string;
  said: boolean;
  timer: NodeJS.Timeout;
}

/** @param write prints one line; no line holds a time of day, so that Nx's replay reads well */
export function reporter(write: (line: string) => void): Reporter {
  const running = new Map<string, Running>();

  const say = (step: Running): void => {
    step.said = true;
    write(`… ${step.label}${step.detail ? ` (${step.detail})` : ''}`);
    step.timer = later(step, NEXT_WORD);
  };
  const later = (step: Running, wait: number): NodeJS.Timeout => setTimeout(() => say(step), wait).unref();
  const open = (id: string, label: string): Running => {
    const step: Running = running.get(id) ?? {
      label,
      detail: '',
      said: false,
      timer: setTimeout(() => say(step), FIRST_WORD).unref(),
    };
    running.set(id, step);
    return step;
  };
  const finish = (id: string): Running | undefined => {
    const step = running.get(id);
    clearTimeout(step?.timer);
    running.delete(id);
    return step;
  };

  return {
    onEvent(event) {
      switch (event.kind) {
        case 'start':
          open(event.id, event.label);
          break;
        case 'progress':
          open(event.id, event.label).detail = [amount(event), event.detail].filter(Boolean).join(', ');
          break;
        case 'wait':
          open(event.id, event.label).detail = event.reason;
          break;
        case 'end':
          finish(event.id);
          if (event.report.misses > 0 && event.report.kind !== 'assembly') {
            write(`✓ ${doneLine(event.report)}`);
          }
          break;
      }
    },
    onProgress({ label, done, total, unit }) {
      const step = open(label, label);
      step.detail =
        done === undefined ? '' : amount({ done, ...(total === undefined ? {} : { total }), unit: unit ?? 'bytes' });
      if (done !== undefined && done === total) {
        const said = finish(label)?.said;
        if (said) {
          write(`✓ ${label} (${step.detail})`);
        }
      }
    },
    close() {
      for (const id of [...running.keys()]) {
        finish(id);
      }
    },
  };
}

/** One line about a step that did something. */
export function doneLine({ label, kind, hits, misses, ms }: StepReport): string {
  const counts = kind === 'mapped' ? `${misses} compiled${hits ? `, ${hits} unchanged` : ''}, ` : '';
  return `${label} (${counts}${seconds(ms)})`;
}

function amount({ done, total, unit }: { done: number; total?: number; unit: 'files' | 'bytes' }): string {
  const text = unit === 'bytes' ? size : (n: number) => `${n}`;
  return `${text(done)}${total === undefined ? '' : ` of ${text(total)}`}${unit === 'files' ? ' files' : ''}`;
}

/** `12.3 MB`; decimal units, as registries show them. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
