/** CPU time of whole processes, compared in one run: rounds are interleaved, so that what disturbs one disturbs all. */
import { spawnSync } from 'node:child_process';

/** Node cannot ask what one child used; wait4 says it to the microsecond. */
const MEASURE = `
import json, os, sys
request = json.load(sys.stdin)
null = os.open(os.devnull, os.O_RDWR)
env = {k: v for k, v in os.environ.items() if not k.startswith('PYTHON')}
cases = list(request['cases'].items())
times = {name: [] for name, _ in cases}

def run(name, argv):
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1)]
    pid = os.posix_spawn(argv[0], argv, env, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit('%s: %s ended with status %d' % (name, ' '.join(argv), status))
    return 1000 * (usage.ru_utime + usage.ru_stime)

for number in range(-1, request['rounds']):  # the first only fills the page cache
    shift = number % len(cases)
    for name, argv in cases[shift:] + cases[:shift]:
        ms = run(name, argv)
        if number >= 0:
            times[name].append(ms)
json.dump(times, sys.stdout)
`;

/**
 * @param {Record<string, string[]>} cases name → argv with an absolute program
 * @param {{ rounds: number, python?: string }} options `python` (3.8 or later) measures; it is not measured itself
 * @returns {Record<string, number[]>} CPU milliseconds (user + system) per round
 */
export function measureCpu(cases, { rounds, python = 'python3' }) {
  const run = spawnSync(python, ['-I', '-S', '-c', MEASURE], {
    input: JSON.stringify({ cases, rounds }),
    encoding: 'utf8',
  });
  if (run.error || run.status !== 0) {
    throw new Error(run.error?.message ?? run.stderr);
  }
  return JSON.parse(run.stdout);
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median of the rounds' ratios: each compares two runs that were neighbours in time. */
export function pairedRatio(above, below) {
  return median(above.map((value, round) => value / below[round]));
}
