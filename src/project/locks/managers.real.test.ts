/**
 * Locks as the real managers write them: what Kiln installs from each is what the manager's own export says.
 * Needs a package index, uv, python3 ≥ 3.10; poetry and pdm come by `uv tool run`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { thisHost } from '../../model/host';
import type { Platform } from '../../model/platforms';
import { type PythonVersion, parsePython } from '../../model/pythons';
import { environmentWithUv } from '../../toolchain/toolchain.testing';
import { slicesOf } from '../closure';
import { nodeDisk } from '../disk';
import { installSet } from '../install-set';
import { lockProblems } from '../lock-problems';
import { manifestsIn } from '../manifests/manifest-files';
import { markerEnvironment } from '../markers';
import { requirementsText } from '../requirements-text';
import type { Purpose, PythonProject } from '../types';
import { readWorkspace } from '../workspace';
import { readLock } from './read-lock';

jest.setTimeout(600_000);

const PYTHON = execFileSync('python3', ['-c', 'import platform; print(platform.python_version())'], {
  encoding: 'utf8',
}).trim();
const ENVIRONMENT = markerEnvironment(thisHost() as Platform, parsePython(PYTHON) as PythonVersion);

let root: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await environmentWithUv();
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-locks-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const CORE = `[project]
name = "core"
version = "1"
requires-python = ">=3.10,<4"
dependencies = ["certifi"]
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`;

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries({
    'core/pyproject.toml': CORE,
    'core/src/core/__init__.py': '',
    ...files,
  })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** `name==version` of what uv would install, local projects left out. */
function resolved(file: string, ...options: string[]): string[] {
  const { stderr: report, status } = spawnSync(
    'uv',
    ['pip', 'install', '--dry-run', '--target', join(root, 'none'), '--python', 'python3', '-r', file, ...options],
    { cwd: root, env, encoding: 'utf8' },
  );
  expect([report, status]).toEqual([report, 0]);
  return report.split('\n').flatMap((line) => / \+ (\S+==\S+)/.exec(line)?.[1] ?? []);
}

/** What Kiln would install, checked through uv, which takes the hashes too. */
function installed(purpose: Purpose): string[] {
  const disk = nodeDisk(root);
  const { locks, projects } = readWorkspace(manifestsIn(['.', 'core'], disk), disk);
  const lock = readLock(locks[0]?.file as string, disk);
  expect(lockProblems(lock, locks[0]?.members ?? [])).toEqual([]);
  const app = projects.find(({ name }) => name === 'app') as PythonProject;
  const slice = slicesOf(lock, [app]).find((s) => s.purpose === purpose);
  const set = installSet(lock, app, { purpose, environment: ENVIRONMENT });
  expect(set.localProjects).toEqual(['core']);
  expect(slice?.localProjects).toEqual(['core']);
  // An environment holds nothing that its key does not.
  const inSlice = slice?.packages.map(({ name, version }) => `${name}==${version}`);
  const names = set.packages.map(({ name, version }) => `${name}==${version}`);
  expect(inSlice).toEqual(expect.arrayContaining(names));
  writeFileSync(join(root, 'kiln.txt'), requirementsText(set.packages, lock.root));
  expect(resolved('kiln.txt', '--no-deps', '--require-hashes').sort()).toEqual(names);
  return names;
}

const PROJECT = `[project]
name = "app"
version = "1"
requires-python = ">=3.10,<4"
dependencies = ["requests[socks]<3", "core", "colorama; sys_platform == 'win32'"]
[project.optional-dependencies]
fast = ["six"]
[dependency-groups]
dev = ["iniconfig>=2", { include-group = "lint" }]
lint = ["mccabe"]
`;
const SHIPPED = ['certifi', 'charset-normalizer', 'idna', 'pysocks', 'requests', 'urllib3'];
const TESTED = [...SHIPPED, 'iniconfig', 'mccabe'].sort();
const names = (list: readonly string[]): string[] => list.map((text) => text.split('==')[0] as string);

it('uv.lock', () => {
  write({
    'pyproject.toml': `${PROJECT}[tool.uv]\npackage = false\n[tool.uv.sources]\ncore = { path = "core", editable = true }\n`,
  });
  run('uv', 'lock', '--python', 'python3');
  const exported = (...options: string[]): string[] => {
    run('uv', 'export', '-q', '--frozen', '--no-emit-local', '-o', 'export.txt', ...options);
    return resolved('export.txt', '--no-deps').sort();
  };
  expect(installed('build')).toEqual(exported('--no-dev'));
  expect(installed('test')).toEqual(exported('--group', 'dev'));
  expect(names(installed('test'))).toEqual(TESTED);
});

