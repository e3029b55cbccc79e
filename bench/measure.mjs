// Times a command with all its children: CPU (user + system) and wall seconds, as the kernel counts them.
import { spawnSync } from 'node:child_process';

// Workers outlive their parents for a moment (fork servers, sandboxes): as their subreaper this process waits for all of
// them, and only what was waited for is counted.
const WRAPPER = `
import ctypes, json, os, resource, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
start = time.perf_counter()
run = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.perf_counter() - start
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "wall": wall, "memory": used.ru_maxrss / 1024,
                  "status": run.returncode,
                  "error": run.stderr.decode("utf-8", "replace")[-2000:]}))
`;

/** @returns {{cpu: number, wall: number, memory: number}} seconds, and MB of the largest process; throws when the command fails */
export function measure(argv, { cwd = process.cwd(), env = process.env } = {}) {
  const { stdout, stderr } = spawnSync('python3', ['-c', WRAPPER, ...argv], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (!stdout) {
    throw new Error(`cannot measure: ${stderr}`);
  }
  const { cpu, wall, memory, status, error } = JSON.parse(stdout);
  if (status !== 0) {
    throw new Error(`${argv.join(' ')} ended with ${status}\n${error}`);
  }
  return { cpu, wall, memory };
}

/** Wall seconds alone, for a command that leaves a server behind: its CPU is not the command's, and it never ends. */
export function measureWall(argv, { cwd = process.cwd(), env = process.env } = {}) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(argv[0], argv.slice(1), { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) {
    throw new Error(`${argv.join(' ')} ended with ${status}\n${stderr}`);
  }
  return { wall };
}

/**
 * Runs candidates in turns (A B A B), so that load hits all of them alike.
 * @param {Record<string, () => {cpu: number, wall: number}>} candidates
 * @returns {Record<string, {cpu: number, wall: number, memory: number}>} medians
 */
export function rounds(candidates, count) {
  const samples = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  for (let i = 0; i < count; i++) {
    for (const [name, run] of Object.entries(candidates)) {
      samples[name].push(run());
    }
  }
  const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return Object.fromEntries(
    Object.entries(samples).map(([name, list]) => [
      name,
      Object.fromEntries(
        ['cpu', 'wall', 'memory'].map((what) => [what, middle(list.map((sample) => sample[what] ?? 0))]),
      ),
    ]),
  );
}

export function table(results) {
  for (const [name, { cpu, wall }] of Object.entries(results)) {
    console.log(`${name.padEnd(44)} ${cpu.toFixed(3).padStart(8)} s CPU ${wall.toFixed(3).padStart(8)} s wall`);
  }
}

/** Prints a claim as a ratio, with its bound. */
export function claim(text, ratio, bound) {
  console.log(`${ratio <= bound ? 'met   ' : 'missed'} ${text}: ${ratio.toFixed(3)} (bound ${bound})`);
}
