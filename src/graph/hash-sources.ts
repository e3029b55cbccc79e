/**
 * A program: prints one hash over the product files below the paths that it is given. For Nx 23, which cannot hash files
 * that git ignores; Nx 24 can (`includeIgnored`). It prints something random where it cannot tell.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isProduct } from '../project/product-files';

/** @param paths files and folders; one that is not there counts as absent */
export function hashSources(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    for (const file of filesBelow(root, path)) {
      const content = readFileSync(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

function filesBelow(root: string, path: string): string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat?.isDirectory()) {
    return stat && isProduct(path) ? [path] : [];
  }
  return readdirSync(join(root, path))
    .sort()
    .map((name) => `${path}/${name}`)
    .filter(isProduct)
    .flatMap((below) => filesBelow(root, below));
}

if (require.main === module) {
  try {
    process.stdout.write(`${hashSources(process.cwd(), process.argv.slice(2))}\n`);
  } catch {
    process.stdout.write(`unknown ${randomUUID()}\n`);
  }
}
