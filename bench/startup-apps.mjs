/** The applications that bench/startup.mjs measures: one that does nothing, one of 150 modules. Always the same text. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MODULES = 150;
const STDLIB = ['argparse', 'collections', 'dataclasses', 'functools', 'json', 'logging', 'pathlib', 're', 'typing'];

/** A module of ordinary size: imports, constants, classes with documented methods, functions. */
function moduleSource(number) {
  const earlier = [number - 1, number - 7, number - 40].filter((n) => n >= 0);
  const classes = Array.from({ length: 5 }, (_, c) => classSource(number, c));
  return [
    `"""Module ${number} of the benchmark's application."""`,
    `import ${STDLIB[number % STDLIB.length]}`,
    ...earlier.map((n) => `from . import module_${n}`),
    `LIMITS = {${Array.from({ length: 20 }, (_, i) => `'limit_${i}': ${number * 100 + i}`).join(', ')}}`,
    ...classes,
    `def combine_${number}(first, second=None, *, strict=True):`,
    `    """Combines two values the way module ${number} does."""`,
    '    if second is None and strict:',
    `        raise ValueError('module ${number} wants two values')`,
    '    return {**LIMITS, "first": first, "second": second}',
    '',
  ].join('\n');
}

function classSource(number, c) {
  const methods = Array.from({ length: 6 }, (_, m) => [
    `    def step_${m}(self, value: int, label: str = 'step ${m}') -> int:`,
    `        """Step ${m} of part ${c} of module ${number}."""`,
    `        total = sum(x * ${m + 1} for x in range(value) if x % ${c + 2})`,
    `        self.seen.append((label, total))`,
    `        return total + LIMITS['limit_${(m + c) % 20}']`,
  ]).flat();
  return [
    `class Part${c}Of${number}:`,
    `    """Part ${c}."""`,
    '    def __init__(self):',
    '        self.seen = []',
    ...methods,
  ].join('\n');
}

const IMPORTS = [...STDLIB.map((name) => `import ${name}`), ''];
const MAIN = [
  ...IMPORTS,
  ...Array.from({ length: MODULES }, (_, n) => `from . import module_${n}`),
  '',
  'def main():',
  `    return 0 if module_${MODULES - 1}.Part0Of${MODULES - 1}().step_0(3) else 1`,
  '',
].join('\n');

/** Path → text of each application, laid out as on sys.path. */
export const APPS = {
  noop: { entry: 'bench_noop:main', files: { 'bench_noop.py': 'def main():\n    pass\n' } },
  modules: {
    entry: 'bench_modules.cli:main',
    files: {
      'bench_modules/__init__.py': '',
      'bench_modules/cli.py': MAIN,
      ...Object.fromEntries(
        Array.from({ length: MODULES }, (_, n) => [`bench_modules/module_${n}.py`, moduleSource(n)]),
      ),
    },
  },
};

/** Writes an application and a `main.py` that starts it from its own folder, for interpreters and other freezers. */
export function writeApp({ entry, files }, folder) {
  const [module, name] = entry.split(':');
  const main = `import sys\nsys.path.append(__file__.rpartition('/')[0])\nfrom ${module} import ${name}\nsys.exit(${name}())\n`;
  for (const [path, text] of Object.entries({ ...files, 'main.py': main })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
