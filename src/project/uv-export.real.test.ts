/**
 * A uv.lock with forks, extras, groups, conflicts and markers: what Kiln would install is what `uv export` says, on every
 * kind of platform and every Python; markers of the export are judged by the library `packaging`. Needs a package index,
 * uv and python3.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Platform, platformById } from '../model/platforms';
import { type PythonVersion, parsePython } from '../model/pythons';
import { environmentWithUv } from '../toolchain/toolchain.testing';
import { nodeDisk } from './disk';
import { installSet } from './install-set';
import { readLock } from './locks/read-lock';
import { manifestsIn } from './manifests/manifest-files';
import { markerEnvironment } from './markers';
import type { Lock, Purpose, PythonProject } from './types';
import { type PythonWorkspace, readWorkspace } from './workspace';

jest.setTimeout(600_000);

/** What each kind of platform says of itself. */
const SYSTEMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'linux-x64': { os_name: 'posix', sys_platform: 'linux', platform_system: 'Linux', platform_machine: 'x86_64' },
  'linux-arm64': { os_name: 'posix', sys_platform: 'linux', platform_system: 'Linux', platform_machine: 'aarch64' },
  'windows-x64': { os_name: 'nt', sys_platform: 'win32', platform_system: 'Windows', platform_machine: 'AMD64' },
  'macos-arm64': { os_name: 'posix', sys_platform: 'darwin', platform_system: 'Darwin', platform_machine: 'arm64' },
};
const PYTHONS = ['3.10', '3.11', '3.12', '3.13', '3.14'];
const PLACES = Object.keys(SYSTEMS).flatMap((id) => PYTHONS.map((python) => ({ id, python })));

/** Reads the lines of an export and environments, and says for each environment what holds there. */
const JUDGE = `import json, sys
from packaging.requirements import Requirement
asked = json.load(sys.stdin)
lines = [Requirement(line) for line in asked["lines"]]
pins = lambda env: sorted({f"{r.name}{r.specifier}" for r in lines if r.marker is None or r.marker.evaluate(env)})
json.dump([pins(env) for env in asked["environments"]], sys.stdout)
`;

const project = (name: string, rest: string): string =>
  `[project]\nname = "${name}"\nversion = "1"\nrequires-python = ">=3.10"\n${rest}\n`;

const FILES: Readonly<Record<string, string>> = {
  'pyproject.toml': project(
    'hub',
    `[dependency-groups]
dev = ["toml; python_version < '3.11'", "iniconfig"]
lint = ["pyflakes", "colorama; sys_platform == 'win32'"]
[tool.uv]
package = false
conflicts = [
  [{ package = "app", group = "test" }, { package = "app", group = "old" }],
  [{ package = "app", extra = "tests" }, { package = "app", extra = "slim" }],
]
[tool.uv.workspace]
members = ["apps/*", "libs/*"]
[tool.uv.sources]
core = { workspace = true }
text = { workspace = true }`,
  ),
  'apps/app/pyproject.toml': project(
    'app',
    `dependencies = [
  "requests[socks]<3", "core[fast]", "text",
  "idna<3.5; python_version < '3.12'", "idna>=3.7; python_version >= '3.12'",
  "markupsafe<3; sys_platform == 'linux'", "markupsafe>=3; sys_platform != 'linux'",
  "importlib-metadata; python_full_version < '3.12'",
  "pywin32-ctypes; sys_platform == 'win32' or (os_name == 'nt' and platform_machine == 'ARM64')",
  "blessed>=1.20; platform_machine in 'arm64 aarch64' and implementation_name == 'cpython'",
]
[project.optional-dependencies]
tests = ["packaging<24", "app[more]"]
slim = ["packaging>=24"]
more = ["toolz"]
[dependency-groups]
test = ["pluggy<1.5", { include-group = "shared" }]
old = ["pluggy>=1.5"]
shared = ["exceptiongroup; python_version < '3.11'", "text"]
types = ["mypy-extensions", "typing-extensions; python_version < '3.13'"]
lint = ["mccabe"]
build = ["wheel"]`,
  ),
  'libs/core/pyproject.toml': project(
    'core',
    `dependencies = ["certifi", "text; sys_platform == 'win32'"]
[project.optional-dependencies]
fast = ["tomli; python_version < '3.11'", "six"]
[dependency-groups]
test = ["attrs"]`,
  ),
  'libs/text/pyproject.toml': project('text', `dependencies = ["zipp"]`),
};

