/** Where the time of a run goes: with KILN_E2E_TIMES=<file> every step of every story and row leaves a line there. */
import { appendFileSync, readFileSync } from 'node:fs';

/** CPU seconds of all processes that this one started and that have ended; 0 where the host does not say. */
function childSeconds(): number {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const [, ...fields] = stat.slice(stat.lastIndexOf(')')).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}

/** @param what name of a story or row, and what it does */
export async function timed<T>(what: readonly [string, string], run: () => Promise<T>): Promise<T> {
  const file = process.env.KILN_E2E_TIMES;
  if (!file) {
    return run();
  }
  const [before, start] = [childSeconds(), Date.now()];
  try {
    return await run();
  } finally {
    const seconds = (Date.now() - start) / 1000;
    appendFileSync(file, `${[seconds.toFixed(1), (childSeconds() - before).toFixed(1), ...what].join('\t')}\n`);
  }
}
