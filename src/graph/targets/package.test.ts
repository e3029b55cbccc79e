import { COMMANDS, inferFixture, inputsOf } from '../infer.testing';

const CORE = 'libs/core';
const CORE_TOML = '[project]\nname = "core"\nversion = "1"\ndependencies = ["idna"]\n';
const uv = '[build-system]\nrequires = ["uv_build>=0.9"]\nbuild-backend = "uv_build"\n';

function infer(toml: string, more: Readonly<Record<string, string>> = {}) {
  return inferFixture({ [`${CORE}/pyproject.toml`]: toml, ...more });
}
const inputs = (inferred: ReturnType<typeof infer>, target = 'wheel', root = CORE): string[] =>
  inputsOf(root, target, inferred).map((input) =>
    (typeof input === 'string' ? input : JSON.stringify(input)).replace('closure/root/', 'closure/<root>/'),
  );
const targets = (inferred: ReturnType<typeof infer>, root = CORE) => inferred.projects.get(root)?.node.targets ?? {};

it('gives nothing to a project that nobody can pack', () => {
  expect(Object.keys(targets(inferFixture()))).not.toContain('wheel');
  expect(Object.keys(targets(infer(`${CORE_TOML}${uv}[tool.uv]\npackage = false\n`)))).not.toContain('wheel');
});

it('makes a wheel of modules, manifest, README and licences', () => {
  const inferred = infer(`${CORE_TOML}readme = "README.md"\n${uv}`);
  const { inputs: _, ...wheel } = targets(inferred).wheel ?? {};
  expect(wheel).toMatchInlineSnapshot(`
{
  "cache": true,
  "continuous": false,
  "dependsOn": [
    {
      "projects": [
        "hub",
      ],
      "target": "closure",
    },
  ],
  "executor": "nx-kiln:package",
  "metadata": {
    "description": "Makes the wheel of core",
  },
  "options": {
    "format": "wheel",
    "outputPath": "dist/libs/core/wheel",
  },
  "outputs": [
    "{options.outputPath}",
  ],
}
`);
  expect(inputs(inferred)).toMatchInlineSnapshot(`
[
  "kilnSources",
  "{"fileset":"{workspaceRoot}/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/libs/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/libs/core/.python-version","includeIgnored":true}",
  "{workspaceRoot}/kiln.json",
  "{"externalDependencies":["kiln:plugin"]}",
  "{workspaceRoot}/{uv.toml,pyproject.toml}",
  "{workspaceRoot}/libs/{uv.toml,pyproject.toml}",
  "{"fileset":"{projectRoot}/{AUTHORS*,COPYING*,LICEN*,NOTICE*,README.md}","includeIgnored":true}",
  "{"dependentTasksOutputFiles":".kiln/closure/<root>/core.package.json"}",
]
`);
});

it('builds a library as its wheel, by the same inputs, into a folder of its own', () => {
  const { build, wheel } = targets(infer(`${CORE_TOML}${uv}`));
  expect(build?.inputs).toEqual(wheel?.inputs);
  expect(build?.options).toEqual({ format: 'wheel', outputPath: 'dist/libs/core/build' });
});

it('proves the wheel of a library with the lock and what is local, on any platform alike', () => {
  const { smoke } = targets(infer(`${CORE_TOML}${uv}`));
  expect([smoke?.dependsOn, smoke?.options, smoke?.configurations]).toEqual([
    ['wheel', { projects: ['hub'], target: 'closure' }],
    { artefactPath: 'dist/libs/core/wheel', outputPath: 'dist/libs/core/smoke' },
    undefined,
  ]);
  expect(inputs(infer(`${CORE_TOML}${uv}`), 'smoke')).toEqual(
    expect.arrayContaining([
      '{"dependentTasksOutputFiles":"**/kiln.json"}',
      '{"dependentTasksOutputFiles":".kiln/closure/<root>/core.build.json"}',
      '{"runtime":"node runners.js"}',
    ]),
  );
});

it('proves a wheel again when what it needs changes', () => {
  const app = `[project]\nname = "app"\nversion = "1"\ndependencies = ["core"]\n${uv}`;
  const found = inputs(inferFixture({ 'apps/app/pyproject.toml': app }), 'smoke', 'apps/app');
  expect(found).toEqual(
    expect.arrayContaining(['kilnSources', '{"input":"kilnSources","projects":["core"]}', '{workspaceRoot}/kiln.json']),
  );
});

it('builds an application as ever, beside its wheel', () => {
  const app = `${CORE_TOML}[project.scripts]\ncore = "core:main"\n${uv}`;
  expect([targets(infer(app)).build?.executor, targets(infer(app)).wheel?.executor]).toEqual([
    'nx-kiln:freeze',
    'nx-kiln:package',
  ]);
});

