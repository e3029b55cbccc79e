/** The workspace that a new project comes into. */
import { getProjects, type Tree } from '@nx/devkit';
import { nxName } from '../../src/graph/names';
import type { Disk } from '../../src/project/disk';
import { type PythonWorkspace, readWorkspace } from '../../src/project/workspace';
import { KILN_JSON, parseKilnConfig } from '../../src/toolchain/kiln-json';
import type { KilnConfig } from '../../src/toolchain/types';
import { manifestFiles, treeDisk } from './tree-disk';

export interface Surroundings {
  readonly disk: Disk;
  /** Workspace-relative manifests. */
  readonly manifests: readonly string[];
  readonly workspace: PythonWorkspace;
  /** Folder of every project by its name in Nx, whatever its language. */
  readonly roots: ReadonlyMap<string, string>;
  readonly config: KilnConfig;
}

export function readSurroundings(tree: Tree): Surroundings {
  const disk = treeDisk(tree);
  const manifests = manifestFiles(tree);
  const workspace = readWorkspace(manifests, disk);
  const python = workspace.projects.map(({ root, name }) => [nxName(root, name, disk) ?? name, root] as const);
  const others = [...getProjects(tree)].map(([name, { root }]) => [name, root] as const);
  return {
    disk,
    manifests,
    workspace,
    roots: new Map([...others, ...python]),
    config: parseKilnConfig(disk.read(KILN_JSON) ?? '{}'),
  };
}
