/** Real git: ranges, shallow clones, the disk of a commit. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { KilnError } from '../../model/errors';
import { nodeDisk } from '../../project/disk';
import { changesBetween } from './changes';
import { findRange } from './range';
import { diskAt } from './revision-disk';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kiln-git-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(at: string, ...args: string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.example', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...who, ...args], {
    cwd: at,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function write(at: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), text);
  }
}

/** A repository with one commit on main; the workspace may lie below its root. */
function repository(files: Readonly<Record<string, string>>, below = ''): string {
  const root = join(folder, 'repo');
  mkdirSync(join(root, below), { recursive: true });
  git(root, 'init', '-q', '-b', 'main');
  write(join(root, below), files);
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'first');
  return join(root, below);
}

function refusal(act: () => unknown): Partial<KilnError> {
  try {
    act();
  } catch (error) {
    const { code, message, hint } = error as KilnError;
    return { code, message, hint };
  }
  return {};
}

it('compares with where both sides parted', () => {
  const root = repository({ 'a.txt': '1' });
  const parted = git(root, 'rev-parse', 'HEAD');
  git(root, 'checkout', '-qb', 'topic');
  write(root, { 'b.txt': '1' });
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'topic');
  git(root, 'checkout', '-q', 'main');
  write(root, { 'c.txt': '1' });
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'main goes on');
  const range = findRange(root, { base: 'main', head: 'topic' });
  expect(range).toEqual({ base: parted, head: git(root, 'rev-parse', 'topic'), notes: [] });
  expect(changesBetween(root, range.base, range.head).map(({ path }) => path)).toEqual(['b.txt']);
});

it('sees what is not committed and what git does not track, in a workspace below the repository', () => {
  const root = repository({ 'a.py': '1', 'old.py': '1', '.gitignore': 'made/\n' }, 'python');
  write(join(root, '..'), { 'elsewhere.txt': '' });
  write(root, { 'a.py': '2', 'made/x.py': '', 'new name.py': '' });
  git(root, 'mv', 'old.py', 'renamed.py');
  expect(
    changesBetween(root, 'HEAD')
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['a.py', 'new name.py', 'old.py', 'renamed.py']);
});

it('tells an executable bit from another content', () => {
  const root = repository({ 'a b.py': '1', 'c.py': '1' });
  chmodSync(join(root, 'a b.py'), 0o755);
  expect(changesBetween(root, 'HEAD')).toEqual([]);
  write(root, { 'c.py': '2' });
  chmodSync(join(root, 'c.py'), 0o755);
  expect(changesBetween(root, 'HEAD').map(({ path }) => path)).toEqual(['c.py']);
});

it('reads the workspace as a commit had it', () => {
  const root = repository({ 'pkg/pyproject.toml': 'é 1\n', 'gone/setup.cfg': 'x', 'same.txt': 'same' });
  symlinkSync('pkg', join(root, 'link'));
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'link');
  write(root, { 'pkg/pyproject.toml': 'é 2\n', 'added/a.py': '' });
  rmSync(join(root, 'gone'), { recursive: true });
  rmSync(join(root, 'link'));
  const disk = diskAt(root, nodeDisk(root), 'HEAD');
  expect(disk.read('pkg/pyproject.toml')).toBe('é 1\n');
  expect(disk.read('link/pyproject.toml')).toBe('é 1\n');
  expect(disk.read('gone/setup.cfg')).toBe('x');
  expect(disk.read('same.txt')).toBe('same');
  expect(disk.list('.').map(({ name }) => name)).toEqual(['.git', 'gone', 'link', 'pkg', 'same.txt']);
  expect(disk.exists('added')).toBe(false);
});

it('says what to do where the clone is too shallow, or the revision is unknown', () => {
  const root = repository({ 'a.txt': '1' });
  for (const text of ['2', '3', '4']) {
    write(root, { 'a.txt': text });
    git(root, 'commit', '-qam', text);
  }
  const shallow = join(folder, 'shallow');
  git(folder, 'clone', '-q', '--depth=2', `file://${root}`, shallow);
  expect(refusal(() => findRange(shallow, { base: 'HEAD~2' }))).toEqual({
    code: 'REVISION_MISSING',
    message: "git knows no revision 'HEAD~2' here",
    hint: '`git fetch --deepen=100` or `git fetch --unshallow`, or name another one with --base=<revision>',
  });
  expect(refusal(() => findRange(root, { base: 'origin/trunk' })).hint).toBe('`git fetch origin trunk`');
  git(shallow, 'checkout', '-q', '--detach');
  git(shallow, 'branch', '-q', '-D', 'main');
  expect(refusal(() => findRange(shallow, { base: 'main' })).hint).toMatch(/name it as --base=origin\/main$/);
  expect(refusal(() => findRange(root, { base: '--output=x' })).code).toBe('REVISION_MISSING');
  expect(findRange(shallow, { base: 'HEAD~1' }).notes).toEqual([]);
  git(shallow, 'fetch', '-q', '--deepen=10');
  expect(findRange(shallow, { base: 'HEAD~2' }).base).toBe(git(root, 'rev-parse', 'HEAD~2'));
});

it('compares with the base itself where a shallow clone does not know where both parted', () => {
  const root = repository({ 'a.txt': '1' });
  git(root, 'checkout', '-qb', 'topic');
  write(root, { 'b.txt': '1' });
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'topic');
  const shallow = join(folder, 'shallow');
  git(folder, 'clone', '-q', '--depth=1', '--no-single-branch', `file://${root}`, shallow);
  const { base, notes } = findRange(shallow, { base: 'origin/main' });
  expect(base).toBe(git(root, 'rev-parse', 'main'));
  expect(notes[0]).toMatch(/no common commit in this shallow clone.*git fetch --deepen=100/);
});

it('needs a repository', () => {
  expect(refusal(() => findRange(folder, { base: 'main' }))).toMatchObject({
    code: 'GIT_UNAVAILABLE',
    message: `${folder} is in no git repository`,
  });
});