it('takes every file into an sdist, and into a wheel where code takes part', () => {
  const plain = infer(`${CORE_TOML}${uv}`);
  const whole = '{"fileset":"{projectRoot}/**/*","includeIgnored":true}';
  expect(inputs(plain, 'sdist')).toContain(whole);
  expect(inputs(plain)).not.toContain(whole);
  const hooked = infer(`${CORE_TOML}[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"
[tool.hatch.build.hooks.custom]\n`);
  expect(inputs(hooked)).toContain(whole);
});

it('names files above the project, and caches nothing that lies outside of the workspace', () => {
  const toml = (readme: string) => `${CORE_TOML}readme = "${readme}"\n${uv}`;
  expect(inputs(infer(toml('../../README.md')))).toContain(
    '{"fileset":"{workspaceRoot}/README.md","includeIgnored":true}',
  );
  const { wheel } = targets(infer(toml('../../../README.md')));
  expect([wheel?.cache, wheel?.metadata?.description]).toEqual([
    false,
    'Makes the wheel of core; not cached: ../../../README.md lies outside of the workspace',
  ]);
});

it('has the manifests of local dependencies, whose versions it names, and their sources where they are bundled', () => {
  const toml = `[project]\nname = "app"\nversion = "1"\ndependencies = ["core"]\n${uv}`;
  const app = (more = '') => inferFixture({ 'apps/app/pyproject.toml': `${toml}${more}` });
  expect(inputs(app(), 'wheel', 'apps/app')).toContain('{workspaceRoot}/libs/core/pyproject.toml');
  const bundled = app('[tool.kiln.package]\nlocal-dependencies = "bundled"\n');
  expect(inputs(bundled, 'wheel', 'apps/app')).toContain('{"input":"kilnSources","projects":["core"]}');
  const { wheel, sdist } = targets(bundled, 'apps/app');
  expect(wheel?.options).toMatchObject({ localDependencies: 'bundled' });
  expect(sdist?.options).toMatchObject({ localDependencies: 'ranges' });
});

it('has the sources of a local dependency whose version is computed, and of no other', () => {
  const app = { 'apps/app/pyproject.toml': `[project]\nname = "app"\nversion = "1"\ndependencies = ["core"]\n${uv}` };
  const core = '{"input":"kilnSources","projects":["core"]}';
  const scm = `[project]\nname = "core"\ndynamic = ["version"]\n[build-system]\nrequires = ["hatchling", "hatch-vcs"]
build-backend = "hatchling.build"\n[tool.hatch.version]\nsource = "vcs"\n`;
  expect(inputs(infer(`${CORE_TOML}${uv}`, app), 'wheel', 'apps/app')).not.toContain(core);
  expect(inputs(infer(scm, app), 'wheel', 'apps/app')).toEqual(
    // Of the library, not of the application: each may have a repository of its own.
    expect.arrayContaining([core, '{"runtime":"node version.js libs/core"}']),
  );
});

it('asks for what git ignores where Nx cannot hash it', () => {
  const commands = {
    ...COMMANDS,
    sources: (paths: readonly string[]) => `node sources.js ${paths.join(' ')}`,
    files: (root: string) => `node files.js ${root}`,
  };
  const older = (rest: string, target: string, root = 'apps/app') => {
    const app = `[project]\nname = "app"\nversion = "1"\nreadme = "README.md"\ndependencies = ["core"]\n${uv}${rest}`;
    const files = {
      'apps/app/pyproject.toml': app,
      'libs/core/pyproject.toml': `[project]\nname = "core"\ndynamic = ["version"]\n[build-system]\nrequires = ["hatchling"]
build-backend = "hatchling.build"\n[tool.hatch.version]\npath = "src/core/_version.py"\n`,
      'libs/core/src/core/_version.py': '__version__ = "1"\n',
    };
    return inputsOf(root, target, inferFixture(files, {}, commands)).flatMap((input) =>
      typeof input === 'object' && input !== null && 'runtime' in input ? [input.runtime] : [],
    );
  };
  expect([older('', 'wheel'), older('', 'sdist'), older('', 'smoke')]).toMatchInlineSnapshot(`
[
  [
    "node sources.js apps/app/src/app apps/app/README.md",
    "node sources.js libs/core/src/core",
  ],
  [
    "node files.js apps/app",
    "node sources.js apps/app/src/app",
    "node sources.js libs/core/src/core",
  ],
  [
    "node sources.js libs/core/src/core",
    "node runners.js",
  ],
]
`);
  expect(older('[tool.kiln.package]\nlocal-dependencies = "bundled"\n', 'wheel')).toMatchInlineSnapshot(`
[
  "node sources.js apps/app/src/app apps/app/README.md",
  "node sources.js libs/core/src/core",
]
`);
});

