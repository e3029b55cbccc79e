import { z } from 'zod';
import { pythonText } from './shared';

export const InitOptions = z.strictObject({
  runtimes: z
    .enum(['uv', 'go-module', 'archive'])
    .optional()
    .describe('Where runtimes come from; written to kiln.json. Default: uv, and nothing is written.'),
  archive: z
    .array(z.string())
    .default([])
    .describe('With runtimes=archive: <platform>=<file or folder> of a relocatable Python.'),
  skipFormat: z.boolean().default(false).describe('Do not format changed files.'),
  keepExistingVersions: z.boolean().default(true).meta({ 'x-priority': 'internal' }).describe('Asked by nx add.'),
  updatePackageScripts: z.boolean().default(false).meta({ 'x-priority': 'internal' }).describe('Asked by nx add.'),
});
export type InitOptions = z.output<typeof InitOptions>;

/** Options of `app` and `lib`: what a new project is. */
export const ProjectOptions = z.strictObject({
  directory: z
    .string()
    .min(1)
    .meta({
      $default: { $source: 'argv', index: 0 },
      'x-prompt': 'Which folder shall it be, for example apps/hello?',
      'x-priority': 'important',
    })
    .describe('Folder of the new project, from where you are: `apps/hello`.'),
  name: z
    .string()
    .optional()
    .meta({ 'x-priority': 'important' })
    .describe('Name in pyproject.toml, and of the project in Nx. Default: the last part of the folder.'),
  module: z
    .string()
    .optional()
    .describe('What one imports; `acme.text` with layout=namespace. Default: the name with underscores.'),
  description: z
    .string()
    .regex(/^[^\r\n]*$/, 'one line')
    .optional()
    .describe('One line about it, for pyproject.toml.'),
  layout: z
    .enum(['src', 'flat', 'namespace'])
    .default('src')
    .meta({ 'x-priority': 'important' })
    .describe('src: src/<module>; flat: <module>; namespace: src/<namespace>/<module>, shared with other projects.'),
  manager: z
    .enum(['uv', 'pip'])
    .default('uv')
    .meta({ 'x-priority': 'important' })
    .describe(
      'uv: uv.lock of the nearest uv workspace, which is made where there is none; pip: hashed requirements files.',
    ),
  python: z
    .preprocess(
      pythonText,
      z
        .string()
        .regex(/^3\.\d+$/, 'a minor version of Python such as 3.12')
        .optional(),
    )
    .meta({ type: ['string', 'number'] })
    .describe(
      'Oldest Python that it runs on, such as 3.12. Default: .python-version, what the uv workspace is locked for, or the newest pinned one.',
    ),
  test: z
    .enum(['pytest', 'none'])
    .default('pytest')
    .meta({ aliases: ['unitTestRunner'] })
    .describe('What runs its tests.'),
  lint: z
    .enum(['ruff', 'none'])
    .default('ruff')
    .meta({ aliases: ['linter'] })
    .describe('What lints and formats it.'),
  typecheck: z.enum(['mypy', 'pyright', 'ty', 'none']).default('mypy').describe('What checks its types.'),
  dependencies: z
    .array(z.string())
    .default([])
    .meta({ 'x-priority': 'important', 'x-completion-type': 'projects' })
    .describe('Python projects of the workspace that it needs, by their names in Nx.'),
  skipLock: z.boolean().default(false).describe('Do not make the lock; `nx lock` does later.'),
  skipFormat: z.boolean().default(false).describe('Do not format changed files.'),
  cwd: z
    .string()
    .optional()
    .meta({ $default: { $source: 'workingDirectory' }, 'x-priority': 'internal', hidden: true })
    .describe('Folder of the workspace that `directory` begins at, as Nx gives it.'),
});
export type ProjectOptions = z.output<typeof ProjectOptions>;
