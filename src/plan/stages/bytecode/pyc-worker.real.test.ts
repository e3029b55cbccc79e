/** The worker's bytes depend on source, display path and interpreter alone: not on order, company or hash seed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const runtime = process.env.KILN_TEST_RUNTIME;
if (!runtime) {
  throw new Error('set KILN_TEST_RUNTIME to a folder with bin/python3, as `npm test` does');
}
const FILES = 160;

interface Item {
  readonly name: string;
  readonly source: Buffer;
}

function items(): Item[] {
  const lib = join(runtime as string, 'lib');
  const [python] = readdirSync(lib).filter((name) => /^python3\./.test(name));
  const folder = join(lib, python as string);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort()
    .slice(0, FILES)
    .map((name) => ({ name, source: readFileSync(join(folder, name)) }));
}

interface Worker {
  readonly python: string;
  readonly optimize: string;
  readonly invalidation: string;
}
const PLAIN: Worker = { python: join(runtime, 'bin', 'python3'), optimize: '0', invalidation: 'unchecked-hash' };

/** Sends everything to one worker; answers by name: digest of the .pyc, or the error's text. */
async function compile(list: readonly Item[], seed: string, over: Partial<Worker> = {}): Promise<Map<string, string>> {
  const { python, optimize, invalidation } = { ...PLAIN, ...over };
  // Not isolated as in a build: -I would ignore the seed.
  const worker = spawn(
    python,
    ['-s', '-S', '-B', '-X', 'utf8', join(__dirname, 'pyc_worker.py'), optimize, invalidation],
    { env: { PYTHONHASHSEED: seed }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const chunks: Buffer[] = [];
  worker.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const [id, { name, source }] of list.entries()) {
    worker.stdin.write(`${id} ${source.length} ${JSON.stringify(name)}\n`);
    worker.stdin.write(source);
  }
  worker.stdin.end();
  await once(worker, 'close');
  return readAnswers(Buffer.concat(chunks), list);
}

function readAnswers(output: Buffer, list: readonly Item[]): Map<string, string> {
  const found = new Map<string, string>();
  let at = output.indexOf('\n') + 1;
  expect(output.subarray(0, at).toString()).toBe('ready\n');
  while (at < output.length) {
    const end = output.indexOf('\n', at);
    const [status, id, size] = output.subarray(at, end).toString().split(' ');
    const body = output.subarray(end + 1, end + 1 + Number(size));
    const name = list[Number(id)]?.name as string;
    found.set(name, status === 'ok' ? createHash('sha256').update(body).digest('hex') : body.toString());
    at = end + 1 + Number(size);
  }
  return found;
}

// What the PATH has is another version as a rule: the recipe differs below 3.12 and below 3.11.
const TWO = [
  ['the runtime', PLAIN.python],
  ["the host's Python", 'python3'],
] as const;

it.each(TWO)(
  'gives the same bytes in any order, in any company, with any hash seed: %s',
  async (_, python) => {
    const list = items();
    const forward = await compile(list, '0', { python });
    const backward = await compile([...list].reverse(), '1', { python });
    const halves = [list.filter((_, i) => i % 2 === 0), list.filter((_, i) => i % 2 === 1)];
    const parts = await Promise.all(halves.map((half) => compile(half, '77', { python })));
    const split = new Map(parts.flatMap((half) => [...half]));
    expect(forward.size).toBe(FILES);
    const differing = list.filter(
      ({ name }) => new Set([forward, backward, split].map((all) => all.get(name))).size > 1,
    );
    expect(differing.map(({ name }) => name)).toEqual([]);
  },
  60_000,
);

/** Where pyenv has them: one below 3.11, and one that makes two objects of equal sets. */
function further(): (readonly [string, string])[] {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const names = existsSync(versions) ? readdirSync(versions) : [];
  return names
    .filter((name) => /^3\.(10|12)\.\d+$/.test(name))
    .map((name) => [name, join(versions, name, 'bin/python3')]);
}

/** What one file interns may change what Python makes of equal strings, and of sets of them, in the next. */
const SHARED_SETS = `def f(x): return x in {'426', '225', 'a b'}, 'x-y', 'é'
def g(x): return x not in {'426', '225', 'a b'}, 'x-y'
def h(x): return x in {None, ..., ('426', None), 1.5, 2, b'3'}, x[1:2]
`;
const INTERNS = "é = ['426', '225']\n";

it.each([...TWO, ...further()])(
  'gives the same bytes for sets, whatever was interned before: %s',
  async (_, python) => {
    const file = { name: 'sets.py', source: Buffer.from(SHARED_SETS) };
    const interning = { name: 'interns.py', source: Buffer.from(INTERNS) };
    const runs = await Promise.all([
      compile([file], '0', { python }),
      compile([interning, ...items().slice(0, 20), file], '1', { python }),
      ...['2', '3', '4', '5'].map((seed) => compile([interning, file], seed, { python })),
    ]);
    const found = new Set(runs.map((answers) => answers.get('sets.py')));
    expect([...found]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  },
  60_000,
);

it('takes display path and optimisation into the bytes, and no path of the machine', async () => {
  const source = Buffer.from('def f():\n    """doc"""\n    assert True\n');
  const one = async (name: string, optimize = '0') => (await compile([{ name, source }], '0', { optimize })).get(name);
  const [plain, other, optimised] = [await one('a.py'), await one('b.py'), await one('a.py', '2')];
  expect(new Set([plain, other, optimised]).size).toBe(3);
  expect(await one('a.py')).toBe(plain);
});

it.each([
  ['def f(:\n', { type: 'SyntaxError', line: 1 }],
  ['x = 1\n  y = 2\n', { type: 'IndentationError', line: 2 }],
  ['x = "\0"\n', { type: 'SyntaxError' }],
  ['# -*- coding: nonsense -*-\n', { type: 'SyntaxError' }],
])('answers %j with place and reason, and goes on', async (text, expected) => {
  const list = [
    { name: 'bad.py', source: Buffer.from(text) },
    { name: 'good.py', source: Buffer.from('x = 1\n') },
  ];
  const answers = await compile(list, '0');
  expect(JSON.parse(answers.get('bad.py') as string)).toMatchObject(expected);
  expect(answers.get('good.py')).toMatch(/^[0-9a-f]{64}$/);
});
