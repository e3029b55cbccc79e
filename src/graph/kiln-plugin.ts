/** External nodes of Kiln's own: what is installed, so that a new Kiln is another key, and where names lead. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectGraphExternalNode } from '@nx/devkit';
import { KILN_PLUGIN_NODE } from './targets/inputs';

export const KILN_INDEX_NODE = 'kiln:index';
/** Folders of the installed package whose content makes artefacts. */
const PARTS = ['src', 'executors', 'generators', 'launcher', 'vendor'];
const PASSIVE = /(\.d\.ts|\.map|\.md|\.test\.ts|\.testing\.ts|\.test\.js)$/;

/** The node that targets name in `externalDependencies`; `npm:nx-kiln` itself is absent from a linked checkout. */
export function kilnPluginNode(): ProjectGraphExternalNode {
  const base = join(__dirname, '..', '..');
  return {
    type: 'kiln',
    name: KILN_PLUGIN_NODE as never,
    data: { packageName: 'nx-kiln', version: packageVersion(base), hash: hashInstalled(base) },
  };
}

/**
 * Nx keeps the edges of unchanged files (so a name that now leads elsewhere would go unseen) unless external nodes
 * change: this one's version is a hash of what names lead to. Its own hash is constant: no task's key may follow it.
 */
export function kilnIndexNode(index: unknown): ProjectGraphExternalNode {
  const version = createHash('sha256').update(JSON.stringify(index)).digest('hex').slice(0, 16);
  return { type: 'kiln', name: KILN_INDEX_NODE as never, data: { packageName: KILN_INDEX_NODE, version, hash: '-' } };
}

function packageVersion(base: string): string {
  for (const folder of [base, join(base, '..')]) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      if (name === 'nx-kiln' && version) {
        return version;
      }
    } catch {
      // dist/ has no package.json; the one above does.
    }
  }
  return '0.0.0';
}

const memo = new Map<string, { signature: string; hash: string }>();

/** Content hash of what is installed; read again only when a file's size or time is another one. */
export function hashInstalled(base: string): string {
  const files = PARTS.flatMap((part) => walk(base, part)).sort();
  const signature = files
    .map((file) => {
      const { size, mtimeMs } = statSync(join(base, file));
      return `${file}:${size}:${mtimeMs}`;
    })
    .join('\n');
  const known = memo.get(base);
  if (known?.signature === signature) {
    return known.hash;
  }
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(join(base, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  const result = hash.digest('hex');
  memo.set(base, { signature, hash: result });
  return result;
}

function walk(base: string, folder: string): string[] {
  try {
    return readdirSync(join(base, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(base, path) : PASSIVE.test(entry.name) ? [] : [path];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
