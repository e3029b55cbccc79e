// Bundles the libraries that Kiln uses into dist/vendor and points the compiled files there (docs/decisions/0011-vendored-libraries.md).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const folder = join(dist, 'vendor');

/** What is taken of each library. */
const LIBRARIES = {
  zod: "export { z } from 'zod'",
  'smol-toml': "export { parse, TomlError } from 'smol-toml'",
  'tar-stream': "export { extract, pack } from 'tar-stream'",
  resedit: "export { Data, NtExecutable, NtExecutableResource, Resource } from 'resedit'",
  'toml-eslint-parser': "export { parseTOML } from 'toml-eslint-parser'",
  '@cyclonedx/cyclonedx-library': [
    ...['Models', 'Enums', 'Spec', 'Serialize'].map(
      (part) => `export * as ${part} from '@cyclonedx/cyclonedx-library/${part}'`,
    ),
    "import * as License from '@cyclonedx/cyclonedx-library/Contrib/License'",
    'export const Contrib = { License }',
  ].join('\n'),
  'spdx-expression-parse': "export { default } from 'spdx-expression-parse'",
};
/** Installed beside the plugin: Nx itself, and what TypeScript's output needs. */
const INSTALLED = /^(node:|\.{1,2}\/|@nx\/devkit$|nx$|nx\/|tslib$)/;

/** Messages in forty languages are half of zod; Kiln speaks one. */
const englishOnly = {
  name: 'english-only',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.c?js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

export async function vendor() {
  mkdirSync(folder, { recursive: true });
  const inputs = new Set();
  for (const [name, contents] of Object.entries(LIBRARIES)) {
    const { metafile } = await build({
      stdin: { contents, resolveDir: root },
      outfile: join(folder, `${name}.js`),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: 'none',
      metafile: true,
      plugins: [englishOnly],
      // For XML, which Kiln does not write; the library does without.
      external: ['xmlbuilder2'],
      absWorkingDir: root,
    });
    for (const file of Object.keys(metafile.inputs)) {
      inputs.add(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
    }
  }
  inputs.delete(undefined);
  writeFileSync(join(folder, 'LICENSES.md'), licences([...inputs].sort()));
  for (const file of compiled(dist)) {
    redirect(file);
  }
}

/** Texts that the licences ask to pass on. */
function licences(packages) {
  const parts = packages.map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(root, path, file), 'utf8').trim() : `Licence: ${license}`;
    return `## ${name} ${version} (${license})\n\n${text}\n`;
  });
  return `# Libraries inside nx-kiln\n\n${parts.join('\n')}`;
}

function compiled(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const at = join(path, entry.name);
    return entry.isDirectory() ? (at === folder ? [] : compiled(at)) : at.endsWith('.js') ? [at] : [];
  });
}

function redirect(file) {
  const text = readFileSync(file, 'utf8');
  const done = text.replace(/\b(require|import)\((['"])([^'"\s]+)\2\)/g, (whole, call, _quote, name) => {
    if (Object.hasOwn(LIBRARIES, name)) {
      const path = relative(dirname(file), join(folder, `${name}.js`)).replaceAll('\\', '/');
      return call === 'require' ? `require("${path}")` : `Promise.resolve(require("${path}"))`;
    }
    // What is neither vendored nor installed would be missing on the user's machine only.
    if (!INSTALLED.test(name) && !builtinModules.includes(name)) {
      throw new Error(`${relative(root, file)} loads '${name}': list it in scripts/vendor.mjs or in dependencies`);
    }
    return whole;
  });
  if (done !== text) {
    writeFileSync(file, done);
  }
}
