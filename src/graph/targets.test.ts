import type { TargetConfiguration } from '@nx/devkit';
import { BytecodeOptions } from '../model/options/bytecode';
import { FormatOptions, LintOptions, StartOptions, TestOptions, TypecheckOptions } from '../model/options/everyday';
import { FreezeOptions, SmokeOptions } from '../model/options/freeze';
import { ClosureOptions, LockOptions } from '../model/options/locks';
import { FILES } from '../project/workspace.testing';
import { inferFixture, inputsOf } from './infer.testing';

const APP = FILES['apps/app/pyproject.toml'] as string;
const node = (root: string, changes = {}, options = {}) => inferFixture(changes, options).projects.get(root)?.node;
const target = (root: string, name: string, changes = {}, options = {}) =>
  node(root, changes, options)?.targets?.[name] as TargetConfiguration;

it('gives each project only what it declares', () => {
  const { projects } = inferFixture();
  const found = [...projects].map(
    ([
      root,
      {
        node: { name, targets, projectType },
      },
    ]) => [root, name, projectType, Object.keys(targets ?? {}).join()],
  );
  expect(found).toEqual([
    ['.', 'hub', 'library', 'lock,closure'],
    ['apps/app', 'app', 'application', 'build,smoke,bytecode,lint,format-check,format,start,lock'],
    ['libs/core', 'core', 'library', 'bytecode,lint,format-check,format,lock'],
    ['libs/old', 'old', 'library', ''],
    ['libs/text', 'acme.text', 'library', 'bytecode,lint,format-check,format,lock'],
  ]);
});

it('infers the key of a build', () => {
  expect(target('apps/app', 'build')).toMatchObject({
    executor: 'nx-kiln:freeze',
    cache: true,
    dependsOn: [{ projects: ['hub'], target: 'closure' }],
    outputs: ['{options.outputPath}/{options.platform}'],
    options: { tool: 'bundle', platform: 'linux-x64', outputPath: 'dist/apps/app' },
  });
});

it('takes sources and data, also what git ignores; not caches', () => {
  const inputs = node('apps/app')?.namedInputs?.kilnSources;
  expect(inputs).toEqual(
    expect.arrayContaining([
      '{projectRoot}/pyproject.toml',
      { fileset: '{projectRoot}/src/app/**/*', includeIgnored: true },
      { fileset: expect.stringContaining('!{projectRoot}/{**/__pycache__/**,'), includeIgnored: true },
    ]),
  );
  expect(node('libs/old')?.namedInputs?.kilnSources).toEqual(['{projectRoot}/pyproject.toml']);
});

it('spells out a folder that Nx would read as a pattern', () => {
  const root = 'apps/a (1) $[x]';
  const changes = {
    [`${root}/pyproject.toml`]: APP,
    [`${root}/src/app/__init__.py`]: '',
    'apps/app/pyproject.toml': '[tool.x]\n',
  };
  expect(node(root, changes)?.namedInputs?.kilnSources?.[1]).toEqual({
    fileset: '{workspaceRoot}/apps/a [(]1[)] $[[]x[]]/src/app/**/*',
    includeIgnored: true,
  });
  expect(target(root, 'build', changes).options.outputPath).toBe('dist/apps/a ~281~29 $~5bx~5d');
});

it('never lets two configurations with different options share a folder', () => {
  const declared = `${APP}[tool.kiln]\nplatforms = ["windows-arm64", "linux-x64-musl"]\n`;
  const changes = {
    'apps/app/pyproject.toml': declared,
    'apps/two/pyproject.toml': '[project]\nname = "apps"\n[project.scripts]\nx = "y:z"\n',
  };
  const owner = new Map<string, string>();
  for (const [
    root,
    {
      node: { targets },
    },
  ] of inferFixture(changes).projects) {
    for (const [name, { options, configurations, outputs }] of Object.entries(targets ?? {})) {
      for (const [configuration, extra] of Object.entries({ default: {}, ...configurations })) {
        const merged = { ...options, ...extra };
        const folder = (outputs ?? [])
          .map((output) => output.replace(/\{options\.(\w+)\}/g, (_, key: string) => merged[key]))
          .join();
        if (folder === '') {
          continue;
        }
        const what = `${root}:${name} ${JSON.stringify(merged)}`;
        expect(`${folder} ${owner.get(folder) ?? what}`).toBe(`${folder} ${what}`);
        owner.set(folder, what);
        expect(folder).not.toMatch(/undefined/);
        expect(configuration).toBeTruthy();
      }
    }
  }
  const folders = [...owner.keys()];
  const inside = folders.filter((a) => folders.some((b) => a !== b && a.startsWith(`${b}/`)));
  expect(inside).toEqual([]);
});

