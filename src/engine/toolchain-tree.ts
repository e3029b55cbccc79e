/** A toolchain's files as a tree in the store, for steps that take them as an input; imported once per identity. */
import { type Evaluation, recall, record } from './evaluation';
import { toolchainTreeKey } from './keys';
import { withLock } from './lock';
import { takeFiles } from './runner/outputs';
import { toolchainOf } from './sources';
import type { Tree } from './types';

/** @throws KilnError OUTPUT_INVALID when the toolchain holds what a tree cannot hold; what resolving throws */
export async function toolchainTree(evaluation: Evaluation, name: string): Promise<Tree> {
  const { request, store, locks, controller } = evaluation;
  const { identity, resolve } = toolchainOf(request.toolchains, name);
  const key = toolchainTreeKey(identity);
  const found = await recall(evaluation, key);
  if (found) {
    return found.tree;
  }
  const options = { signal: controller.signal, onWait: () => undefined };
  return withLock(locks, key, options, async () => {
    const made = await recall(evaluation, key);
    if (made) {
      return made.tree;
    }
    const tree = await takeFiles(store, await resolve(), [''], `the toolchain ${name} (${identity})`);
    await record(evaluation, key, { digest: await store.putTree(tree), tree });
    return tree;
  });
}
