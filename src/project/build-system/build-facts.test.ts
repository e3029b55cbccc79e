import { memoryDisk } from '../disk';
import { readWorkspace } from '../workspace';
import { LICENCE_NAMES } from './described';
import type { BuildFacts } from './types';

/** Facts of a project in folder `p`. */
function facts(files: Readonly<Record<string, string>>): BuildFacts | undefined {
  const below = Object.fromEntries(Object.entries(files).map(([path, text]) => [`p/${path}`, text]));
  return readWorkspace(Object.keys(below), memoryDisk(below)).projects[0]?.build;
}

const PROJECT = '[project]\nname = "a"\nversion = "1"\n';
const OPEN = '[project]\nname = "a"\ndynamic = ["version"]\n';
const BACKENDS = {
  uv: ['uv_build', 'uv_build'],
  hatch: ['hatchling', 'hatchling.build'],
  setuptools: ['setuptools', 'setuptools.build_meta'],
  poetry: ['poetry-core', 'poetry.core.masonry.api'],
  pdm: ['pdm-backend', 'pdm.backend'],
  flit: ['flit_core', 'flit_core.buildapi'],
} as const;
type Backend = keyof typeof BACKENDS;

function system(backend: Backend, ...more: string[]): string {
  const [requires, name] = BACKENDS[backend];
  return `[build-system]\nrequires = ${JSON.stringify([requires, ...more])}\nbuild-backend = "${name}"\n`;
}
function read(backend: Backend, tables: string, more: Readonly<Record<string, string>> = {}, project = PROJECT) {
  return facts({ 'pyproject.toml': `${project}${system(backend)}${tables}`, 'src/a/__init__.py': '', ...more });
}
/** What is read besides what every backend reads. */
const filesOf = (found: BuildFacts | undefined) => found?.files.filter((path) => !LICENCE_NAMES.includes(path));

it('knows plain projects of every backend: no code, a fixed version', () => {
  const found = (Object.keys(BACKENDS) as Backend[]).map((backend) => {
    const { family, reasons = [], version, native } = read(backend, '') ?? {};
    return [family, ...reasons, version?.kind, native];
  });
  expect(found).toEqual([
    ['uv', 'fixed', false],
    ['hatchling', 'fixed', false],
    ['setuptools', 'fixed', false],
    ['poetry', 'fixed', false],
    ['pdm', 'fixed', false],
    ['flit', 'fixed', false],
  ]);
});

it.each<[string, string, string[]]>([
  ['a README', 'readme = "docs/README.md"', ['docs/README.md']],
  ['a README above', 'readme = { file = "../README.md", content-type = "text/markdown" }', ['../README.md']],
  ['a licence by file', 'license = { file = "legal/MIT" }', ['legal/MIT']],
  ['licences by globs', 'license-files = ["legal/*.txt", "vendored/LICENSE"]', ['legal/*.txt', 'vendored/LICENSE']],
  ['a README that is text', 'readme = { text = "x", content-type = "text/plain" }', []],
])('reads what enters METADATA: %s', (_, line, expected) => {
  expect(filesOf(facts({ 'pyproject.toml': `${PROJECT}${line}\n${system('uv')}` }))).toEqual(expected);
});

it('reads hatch.toml in the place of [tool.hatch], table by table, and names it as a manifest', () => {
  const files = {
    'p/pyproject.toml': `${OPEN}${system('hatch')}[tool.hatch.version]\nsource = "vcs"\n[tool.hatch.build]\nartifacts = ["x"]\n`,
    'p/hatch.toml': '[version]\npath = "a/version.py"\n[build.targets.wheel]\npackages = ["src/b"]\n',
    'p/src/b/__init__.py': '',
  };
  const [project] = readWorkspace(Object.keys(files), memoryDisk(files)).projects;
  expect(project?.build?.version).toEqual({ kind: 'files' });
  expect(filesOf(project?.build)).toEqual(['.gitignore', '.hgignore', 'PKG-INFO', 'a/version.py', 'src/b/**/*']);
  expect(project?.modules.map(({ name }) => name)).toEqual(['b']);
  expect(project?.manifests).toEqual(['p/hatch.toml', 'p/pyproject.toml']);
});

