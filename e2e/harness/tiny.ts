/** The smallest workspace with an application in it, and its lock. Written by hand so that stories need no uv of their own. */
import { lockEntry, PROBES } from './probes';

const PYTHON = '>=3.14';

/** Files by workspace-relative path. `packages` are names of the local index. */
export function tinyProject(packages: readonly string[]): Record<string, string> {
  const wanted = packages.map((name) => `"${name}==1.0"`).join(', ');
  const names = packages.map((name) => name.replaceAll('-', '_'));
  return {
    'apps/tiny/pyproject.toml': `[project]
name = "tiny"
version = "0.1.0"
requires-python = "${PYTHON}"
dependencies = [${wanted}]

[project.scripts]
tiny = "tiny.cli:main"

[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"
`,
    'apps/tiny/src/tiny/__init__.py': '',
    'apps/tiny/src/tiny/cli.py': [
      ...names.map((name) => `import ${name}`),
      '',
      '',
      'def main():',
      `    print("tiny", ${names.map((name) => `${name}.ANSWER`).join(', ')})`,
      '',
    ].join('\n'),
    'apps/tiny/uv.lock': tinyLock(packages),
  };
}

function tinyLock(packages: readonly string[]): string {
  const probes = PROBES.filter(({ name }) => packages.includes(name));
  const own = ['[[package]]', 'name = "tiny"', 'version = "0.1.0"', 'source = { editable = "." }'];
  if (probes.length > 0) {
    own.push(
      'dependencies = [',
      ...probes.map(({ name }) => `    { name = "${name}" },`),
      ']',
      '',
      '[package.metadata]',
    );
    own.push(`requires-dist = [${probes.map(({ name }) => `{ name = "${name}", specifier = "==1.0" }`).join(', ')}]`);
  }
  const head = ['version = 1', 'revision = 3', `requires-python = "${PYTHON}"`, ''];
  return [...head, ...probes.map(lockEntry), ...own, ''].join('\n');
}