/** What each purpose takes of a project, in uv's words; `hub` is what all share. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'app build': ['--no-default-groups'],
  'app test': ['--no-default-groups', '--group', 'test', '--extra', 'tests'],
  'app typecheck': ['--no-default-groups', '--group', 'test', '--group', 'types', '--extra', 'tests'],
  'app lint': ['--only-group', 'lint'],
  'app package': ['--only-group', 'build'],
  'core build': ['--no-dev'],
  'core test': ['--no-default-groups', '--group', 'test'],
  'text build': ['--no-dev'],
  'hub test': ['--only-group', 'dev'],
  'hub lint': ['--only-group', 'lint'],
};
const SHARED: Readonly<Partial<Record<Purpose, string>>> = { test: 'dev', typecheck: 'dev', lint: 'lint' };

let root: string;
let env: NodeJS.ProcessEnv;
let workspace: PythonWorkspace;
let lock: Lock;

beforeAll(async () => {
  env = await environmentWithUv();
  root = mkdtempSync(join(tmpdir(), 'kiln-export-'));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  uv('lock', '-q', '--python', 'python3');
  const disk = nodeDisk(root);
  workspace = readWorkspace(manifestsIn(Object.keys(FILES).map(dirname), disk), disk);
  lock = readLock('uv.lock', disk);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function uv(...args: string[]): string {
  return execFileSync('uv', args, { cwd: root, env, encoding: 'utf8' });
}

function projectOf(name: string): PythonProject {
  return workspace.projects.find((one) => one.name === name) as PythonProject;
}

/** Lines with markers; local projects as if they were pinned, without the one that is asked about. */
function exported(name: string, purpose: Purpose): string {
  const lines = (...options: string[]) =>
    uv(
      'export',
      '-q',
      '--frozen',
      '--no-hashes',
      '--no-header',
      '--no-annotate',
      '--no-emit-project',
      ...options,
    ).replaceAll(/^(?:-e )?\.\/\w+\/(\w+)/gm, '$1==1+local');
  const shared = SHARED[purpose];
  return [
    lines('--package', name, ...(OPTIONS[`${name} ${purpose}`] as readonly string[])),
    ...(name !== 'hub' && shared ? [lines('--package', 'hub', '--only-group', shared)] : []),
  ].join('\n');
}

/** Pins that hold in each place. */
function judged(text: string): string[][] {
  const environments = PLACES.map(({ id, python }) => ({
    ...SYSTEMS[id],
    ...{ python_version: python, python_full_version: `${python}.0`, implementation_version: `${python}.0` },
    ...{ implementation_name: 'cpython', platform_python_implementation: 'CPython', platform_release: '' },
  }));
  const lines = text.split('\n').filter(Boolean);
  const python = ['run', '-q', '--no-project', '--with', 'packaging', '--python', 'python3', 'python', '-c', JUDGE];
  const input = JSON.stringify({ lines, environments });
  return JSON.parse(execFileSync('uv', python, { cwd: root, env, input, encoding: 'utf8' }));
}

function installed(name: string, purpose: Purpose, { id, python }: (typeof PLACES)[number]): string[] {
  const environment = markerEnvironment(platformById(id) as Platform, parsePython(python) as PythonVersion);
  const set = installSet(lock, projectOf(name), { purpose, hub: projectOf('hub'), environment });
  const locals = set.localProjects.map((root) => `${basename(root)}==1+local`);
  return [...set.packages.map((one) => `${one.name}==${one.version}`), ...locals].sort();
}

it.each(Object.keys(OPTIONS).map((text) => text.split(' ') as [string, Purpose]))(
  'installs for %s, purpose %s, what uv exports',
  (name, purpose) => {
    const wanted = judged(exported(name, purpose));
    expect(wanted.every((pins) => pins.length > 0)).toBe(true);
    expect(PLACES.map((place) => ({ place, pins: installed(name, purpose, place) }))).toEqual(
      PLACES.map((place, i) => ({ place, pins: wanted[i] })),
    );
  },
);

it('has forks, markers and conflicts to tell apart', () => {
  const idna = (python: string) =>
    installed('app', 'build', { id: 'linux-x64', python }).find((pin) => pin.startsWith('idna=='));
  expect(idna('3.11')).not.toBe(idna('3.12'));
  const versions = (name: string) =>
    new Set(lock.packages.filter((one) => one.name === name).map((one) => one.version));
  expect([versions('markupsafe').size, versions('pluggy').size, versions('packaging').size]).toEqual([2, 2, 2]);
});