it.each<[string, Backend, string, Record<string, string>, string[]]>([
  ['uv_build', 'uv', '[tool.uv.build-backend.data]\nscripts = "bin"\n', { 'bin/x': '' }, ['bin/**/*']],
  [
    'hatchling',
    'hatch',
    `[tool.hatch.build]\nartifacts = ["*.so", "/gen/x.py"]
[tool.hatch.build.targets.wheel.force-include]\n"../../assets" = "a/assets"\n"(b).txt" = "b"
[tool.hatch.build.targets.wheel.shared-data]\nshare = "share"
[tool.hatch.metadata.hooks.fancy-pypi-readme]\ncontent-type = "text/markdown"
fragments = [{ path = "CHANGES.md" }, { text = "x" }]\n`,
    { 'share/x': '' },
    [
      '**/*.so',
      '**/*.so/**/*',
      '../../assets',
      '.gitignore',
      '.hgignore',
      'CHANGES.md',
      '[(]b[)].txt',
      'gen/x.py',
      'share/**/*',
    ],
  ],
  [
    'setuptools',
    'setuptools',
    `[tool.setuptools]\ndata-files = { "etc" = ["conf/*.ini"] }
[tool.setuptools.dynamic]\nreadme = { file = ["A.md", "B.md"] }\n`,
    {},
    ['A.md', 'B.md', 'MANIFEST.in', 'conf/*.ini', 'setup.cfg', 'setup.py'],
  ],
  [
    'hatchling by patterns of git',
    'hatch',
    `[tool.hatch.build]\nartifacts = ["!x.so", " ", "gen", "a/b.py", "/top"]\n`,
    {},
    ['**/gen', '**/gen/**/*', '.gitignore', '.hgignore', 'a/b.py', 'top'],
  ],
  [
    'hatchling the whole folder',
    'hatch',
    `[tool.hatch.build.targets.wheel.force-include]\n"." = "a/all"\n"./" = "a/more"\n`,
    {},
    ['**/*', '.gitignore', '.hgignore'],
  ],
  [
    'licences that setup.py names',
    'setuptools',
    '',
    { 'setup.py': 'from setuptools import setup\nsetup(license_files=["legal/*"], license_file="MIT.txt")\n' },
    ['MANIFEST.in', 'MIT.txt', 'legal/*', 'legal/*/**/*', 'setup.cfg', 'setup.py'],
  ],
  [
    'poetry',
    'poetry',
    `[tool.poetry]\ninclude = ["CHANGES.md", { path = "tests", format = "sdist" }, { path = "data/**/*", format = ["wheel"] }]
[tool.poetry.scripts]\nx = { reference = "bin/x.sh", type = "file" }\n`,
    {},
    ['CHANGES.md', 'LICENSES/**/*', 'bin/x.sh', 'data/**/*'],
  ],
  [
    'pdm',
    'pdm',
    '[tool.pdm.build]\nincludes = ["src/a", "more/*.json"]\n[tool.pdm.build.wheel-data]\nscripts = ["bin/*"]\n',
    {},
    ['bin/*', 'bin/*/**/*', 'more/*.json', 'pdm_build.py', 'src/a/**/*'],
  ],
  ['flit', 'flit', '[tool.flit.external-data]\ndirectory = "data"\n', { 'data/x': '' }, ['data/**/*']],
])('knows what %s packs beyond modules', (_, backend, tables, more, expected) => {
  expect(filesOf(read(backend, tables, more))).toEqual(expected);
});

