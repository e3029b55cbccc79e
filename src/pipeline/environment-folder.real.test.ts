/** Makers of one environment in processes of their own: killed, and at the same time. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awkwardFolder, type Script, startScript } from '../engine/script.testing';

let home: string;
beforeEach(() => {
  home = awkwardFolder();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Makes an environment, stops in the middle of it until there is a file `go`, and says what it did. */
const MAKER = `
const fs = require('fs');
const { ensureFolder } = load('../pipeline/environment-folder');
const [home, go] = args;
const files = { 'pyvenv.cfg': { text: 'first' }, 'bin/tool': { text: 'last', executable: true } };
Object.defineProperty(files['pyvenv.cfg'], 'text', { get() {
  if (new Error().stack.includes('remake')) {
    say('making');
    while (!fs.existsSync(go)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  return 'first';
} });
say('started');
await ensureFolder(home + '/env', files, new AbortController().signal);
say('there');`;

const maker = (): Script => startScript(MAKER, [join(home, 'environments'), join(home, 'go')]);
const environment = (): string[] => {
  const folder = join(home, 'environments', 'env');
  return existsSync(folder) ? ['pyvenv.cfg', 'bin/tool'].map((path) => readFileSync(join(folder, path), 'utf8')) : [];
};
const names = (): string[] => readdirSync(join(home, 'environments')).sort();

it('what a killed maker left is no environment; the next one makes it whole and clears up', async () => {
  const killed = maker();
  expect([await killed.line(), await killed.line()]).toEqual(['started', 'making']);
  killed.process.kill('SIGKILL');
  await killed.ended();
  expect(environment()).toEqual([]);
  expect(names().filter((name) => name.endsWith('.draft'))).toHaveLength(1);
  writeFileSync(join(home, 'go'), '');
  expect(await maker().ended()).toMatchObject({ code: 0, output: 'started\nmaking\nthere\n', errors: '' });
  expect(environment()).toEqual(['first', 'last']);
  expect(names()).toEqual(['env', 'locks']);
});

it('a maker that is killed while it replaces a damaged one does no harm either', async () => {
  mkdirSync(join(home, 'environments', 'env', 'bin'), { recursive: true });
  writeFileSync(join(home, 'environments', 'env', 'pyvenv.cfg'), 'damaged');
  const killed = maker();
  expect([await killed.line(), await killed.line()]).toEqual(['started', 'making']);
  killed.process.kill('SIGKILL');
  await killed.ended();
  writeFileSync(join(home, 'go'), '');
  expect((await maker().ended()).output).toBe('started\nmaking\nthere\n');
  expect(environment()).toEqual(['first', 'last']);
  expect(names()).toEqual(['env', 'locks']);
});

it('of several that want the same one makes it, the others wait and take it', async () => {
  const makers = [maker(), maker(), maker()];
  await Promise.all(makers.map((one) => one.line()));
  const first = await Promise.race(makers.map(async (one) => ((await one.line()) === 'making' ? one : undefined)));
  expect(first).toBeDefined();
  writeFileSync(join(home, 'go'), '');
  const said = await Promise.all(makers.map(async (one) => (await one.ended()).output));
  expect(said.sort()).toEqual(['started\nmaking\nthere\n', 'started\nthere\n', 'started\nthere\n']);
  expect(environment()).toEqual(['first', 'last']);
  expect(names()).toEqual(['env', 'locks']);
});
