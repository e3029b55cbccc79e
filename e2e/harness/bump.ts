/** A workspace whose lock can be bumped without uv: two applications, a library and TypeScript. Packages: `shipped`, which one of them ships, and `tested`, which only its tests need. */
import { lockEntry, type Probe, probe } from './probes';

const PYTHON = '>=3.14';
const VERSIONS = ['1.0', '1.1'];

/** Every version of both; the local index serves them. */
export const BUMPS: readonly Probe[] = VERSIONS.flatMap((version) => [
  probe('kiln-shipped', version),
  probe('kiln-tested', version),
]);

const TESTED = '\n[dependency-groups]\ntest = ["kiln-tested"]\n\n[tool.kiln.test]\ntool = "unittest"\n';

/** Files by workspace-relative path. */
export function bumpWorkspace(): Record<string, string> {
  return {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["apps/*", "libs/*"]\n',
    ...application('one', 'dependencies = ["kiln-shipped", "common"]', TESTED, [
      'import common, kiln_shipped',
      '',
      'def main():',
      '    print("one", common.NAME, kiln_shipped.ANSWER)',
    ]),
    ...application('two', 'dependencies = ["common"]', '', [
      'import common',
      '',
      'def main():',
      '    print("two", common.NAME)',
    ]),
    'apps/one/tests/test_one.py': [
      'import unittest, kiln_tested',
      '',
      'class Test(unittest.TestCase):',
      '    def test(self):',
      '        print("tested with", kiln_tested.ANSWER)',
      '',
    ].join('\n'),
    'libs/common/pyproject.toml': manifest('common', 'dependencies = []', ''),
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
    'uv.lock': bumpLock('1.0', '1.0'),
  };
}

function application(
  name: string,
  dependencies: string,
  more: string,
  code: readonly string[],
): Record<string, string> {
  return {
    [`apps/${name}/pyproject.toml`]: manifest(
      name,
      dependencies,
      `\n[project.scripts]\n${name} = "${name}:main"\n\n[tool.uv.sources]\ncommon = { workspace = true }\n${more}`,
    ),
    [`apps/${name}/src/${name}/__init__.py`]: `${code.join('\n')}\n`,
  };
}

function manifest(name: string, dependencies: string, more: string): string {
  return `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${PYTHON}"\n${dependencies}\n${more}
[build-system]\nrequires = ["uv_build>=0.9,<1"]\nbuild-backend = "uv_build"\n`;
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