it('gives options that the executors accept', () => {
  const schemas = {
    'nx-kiln:freeze': FreezeOptions,
    'nx-kiln:smoke': SmokeOptions,
    'nx-kiln:bytecode': BytecodeOptions,
    'nx-kiln:closure': ClosureOptions,
    'nx-kiln:lock': LockOptions,
    'nx-kiln:test': TestOptions,
    'nx-kiln:lint': LintOptions,
    'nx-kiln:typecheck': TypecheckOptions,
    'nx-kiln:format': FormatOptions,
    'nx-kiln:start': StartOptions,
  };
  const freeze = `${APP}[tool.kiln]\npythons = ["3.14"]\n[tool.kiln.freeze]\nentry-point = "app"\noptimize = 2\n`;
  for (const {
    node: { targets },
  } of inferFixture({ 'apps/app/pyproject.toml': freeze }).projects.values()) {
    for (const { executor, options, configurations } of Object.values(targets ?? {})) {
      for (const extra of [{}, ...Object.values(configurations ?? {})]) {
        expect(schemas[executor as keyof typeof schemas].safeParse({ ...options, ...extra }).error).toBeUndefined();
      }
    }
  }
  expect(target('apps/app', 'build', { 'apps/app/pyproject.toml': freeze }).options).toMatchObject({
    entryPoint: 'app',
    optimize: 2,
    python: '3.14',
  });
});

it('shares bytecode between platforms', () => {
  const { options, configurations } = target('libs/core', 'bytecode');
  expect([options, configurations]).toEqual([{ outputPath: 'dist/libs/core/bytecode' }, undefined]);
  expect(JSON.stringify(inputsOf('libs/core', 'bytecode'))).not.toMatch(/uv\.toml|closure/);
});

it('smokes what the same configuration built, on the runner that is here', () => {
  const { dependsOn, configurations, options } = target('apps/app', 'smoke');
  expect(dependsOn).toEqual(['build']);
  expect(inputsOf('apps/app', 'smoke')).toEqual(
    expect.arrayContaining([{ runtime: 'node runners.js' }, { dependentTasksOutputFiles: '**/kiln.json' }]),
  );
  expect(options).toEqual({ platform: 'linux-x64', artefactPath: 'dist/apps/app', outputPath: 'dist/apps/app/smoke' });
  const build = target('apps/app', 'build');
  expect(Object.keys(configurations ?? {})).toEqual(Object.keys(build.configurations ?? {}));
  expect(configurations?.production.artefactPath).toBe(build.configurations?.production.outputPath);
});

it('hashes sources by a command where Nx cannot', () => {
  const sources = (paths: readonly string[]) => `hash ${paths.join(' ')}`;
  const inputs = (name: string) =>
    JSON.stringify(
      inputsOf(
        'apps/app',
        name,
        inferFixture({}, {}, { runners: '', version: () => '', packed: () => '', around: () => '', sources }),
      ),
    );
  expect(inputs('build')).toContain('{"runtime":"hash apps/app/src/app libs/core/src/core libs/text/src/acme/text"}');
  expect(inputs('bytecode')).toContain('{"runtime":"hash apps/app/src/app"}');
  expect(JSON.stringify(inputsOf('apps/app', 'build'))).not.toContain('runtime');
});

it('reads a lock whose folder is no project, and names one for it', () => {
  const hub = '[tool.uv.workspace]\nmembers = ["*"]\n';
  const changes = {
    'sub-dir/pyproject.toml': hub,
    'sub-dir/uv.lock': 'version = 1',
    'sub-dir/b/pyproject.toml': '[project]\nname = "b"\n',
  };
  const made = inferFixture(changes).projects.get('sub-dir');
  expect(made).toMatchObject({ file: 'sub-dir/uv.lock', node: { name: 'python-workspace-sub--dir' } });
  expect(made?.node.targets?.closure).toMatchObject({
    cache: true,
    options: { lock: 'sub-dir/uv.lock', outputPath: '.kiln/closure/sub--dir' },
    outputs: ['{options.outputPath}'],
    inputs: [
      '{workspaceRoot}/sub-dir/uv.lock',
      '{workspaceRoot}/sub-dir/b/pyproject.toml',
      '{workspaceRoot}/sub-dir/pyproject.toml',
      { externalDependencies: ['kiln:plugin'] },
    ],
  });
});

