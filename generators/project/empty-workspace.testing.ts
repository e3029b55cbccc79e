import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';

type Generator = (tree: Tree, options: unknown) => Promise<unknown>;

/** An empty workspace for each test, where a generator makes a project. */
export function emptyWorkspace(generator: Generator, directory: string) {
  const place = {
    tree: undefined as unknown as Tree,
    run: (options: Record<string, unknown> = {}) => generator(place.tree, { directory, skipFormat: true, ...options }),
    text: (file: string) => place.tree.read(file, 'utf8') as string,
  };
  beforeEach(() => {
    place.tree = createTreeWithEmptyWorkspace();
  });
  return place;
}
