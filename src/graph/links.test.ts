import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeDisk } from '../project/disk';
import { FILES, MANIFESTS } from '../project/workspace.testing';
import { inferProjects } from './infer';
import { inputsOf } from './infer.testing';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-linked-'));
  for (const [file, text] of Object.entries({ ...FILES, 'apps/app/tests/test_a.py': '', 'shared/lib/s.py': '' })) {
    write(file, text);
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

const infer = () =>
  inferProjects(MANIFESTS, {}, nodeDisk(root), {
    host: 'linux-x64',
    commands: { runners: 'node runners.js', version: () => '', packed: () => '', around: () => 'node around.js' },
  });

/** Patterns of a target, or of a named input, that links have added. */
function behind(folder: string, name: string): string[] {
  const inferred = infer();
  const named = inferred.projects.get(folder)?.node.namedInputs?.[name] as unknown[] | undefined;
  return (named ?? inputsOf(folder, name, inferred))
    .map((input) => (typeof input === 'string' ? input : ((input as { fileset?: string }).fileset ?? '')))
    .filter((text) => /shared|linked|core\/src(\/core)?$/.test(text) && !text.startsWith('!'))
    .map((text) => text.replace('{workspaceRoot}/', ''));
}

const cachedTargets = (folder: string) =>
  Object.entries(infer().projects.get(folder)?.node.targets ?? {})
    .filter(([, { cache }]) => cache)
    .map(([name]) => name)
    .sort();

it('gives a linked package of a library to whoever takes its sources', () => {
  link('libs/core/src/core/linked', '../../../../shared/lib');
  expect(behind('libs/core', 'kilnSources')).toEqual(['libs/core/src/core/linked', 'shared/lib/**/*']);
  expect(behind('libs/core', 'kilnTypes')).toEqual([
    'libs/core/src/core/linked',
    'shared/lib/**/*.{py,pyi}',
    'shared/lib/**/py.typed',
  ]);
  expect(behind('apps/app', 'kilnSources')).toEqual([]);
});

it('follows a folder of sources that is a link itself', () => {
  rmSync(join(root, 'libs/core/src'), { recursive: true });
  write('shared/src/core/__init__.py', '');
  link('libs/core/src', '../../shared/src');
  expect(behind('libs/core', 'kilnSources')).toEqual(['libs/core/src', 'shared/src/core/**/*']);
  rmSync(join(root, 'libs/core/src'));
  mkdirSync(join(root, 'libs/core/src'));
  link('libs/core/src/core', '../../../shared/src/core');
  expect(behind('libs/core', 'kilnSources')).toEqual(['libs/core/src/core', 'shared/src/core/**/*']);
});

it('gives links among the tests to the tests alone', () => {
  link('apps/app/tests/linked', '../../../shared/lib');
  expect(behind('apps/app', 'test')).toEqual(['apps/app/tests/linked', 'shared/lib/**/*']);
  expect(behind('apps/app', 'kilnSources')).toEqual([]);
});

it('names what settings, pythons and manifests above are links to', () => {
  write('shared/ruff.toml', '');
  write('shared/version', '3.14');
  link('ruff.toml', 'shared/ruff.toml');
  link('.python-version', 'shared/version');
  rmSync(join(root, 'libs/core/pyproject.toml'));
  write('shared/pyproject.toml', FILES['libs/core/pyproject.toml'] as string);
  link('libs/core/pyproject.toml', '../../shared/pyproject.toml');
  expect(behind('apps/app', 'lint')).toEqual(expect.arrayContaining(['shared/ruff.toml', 'shared/version']));
  expect(behind('apps/app', 'build')).toEqual(['shared/version']);
  expect(behind('libs/core', 'kilnSources')).toEqual(['shared/pyproject.toml']);
  expect(behind('.', 'closure')).toEqual(['shared/pyproject.toml']);
});

it('caches nothing that reads what no key can see', () => {
  const all = cachedTargets('apps/app');
  expect(all).toEqual(expect.arrayContaining(['build', 'bytecode', 'lint', 'test']));
  link('apps/app/tests/data', '/usr/share');
  expect(cachedTargets('apps/app')).toEqual(['build', 'bytecode', 'smoke']);
  rmSync(join(root, 'apps/app/tests/data'));
  link('libs/core/src/core/data.txt', '/etc/hostname');
  expect(cachedTargets('libs/core')).toEqual([]);
  expect(cachedTargets('apps/app')).toEqual(all.filter((name) => !['build', 'test'].includes(name)));
  expect(infer().projects.get('apps/app')?.node.targets?.build?.metadata?.description).toMatch(
    /not cached: no key sees what libs\/core\/src\/core\/data\.txt leads to/,
  );
});

it('does not look into environments, outputs and other projects', () => {
  const before = JSON.stringify([...infer().projects]);
  link('apps/app/.venv/bin/python', '/usr/bin/python3');
  link('apps/app/venv/lib64', 'lib');
  link('apps/app/node_modules/x', '/usr/share');
  link('libs/.venv', '/usr/share');
  expect(JSON.stringify([...infer().projects])).toBe(before);
});
