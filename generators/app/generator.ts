import type { GeneratorCallback, Tree } from '@nx/devkit';
import { generateProject } from '../project/generate';

/** A Python application. */
export default function app(tree: Tree, options: unknown): Promise<GeneratorCallback> {
  return generateProject('app', tree, options);
}