it.each<[Backend, string, Record<string, string>, RegExp]>([
  ['hatch', '[tool.hatch.build.hooks.custom]\n', {}, /hook 'custom'/],
  ['hatch', '[tool.hatch.build.targets.wheel.hooks.jupyter-builder]\n', {}, /hook 'jupyter-builder'/],
  ['hatch', '[tool.hatch.metadata.hooks.custom]\n', {}, /metadata hook 'custom'/],
  ['poetry', '[tool.poetry.build]\nscript = "build.py"\n', {}, /build.py takes part/],
  ['pdm', '', { 'pdm_build.py': '' }, /pdm_build.py takes part/],
  ['pdm', '[tool.pdm.build]\nrun-setuptools = true\n', {}, /setup.py takes part/],
  ['setuptools', '', { 'setup.py': 'import x\nfrom setuptools import setup\nsetup()\n' }, /setup.py takes part/],
  ['setuptools', '', { 'setup.py': 'from setuptools import setup\nsetup(setup_requires=["pbr"])\n' }, /setup_requires/],
  ['setuptools', '[tool.setuptools.cmdclass]\nbuild = "a.b.C"\n', {}, /cmdclass/],
  ['setuptools', '[tool.setuptools]\next-modules = [{ name = "a.x", sources = ["x.c"] }]\n', {}, /compiled/],
])('lets every file count where code takes part: %s %s %j', (backend, tables, more, reason) => {
  expect(read(backend, tables, more)?.reasons.join('; ')).toMatch(reason);
});

it('lets every file count where plugins look by themselves, a backend lies in the project, or nobody knows it', () => {
  const reasons = (text: string) => facts({ 'pyproject.toml': `${PROJECT}${text}` })?.reasons;
  expect(reasons(system('setuptools', 'wheel', 'setuptools-odoo'))).toEqual([
    'setuptools-odoo takes part in the build',
  ]);
  expect(reasons(system('pdm', 'pdm-build-locked'))?.length).toBeGreaterThan(0);
  expect(reasons(system('uv', 'anything'))).toEqual([]);
  expect(reasons('[build-system]\nrequires = []\nbuild-backend = "mine"\nbackend-path = ["."]\n')).toEqual([
    'the backend mine lies in the project',
    'what mine reads is not known',
  ]);
});

it('knows what compiles', () => {
  const native = (text: string) => facts({ 'pyproject.toml': `${PROJECT}${text}` })?.native;
  expect(native(system('setuptools', 'Cython>=3'))).toBe(true);
  expect(native('[build-system]\nrequires = ["maturin>=1"]\nbuild-backend = "maturin"\n')).toBe(true);
  expect(native(system('setuptools', 'wheel'))).toBe(false);
});

it('packs nothing that says that it is no package', () => {
  expect(read('uv', '[tool.uv]\npackage = false\n')).toBeUndefined();
  expect(read('poetry', '[tool.poetry]\npackage-mode = false\n')).toBeUndefined();
  expect(facts({ 'pyproject.toml': PROJECT })).toBeUndefined();
});

it('takes setuptools where a table names no backend, and where setup.cfg or setup.py is the project', () => {
  const cfg = facts({
    'setup.cfg': '[metadata]\nname = a\nversion = file: VERSION\nlicense_files = L/*\n',
    VERSION: '1',
  });
  expect([cfg?.family, filesOf(cfg), cfg?.requires.map(({ text }) => text)]).toEqual([
    'setuptools',
    ['L/*', 'L/*/**/*', 'MANIFEST.in', 'VERSION', 'setup.cfg', 'setup.py'],
    ['setuptools>=40.8.0'],
  ]);
  const py = facts({
    'setup.py': 'from setuptools import setup\nsetup(name="a", version="1", data_files=[("etc", ["x.ini"])])\n',
  });
  expect([py?.reasons, filesOf(py)]).toEqual([[], ['MANIFEST.in', 'etc', 'setup.cfg', 'setup.py', 'x.ini']]);
});

