import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledMarker, installFolder, measure, removeBytecode, reportGrowth, toolsDir } from './install-folder';
import { temporary, testContext } from './toolchain.testing';

/** Counts how often it is made. */
function thing(content = 'hello') {
  const count = { made: 0 };
  const make = async (scratch: string): Promise<string> => {
    count.made += 1;
    const folder = join(scratch, 'thing');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', 'tool'), content);
    writeFileSync(join(folder, 'data'), 'data');
    return folder;
  };
  return { count, spec: { path: 'things/thing-1', label: 'make a thing', make } };
}

it('makes a folder once', async () => {
  const ctx = testContext();
  const { count, spec } = thing();
  const folder = await installFolder(ctx, spec);
  expect(folder).toBe(join(toolsDir(ctx), 'things', 'thing-1'));
  expect(readFileSync(join(folder, 'bin', 'tool'), 'utf8')).toBe('hello');
  expect(await installFolder(ctx, spec)).toBe(folder);
  expect(count.made).toBe(1);
  expect(readdirSync(join(folder, '..')).sort()).toEqual(['thing-1', 'thing-1.complete']);
});

it.each([
  ['a file is missing', (folder: string) => rmSync(join(folder, 'data'))],
  ['a file was cut off', (folder: string) => writeFileSync(join(folder, 'bin', 'tool'), 'he')],
  ['a file was added', (folder: string) => writeFileSync(join(folder, 'more'), '')],
  ['the folder is gone', (folder: string) => rmSync(folder, { recursive: true })],
  ['the mark is missing, as after kill -9', (folder: string) => rmSync(`${folder}.complete`)],
])('makes it anew when %s', async (_, damage) => {
  const ctx = testContext();
  const { count, spec } = thing();
  damage(await installFolder(ctx, spec));
  const folder = await installFolder(ctx, spec);
  expect(count.made).toBe(2);
  expect(measure(folder)).toEqual({ files: 2, bytes: 9 });
});

it('leaves nothing behind when making fails, and sweeps what a killed process left', async () => {
  const ctx = testContext();
  const { spec } = thing();
  const things = join(toolsDir(ctx), 'things');
  mkdirSync(join(things, 'thing-1.part-dead', 'half'), { recursive: true });
  mkdirSync(join(things, 'thing-10.part-alive'), { recursive: true });
  const fail = async (scratch: string): Promise<string> => {
    writeFileSync(join(scratch, 'half'), '');
    throw new Error('no luck');
  };
  await expect(installFolder(ctx, { ...spec, make: fail })).rejects.toThrow('no luck');
  expect(readdirSync(things)).toEqual(['thing-10.part-alive']);
});

it('lets two callers share one making', async () => {
  const ctx = testContext();
  const { count, spec } = thing();
  const [a, b] = await Promise.all([installFolder(ctx, spec), installFolder(ctx, spec)]);
  expect([a, count.made]).toEqual([b, 1]);
  expect(ctx.said).toEqual([{ label: 'make a thing: another process is at it' }]);
});

it('passes over bytecode that a Python cached, instead of making all anew', async () => {
  const ctx = testContext();
  const { count, spec } = thing();
  const folder = await installFolder(ctx, spec);
  mkdirSync(join(folder, 'bin', '__pycache__'));
  writeFileSync(join(folder, 'bin', '__pycache__', 'tool.cpython-314.pyc'), 'bytes');
  await installFolder(ctx, spec);
  // Somebody may be writing it right now: it neither counts nor goes.
  expect([count.made, existsSync(join(folder, 'bin', '__pycache__'))]).toEqual([1, true]);
  removeBytecode(folder);
  expect(existsSync(join(folder, 'bin', '__pycache__'))).toBe(false);
});

it('keeps bytecode that Kiln itself made, as long as the folder is the same', async () => {
  const ctx = testContext();
  const { count, spec } = thing();
  const folder = await installFolder(ctx, spec);
  mkdirSync(join(folder, 'bin', '__pycache__'));
  writeFileSync(compiledMarker(folder), '');
  await installFolder(ctx, spec);
  expect([count.made, existsSync(join(folder, 'bin', '__pycache__'))]).toEqual([1, true]);
  writeFileSync(join(folder, 'bin', 'more'), 'damage');
  await installFolder(ctx, spec);
  expect([count.made, existsSync(compiledMarker(folder))]).toEqual([2, false]);
});

it('says where it cannot write', async () => {
  const file = join(temporary('full'), 'file');
  writeFileSync(file, '');
  const { spec } = thing();
  await expect(installFolder(testContext({ cacheDir: file }), spec)).rejects.toThrow(/ENOTDIR|EEXIST/);
});

it('reports the size at the end also when there is nothing to measure', async () => {
  const ctx = testContext();
  const folder = temporary('growth');
  await reportGrowth(ctx, 'fetch', folder, async () => writeFileSync(join(folder, 'x'), '12345'));
  await expect(
    reportGrowth(ctx, 'fail', join(folder, 'absent'), () => Promise.reject(new Error('no'))),
  ).rejects.toThrow('no');
  expect(ctx.said).toEqual([
    { label: 'fetch' },
    { label: 'fetch', done: 5, total: 5, unit: 'bytes' },
    { label: 'fail' },
    { label: 'fail', done: 0, total: 0, unit: 'bytes' },
  ]);
});