it('names targets as nx.json asks', () => {
  const options = {
    buildTargetName: 'freeze',
    closureTargetName: 'slices',
    smokeTargetName: 's',
    bytecodeTargetName: 'pyc',
  };
  expect(Object.keys(node('apps/app', {}, options)?.targets ?? {}).slice(0, 3)).toEqual(['freeze', 's', 'pyc']);
  expect(target('apps/app', 's', {}, options).dependsOn).toEqual(['freeze']);
  expect(target('apps/app', 'freeze', {}, options).dependsOn).toEqual([{ projects: ['hub'], target: 'slices' }]);
});

const PROJECT = '[project]\nname = "p"\nversion = "1"\n';
const targetsOf = (changes: Record<string, string>, root = 'p') =>
  Object.keys(node(root, changes)?.targets ?? {}).join();

it.each([
  [
    'nothing to install: unittest where it is asked for',
    `${PROJECT}[tool.kiln.test]\ntool = "unittest"\n`,
    'bytecode,test',
  ],
  ['a package and no lock', `${PROJECT}dependencies = ["click"]\n[tool.kiln.test]\ntool = "unittest"\n`, 'bytecode'],
  ['pytest without a lock', `${PROJECT}[dependency-groups]\ndev = ["pytest"]\n`, 'bytecode'],
  ['scripts', `${PROJECT}[project.scripts]\np = "p:main"\n`, 'build,smoke,bytecode,start'],
])('without a lock: %s', (_, manifest, expected) => {
  expect(targetsOf({ 'p/pyproject.toml': manifest, 'p/src/p/__init__.py': '', 'p/tests/test_p.py': '' })).toBe(
    expected,
  );
});

it('switches off what [tool.kiln] says false to', () => {
  const app = `${APP}[tool.kiln]\nlint = false\nformat = false\nstart = false\n`;
  expect(targetsOf({ 'apps/app/pyproject.toml': app }, 'apps/app')).toBe('build,smoke,bytecode,lock');
});

it('makes no packages of a project that stays inside', () => {
  const library = `${PROJECT}[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n`;
  const files = { 'p/src/p/__init__.py': '' };
  expect(targetsOf({ ...files, 'p/pyproject.toml': library })).toBe('build,smoke,wheel,sdist,bytecode');
  expect(targetsOf({ ...files, 'p/pyproject.toml': `${library}[tool.kiln]\npackage = false\n` })).toBe('bytecode');
});

it('puts passed variables into the key, and caches nothing that the project’s own environment decides', () => {
  const app = (line: string) => ({ 'apps/app/pyproject.toml': `${APP}[tool.kiln.lint]\n${line}\n` });
  const passed = inferFixture(app('pass-env = ["CI_TOKEN"]'));
  expect(inputsOf('apps/app', 'lint', passed)).toContainEqual({ env: 'CI_TOKEN' });
  expect(target('apps/app', 'lint', app('pass-env = ["CI_TOKEN"]')).options.passEnv).toEqual(['CI_TOKEN']);
  expect(target('apps/app', 'lint').cache).toBe(true);
  expect(target('apps/app', 'lint', app('environment = "project"')).cache).toBe(false);
  // Most workspaces say `cache: true` of all their `lint` targets: such a key is never the same.
  const nonce = { runtime: expect.stringContaining('randomUUID') };
  expect(inputsOf('apps/app', 'lint', inferFixture(app('environment = "project"')))).toContainEqual(nonce);
  expect(inputsOf('apps/app', 'lint', passed)).not.toContainEqual(nonce);
});

it('never caches what writes sources or serves', () => {
  const { targets = {} } = node('apps/app') ?? {};
  expect(Object.keys(targets).filter((name) => targets[name]?.cache === false)).toEqual(['format', 'start', 'lock']);
});

it('gives every member the lock as an input: Nx 23 selects readers by it', () => {
  for (const root of ['.', 'apps/app', 'libs/core']) {
    expect(target(root, 'lock').inputs).toEqual(['{workspaceRoot}/uv.lock']);
  }
});
