/**
 * The workspace of the table: `one`, an application whose targets the columns show; what it depends on (`common` ships,
 * `testkit` is for its tests); `inner`, a project inside its package; `two`, an application beside it; `web`, TypeScript.
 * Of `one` and `common` alone packages are made: each takes its time.
 */
import { LOCKED, lockedPackage } from './packages';

const PYTHON = '>=3.14';
const UV_BUILD = '\n[build-system]\nrequires = ["uv_build>=0.9,<1", "kiln-builder"]\nbuild-backend = "uv_build"\n';
const SETUPTOOLS = '\n[build-system]\nrequires = ["setuptools>=77"]\nbuild-backend = "setuptools.build_meta"\n';
const NO_PACKAGE = '\n[tool.uv]\npackage = false\n';

/** Local projects of the lock, by name. */
const FOLDERS = {
  common: 'libs/common',
  inner: 'apps/one/src/one/inner',
  one: 'apps/one',
  testkit: 'libs/testkit',
  two: 'apps/two',
} as const;
type Member = keyof typeof FOLDERS;

/** Versions of locked packages that are not 1.0, and members that are not there. */
export interface LockOptions {
  readonly bumped?: Readonly<Record<string, string>>;
  readonly without?: readonly Member[];
}

/** Files by workspace-relative path, node_modules apart. */
export function truthWorkspace(): Record<string, string> {
  return {
    'package.json': json({ name: 'truth', private: true, devDependencies: { nx: '*' } }),
    'package-lock.json': npmLock('1.0.0'),
    'nx.json': json({ analytics: false, neverConnectToCloud: true, plugins: ['nx-kiln'] }),
    // Nothing of what Python tools leave behind: whether it counts is Kiln's business.
    '.gitignore': 'node_modules/\n/dist/\n.nx/\n.kiln/\n_version.py\n',
    '.python-version': '3.14\n',
    'pyproject.toml': [
      '[tool.uv.workspace]\nmembers = ["apps/*", "apps/one/src/one/inner", "libs/*"]\n',
      '[tool.pytest.ini_options]\npythonpath = ["shared/path"]\n',
    ].join('\n'),
    'conftest.py': 'import helpers.above\n',
    'helpers/above.py': 'ABOVE = 1\n',
    'shared/path/extra.py': 'EXTRA = 1\n',
    'shared/stubs/kiln_tested.pyi': 'ANSWER: str\n',
    'shared/ruff.toml': 'extend = "ruff-base.toml"\n',
    'shared/ruff-base.toml': 'line-length = 100\n',
    'uv.lock': truthLock(),
    ...one(),
    ...two(),
    ...library(
      'common',
      ['def greet(name):', '    return f"Hello, {name}"'],
      `\n[dependency-groups]\ntest = ["pytest"]\n${SETUPTOOLS}`,
    ),
    'libs/common/README.md': 'What everybody needs.\n',
    'libs/common/tests/test_common.py': 'from common import greet\n\nassert greet("x") == "Hello, x"\n',
    ...library('testkit', ['LIMIT = 3'], NO_PACKAGE),
    ...library('inner', ['INNER = 1'], NO_PACKAGE),
    'shared/added/note.txt': 'note\n',
    'shared/limits.txt': '3\n',
    'shared/behind/more.txt': 'more\n',
    'shared/common/more.py': 'MORE = 1\n',
    'shared/parts/part.py': 'PART = 1\n',
    'shared/parts/part.txt': 'part\n',
    ...web(),
  };
}

/** Files with the executable bit. */
export const EXECUTABLES = ['apps/one/src/one/data/helper.sh'];
/** Links, by path. */
export const LINKS: Readonly<Record<string, string>> = {
  'apps/one/src/one/data/linked.txt': 'words.txt',
  'apps/one/tests/limits.txt': '../../../shared/limits.txt',
  'apps/one/tests/more': '../../../shared/behind',
  'apps/one/tests/far': '../../../shared/hop',
  'apps/one/src/one/parts': '../../../../shared/parts',
  'apps/one/src/one/later': '../../../../shared/later',
  'libs/common/src/common/more': '../../../../shared/common',
  'shared/hop': 'behind',
};

function one(): Record<string, string> {
  const at = 'apps/one';
  return {
    [`${at}/pyproject.toml`]: manifest(
      'one',
      ['kiln-shipped', 'common'],
      [
        '[project.scripts]',
        'one = "one:main"',
        '',
        '[dependency-groups]',
        'build = ["kiln-builder"]',
        'test = ["pytest", "kiln-tested", "testkit"]',
        'lint = ["flake8"]',
        'types = ["mypy"]',
        'docs = ["kiln-unused"]',
        '',
        '[tool.uv.sources]',
        'common = { workspace = true }',
        'testkit = { workspace = true }',
        '',
        '[tool.kiln.freeze]',
        'data = ["../../shared/added"]',
        '',
        '[tool.kiln.test]',
        'passEnv = ["TRUTH_DECLARED"]',
        '',
        '[tool.mypy]',
        'mypy_path = ["../../shared/stubs"]',
        '',
      ].join('\n') + UV_BUILD,
      'readme = "README.md"\nlicense-files = ["LICENSE"]\n',
    ),
    [`${at}/README.md`]: 'The first application.\n',
    [`${at}/LICENSE`]: 'Do what you like.\n',
    [`${at}/src/one/__init__.py`]: [
      '"""The first application."""',
      'import common, kiln_shipped',
      'from one import text',
      '',
      'def main():',
      '    print(text.TEXT, common.greet("one"), kiln_shipped.ANSWER)',
      '',
    ].join('\n'),
    [`${at}/src/one/text.py`]: '"""Words."""\nTEXT = "text"  # a word\n',
    [`${at}/src/one/spare.py`]: 'SPARE = True\n',
    [`${at}/src/one/_version.py`]: '__version__ = "1"\n',
    [`${at}/src/one/data/words.txt`]: 'alpha\n',
    [`${at}/src/one/data/more.txt`]: 'alpha\n',
    [`${at}/src/one/data/helper.sh`]: '#!/bin/sh\necho help\n',
    [`${at}/tests/test_one.py`]: 'import kiln_tested, one, testkit\n\nassert testkit.LIMIT == 3\n',
    [`${at}/tests/expected.txt`]: 'alpha\n',
  };
}

