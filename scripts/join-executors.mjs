/**
 * Joins the compiled files of all executors into one: finding, reading and compiling three hundred small files is a quarter of
 * what an executor costs that finds its result in the store. Libraries stay in dist/vendor, loaded when they are needed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const folder = join(dist, 'executors');

const fromFolder = (path) => relative(folder, path).replaceAll('\\', '/');

/** Files of Kiln find what lies beside them by `__dirname`; in the joined file it has to mean the same. */
const keepPlaces = {
  name: 'keep-places',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\/vendor\// }, ({ path, resolveDir }) => ({
      path: fromFolder(join(resolveDir, path)),
      external: true,
    }));
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (/\b(__filename|require\.resolve|import\.meta)\b/.test(text)) {
        throw new Error(`${relative(dist, path)} asks for its own name, which joining changes: ask for __dirname`);
      }
      const here = `require("node:path").join(__dirname, ${JSON.stringify(fromFolder(dirname(path)))})`;
      return { contents: text.replace(/\b__dirname\b/g, here), loader: 'js' };
    });
  },
};

/** Called when everything is compiled: each `executor.js` becomes a line that asks the joined file for itself. */
export async function joinExecutors() {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  const contents = names.map((name) => `exports[${JSON.stringify(name)}] = () => require('./${name}/executor.js');`);
  await build({
    stdin: { contents: contents.join('\n'), resolveDir: folder },
    outfile: join(folder, 'joined.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['nx', '@nx/devkit', 'tslib'],
    plugins: [keepPlaces],
    logLevel: 'warning',
    absWorkingDir: dist,
  });
  for (const name of names) {
    const text = `"use strict";\nmodule.exports = require("../joined.js")[${JSON.stringify(name)}]();\n`;
    writeFileSync(join(folder, name, 'executor.js'), text);
  }
}
