import { z } from 'zod';
import { optimize, python } from './shared';

export const BytecodeOptions = z.strictObject({
  python,
  outputPath: z.string().min(1).describe('Folder of the workspace for the .pyc files and data.'),
  optimize,
});
export type BytecodeOptions = z.output<typeof BytecodeOptions>;
