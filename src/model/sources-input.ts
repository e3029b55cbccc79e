/** The named input of what goes into artefacts, and what says so. Every Python project of the graph has it. */
export const SOURCES_INPUT = 'kilnSources';

interface GraphProject {
  readonly root: string;
  readonly namedInputs?: Readonly<Record<string, readonly unknown[]>> | undefined;
}

/** Folders of what the graph has for Python projects, whoever else gave them targets. */
export function inferredRoots(projects: readonly GraphProject[]): string[] {
  return projects.filter(({ namedInputs = {} }) => SOURCES_INPUT in namedInputs).map(({ root }) => root);
}