it('asks git for what a version is computed from, unless an option says it', () => {
  const scm = `[project]\nname = "core"\ndynamic = ["version"]\n[build-system]
requires = ["setuptools", "setuptools-scm"]\nbuild-backend = "setuptools.build_meta"\n[tool.setuptools_scm]\n`;
  expect(inputs(infer(scm))).toContain('{"runtime":"node version.js libs/core"}');
  const told = infer(`${scm}[tool.kiln.package]\npackage-version = "2"\n`);
  expect(inputs(told).join()).not.toContain('version.js');
});

it('has the variable that says a version, and caches nothing where none is known', () => {
  const version = (source: string) =>
    `[project]\nname = "core"\ndynamic = ["version"]\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n${source}`;
  const named = infer(version('[tool.hatch.version]\nsource = "env"\nvariable = "CORE_VERSION"\n'));
  expect([inputs(named).includes('{"env":"CORE_VERSION"}'), targets(named).wheel?.cache]).toEqual([true, true]);
  const clock = infer(
    version('[tool.hatch.version]\nsource = "uv-dynamic-versioning"\n[tool.uv-dynamic-versioning]\nformat = "{now}"\n'),
  );
  expect([targets(clock).wheel?.cache, targets(clock).wheel?.metadata?.description]).toEqual([
    false,
    'Makes the wheel of core; not cached: its version depends on the environment or the clock',
  ]);
});

it('has the files that options of a bundle name', () => {
  const app = `[project]\nname = "core"\nversion = "1"\n[project.scripts]\ncore = "core:main"
[tool.kiln.freeze]\ndata = ["assets", "../shared/a.txt:etc/a.txt"]\n`;
  expect(inputs(infer(app), 'build')).toEqual(
    expect.arrayContaining([
      '{"fileset":"{workspaceRoot}/libs/core/assets/**/*","includeIgnored":true}',
      '{"fileset":"{workspaceRoot}/libs/shared/a.txt","includeIgnored":true}',
    ]),
  );
});

it('fails in words where the manifest cannot be read', () => {
  const { wheel, sdist } = targets(infer('[project'));
  expect([wheel?.executor, sdist?.options]).toEqual([
    'nx-kiln:package',
    { format: 'sdist', outputPath: 'dist/libs/core/sdist' },
  ]);
});

it('hashes what git tracks or ignores where a backend lets it decide, among what can be packed', () => {
  const system = (requires: string, backend: string) =>
    `${CORE_TOML}[build-system]\nrequires = [${requires}]\nbuild-backend = "${backend}"\n`;
  const packed = (toml: string, target?: string) => inputs(infer(toml), target).filter((input) => /packed/.test(input));
  const poetry = system('"poetry-core"', 'poetry.core.masonry.api');
  expect(packed(poetry)).toEqual(['{"runtime":"node packed.js ignored libs/core LICENSES src/core"}']);
  expect(packed(poetry, 'sdist')).toEqual(['{"runtime":"node packed.js ignored libs/core"}']);
  const scm = system('"setuptools", "setuptools-scm"', 'setuptools.build_meta');
  expect(packed(scm)).toEqual([
    '{"runtime":"node packed.js tracked libs/core MANIFEST.in setup.cfg setup.py src/core"}',
  ]);
  const hatchling = system('"hatchling"', 'hatchling.build');
  expect(packed(hatchling)).toEqual([]);
  expect(inputs(infer(hatchling)).join('\n')).toContain(
    '{workspaceRoot}/{uv.toml,pyproject.toml,.gitignore,.hgignore}',
  );
  expect(inputs(infer(poetry)).join('\n')).not.toContain('.gitignore');
});

it('leaves the lock out of the wheel of a project that packs every package, unless something may read it', () => {
  const locks = (more = '', requires = '"pdm-backend"', target = 'wheel') => {
    const system = `[build-system]\nrequires = [${requires}]\nbuild-backend = "pdm.backend"\n`;
    const inferred = inferFixture({
      'libs/flat/pyproject.toml': `[project]\nname = "flat"\nversion = "1"\n${system}${more}`,
      'libs/flat/flat/__init__.py': '',
      'libs/flat/pdm.lock': '',
    });
    const all = inputs(inferred, target, 'libs/flat');
    expect(all).toContain('{projectRoot}/**/*');
    return all.filter((input) => /!.*pdm\.lock/.test(input));
  };
  expect(locks()).toEqual([
    '!{projectRoot}/{uv.lock,poetry.lock,pdm.lock}',
    '{"fileset":"!{projectRoot}/{uv.lock,poetry.lock,pdm.lock}","includeIgnored":true}',
  ]);
  expect(locks('', '"pdm-backend", "pdm-build-locked"')).toEqual([]);
  expect(locks('[tool.pdm.build.wheel-data]\ndata = ["*.lock"]\n')).toEqual([]);
  expect(locks('', '"pdm-backend"', 'sdist')).toEqual([]);
});
