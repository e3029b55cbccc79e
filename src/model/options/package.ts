/** Wheels and sdists. */
import { z } from 'zod';
import { python } from './shared';

export const PackageOptions = z.strictObject({
  format: z.enum(['wheel', 'sdist']).default('wheel').describe('What is built.'),
  python,
  outputPath: z.string().min(1).describe('Folder of the workspace for the file.'),
  localDependencies: z
    .enum(['ranges', 'exact', 'bundled'])
    .default('ranges')
    .describe(
      'Projects of the workspace that the package needs: `ranges` asks an index for compatible releases, `exact` for this very version, `bundled` puts their modules into the wheel.',
    ),
  packageVersion: z
    .string()
    .min(1)
    .optional()
    .describe('Version to pack, for projects whose version comes from git. Default: what `git describe` says.'),
  sourceDateEpoch: z
    .int()
    .min(315532800)
    .default(315532800)
    .describe(
      'SOURCE_DATE_EPOCH for the backend, in seconds. A constant, so that the same sources give the same bytes.',
    ),
  configSettings: z
    .array(z.string().regex(/^[^=]+=/, 'name=value'))
    .default([])
    .describe('Settings for the build backend, name=value (`--config-setting` of uv build).'),
});
export type PackageOptions = z.output<typeof PackageOptions>;