it.each<[string, Backend, string, BuildFacts['version']]>([
  ['a file', 'hatch', '[tool.hatch.version]\npath = "src/a/v.py"\n', { kind: 'files' }],
  ['code', 'hatch', '[tool.hatch.version]\nsource = "code"\npath = "x.py"\n', { kind: 'code' }],
  ['a variable', 'hatch', '[tool.hatch.version]\nsource = "env"\nvariable = "V"\n', { kind: 'env', name: 'V' }],
  ['an attribute', 'setuptools', '[tool.setuptools.dynamic]\nversion = { attr = "a.V" }\n', { kind: 'files' }],
  ['code of pdm', 'pdm', '[tool.pdm.version]\nsource = "call"\ngetter = "x:y"\n', { kind: 'code' }],
  ['the module of flit', 'flit', '', { kind: 'files' }],
  [
    'tags',
    'hatch',
    '[tool.hatch.version]\nsource = "vcs"\nraw-options = { git_describe_command = "git describe --match a-*" }\n',
    { kind: 'git', git: { plugin: 'hatch-vcs', match: 'a-*', namesBranch: false } },
  ],
  [
    'tags and a format',
    'hatch',
    '[tool.hatch.version]\nsource = "uv-dynamic-versioning"\n[tool.uv-dynamic-versioning]\npattern = "^a-(?P<base>.*)"\nformat = "{base}+{branch}"\n',
    { kind: 'git', git: { plugin: 'uv-dynamic-versioning', pattern: '^a-(?P<base>.*)', namesBranch: true } },
  ],
  [
    'tags and the environment',
    'hatch',
    '[tool.hatch.version]\nsource = "uv-dynamic-versioning"\n[tool.uv-dynamic-versioning]\nformat-jinja = "{{ env.CI }}"\n',
    { kind: 'env', name: '' },
  ],
  [
    'tags for setuptools',
    'setuptools',
    '[tool.setuptools_scm]\ntag_regex = "^a-(.*)$"\n',
    { kind: 'git', git: { plugin: 'setuptools-scm', pattern: '^a-(.*)$', namesBranch: false } },
  ],
  [
    'tags for pdm',
    'pdm',
    '[tool.pdm.version]\nsource = "scm"\ntag_filter = "a-*"\ntag_regex = "^a-(.*)$"\n',
    { kind: 'git', git: { plugin: 'pdm-backend', match: 'a-*', pattern: '^a-(.*)$', namesBranch: false } },
  ],
  [
    'tags of dunamai’s own pattern',
    'hatch',
    '[tool.hatch.version]\nsource = "uv-dynamic-versioning"\n[tool.uv-dynamic-versioning]\npattern = "default-unprefixed"\n',
    { kind: 'git', git: { plugin: 'uv-dynamic-versioning', namesBranch: false } },
  ],
])('knows that a version comes from %s', (_, backend, tables, version) => {
  expect(read(backend, tables, {}, OPEN)?.version).toEqual(version);
});

it('lets every file count where a program says the version', () => {
  const reasons = (backend: Backend, tables: string) => read(backend, tables, {}, OPEN)?.reasons;
  const why = ['a program of the project says its version'];
  expect(reasons('hatch', '[tool.hatch.version]\nsource = "code"\npath = "src/a/v.py"\n')).toEqual(why);
  expect(reasons('pdm', '[tool.pdm.version]\nsource = "call"\ngetter = "tools:version"\n')).toEqual(why);
  expect(reasons('hatch', '[tool.hatch.version]\npath = "src/a/v.py"\n')).toEqual([]);
});

it('asks git for setuptools-scm without a table, and not where the version is written', () => {
  const kind = (project: string, more = '') =>
    facts({ 'pyproject.toml': `${project}${system('setuptools', 'setuptools-scm>=8')}${more}` })?.version.kind;
  expect(kind(OPEN)).toBe('git');
  expect(kind(PROJECT)).toBe('fixed');
  const py = { 'setup.py': 'from setuptools import setup\nsetup(name="a", use_scm_version=True)\n' };
  expect(facts(py)?.version.kind).toBe('git');
});