it('pylock.toml as uv exports it', () => {
  write({
    'pyproject.toml': `${PROJECT}[tool.uv]\npackage = false\n[tool.uv.sources]\ncore = { path = "core", editable = true }\n`,
  });
  run('uv', 'lock', '--python', 'python3');
  run('uv', 'export', '-q', '--format', 'pylock.toml', '--no-dev', '-o', 'pylock.toml');
  rmSync(join(root, 'uv.lock'));
  expect(installed('build')).toEqual(resolved('pylock.toml').sort());
  expect(names(installed('test'))).toEqual(SHIPPED);
});

it('requirements as uv pip compile writes them', () => {
  write({
    'pyproject.toml': PROJECT,
    'requirements.in': 'requests[socks]<3\n-e ./core\ncolorama; sys_platform == "win32"\n',
    'requirements-dev.in': '-r requirements.in\niniconfig>=2\nmccabe\n',
  });
  for (const name of ['requirements', 'requirements-dev']) {
    run(
      'uv',
      'pip',
      'compile',
      '-q',
      '-p',
      'python3',
      '--universal',
      '--generate-hashes',
      `${name}.in`,
      '-o',
      `${name}.txt`,
    );
  }
  expect(installed('build')).toEqual(resolved('requirements.txt').sort());
  expect(installed('test')).toEqual(resolved('requirements-dev.txt').sort());
  expect(names(installed('test'))).toEqual(TESTED);
});

/** The same project in poetry's words; the index is named, for poetry's own way to ask it does not work with mirrors. */
const poetryProject = (index: string, rest: string): string => `[tool.poetry]
name = "app"
version = "1"
description = ""
authors = []
package-mode = false
[tool.poetry.dependencies]
python = ">=3.10,<4"
requests = { version = "<3", extras = ["socks"] }
core = { path = "core", develop = true }
colorama = { version = "*", markers = "sys_platform == 'win32'" }
${rest}
six = { version = "*", optional = true }
[tool.poetry.extras]
fast = ["six"]
[tool.poetry.group.dev.dependencies]
iniconfig = "^2.0"
mccabe = "*"
[[tool.poetry.source]]
name = "index"
url = "${index}/"
priority = "primary"
`;

/** As uv names it in a lock. */
function indexUrl(): string {
  write({ 'pyproject.toml': '[project]\nname = "x"\nversion = "1"\ndependencies = ["six"]\n' });
  run('uv', 'lock', '--python', 'python3');
  const [, url = ''] = /registry = "([^"]+)"/.exec(readFileSync(join(root, 'uv.lock'), 'utf8')) ?? [];
  rmSync(join(root, 'uv.lock'));
  return url;
}

it.each([
  // Its own export fails at forks.
  ['1.8.5', '1.8.0', ''],
  ['2.5.1', '1.9.0', 'idna = [{ version = "<3.5", python = "<3.12" }, { version = "^3.7", python = ">=3.12" }]'],
])('poetry.lock of poetry %s', (version, plugin, rest) => {
  write({ 'pyproject.toml': poetryProject(indexUrl(), rest) });
  const poetry = (...args: string[]): string =>
    run(
      'uv',
      'tool',
      'run',
      '--with',
      `poetry-plugin-export==${plugin}`,
      '--from',
      `poetry==${version}`,
      'poetry',
      ...args,
    );
  poetry('lock', '--no-interaction');
  const exported = (...options: string[]): string[] => {
    poetry('export', '--without-urls', '-o', 'export.txt', ...options);
    const lines = readFileSync(join(root, 'export.txt'), 'utf8').split('\n');
    // uv takes hashes of all or of none, and the folder has none.
    writeFileSync(join(root, 'export.txt'), lines.filter((line) => !/^(core|-e) /.test(line)).join('\n'));
    return resolved('export.txt', '--no-deps').sort();
  };
  expect(installed('build')).toEqual(exported());
  expect(installed('test')).toEqual(exported('--with', 'dev'));
  expect(names(installed('test'))).toEqual(TESTED);
});

it('pdm.lock', () => {
  write({
    'pyproject.toml': `${PROJECT.replace('"core"', '"core @ file:///\${PROJECT_ROOT}/core"')}[tool.pdm]\ndistribution = false\n`,
  });
  const pdm = (...args: string[]): string =>
    run('uv', 'tool', 'run', '--with', 'hishel<1.1', '--with', 'unearth<0.18', '--from', 'pdm==2.29.3', 'pdm', ...args);
  pdm('lock', '-q', '-G', ':all');
  const exported = (...options: string[]): string[] => {
    pdm('export', '--no-hashes', '-o', 'export.txt', ...options);
    const lines = readFileSync(join(root, 'export.txt'), 'utf8').split('\n');
    writeFileSync(join(root, 'export.txt'), lines.filter((line) => !/^(core|\.\/core|-e) ?/.test(line)).join('\n'));
    return resolved('export.txt', '--no-deps').sort();
  };
  expect(installed('build')).toEqual(exported('--prod'));
  expect(installed('test')).toEqual(exported('-G', 'dev'));
  expect(names(installed('test'))).toEqual(TESTED);
});
