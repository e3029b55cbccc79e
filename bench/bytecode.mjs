// Bytecode of a tree of about 1,600 files: Kiln's executor against compileall of the same interpreter, in one run.
// Usage: node bench/bytecode.mjs [rounds]   needs `npm run build`; the tree is the interpreter's own standard library, three times
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claim, measure, rounds, table } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const { toolchainContext } = require(join(root, 'dist/src/pipeline/session.js'));
const { interpreterFor } = require(join(root, 'dist/src/toolchain/runtimes.js'));
const WANTED = 1600;

const work = mkdtempSync(join(tmpdir(), 'kiln-bench-'));
const workspace = join(work, 'workspace');
const cache = join(work, 'cache');
try {
  const context = toolchainContext(join(root, 'examples'), () => {}, new AbortController().signal);
  const version = Object.values(context.config.pythons)[0] ?? '3.14.6';
  const python = await interpreterFor(version, context).toolchain.resolve();
  const interpreter = join(python, 'bin', 'python3');
  const files = makeWorkspace(join(python, 'lib', `python${version.split('.').slice(0, 2).join('.')}`));
  // Interpreters are not what is measured: the private cache starts with them.
  mkdirSync(cache, { recursive: true });
  cpSync(join(context.cacheDir, 'tools'), join(cache, 'tools'), { recursive: true, verbatimSymlinks: true });

  const env = { ...process.env, KILN_CACHE_DIR: cache };
  const options = JSON.stringify({ outputPath: 'dist/bytecode' });
  const executor = () =>
    measure([process.execPath, join(root, 'bench/run-executor.cjs'), 'bytecode', workspace, 'lib', options], {
      cwd: workspace,
      env,
    });
  const forget = () => {
    for (const name of readdirSync(cache).filter((entry) => entry !== 'tools')) {
      rmSync(join(cache, name), { recursive: true, force: true });
    }
    rmSync(join(workspace, 'dist'), { recursive: true, force: true });
  };
  let edits = 0;
  const results = rounds(
    {
      'compileall -j2 (unchecked-hash)': () => {
        rmSync(join(work, 'copy'), { recursive: true, force: true });
        cpSync(join(workspace, 'lib/src'), join(work, 'copy'), { recursive: true });
        return measure(
          [
            interpreter,
            '-m',
            'compileall',
            '-q',
            '-f',
            '-j2',
            '-b',
            '--invalidation-mode',
            'unchecked-hash',
            join(work, 'copy'),
          ],
          { env: { ...process.env, PYTHONHASHSEED: '0' } },
        );
      },
      'kiln cold': () => {
        forget();
        return executor();
      },
      'kiln unchanged': executor,
      'kiln one file edited': () => {
        const file = join(workspace, 'lib/src/tree/copy0/ast.py');
        writeFileSync(file, `${readFileSync(file, 'utf8')}\nEDIT = ${++edits}\n`);
        return executor();
      },
      'node, nothing done': () => measure([process.execPath, '-e', '0'], {}),
    },
    Number(process.argv[2] ?? 5),
  );
  console.log(`${files} files`);
  table(results);
  const [stock, cold] = [results['compileall -j2 (unchecked-hash)'], results['kiln cold']];
  claim('cold, wall, over compileall -j2', cold.wall / stock.wall, 1);
  claim('cold, CPU, over compileall -j2', cold.cpu / stock.cpu, 1);
  claim('unchanged, CPU, over cold', results['kiln unchanged'].cpu / cold.cpu, 0.03);
  claim('one file edited, CPU, over cold', results['kiln one file edited'].cpu / cold.cpu, 0.03);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** A project whose one package holds the standard library as often as it takes. */
function makeWorkspace(stdlib) {
  const tree = join(workspace, 'lib/src/tree');
  mkdirSync(tree, { recursive: true });
  writeFileSync(join(tree, '__init__.py'), '');
  writeFileSync(
    join(workspace, 'lib/pyproject.toml'),
    '[project]\nname = "tree"\nversion = "1.0.0"\nrequires-python = ">=3.14"\n',
  );
  cpSync(join(root, 'examples/kiln.json'), join(workspace, 'kiln.json'));
  let count = 1;
  for (let copy = 0; count < WANTED; copy++) {
    const target = join(tree, `copy${copy}`);
    cpSync(stdlib, target, {
      recursive: true,
      filter: (path) => {
        const keep = statSync(path).isDirectory()
          ? !path.endsWith('__pycache__')
          : path.endsWith('.py') && count < WANTED;
        count += keep && path.endsWith('.py') ? 1 : 0;
        return keep;
      },
    });
    // Copies differ, as the files of a real project do: equal content at another path is compiled again anyway.
    for (const name of readdirSync(target).filter((entry) => entry.endsWith('.py'))) {
      writeFileSync(join(target, name), `${readFileSync(join(target, name), 'utf8')}\nCOPY = ${copy}\n`);
    }
  }
  return count;
}
