import { platformById } from '../model/platforms';
import { type PythonVersion, parsePython } from '../model/pythons';
import { memoryDisk } from './disk';
import { type InstallRequest, installSet } from './install-set';
import { readLock } from './locks/read-lock';
import { uvLock } from './locks/uv';
import { markerEnvironment } from './markers';
import type { PythonProject } from './types';
import { readWorkspace } from './workspace';
import { FILES, MANIFESTS } from './workspace.testing';

const lock = readLock('uv.lock', memoryDisk(FILES));
const { projects } = readWorkspace(MANIFESTS, memoryDisk(FILES));
const named = (name: string) => projects.find((project) => project.name === name) as PythonProject;
const on = (platform: 'linux-x64' | 'windows-x64', python = '3.14.6') =>
  markerEnvironment(platformById(platform) as never, parsePython(python) as PythonVersion);

function titles(project: string, request: Partial<InstallRequest> = {}): string[] {
  const { packages } = installSet(lock, named(project), { purpose: 'build', environment: on('linux-x64'), ...request });
  return packages.map(({ name, version }) => `${name} ${version}`);
}

it.each([
  ['app', {}, ['click 8.1', 'idna 4', 'rapidfuzz 3.1']],
  ['app', { environment: on('windows-x64', '3.13.1') }, ['click 8.1', 'idna 3', 'rapidfuzz 3.1', 'tzdata 1']],
  ['app', { purpose: 'test' }, ['click 8.1', 'hypothesis 6', 'idna 4', 'rapidfuzz 3.1']],
  ['app', { purpose: 'lint' }, []],
  ['core', { purpose: 'test', hub: named('hub') }, ['idna 4', 'pluggy 1', 'pytest 8', 'ruff 1']],
  ['core', { purpose: 'lint', hub: named('hub') }, ['ruff 1']],
  ['core', { purpose: 'package', hub: named('hub') }, []],
] as [string, Partial<InstallRequest>, string[]][])('%s %#', (project, request, expected) => {
  expect(titles(project, request)).toEqual(expected);
});

it('names local projects, sources, files and who needs a package', () => {
  const { localProjects, packages } = installSet(lock, named('app'), {
    purpose: 'build',
    environment: on('linux-x64'),
  });
  expect(localProjects).toEqual(['libs/core', 'libs/text']);
  expect(packages.find(({ name }) => name === 'idna')).toMatchObject({
    source: { kind: 'registry' },
    hashes: ['sha256:idna4', 'sha256:sdist-idna'],
    wheels: [{ filename: 'idna-4-py3-none-any.whl' }],
    filesKnown: true,
    neededBy: 'core',
  });
});

it('refuses a project that the lock lacks', () => {
  const request = { purpose: 'build', environment: on('linux-x64') } as const;
  expect(() => installSet(lock, named('old'), request)).toThrow(expect.objectContaining({ code: 'LOCK_OUTDATED' }));
});

/** A lock as uv makes it of two extras that exclude each other. */
const CONFLICT = `
version = 1
[[package]]
name = "app"
source = { editable = "." }
dependencies = [
  { name = "torch", version = "1", marker = "extra == 'extra-3-app-test'" },
  { name = "torch", version = "2", marker = "extra != 'extra-3-app-test'" },
]
[package.optional-dependencies]
test = [{ name = "torch", version = "1", marker = "extra == 'extra-3-app-test'" }]
[[package]]
name = "torch"
version = "1"
source = { registry = "x" }
[[package]]
name = "torch"
version = "2"
source = { registry = "x" }
`;

it('follows extras that exclude each other, and refuses what both ask for', () => {
  const app = { ...named('app'), root: '.' };
  const versions = (text: string, purpose: 'build' | 'test') =>
    installSet(uvLock.read('uv.lock', text), app, { purpose, environment: on('linux-x64') }).packages.map(
      ({ version }) => version,
    );
  expect(versions(CONFLICT, 'build')).toEqual(['2']);
  expect(versions(CONFLICT, 'test')).toEqual(['1']);
  expect(() => versions(CONFLICT.replaceAll("!= 'extra-3-app-test'", "!= 'other'"), 'test')).toThrow(
    expect.objectContaining({
      code: 'LOCK_INVALID',
      message: expect.stringMatching(/two versions of torch for Python 3\.14\.6 on linux x86_64: \d and \d/),
    }),
  );
});

it('tells forks apart by the part of the resolution that they are for', () => {
  const app = { ...named('app'), root: '.' };
  const fork = (version: string, marker: string) =>
    `[[package]]\nname = "x"\nversion = "${version}"\nsource = { registry = "r" }\nresolution-markers = ["${marker}"]\n`;
  const text = `version = 1\n[[package]]\nname = "app"\nsource = { editable = "." }\ndependencies = [{ name = "x" }]\n${fork('1', "sys_platform == 'win32'")}${fork('2', "sys_platform != 'win32'")}`;
  const version = (platform: 'linux-x64' | 'windows-x64') =>
    installSet(uvLock.read('uv.lock', text), app, { purpose: 'build', environment: on(platform) }).packages.map(
      (entry) => entry.version,
    );
  expect([version('linux-x64'), version('windows-x64')]).toEqual([['2'], ['1']]);
});

it('gives members the groups of a workspace root that is no project', () => {
  const entry = (name: string, version: string, rest = '') =>
    `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = { registry = "r" }\n${rest}`;
  const text = `version = 1
[manifest]
members = ["app", "core"]
[manifest.dependency-groups]
dev = [{ name = "x", specifier = "<2", marker = "sys_platform == 'win32'" }, { name = "x", specifier = ">=2", marker = "sys_platform != 'win32'" }, { name = "ruff" }]
[[package]]
name = "app"
source = { editable = "apps/app" }
${entry('x', '1')}${entry('x', '2')}${entry('ruff', '5')}`;
  const titlesFor = (purpose: 'test' | 'lint' | 'build', platform: 'linux-x64' | 'windows-x64') =>
    installSet(uvLock.read('uv.lock', text), named('app'), { purpose, environment: on(platform) }).packages.map(
      ({ name, version }) => `${name} ${version}`,
    );
  expect(titlesFor('test', 'linux-x64')).toEqual(['ruff 5', 'x 2']);
  expect(titlesFor('test', 'windows-x64')).toEqual(['ruff 5', 'x 1']);
  expect(titlesFor('lint', 'linux-x64')).toEqual(['ruff 5']);
  expect(titlesFor('build', 'linux-x64')).toEqual([]);
});
