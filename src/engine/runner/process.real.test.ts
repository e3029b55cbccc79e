import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessSpec, startProcess } from './process';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiln process-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = async (script: string, over: Partial<ProcessSpec> = {}) => {
  const said = { out: '', err: '' };
  const running = startProcess({
    file: '/bin/sh',
    args: ['-c', script],
    cwd: folder,
    env: { PATH: '/usr/bin:/bin' },
    stdin: 'closed',
    onStdout: (chunk) => {
      said.out += chunk;
    },
    onStderr: (chunk) => {
      said.err += chunk;
    },
    signal: new AbortController().signal,
    ...over,
  });
  return { ...running, said };
};

/** A pid that the script wrote; waits for it. */
const pidIn = async (name: string): Promise<number> => {
  for (;;) {
    const path = join(folder, name);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text.endsWith('\n')) {
      return Number(text);
    }
    await sleep(5);
  }
};
/** A zombie that nobody has looked at is dead too. */
const isAlive = (pid: number): boolean => {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) Z /.test(readFileSync(path, 'utf8'));
};

it('gives exit code, output and an empty stdin', async () => {
  const { ended, said } = await start('cat; echo out; echo err >&2; exit 3');
  expect(await ended).toEqual({ exitCode: 3, timedOut: false, cancelled: false });
  expect(said).toEqual({ out: 'out\n', err: 'err\n' });
});

it('gives the process exactly the environment that it was told', async () => {
  const { ended, said } = await start('', { file: '/usr/bin/env', args: [], env: { A: '1', B: 'x y' } });
  await ended;
  expect(said.out).toBe('A=1\nB=x y\n');
});

it('says that a program could not be started', async () => {
  const { ended } = await start('', { file: join(folder, 'missing') });
  expect(await ended).toEqual({ startError: 'ENOENT', timedOut: false, cancelled: false });
});

it('says so too where Node throws: arguments that are longer than the system takes', async () => {
  const { ended } = await start('', { args: ['-c', ':', 'x'.repeat(4_000_000)] });
  expect(await ended).toEqual({ startError: 'E2BIG', timedOut: false, cancelled: false });
});

it('takes all that a process said before it ended', async () => {
  const { ended, said } = await start(
    'i=0; while [ $i -lt 5000 ]; do echo "line $i of what was said"; i=$((i+1)); done',
  );
  await ended;
  expect(said.out.split('\n')).toHaveLength(5001);
});

it('says which signal ended a process', async () => {
  const { ended } = await start('kill -SEGV $$');
  expect(await ended).toMatchObject({ killedBy: 'SIGSEGV' });
});

it('ends a process that takes too long', async () => {
  const { ended } = await start('sleep 60', { timeoutMs: 50 });
  expect(await ended).toMatchObject({ timedOut: true, killedBy: 'SIGTERM' });
});

it('ends grandchildren on cancel, also those that ignore SIGTERM', async () => {
  const controller = new AbortController();
  const script = `trap '' TERM; sh -c 'trap "" TERM; echo $$ > grandchild; while :; do sleep 1; done' & wait; wait`;
  const { ended } = await start(script, { signal: controller.signal });
  const grandchild = await pidIn('grandchild');
  expect(isAlive(grandchild)).toBe(true);
  controller.abort();
  expect(await ended).toMatchObject({ cancelled: true, killedBy: 'SIGKILL' });
  expect(isAlive(grandchild)).toBe(false);
});

it('ends what a finished process leaves in its group', async () => {
  const { ended } = await start('sleep 60 & echo $! > stray');
  expect(await ended).toMatchObject({ exitCode: 0 });
  expect(isAlive(await pidIn('stray'))).toBe(false);
});

it('does not wait for a stray that left the group and keeps the pipes open', async () => {
  const { ended, said } = await start(
    `setsid sh -c 'echo $$ > stray; exec sleep 30' & while [ ! -s stray ]; do sleep 0.01; done; echo done`,
  );
  expect(await ended).toMatchObject({ exitCode: 0 });
  expect(said.out).toBe('done\n');
  process.kill(await pidIn('stray'), 'SIGKILL');
});

it('does not start what is cancelled already', async () => {
  const { ended } = await start('sleep 60', { signal: AbortSignal.abort() });
  expect(await ended).toMatchObject({ cancelled: true });
});
