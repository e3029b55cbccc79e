import type { GeneratorCallback, Tree } from '@nx/devkit';
import { generateProject } from '../project/generate';

/** A Python library. */
export default function lib(tree: Tree, options: unknown): Promise<GeneratorCallback> {
  return generateProject('lib', tree, options);
}
