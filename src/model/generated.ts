/** Every file that is derived from a table of the model. `npm run generate` writes them, a test compares bytes. */
import { ERRORS } from './errors';
import { EXECUTOR_OPTIONS, GENERATOR_OPTIONS } from './options';
import { optionsPage } from './options-page';
import { PLATFORMS, type Platform } from './platforms';
import { toNxSchema } from './schema';

const EXECUTOR_TEXT: Record<keyof typeof EXECUTOR_OPTIONS, string> = {
  freeze: 'Builds an application with its own Python for one platform.',
  bytecode:
    'Compiles Python sources to .pyc files: in folders, beside the sources or in a zip, for one Python or several.',
  package: 'Packs a project as a wheel or an sdist, with pinned tools and without network.',
  smoke: 'Starts a built artefact, natively or emulated, and records how far it was checked.',
  closure: 'Writes what a lock file holds for each project and purpose.',
  test: 'Runs the tests of a project in an environment made from its lock.',
  lint: 'Looks a project over with a linter.',
  typecheck: 'Checks the types of a project.',
  format: 'Formats the sources of a project, or says what it would change.',
  start: 'Starts an application from its sources.',
  lock: 'Makes a lock file again with the package manager that it belongs to.',
};
const GENERATOR_TEXT: Record<keyof typeof GENERATOR_OPTIONS, string> = {
  init: 'Registers nx-kiln in an Nx workspace.',
  app: 'Makes a Python application that builds, tests, lints and types, and locks it.',
  lib: 'Makes a Python library that tests, lints and types, and locks it.',
};

/** Texts by path from the repository's root. */
export function generatedFiles(): Record<string, string> {
  return {
    ...schemas('executors', EXECUTOR_OPTIONS, EXECUTOR_TEXT),
    ...schemas('generators', GENERATOR_OPTIONS, GENERATOR_TEXT),
    'executors/executors.json': collection('executors', EXECUTOR_TEXT, 'implementation', 'executor'),
    'generators/generators.json': collection('generators', GENERATOR_TEXT, 'factory', 'generator'),
    'docs/options.md': optionsPage(EXECUTOR_OPTIONS, EXECUTOR_TEXT, GENERATOR_OPTIONS, GENERATOR_TEXT),
    'docs/errors.md': errorsPage(),
    'docs/platforms.md': platformsPage(),
  };
}

function schemas(
  folder: 'executors' | 'generators',
  options: Readonly<Record<string, Parameters<typeof toNxSchema>[2]>>,
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).map(([name, schema]) => [
      `${folder}/${name}/schema.json`,
      toNxSchema(name, texts[name] as string, schema),
    ]),
  );
}

function collection(kind: string, texts: Readonly<Record<string, string>>, key: string, file: string): string {
  const entries = Object.entries(texts).map(([name, description]) => [
    name,
    { [key]: `./${name}/${file}`, schema: `./${name}/schema.json`, description },
  ]);
  return `${JSON.stringify({ [kind]: Object.fromEntries(entries) }, null, 2)}\n`;
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return [
    '# Errors',
    '',
    'Generated from `src/model/errors.ts`.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function platformsPage(): string {
  const rows = (PLATFORMS as readonly Platform[]).map(
    ({ id, aliases, state }) =>
      `| \`${id}\` | ${aliases.map((a) => `\`${a}\``).join(' ')} | ${state === 'built' ? 'yes' : 'not yet'} |`,
  );
  return [
    '# Platforms',
    '',
    'Generated from `src/model/platforms.ts`.',
    '',
    '| platform | other spellings | bundles |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
