import { sha256 } from '../engine/canonical';
import { makeTree } from '../engine/tree';
import { freezeRequest } from '../plan/plan.testing';
import { inspectBundle } from './inspect-bundle';

/** What no store has any more. */
const LOST = sha256('lost');

/** Inspects a bundle of these files; says what was printed. */
async function inspect(files: Record<string, string>, options = {}, platform = 'linux-x64', packages = ['click']) {
  const contents = new Map(Object.values(files).map((text) => [sha256(text), Buffer.from(text)]));
  const tree = makeTree(
    Object.entries(files).map(([path, text]) => ({ path: `py-app/${path}`, sha256: sha256(text), size: text.length })),
  );
  const printed: string[] = [];
  const store = { read: async (digest: string) => (digest === LOST ? undefined : contents.get(digest)) };
  const session = { store, print: (line: string) => void printed.push(line) } as unknown as Parameters<
    typeof inspectBundle
  >[2];
  await inspectBundle({ ...freezeRequest(options, platform), packages }, tree, session);
  return printed;
}

it('says nothing of a bundle in which all is well', async () => {
  expect(await inspect({ 'app/py_app/cli.pyc': 'zoneinfo', 'site/click/__init__.pyc': '' })).toEqual([]);
});

it('tells what of .pth files is left out, or refuses it', async () => {
  const files = { 'pth-skipped.txt': 'a.pth:1: code is not run: import x\n' };
  expect(await inspect(files)).toEqual([expect.stringContaining('\n  a.pth:1: code is not run: import x')]);
  await expect(inspect(files, { pth: 'fail' })).rejects.toMatchObject({
    code: 'PTH_CODE',
    lines: ['a.pth:1: code is not run: import x'],
  });
});

it('finds nothing in order that the cache has lost', async () => {
  await expect(inspect({ 'pth-skipped.txt': 'lost' }, { pth: 'fail' })).rejects.toMatchObject({ code: 'CONTENT_LOST' });
});

it('lets packages of one name live together where they look for each other', async () => {
  const both = (init: string) => ({ 'app/acme/__init__.pyc': init, 'site/acme/__init__.pyc': 'other' });
  expect(await inspect(both('pkgutil extend_path'))).toEqual([]);
  await expect(inspect(both('nothing'))).rejects.toMatchObject({ code: 'NAME_CLASH' });
});

it('names packages that the standard library hides', async () => {
  const files = { 'runtime/lib/python3.14/enum.pyc': '', 'site/enum/__init__.pyc': '' };
  expect(await inspect(files)).toEqual([expect.stringContaining('comes first: enum')]);
});

it('refuses names that the platform cannot hold', async () => {
  const files = { 'app/py_app/aux.pyc': '', 'app/py_app/cli.pyc': 'a' };
  expect(await inspect(files)).toEqual([]);
  await expect(inspect(files, {}, 'windows-x64')).rejects.toMatchObject({ code: 'PATH_UNUSABLE' });
});

it('asks for time zones where Windows lacks them', async () => {
  const files = { 'app/py_app/cli.pyc': '\0zoneinfo\0' };
  expect(await inspect(files, {}, 'windows-x64')).toEqual([expect.stringContaining('add tzdata')]);
  expect(await inspect(files, {}, 'windows-x64', ['tzdata'])).toEqual([]);
});
