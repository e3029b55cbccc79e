/** Applications: building and starting them. */
import { z } from 'zod';
import { optimize, platform, python, releaseText } from './shared';

/** As launch.cfg names them (launcher/config.h). */
export const PYTHON_FLAGS = ['dev', 'unbuffered', 'faulthandler', 'importtime', 'tracemalloc'] as const;

const texts = z.array(z.string().min(1)).default([]);
/** launch.cfg, which they go into, has one value per line. */
const line = z.string().refine((text) => /^[^\r\n\0]+$/.test(text), 'one line of text');
const variable = z
  .string()
  .refine((text) => /^[^=\s\0][^=\r\n\0]*=[^\r\n\0]*$/.test(text), 'a variable as NAME=value, in one line');

export const FreezeOptions = z.strictObject({
  tool: z
    .enum(['bundle'])
    .default('bundle')
    .describe('Freezer. `bundle` is Kiln’s own: the app, its packages and a relocatable Python in one folder.'),
  platform,
  python,
  entryPoint: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Script of [project.scripts] or `module:function` to start. Default: the only script, or the one named like the project.',
    ),
  entryPoints: texts.describe(
    'Further launchers on the same runtime: scripts of the project, `name=module:function`, or `*` for all its scripts.',
  ),
  dependencyScripts: texts.describe(
    'Launchers for console scripts of packages: `script`, or `package:script` where several packages have one of that name.',
  ),
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'letters, digits, dot, dash and underscore')
    .optional()
    .describe('Name of the executable and of the folder around it. Default: the name of the script.'),
  outputPath: z.string().min(1).describe('Folder of the workspace that gets one folder per platform.'),
  archive: z
    .enum(['none', 'auto', 'tar.gz', 'zip'])
    .default('none')
    .describe('Also write a reproducible archive of the folder. `auto`: zip for Windows, tar.gz for the others.'),
  onefile: z
    .boolean()
    .default(false)
    .describe('One executable instead of a folder; it unpacks itself once, into the user’s cache (Linux, Windows).'),
  sources: z
    .enum(['none', 'app', 'all'])
    .default('none')
    .describe(
      'Ship .py files beside the bytecode, for tracebacks with source lines and inspect: of the local projects, or of packages and standard library too.',
    ),
  data: texts.describe(
    'Files and folders to add: `from` or `from:to`, from relative to the project, to relative to the bundle (default: the last name).',
  ),
  env: z
    .array(variable)
    .refine((lines) => new Set(lines.map(nameOf)).size === lines.length, 'each variable once')
    .default([])
    .describe(
      'Environment variables that are set where the user has not set them: `NAME=value`; `{bundle}` is the bundle’s folder.',
    ),
  pythonFlags: z
    .array(z.enum(PYTHON_FLAGS))
    .default([])
    .describe('Switches of the interpreter, as python’s -X and -u; docs/bundle.md says what each does.'),
  warnings: z
    .array(line)
    .default([])
    .describe('Filters of warnings as python’s -W takes them: `ignore::DeprecationWarning`.'),
  stdlib: z
    .enum(['auto', 'full', 'trimmed'])
    .default('auto')
    .describe(
      '`trimmed` leaves out modules of the standard library that nothing in the bundle mentions; `auto`: `trimmed` in one file, `full` in a folder.',
    ),
  stdlibKeep: texts.describe('Modules that `trimmed` keeps whatever it finds: `sqlite3`, `encodings`.'),
  pth: z
    .enum(['skip', 'fail'])
    .default('skip')
    .describe('Code in .pth files of packages never runs: `skip` builds without it and says so, `fail` is an error.'),
  certificates: z
    .enum(['auto', 'bundled', 'system'])
    .default('auto')
    .describe(
      'CA certificates of ssl. `auto`: the system’s, else those of certifi where it is locked; `bundled`: certifi’s; `system`: OpenSSL’s own search.',
    ),
  timezones: z
    .enum(['auto', 'bundled'])
    .default('auto')
    .describe('`bundled`: an error where tzdata is not locked; `auto`: a warning where the platform needs it.'),
  icon: z.string().min(1).optional().describe('Icon (.ico) of the Windows executable, relative to the project.'),
  maxGlibc: z
    .preprocess(
      releaseText,
      z
        .string()
        .regex(/^2\.\d+$/, 'a glibc version such as 2.28')
        .default('2.28'),
    )
    .meta({ type: ['string', 'number'] })
    .describe('Newest glibc that the artefact may need (Linux). Also decides which wheels are taken.'),
  maxMacos: z
    .preprocess(
      releaseText,
      z
        .string()
        .regex(/^\d+(\.\d+)?$/, 'a version of macOS such as 13.0')
        .default('13.0'),
    )
    .meta({ type: ['string', 'number'] })
    .describe('Newest macOS that the artefact may need (macOS). Also decides which wheels are taken.'),
  optimize,
});
export type FreezeOptions = z.output<typeof FreezeOptions>;

export const SmokeOptions = z.strictObject({
  platform,
  artefactPath: z.string().min(1).describe('outputPath of the build whose artefact is started.'),
  outputPath: z.string().min(1).describe('Folder of the workspace that gets <platform>/verification.json.'),
  args: z.array(z.string()).default(['--help']).describe('Arguments that the artefact is started with.'),
  timeout: z.int().min(1).default(120).describe('Seconds that the start may take.'),
  minimumLevel: z
    .enum(['executed', 'emulated', 'linked'])
    .default('emulated')
    .describe(
      'The least that counts as success: `executed` on the platform itself, `emulated` (qemu, wine), or `linked`: where nothing can start the artefact, record that it was only built and checked.',
    ),
});
export type SmokeOptions = z.output<typeof SmokeOptions>;

/** Windows takes names that differ in case for one variable. */
function nameOf(line: string): string {
  return line.slice(0, line.indexOf('=')).toUpperCase();
}
