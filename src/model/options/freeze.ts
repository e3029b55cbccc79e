/** Applications: building and starting them. */
import { z } from 'zod';
import { optimize, platform, python } from './shared';

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
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'letters, digits, dot, dash and underscore')
    .optional()
    .describe('Name of the executable and of the folder around it. Default: the name of the script.'),
  outputPath: z.string().min(1).describe('Folder of the workspace that gets one folder per platform.'),
  archive: z.enum(['none', 'tar.gz']).default('none').describe('Also write a reproducible archive of the folder.'),
  maxGlibc: z
    .string()
    .regex(/^2\.\d+$/, 'a glibc version such as 2.28')
    .default('2.28')
    .describe('Newest glibc that the artefact may need (Linux). Also decides which wheels are taken.'),
  optimize,
});
export type FreezeOptions = z.output<typeof FreezeOptions>;

export const SmokeOptions = z.strictObject({
  platform,
  artefactPath: z.string().min(1).describe('outputPath of the build whose artefact is started.'),
  outputPath: z.string().min(1).describe('Folder of the workspace that gets <platform>/verification.json.'),
  args: z.array(z.string()).default(['--help']).describe('Arguments that the artefact is started with.'),
  timeout: z.int().min(1).default(120).describe('Seconds that the start may take.'),
});
export type SmokeOptions = z.output<typeof SmokeOptions>;
