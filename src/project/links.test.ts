import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeDisk } from './disk';
import { findLinks, linksIn } from './links';
import { isProduct } from './product-files';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-links-'));
  for (const file of ['p/src/a.py', 'shared/lib/s.py', 'shared/lib/deep/d.txt']) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

/** `path → target/`. */
function found(enter: (folder: string) => boolean = isProduct): string[] {
  return findLinks('p', nodeDisk(root), enter).map(
    ({ path, target, folder }) => `${path} → ${target ?? 'out'}${folder ? '/' : ''}`,
  );
}

it('finds links to files and folders, relative and absolute', () => {
  link('p/src/one.py', 'a.py');
  link('p/src/lib', '../../shared/lib');
  link('p/src/abs', join(root, 'shared/lib/deep'));
  expect(found()).toEqual(['p/src/abs → shared/lib/deep/', 'p/src/lib → shared/lib/', 'p/src/one.py → p/src/a.py']);
});

it('goes through chains, and through folders that are links', () => {
  link('p/src/x.py', '../../links/lib/s.py');
  link('links/lib', '../links2/lib');
  link('links2', 'shared');
  expect(found()).toEqual(['p/src/x.py → shared/lib/s.py']);
});

it('goes on behind links to folders', () => {
  link('p/src/lib', '../../shared/lib');
  link('shared/lib/more', '../other');
  link('shared/other/o.py', '../lib/s.py');
  expect(found()).toEqual([
    'p/src/lib → shared/lib/',
    'shared/lib/more → shared/other/',
    'shared/other/o.py → shared/lib/s.py',
  ]);
});

it('says of what lies outside that it does', () => {
  link('p/src/tz', '/usr/share');
  link('p/src/up', '../../../elsewhere');
  expect(found()).toEqual(['p/src/tz → out/', 'p/src/up → out/']);
});

it('ends in circles, and passes over what leads nowhere', () => {
  link('p/src/self', '.');
  link('p/src/root', '../..');
  link('p/src/x', 'y');
  link('p/src/y', 'x');
  link('p/src/.#a.py', 'me@machine.1:2');
  expect(found()).toEqual(['p/src/root → ./', 'p/src/self → p/src/']);
});

it('leaves out folders that are not entered, also where they are links', () => {
  link('p/.venv', '../shared/lib');
  link('p/inner/x', '../src');
  expect(found((path) => isProduct(path) && path !== 'p/inner')).toEqual([]);
});

it('lists every folder on the way to what is not there yet', () => {
  link('p/src/later', '../../shared/lib/../later/x');
  const listed: string[] = [];
  const disk = nodeDisk(root);
  findLinks('p', { ...disk, list: (folder) => (listed.push(folder), disk.list(folder)) }, isProduct);
  expect(listed).toEqual(expect.arrayContaining(['.', 'shared', 'p/src']));
});

it('names the links of one folder', () => {
  link('ruff.toml', 'shared/ruff.toml');
  writeFileSync(join(root, 'shared/ruff.toml'), '');
  link('gone', 'shared/nothing');
  expect(linksIn('.', nodeDisk(root))).toEqual([{ path: 'ruff.toml', target: 'shared/ruff.toml', folder: false }]);
});

it('passes over folders that cannot be listed', () => {
  link('p/src/lib', '../../shared/lib');
  const disk = nodeDisk(root);
  const list = (folder: string) => {
    if (folder === 'p/data') {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    }
    return disk.list(folder);
  };
  mkdirSync(join(root, 'p/data'));
  expect(findLinks('p', { ...disk, list }, isProduct).map(({ path }) => path)).toEqual(['p/src/lib']);
});