function two(): Record<string, string> {
  return {
    'apps/two/pyproject.toml': manifest(
      'two',
      ['common'],
      [
        '[project.scripts]\ntwo = "two:main"\n',
        '[dependency-groups]\nlint = ["ruff"]\n',
        '[tool.uv.sources]\ncommon = { workspace = true }\n',
        '[tool.ruff]\nextend = "../../shared/ruff.toml"\n',
      ].join('\n') + NO_PACKAGE,
    ),
    'apps/two/src/two/__init__.py': 'import common\n\ndef main():\n    print(common.greet("two"))\n',
  };
}

function library(name: Member, code: readonly string[], more: string): Record<string, string> {
  return {
    [`${FOLDERS[name]}/pyproject.toml`]: manifest(name, [], more),
    [`${FOLDERS[name]}/src/${name}/__init__.py`]: `${code.join('\n')}\n`,
  };
}

function web(): Record<string, string> {
  const command = "node -e \"fs.mkdirSync('dist/web', { recursive: true }); fs.writeFileSync('dist/web/x.js', '1')\"";
  const target = { command, cache: true, inputs: ['default', '^default'], outputs: ['{workspaceRoot}/dist/web'] };
  return {
    'web/index.ts': 'export const web = 1;\n',
    'web/project.json': json({ name: 'web', targets: { build: target } }),
  };
}

/** @param project further lines of `[project]` */
function manifest(name: string, dependencies: readonly string[], more: string, project = ''): string {
  const wanted = dependencies.map((one) => JSON.stringify(one)).join(', ');
  return `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${PYTHON}"\ndependencies = [${wanted}]\n${project}\n${more}`;
}

/** As uv writes it. */
export function truthLock({ bumped = {}, without = [] }: LockOptions = {}): string {
  const members = (Object.keys(FOLDERS) as Member[]).filter((name) => !without.includes(name));
  return [
    `version = 1\nrevision = 3\nrequires-python = "${PYTHON}"\n\n[manifest]\nmembers = ${JSON.stringify(members)}\n`,
    ...LOCKED.map((name) => lockedPackage(name, bumped[name] ?? '1.0')),
    ...members.map(member),
  ].join('\n');
}

const DEPENDENCIES: Readonly<Partial<Record<Member, readonly string[]>>> = {
  one: ['common', 'kiln-shipped'],
  two: ['common'],
};
const GROUPS: Readonly<Partial<Record<Member, Readonly<Record<string, readonly string[]>>>>> = {
  common: { test: ['pytest'] },
  one: {
    build: ['kiln-builder'],
    docs: ['kiln-unused'],
    lint: ['flake8'],
    test: ['kiln-tested', 'pytest', 'testkit'],
    types: ['mypy'],
  },
  two: { lint: ['ruff'] },
};

function member(name: Member): string {
  const lines = ['[[package]]', `name = "${name}"`, 'version = "1"', `source = { editable = "${FOLDERS[name]}" }`];
  const [dependencies, groups] = [DEPENDENCIES[name] ?? [], Object.entries(GROUPS[name] ?? {})];
  const names = (list: readonly string[]) => `[${list.map((one) => `{ name = "${one}" }`).join(', ')}]`;
  const wanted = (list: readonly string[]) =>
    `[${list.map((one) => (one in FOLDERS ? `{ name = "${one}", editable = "${FOLDERS[one as Member]}" }` : `{ name = "${one}" }`)).join(', ')}]`;
  if (dependencies.length > 0) {
    lines.push(`dependencies = ${names(dependencies)}`);
  }
  if (groups.length > 0) {
    lines.push('', '[package.dev-dependencies]', ...groups.map(([group, list]) => `${group} = ${names(list)}`));
  }
  lines.push('', '[package.metadata]', ...(dependencies.length > 0 ? [`requires-dist = ${wanted(dependencies)}`] : []));
  if (groups.length > 0) {
    lines.push('', '[package.metadata.requires-dev]', ...groups.map(([group, list]) => `${group} = ${wanted(list)}`));
  }
  return [...lines, ''].join('\n');
}

/** A lock of npm with one package that only TypeScript could use. */
export function npmLock(version: string): string {
  return json({
    name: 'truth',
    lockfileVersion: 3,
    packages: {
      '': { name: 'truth', devDependencies: { 'left-alone': '*' } },
      'node_modules/left-alone': { version, dev: true, integrity: `sha512-${Buffer.from(version).toString('base64')}` },
    },
  });
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
