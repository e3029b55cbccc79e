/** A workspace whose locks can be bumped: two applications, a library and TypeScript. Packages: `shipped`, which one of them ships, and `tested`, which only its tests need. */
import { managerOf, type Needs } from './bump-managers';
import { lockEntry, type Probe, probe } from './probes';

const PYTHON = '>=3.14';
const VERSIONS = ['1.0', '1.1'];

/** Every version of both; the local index serves them. */
export const BUMPS: readonly Probe[] = VERSIONS.flatMap((version) => [
  probe('kiln-shipped', version),
  probe('kiln-tested', version),
]);

const TESTS = '\n[tool.kiln.test]\ntool = "unittest"\n';

const NEEDS: Readonly<Record<string, Needs>> = {
  one: { packages: ['kiln-shipped'], locals: ['common'], tests: ['kiln-tested'] },
  two: { packages: [], locals: ['common'], tests: [] },
};

/** Files by workspace-relative path; with uv the lock is among them. @param index of the packages */
export function bumpWorkspace(manager: string, index: string): Record<string, string> {
  return {
    ...(manager === 'uv'
      ? { 'pyproject.toml': '[tool.uv.workspace]\nmembers = ["apps/*", "libs/*"]\n', 'uv.lock': bumpLock('1.0', '1.0') }
      : {}),
    ...Object.fromEntries(
      Object.entries(NEEDS).flatMap(([name, needs]) =>
        Object.entries(filesOf(name, needs, manager, index)).map(([file, text]) => [`apps/${name}/${file}`, text]),
      ),
    ),
    'apps/one/src/one/__init__.py': [
      'import common, kiln_shipped',
      '',
      'def main():',
      '    print("one", common.NAME, kiln_shipped.ANSWER)',
      '',
    ].join('\n'),
    'apps/two/src/two/__init__.py': 'import common\n\ndef main():\n    print("two", common.NAME)\n',
    'apps/one/tests/test_one.py': [
      'import unittest, kiln_tested',
      '',
      'class Test(unittest.TestCase):',
      '    def test(self):',
      '        print("tested with", kiln_tested.ANSWER)',
      '',
    ].join('\n'),
    'libs/common/pyproject.toml': libraryManifest(manager, index),
    'libs/common/src/common/__init__.py': 'NAME = "common"\n',
    'web/index.ts': 'export const web = 1;\n',
    'web/project.json': `${JSON.stringify({
      name: 'web',
      targets: {
        build: {
          command: 'node -e "fs.mkdirSync(\'dist/web\', { recursive: true })"',
          cache: true,
          inputs: ['default', '^default'],
          outputs: ['{workspaceRoot}/dist/web'],
        },
      },
    })}\n`,
  };
}

/** Poetry 1 knows no other words than its own. */
function libraryManifest(manager: string, index: string): string {
  const nothing: Needs = { packages: [], locals: [], tests: [] };
  return manager.startsWith('poetry')
    ? `${filesOf('common', nothing, manager, index)['pyproject.toml']}${INSIDE}`
    : `${projectTable('common')}dependencies = []\n\n${BUILD_SYSTEM}${INSIDE}`;
}

/** The local index has no backends. */
const INSIDE = '\n[tool.kiln]\npackage = false\n';
const BUILD_SYSTEM = '[build-system]\nrequires = ["uv_build>=0.9,<1"]\nbuild-backend = "uv_build"\n';

function projectTable(name: string): string {
  return `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${PYTHON}"\n`;
}

function filesOf(name: string, needs: Needs, manager: string, index: string): Readonly<Record<string, string>> {
  const rest = needs.tests.length > 0 ? TESTS : '';
  const files = managerOf(manager).files(needs, index);
  const script = `${name} = "${name}:main"\n`;
  const [head, tail] = manager.startsWith('poetry')
    ? [`${poetryTable(name)}${name in NEEDS ? `[tool.poetry.scripts]\n${script}\n` : ''}`, '']
    : [projectTable(name), `\n[project.scripts]\n${script}`];
  return { ...files, 'pyproject.toml': `${head}${files['pyproject.toml']}${tail}${rest}` };
}

function poetryTable(name: string): string {
  const packages = `packages = [{ include = "${name}", from = "src" }]`;
  return `[tool.poetry]\nname = "${name}"\nversion = "1"\ndescription = ""\nauthors = []\n${packages}\n\n`;
}

/** What uv writes for it, with these versions of both packages. */
export function bumpLock(shipped: string, tested: string): string {
  const entry = (name: string, version: string): string =>
    lockEntry(BUMPS.find((one) => one.name === name && one.version === version) ?? unknown(name, version));
  const member = (name: string, ...lines: string[]): string =>
    [
      '[[package]]',
      `name = "${name}"`,
      'version = "1"',
      `source = { editable = "${name === 'common' ? 'libs' : 'apps'}/${name}" }`,
      ...lines,
      '',
    ].join('\n');
  const common = '{ name = "common", editable = "libs/common" }';
  return [
    `version = 1\nrevision = 3\nrequires-python = "${PYTHON}"\n\n[manifest]\nmembers = ["common", "one", "two"]\n`,
    member('common'),
    entry('kiln-shipped', shipped),
    entry('kiln-tested', tested),
    member(
      'one',
      'dependencies = [{ name = "common" }, { name = "kiln-shipped" }]',
      '\n[package.dev-dependencies]\ntest = [{ name = "kiln-tested" }]',
      `\n[package.metadata]\nrequires-dist = [${common}, { name = "kiln-shipped" }]`,
      '\n[package.metadata.requires-dev]\ntest = [{ name = "kiln-tested" }]',
    ),
    member('two', 'dependencies = [{ name = "common" }]', `\n[package.metadata]\nrequires-dist = [${common}]`),
  ].join('\n');
}

function unknown(name: string, version: string): never {
  throw new Error(`the local index has no ${name} ${version}; versions are ${VERSIONS.join(', ')}`);
}
