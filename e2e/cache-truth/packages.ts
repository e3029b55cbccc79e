/** Packages of the table's lock: libraries, and tools of everyday work that are small enough to be served from memory. */
import { lockEntry, type Probe, probe } from '../harness/probes';

/** Imports every test file, so that what tests need has to be there; writes the report that it was asked for. */
const PYTEST = `import pathlib, re, runpy, sys
for path in sorted(pathlib.Path().rglob("test_*.py")):
    runpy.run_path(str(path))
for argument in sys.argv:
    if match := re.fullmatch(r"--junit-?xml=(.*)", argument):
        pathlib.Path(match[1]).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(match[1]).write_text("<testsuites/>")
`;
/** Reads every source of the folder. */
const CHECKER = `import ast, pathlib
def main():
    for path in sorted(pathlib.Path().rglob("*.py")):
        ast.parse(path.read_bytes())
if __name__ == "__main__":
    main()
`;

const TOOLS: Readonly<Record<string, string>> = { pytest: PYTEST, mypy: CHECKER, flake8: CHECKER, ruff: CHECKER };
/** Those that are started by their own name. */
const PROGRAMS = ['ruff'];
const LIBRARIES = ['kiln-builder', 'kiln-shipped', 'kiln-tested', 'kiln-unused'];

/** Names of all packages of the lock. */
export const LOCKED: readonly string[] = [...Object.keys(TOOLS), ...LIBRARIES].sort();
const VERSIONS = ['1.0', '1.1'];

/** Every version of all of them: what the index serves. */
export const PACKAGES: readonly Probe[] = VERSIONS.flatMap((version) =>
  LOCKED.map((name) => {
    const main = TOOLS[name];
    const script = `[console_scripts]\n${name} = ${name}.__main__:main\n`;
    return probe(name, version, {
      ...(main === undefined ? {} : { [`${name}/__main__.py`]: main }),
      ...(PROGRAMS.includes(name) ? { [`${name}-${version}.dist-info/entry_points.txt`]: script } : {}),
    });
  }),
);

/** A `[[package]]` of uv.lock. @throws Error for what the index does not serve */
export function lockedPackage(name: string, version: string): string {
  const found = PACKAGES.find((one) => one.name === name && one.version === version);
  if (!found) {
    throw new Error(`the index has no ${name} ${version}; versions are ${VERSIONS.join(', ')}`);
  }
  return lockEntry(found);
}
