/** The last step of every build: manifest, output folder, one line for the user. */
import { placeOutput } from '../engine/output';
import { outputPlace } from '../engine/output-path';
import { makeTree, treeSize } from '../engine/tree';
import type { RunResult } from '../engine/types';
import { MANIFEST_FILE, type Manifest, manifestText, SBOM_FILE } from '../model/manifest';
import type { PythonProject } from '../project/types';
import { size } from '../report/progress';
import type { Session } from './session';

export type Facts = Omit<Manifest, 'format' | 'project' | 'projects' | 'digest' | 'files' | 'reproducible'>;

export interface Recording {
  readonly result: RunResult;
  /** Workspace-relative folder. */
  readonly outputPath: string;
  /** The project first, then the local projects inside. */
  readonly projects: readonly PythonProject[];
  readonly facts: Facts;
  /** Text of the bill of materials, where the artefact gets one. */
  readonly sbom?: string;
}

/**
 * Puts the artefact, its manifest and its bill of materials at `outputPath`, in one rename.
 * @throws KilnError OUTPUT_PATH_INVALID before anything is touched
 */
export async function record(
  { result, outputPath, projects, facts, sbom }: Recording,
  session: Session,
): Promise<void> {
  const { store, workspaceRoot, print } = session;
  const [project] = projects;
  const save = async (path: string, text: string) => ({ path, ...(await store.putBuffer(Buffer.from(text))) });
  // The manifest names it: elsewhere nothing else says that it is ours.
  const bill = sbom === undefined ? [] : [await save(SBOM_FILE, sbom)];
  const contents = makeTree([...result.tree.entries, ...bill]);
  const manifest: Manifest = {
    format: 1,
    project: project?.name ?? '',
    ...(project?.version === undefined ? {} : { version: project.version }),
    ...facts,
    reproducible: true,
    projects: projects.map(({ name }) => name),
    digest: result.digest,
    files: contents.entries,
  };
  const tree = makeTree([...contents.entries, await save(MANIFEST_FILE, manifestText(manifest))]);
  const placed = await placeOutput({
    store,
    tree,
    folder: outputPath,
    workspaceRoot,
    protect: sourceFolders(projects),
  });
  const same = placed.copied === 0 && placed.linked === 0;
  print(
    `${same ? '=' : '→'} ${outputPath} (${tree.entries.length} files, ${size(treeSize(tree))}${same ? ', unchanged' : ''})`,
  );
}

/**
 * Refuses a folder before any work is done for it.
 * @param outputPath as the user gave it: relative to the workspace, or absolute
 * @throws KilnError OUTPUT_PATH_INVALID
 */
export function checkOutputPath(
  outputPath: string,
  projects: readonly PythonProject[],
  { workspaceRoot }: Pick<Session, 'workspaceRoot'>,
): void {
  outputPlace(outputPath, workspaceRoot, sourceFolders(projects));
}

/** Modules and the folders that hold nothing but them; a flat project's folder holds its `dist` too. */
function sourceFolders(projects: readonly PythonProject[]): string[] {
  const folders = projects.flatMap(({ root, modules }) =>
    modules.flatMap(({ path, sourceRoot }) => (sourceRoot === root ? [path] : [path, sourceRoot])),
  );
  return [...new Set(folders)];
}
