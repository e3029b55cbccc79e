/** What works on lock files. */
import { z } from 'zod';
import { args, unparsed } from './shared';

export const ClosureOptions = z.strictObject({
  lock: z.string().min(1).describe('Workspace-relative lock file.'),
  outputPath: z.string().min(1).describe('Folder of the workspace that gets one file per project and purpose.'),
});
export type ClosureOptions = z.output<typeof ClosureOptions>;

export const LockOptions = z.strictObject({
  lock: z.string().min(1).describe('Workspace-relative lock file to make again from the manifests.'),
  args,
  __unparsed__: unparsed,
});
export type LockOptions = z.output<typeof LockOptions>;
