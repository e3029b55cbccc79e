/** What git says of files, by real repositories. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { coveredBy, type Git, ignoredFiles, trackedFiles, visibleFiles } from './git-files';

const work = mkdtempSync(join(tmpdir(), 'kiln-git-files-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const ENV = { PATH: process.env.PATH ?? '', HOME: work, GIT_CONFIG_NOSYSTEM: '1' };
const NAMED = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'protocol.file.allow=always'];

const gitIn =
  (folder: string): Git =>
  async (args, env) => {
    const { status, stdout } = spawnSync('git', [...args], { cwd: folder, env: { ...ENV, ...env }, encoding: 'utf8' });
    return status === 0 ? stdout : undefined;
  };

/** A workspace with files; commands after that are git's. */
function workspace(name: string, files: Record<string, string>, ...commands: readonly (readonly string[])[]): string {
  const root = join(work, name);
  for (const [path, text] of Object.entries(files)) {
    put(root, path, text);
  }
  for (const command of commands) {
    execFileSync('git', [...NAMED, ...command], { cwd: root, env: ENV, stdio: 'ignore' });
  }
  return root;
}

function put(root: string, path: string, text = path): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const FILES = {
  '.gitignore': '*.log\n.env\ngen/\n',
  'p/a/__init__.py': '',
  'p/a/kept.log': '',
  'p/a/ü.json': '',
  'p/docs/x.md': '',
  'p/a/sub/secret.txt': '',
  'p/a/sub/.gitignore': 'secret.txt\n',
  'p/.gitattributes': 'docs export-ignore\n',
  'q/other.log': '',
};
const COMMIT = [
  ['init', '-q'],
  ['add', '-A'],
  ['add', '-f', 'p/a/kept.log'],
  ['commit', '-q', '-m', 'a'],
];

it('names what is ignored and not tracked, by the rules of every folder', async () => {
  const root = workspace('ignored', FILES, ...COMMIT);
  for (const path of ['p/a/.env', 'p/a/gen/x.py', 'p/a/new.json', 'p/debug.log']) {
    put(root, path);
  }
  expect(await ignoredFiles(gitIn(join(root, 'p')), root)).toEqual({
    checkout: true,
    paths: ['a/.env', 'a/gen/', 'a/sub/secret.txt', 'debug.log'],
  });
  expect((await ignoredFiles(gitIn(join(root, 'p')), root, ['a/sub', 'missing'])).paths).toEqual(['a/sub/secret.txt']);
});

it('follows the rules without a checkout, and says that there is none', async () => {
  const root = workspace('exported', FILES);
  expect(await ignoredFiles(gitIn(join(root, 'p')), root)).toEqual({
    checkout: false,
    paths: ['a/kept.log', 'a/sub/secret.txt'],
  });
});

it('sees what no rule excludes, tracked or not, also without a checkout', async () => {
  const files = { ...FILES, 'p/build/tool.py': '', 'p/build/x.log': '', 'p/dist/a.whl': '', '.nxignore': 'dist\n' };
  const root = workspace('visible', files, ...COMMIT, ['add', '-f', 'p/build/x.log']);
  const git = gitIn(join(root, 'p'));
  expect(await visibleFiles(git, root, ['build', 'dist'])).toEqual(['build/tool.py', 'dist/a.whl']);
  expect(await visibleFiles(git, root, ['build', 'dist'], join(root, '.nxignore'))).toEqual(['build/tool.py']);
  const away = workspace('visible-exported', files);
  expect(await visibleFiles(gitIn(join(away, 'p')), away, ['build'])).toEqual(['build/tool.py']);
});

it('has no rules for a folder that is ignored as a whole', async () => {
  const root = workspace('away', { ...FILES, '.gitignore': 'p\n' }, ['init', '-q']);
  expect(await ignoredFiles(gitIn(join(root, 'p')), root)).toEqual({ checkout: true, paths: [] });
});

it('takes a file for ignored where a folder on the way is', () => {
  const test = coveredBy(['a/gen/', 'b.log']);
  expect(['a/gen/x/y.py', 'a/genx.py', 'b.log', 'a/b.log', 'a/gen'].filter(test)).toEqual(['a/gen/x/y.py', 'b.log']);
});

it('lists what the last commit or the index has, without what is not exported', async () => {
  const root = workspace('tracked', FILES, ...COMMIT);
  put(root, 'p/a/staged.json');
  put(root, 'p/a/untracked.json');
  execFileSync('git', ['add', 'p/a/staged.json'], { cwd: root, env: ENV });
  execFileSync('git', ['rm', '-q', '--cached', 'p/a/kept.log'], { cwd: root, env: ENV });
  const git = gitIn(join(root, 'p'));
  const always = ['.gitattributes', 'a/__init__.py', 'a/sub/.gitignore', 'a/ü.json'];
  expect(await trackedFiles(git, 'commit')).toEqual([...always, 'a/kept.log'].sort());
  expect(await trackedFiles(git, 'index')).toEqual([...always, 'a/staged.json'].sort());
  put(root, '.gitattributes', 'p export-ignore\n');
  expect(await trackedFiles(git, 'index')).toEqual([]);
});

it('tells no checkout from one without a commit', async () => {
  const none = workspace('none', FILES);
  expect(await trackedFiles(gitIn(none), 'index')).toBeUndefined();
  const fresh = workspace('fresh', FILES, ['init', '-q'], ['add', '-A']);
  expect(await trackedFiles(gitIn(fresh), 'index')).toEqual([]);
});

it('takes submodules along where the index is listed', async () => {
  const other = workspace('other', { 'x.json': '' }, ...COMMIT.filter(([, option]) => option !== '-f'));
  const root = workspace('outer', FILES, ...COMMIT, ['submodule', '--quiet', 'add', other, 'p/a/data']);
  const git = gitIn(join(root, 'p'));
  expect(await trackedFiles(git, 'index')).toContain('a/data/x.json');
  expect(await trackedFiles(git, 'commit')).not.toContain('a/data/x.json');
});
