import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onePlan, requestOf, sh, textInput, textsOf } from '../engine.testing';
import { run } from '../run';
import { openStore } from '../store/store';
import type { Store } from '../store/types';
import type { Action, Plan, RunRequest, RunResult } from '../types';

let root: string;
let store: Store;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln sandbox-'));
  store = await openStore({ root: join(root, 'store'), maxBytes: 1e9 });
  process.env.KILN_SANDBOX = 'require';
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  delete process.env.KILN_SANDBOX;
});

const runOne = (action: Action, over: Partial<RunRequest> = {}): Promise<RunResult> =>
  run(requestOf(onePlan(action), over), store);
const out = async (action: Action, over: Partial<RunRequest> = {}): Promise<string | undefined> =>
  (await textsOf(store, (await runOne(action, over)).tree)).out;

it('gives the same bytes as a plain directory', async () => {
  const input = textInput({ 'a.txt': 'A', 'b/c.txt': 'C' });
  const plan: Plan = {
    steps: {
      make: sh('mkdir out; cp -r in/. out/; chmod -R u+w out; echo new > out/new; chmod 755 out/new; ln -s new out/l', {
        mounts: [{ at: 'in', from: { tree: input.digest } }],
      }),
      all: { kind: 'assembly', label: 'all', place: [{ from: { action: 'make', path: 'out' }, at: 'x' }] },
    },
    result: 'all',
  };
  const boxed = await run(requestOf(plan, { inputs: [input] }), store);
  process.env.KILN_SANDBOX = 'off';
  const other = await openStore({ root: join(root, 'other'), maxBytes: 1e9 });
  const plain = await run(requestOf(plan, { inputs: [input] }), other);
  expect(plain.digest).toBe(boxed.digest);
  expect([boxed, plain].map(({ steps }) => steps.at(-1)?.isolation)).toEqual(['bubblewrap', 'directory']);
});

it('hides workspace, home and the rest of the host', async () => {
  const hidden = [__dirname, process.env.HOME ?? '', root, process.cwd(), '/var', '/root', '/etc/passwd', '/sys'];
  const script = hidden.map((path, i) => `test -e '${path}' && echo ${i}`).join('; ');
  expect(await out(sh(`{ ${script}; ls -A /kiln/home /tmp; } > out 2>&1; true`))).toBe('/kiln/home:\n\n/tmp:\n');
});

it('keeps inputs, toolchains and the system read-only', async () => {
  const folder = join(root, 'tc');
  mkdirSync(folder);
  writeFileSync(join(folder, 'f'), 'tool');
  const input = textInput({ 'a.txt': 'A' });
  const targets = ['in/a.txt', 'in/new', '{toolchain:t}/f', '/usr/x', '/x', '/kiln/x', '/etc/x'];
  const script = targets.map((path) => `echo evil > ${path}`).map((line) => `(${line}) 2>/dev/null && echo "${line}"`);
  const action = sh(`{ ${script.join('; ')}; rm -f in/a.txt; } > out 2>/dev/null; cat in/a.txt >> out; true`, {
    mounts: [{ at: 'in', from: { tree: input.digest } }],
  });
  const toolchains = { t: { identity: 't-1', resolve: async () => folder } };
  expect(await out(action, { inputs: [input], toolchains })).toBe('A');
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('tool');
});

it('is the same machine everywhere: user, host name, processes', async () => {
  expect(await out(sh('{ id -u; id -g; hostname; ls -d /proc/[0-9]* | wc -l; } > out'))).toMatch(
    /^1000\n1000\nkiln\n[2-6]\n$/,
  );
});

it('gives the network to fetch actions only', async () => {
  const server = createServer((socket) => socket.end('hello\n')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  // bash connects without any other program.
  const connect = `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3' > out 2>/dev/null || echo refused > out`;
  try {
    expect(await out(sh(connect))).toBe('refused\n');
    expect(await out(sh(connect, { needs: { network: 'fetch' } }))).toBe('hello\n');
  } finally {
    server.close();
  }
});

it('shows fetch actions the files that the fetch environment names, and only those', async () => {
  const ca = join(root, 'my ca.pem');
  writeFileSync(ca, 'CA');
  const show = (needs: Action['needs']) =>
    out(sh('cat "$SSL_CERT_FILE" > out 2>/dev/null; ls "${SSL_CERT_FILE%/*}" >> out 2>/dev/null; true', { needs }), {
      fetchEnv: { SSL_CERT_FILE: ca },
    });
  expect(await show({ network: 'fetch' })).toBe('CAmy ca.pem\n');
  expect(await show({ network: 'none' })).toBe('');
});

it('is an error where it is required and missing', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    await expect(runOne(sh('echo > out'))).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      message: 'KILN_SANDBOX=require, but bubblewrap does not run here: bwrap is not on PATH',
    });
  } finally {
    process.env.PATH = path;
  }
});

it('takes no result of a plain directory where bubblewrap is required', async () => {
  process.env.KILN_SANDBOX = 'off';
  const action = sh('echo > out');
  await runOne(action);
  process.env.KILN_SANDBOX = 'require';
  const again = await runOne(action);
  expect(again.steps[0]).toMatchObject({ misses: 1, isolation: 'bubblewrap' });
});
