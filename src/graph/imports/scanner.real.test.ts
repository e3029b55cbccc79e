/** Against CPython's ast on an interpreter's own library; bench/imports.mjs does it on tens of thousands of files. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findImports, placeImports } from './scanner';
import { COMPUTED, readShape } from './shapes';

const runtime = process.env.KILN_TEST_RUNTIME;
if (!runtime) {
  throw new Error('set KILN_TEST_RUNTIME to a folder with bin/python3, as `npm test` does');
}
const PYTHON = join(runtime, 'bin', 'python3');
const REFERENCE = resolve(__dirname, '..', '..', '..', 'bench', 'imports-reference.py');
/** Enough for every form of the language, few enough for seconds. */
const COUNT = 600;

function python(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-I', ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) {
    throw new Error(`${PYTHON}: ${stderr}`);
  }
  return stdout;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory()
      ? ['site-packages', 'dist-packages'].includes(entry.name)
        ? []
        : sources(path)
      : entry.isFile() && entry.name.endsWith('.py')
        ? [path]
        : [];
  });
}

it('finds what CPython finds in its standard library, no more and no less', () => {
  const library = python('-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))').trim();
  const files = sources(library).sort().slice(0, COUNT);
  expect(files.length).toBeGreaterThan(100);
  const folder = mkdtempSync(join(tmpdir(), 'kiln-scan-'));
  try {
    writeFileSync(join(folder, 'list.json'), JSON.stringify(files));
    const parsed: ((unknown[] | string)[] | null)[] = JSON.parse(python(REFERENCE, join(folder, 'list.json')));
    const differences = files.flatMap((file, index) => {
      const expected = parsed[index]?.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).sort();
      const source = readFileSync(file);
      const placed = placeImports(source);
      expect(findImports(source)).toEqual(placed.map(({ shape }) => shape));
      const actual = placed
        .map(({ shape, line, where }) => {
          const { module, level, names = null, dynamic } = readShape(shape);
          return shape === COMPUTED
            ? `computed ${line}`
            : JSON.stringify([module, level, names, line, dynamic ? 'call' : where]);
        })
        .sort();
      return expected && expected.join('\n') !== actual.join('\n') ? [{ file, expected, actual }] : [];
    });
    expect(differences).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
