import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KilnError } from '../model/errors';
import { onePlan, requestOf, sh, textInput, textsOf } from './engine.testing';
import { run } from './run';
import { openStore } from './store/store';
import type { Store } from './store/types';
import { isFile } from './tree';
import type { Action, Plan, RunRequest, RunResult } from './types';

let root: string;
let store: Store;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln run ü $(x) '));
  store = await openStore({ root: join(root, 'store'), maxBytes: 1e9 });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  delete process.env.KILN_SANDBOX;
});

const runOne = (action: Action, over: Partial<RunRequest> = {}): Promise<RunResult> =>
  run(requestOf(onePlan(action), over), store);
const out = async (action: Action, over: Partial<RunRequest> = {}): Promise<string | undefined> =>
  (await textsOf(store, (await runOne(action, over)).tree))['out'];
const failure = async (work: Promise<unknown>): Promise<KilnError> =>
  work.then(
    () => {
      throw new Error('it should have failed');
    },
    (error) => error,
  );

describe.each(['bubblewrap', 'directory'])('in %s', (isolation) => {
  beforeEach(() => {
    process.env.KILN_SANDBOX = isolation === 'directory' ? 'off' : 'require';
  });

  it('runs an action once; then its result comes from the store', async () => {
    const counted = sh('echo x >> cache/count; echo made > out', { caches: [{ name: 'count', at: 'cache' }] });
    const first = await runOne(counted);
    const second = await runOne({ ...counted, label: 'another label' });
    expect([first, second].map(({ steps }) => steps.map(({ hits, misses }) => ({ hits, misses })))).toEqual([
      [{ hits: 0, misses: 1 }],
      [{ hits: 1, misses: 0 }],
    ]);
    expect(second.digest).toBe(first.digest);
    expect(first.steps[0]).toMatchObject({ isolation, result: first.digest });
    expect(readFileSync(join(store.root, 'caches/count/count'), 'utf8')).toBe('x\n');
  });

  it('gives the environment of the action and nothing of the user’s', async () => {
    const env = await out(sh('env | sort > out', { env: { B: 'x y', A: '$(x) ü' } }));
    const names = env?.split('\n').map((line) => line.split('=')[0]);
    // dash and bash set PWD, bash also SHLVL and _.
    expect(names?.filter((name) => !['', '_', 'SHLVL', 'OLDPWD'].includes(name ?? ''))).toEqual([
      'A',
      'B',
      'HOME',
      'PATH',
      'PWD',
      'TMPDIR',
    ]);
    expect(env).toContain('A=$(x) ü\nB=x y\n');
  });

  it('gives a home and a temporary folder that can be written', async () => {
    expect(await out(sh('echo 1 > "$HOME/x"; echo 2 > "$TMPDIR/x"; cat "$HOME/x" "$TMPDIR/x" > out'))).toBe('1\n2\n');
  });

  it('shows inputs where they are mounted: folders, parts and single files, executable bits and links', async () => {
    const input = textInput({ 'a b.txt': 'A', 'lib/$(x).txt': 'X', 'lib/sub/ü.txt': 'Ü' });
    const text = await out(
      sh('cd in; find . -type f | sort > ../out; cat "all/a b.txt" "part/\\$(x).txt" part/sub/ü.txt one >> ../out', {
        mounts: [
          { at: 'in/all', from: { tree: input.digest } },
          { at: 'in/part', from: { tree: input.digest, path: 'lib' } },
          { at: 'in/one', from: { tree: input.digest, path: 'a b.txt' } },
        ],
      }),
      { inputs: [input] },
    );
    expect(text).toBe(
      './all/a b.txt\n./all/lib/$(x).txt\n./all/lib/sub/ü.txt\n./one\n./part/$(x).txt\n./part/sub/ü.txt\nAXÜA',
    );
  });

  it('keeps executable bits and links from one step to the next', async () => {
    const plan: Plan = {
      steps: {
        make: sh('mkdir out; echo "echo ran" > out/tool; chmod +x out/tool; ln -s tool out/link'),
        use: sh('in/link > out; test ! -x in/data || exit 3', {
          mounts: [{ at: 'in', from: { action: 'make', path: 'out' } }],
        }),
      },
      result: 'use',
    };
    expect(await textsOf(store, (await run(requestOf(plan), store)).tree)).toEqual({ out: 'ran\n' });
  });

  it('resolves toolchains in argv, env and mounts', async () => {
    const folder = join(root, 'tool chain');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin/tool'), '#!/bin/sh\necho "tool $1"', { mode: 0o755 });
    const toolchains = { t: { identity: 't-1', resolve: async () => folder } };
    const action = sh('', {
      argv: ['/bin/sh', '-c', '"$TOOL" arg > out; cat in/tool >> out; "$0" x >> out', '{toolchain:t}/bin/tool'],
      env: { TOOL: '{toolchain:t}/bin/tool' },
      mounts: [{ at: 'in', from: { toolchain: 't', path: 'bin' } }],
    });
    expect(await out(action, { toolchains })).toBe('tool arg\n#!/bin/sh\necho "tool $1"tool x\n');
  });

  it('takes an output folder that is empty', async () => {
    const plan: Plan = {
      steps: {
        make: sh('mkdir out'),
        use: sh('ls in > out', { mounts: [{ at: 'in', from: { action: 'make', path: 'out' } }] }),
      },
      result: 'use',
    };
    expect(await textsOf(store, (await run(requestOf(plan), store)).tree)).toEqual({ out: '' });
  });

  it('names every output that is missing', async () => {
    const error = await failure(runOne(sh('echo 1 > out', { outputs: ['out', 'deep/er', 'log'] })));
    expect(error).toMatchObject({ code: 'OUTPUT_MISSING' });
    expect(error.message).toBe('run a script ended well but did not write deep/er, log');
  });

  it.each([
    ['a pipe', 'mkdir out; mkfifo out/p', 'out/p is a pipe'],
    ['an absolute link', 'mkdir out; ln -s /etc/hosts out/l', 'out/l is a link to /etc/hosts'],
    ['a link that leads out', 'mkdir out; ln -s ../in out/l', 'out/l is a link to ../in'],
  ])('refuses %s as output', async (_, script, text) => {
    const error = await failure(runOne(sh(script)));
    expect(error).toMatchObject({ code: 'OUTPUT_INVALID' });
    expect(error.message).toContain(text);
  });

  it('says what failed: step, a command to copy, the last lines, the log', async () => {
    const script = 'for i in $(seq 30); do echo "line $i"; done; echo bad >&2; exit 7';
    const error = await failure(runOne(sh(script, { label: 'compile it', env: { A: 'x y' } })));
    expect(error).toMatchObject({ code: 'ACTION_FAILED', message: 'compile it ended with exit code 7' });
    expect(error.lines[0]).toBe(`env A='x y' /bin/sh -c '${script}'`);
    expect(error.lines.slice(1, -1)).toHaveLength(20);
    expect(error.lines).toEqual(expect.arrayContaining(['line 30', 'bad']));
    const log = error.lines.at(-1)?.replace('log: ', '') ?? '';
    expect(readFileSync(log, 'utf8')).toContain('line 1\n');
  });

  it('records nothing of a failure, and leaves no scratch folder', async () => {
    const flaky = sh('test -e cache/x || { : > cache/x; exit 1; }; echo ok > out', {
      caches: [{ name: 'c', at: 'cache' }],
    });
    await failure(runOne(flaky));
    expect(await out(flaky)).toBe('ok\n');
    expect(readdirSync(join(store.root, 'tmp')).flatMap((own) => readdirSync(join(store.root, 'tmp', own)))).toEqual(
      [],
    );
  });

  it('ends an action that takes too long', async () => {
    const error = await failure(runOne(sh('echo before; sleep 60', { needs: { network: 'none', timeoutS: 0.3 } })));
    expect(error).toMatchObject({ code: 'ACTION_TIMEOUT', message: 'run a script took longer than 0.3 s' });
    expect(error.lines).toContain('before');
  });

  it('keeps secrets of the fetch environment out of log and error', async () => {
    const action = sh('echo "using $MY_TOKEN and $URL"; exit 1', { needs: { network: 'fetch' } });
    const fetchEnv = { MY_TOKEN: 'hunter22', URL: 'https://me:pass99@index.example/x' };
    const error = await failure(runOne(action, { fetchEnv }));
    expect(error.lines).toContain('using *** and https://***@index.example/x');
    const text = readFileSync(error.lines.at(-1)?.replace('log: ', '') ?? '', 'utf8') + JSON.stringify(error);
    expect(text).not.toMatch(/hunter22|pass99/);
  });

  it('gives the fetch environment to no other action', async () => {
    expect(await out(sh('echo "[$MY_TOKEN]" > out'), { fetchEnv: { MY_TOKEN: 'x' } })).toBe('[]\n');
  });

  it('heals content that was damaged in the store', async () => {
    const input = textInput({ 'a.txt': 'A' });
    const plan: Plan = {
      steps: {
        make: sh('echo made > out'),
        use: sh('cat in/out in2 > out', {
          mounts: [
            { at: 'in', from: { action: 'make' } },
            { at: 'in2', from: { tree: input.digest, path: 'a.txt' } },
          ],
        }),
      },
      result: 'use',
    };
    const first = await run(requestOf({ ...plan, result: 'make' }), store);
    const entry = first.tree.entries.find(isFile);
    const path = join(store.root, 'cas', entry?.sha256.slice(0, 2) ?? '', entry?.sha256 ?? '');
    rmSync(path);
    writeFileSync(path, 'evil\n');
    const result = await run(requestOf(plan, { inputs: [input] }), store);
    expect(await textsOf(store, result.tree)).toEqual({ out: 'made\nA' });
  });
});
