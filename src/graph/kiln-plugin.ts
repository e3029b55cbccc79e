/** External nodes of Kiln's own: what is installed, so that a new Kiln is another key, and where names lead. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateDependencies, ProjectGraphExternalNode, RawProjectGraphDependency } from '@nx/devkit';
import { KILN_INDEX_NODE, KILN_PLUGIN_NODE } from './external-nodes';
import { hashInstalled } from './installed-hash';

/**
 * The node that targets name in `externalDependencies`; `npm:nx-kiln` itself is absent from a linked checkout.
 * @param folder absolute, where Nx keeps its data: the hash of what is installed is kept there
 */
export function kilnPluginNode(folder?: string): ProjectGraphExternalNode {
  const base = join(__dirname, '..', '..');
  return {
    type: 'kiln',
    name: KILN_PLUGIN_NODE as never,
    data: { packageName: 'nx-kiln', version: packageVersion(base), hash: hashInstalled(base, memoryIn(folder)) },
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

/** With this edge `nx affected` sees an update of the npm package; a linked checkout has no such node. */
export function pluginEdges(
  externalNodes: Parameters<CreateDependencies>[1]['externalNodes'] = {},
): RawProjectGraphDependency[] {
  const installed = 'npm:nx-kiln';
  // Only files of projects can be the reason of an edge; this one has none.
  return externalNodes[installed] && externalNodes[KILN_PLUGIN_NODE]
    ? [{ source: KILN_PLUGIN_NODE, target: installed, type: 'static' } as RawProjectGraphDependency]
    : [];
}

function memoryIn(folder: string | undefined): string | undefined {
  return folder === undefined || process.env.NX_CACHE_PROJECT_GRAPH === 'false'
    ? undefined
    : join(folder, 'kiln-installed.json');
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
