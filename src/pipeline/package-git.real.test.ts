/** What git has a say in, and what is refused where it cannot be asked. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesInBuildFolders, gitFacts } from './package-git';
import type { Session } from './session';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-package-git-'));
  for (const path of ['p/a/__init__.py', 'p/a/x.json', 'p/a/.env', 'p/build/tool.py', 'p/build/x.log']) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  writeFileSync(join(root, '.gitignore'), '.env\n*.log\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const FILES = ['a/.env', 'a/__init__.py', 'a/x.json'];
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, stdio: 'ignore' });
const commit = () => {
  git('init', '-q');
  git('add', 'p/a/__init__.py', '.gitignore');
  git('commit', '-q', '-m', 'a');
  git('add', 'p/a/x.json');
};
const session = () =>
  ({
    workspaceRoot: root,
    env: { PATH: process.env.PATH, HOME: root },
    signal: new AbortController().signal,
  }) as unknown as Session;
const project = (asksGit?: string) =>
  ({ name: 'lib', root: 'p', modules: [], manifests: [], build: { backend: 'some.backend', asksGit } }) as never;
const facts = (asksGit: string, requirements = '') => gitFacts(project(asksGit), FILES, requirements, session());

it('says what is ignored, or tracked as that release of the plugin would list it', async () => {
  commit();
  expect(await facts('ignored')).toEqual({ ignored: ['a/.env'] });
  expect(await facts('tracked', 'setuptools-scm==10.3.4\n')).toEqual({ tracked: ['a/__init__.py', 'a/x.json'] });
  expect(await facts('tracked', 'setuptools-scm==9.2.2\n')).toEqual({ tracked: ['a/__init__.py'] });
  expect(await facts('rules')).toEqual({});
});

it('refuses what nobody can know without a checkout', async () => {
  await expect(facts('ignored')).rejects.toMatchObject({ code: 'GIT_UNKNOWN' });
  await expect(facts('tracked')).rejects.toMatchObject({ code: 'GIT_UNKNOWN' });
  rmSync(join(root, '.gitignore'));
  expect(await facts('ignored')).toEqual({ ignored: [] });
  writeFileSync(join(root, 'p/PKG-INFO'), '');
  expect(await facts('tracked')).toEqual({ tracked: FILES });
});

it('finds sources where builds put things, and refuses those that no key would hold', async () => {
  commit();
  expect(await filesInBuildFolders(project(), session())).toEqual(['build/tool.py']);
  git('add', '-f', 'p/build/x.log');
  expect(await filesInBuildFolders(project('rules'), session())).toEqual(['build/tool.py']);
  await expect(filesInBuildFolders(project('tracked'), session())).rejects.toThrow('build/x.log');
  writeFileSync(join(root, 'p/build/pyvenv.cfg'), '');
  expect(await filesInBuildFolders(project(), session())).toEqual([]);
});
