/** Findings about imports, over the files and hashes that Nx has just taken. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../../graph/data-folder';
import type { HashedFile } from '../../graph/imports/cache';
import { importDiagnostics } from '../../graph/imports/diagnostics';
import type { Inferred } from '../../graph/infer';
import type { Disk } from '../../project/disk';
import type { NxWorkspace } from '../nx/workspace';
import { type Finding, warning } from './findings';

/** By Nx’s hashes what the graph scanned a moment ago is found again. Without a file map there are no findings. */
export function importFindings({ root, graph }: NxWorkspace, { workspace }: Inferred, disk: Disk): Finding[] {
  const files = readFileMap(root);
  const names = new Map(Object.entries(graph.nodes).map(([name, { data }]) => [data.root, name]));
  const filesOf = (folder: string): readonly HashedFile[] => files[names.get(folder) ?? ''] ?? [];
  return importDiagnostics({ workspace, disk, filesOf, workspaceRoot: root }).map(warning);
}

type FileMap = Readonly<Record<string, readonly HashedFile[]>>;

function readFileMap(root: string): FileMap {
  try {
    const { fileMap } = JSON.parse(readFileSync(join(dataFolder(root), 'file-map.json'), 'utf8')) as {
      fileMap: { projectFileMap: FileMap };
    };
    return fileMap.projectFileMap;
  } catch {
    // NX_CACHE_PROJECT_GRAPH=false, or a later Nx that keeps it elsewhere: nothing is known about imports.
    return {};
  }
}
