/** Sources and tests of a new project: one typed function, and a test of it. Pure. */
import { joinPath } from '../../src/project/disk';
import type { NewProject } from './new-project';

const GREET = `def greet(name: str) -> str:
    return f"Hello, {name}!"
`;

const CLI = `import argparse


${GREET}

def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name", nargs="?", default="world")
    print(greet(parser.parse_args().name))
`;

/** Texts by workspace-relative path. */
export function sourceFiles(project: NewProject): Record<string, string> {
  const { kind, root, module, layout, isTested, isTyped } = project;
  const package_ = joinPath(root, layout === 'flat' ? '.' : 'src', module.replaceAll('.', '/'));
  return {
    ...(kind === 'app'
      ? { [joinPath(package_, '__init__.py')]: '', [joinPath(package_, 'cli.py')]: CLI }
      : {
          [joinPath(package_, '__init__.py')]: GREET,
          // Says to the type checkers of others that the annotations are meant for them.
          ...(isTyped ? { [joinPath(package_, 'py.typed')]: '' } : {}),
        }),
    ...(isTested ? testFile(project) : {}),
  };
}

function testFile({ kind, root, module }: NewProject): Record<string, string> {
  const [from, name] = kind === 'app' ? [`${module}.cli`, 'cli'] : [module, module.split('.').at(-1) as string];
  return {
    [joinPath(root, 'tests', `test_${name}.py`)]: `from ${from} import greet


def test_greet() -> None:
    assert greet("Ada") == "Hello, Ada!"
`,
  };
}
