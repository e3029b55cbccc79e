import { z } from 'zod';

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
