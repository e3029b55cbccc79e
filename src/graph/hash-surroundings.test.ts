import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashSurroundings } from './hash-surroundings';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kiln-around-'));
  put('repository/workspace/nx.json', '{}');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}
const hash = (...folders: string[]): string =>
  hashSurroundings(join(home, 'repository/workspace'), folders, join(home, 'gitconfig'));

it.each([
  ['info/exclude', 'repository/workspace/.git/info/exclude'],
  ['info/exclude of a repository around', 'repository/.git/info/exclude'],
  ['.gitignore above', 'repository/.gitignore'],
  ['.ignore above', '.ignore'],
])('counts rules of %s, and neither comments nor empty lines', (_, path) => {
  const before = hash();
  put(path, '# comments\n\n');
  expect(hash()).toBe(before);
  put(path, '# comments\n*.py\n');
  expect(hash()).not.toBe(before);
});

it('leaves what Nx hashes to Nx', () => {
  const before = hash();
  put('repository/workspace/.gitignore', '*.py');
  expect(hash()).toBe(before);
});

it('finds the repository of a worktree', () => {
  put('repository/workspace/.git', 'gitdir: ../../main/.git/worktrees/one\n');
  put('main/.git/worktrees/one/commondir', '../..\n');
  const before = hash();
  put('main/.git/info/exclude', 'x.py');
  expect(hash()).not.toBe(before);
});

it('counts what the machine leaves out', () => {
  const before = hash();
  put('gitconfig', `[core]\n\texcludesFile = ${join(home, 'rules')}\n`);
  expect(hash()).toBe(before);
  put('rules', '*.py');
  expect(hash()).not.toBe(before);
});

it('counts names of what could be imported, and no content', () => {
  put('repository/workspace/src/one.py', '');
  const before = hash('.', 'src', 'absent');
  put('repository/workspace/src/one.py', 'x = 1');
  for (const path of ['dist/x', 'node_modules/x', 'README.md', '.venv/x', 'a-b/x']) {
    put(`repository/workspace/${path}`, '');
  }
  expect(hash('.', 'src', 'absent')).toBe(before);
  put('repository/workspace/redis/x', '');
  expect(hash('.', 'src', 'absent')).not.toBe(before);
  expect(hash('src')).not.toBe(hash());
});
