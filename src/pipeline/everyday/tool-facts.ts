/** What the command line of a tool depends on, gathered from the project and the disk. */
import { existsSync } from 'node:fs';
import { join, parse, posix, relative } from 'node:path';
import { sha256 } from '../../engine/canonical';
import type { ToolName } from '../../model/tools';
import type { ToolFacts } from '../../plan/everyday/types';
import { nodeDisk } from '../../project/disk';
import { findSettings } from '../../project/settings/find-settings';
import type { PythonEnvironment } from '../environment';
import type { Session } from '../session';
import type { Subject } from '../subject';
import type { RunFolder } from './run-folder';

/** What tools and builds leave at the top of a project; where git ignores it, it is in no key. */
const GENERATED = [
  ...['build', 'dist', 'venv', 'virtualenv', '.venv', '.eggs', '.tox', '.nox', '.nx', '.kiln', 'node_modules'],
  ...['htmlcov', '.idea', '.vscode', '.git'],
];

export interface FactsRequest {
  readonly tool: ToolName;
  readonly subject: Subject;
  readonly environment: PythonEnvironment;
  readonly run: RunFolder;
  readonly colour: boolean;
}

export function toolFacts(
  { tool, subject: { project, disk }, environment, run, colour }: FactsRequest,
  { workspaceRoot, projectRoot, projectRoots, cached, tools }: Session,
): ToolFacts {
  const here = join(workspaceRoot, projectRoot);
  const below = (path: string): string => posix.relative(projectRoot, path) || '.';
  const exists = (path: string): boolean => existsSync(join(here, path));
  const settings = findSettings(tool, projectRoot, disk);
  return {
    python: environment.python,
    pythonVersion: environment.version.split('.').slice(0, 2).join('.'),
    ...(environment.packages ? { packages: environment.packages } : {}),
    excluded: [...nested(projectRoot, projectRoots).map(below), ...GENERATED.filter(exists)],
    modules: project.modules.map(({ path }) => below(path)),
    sourceRoots: [...new Set(project.modules.map(({ sourceRoot }) => below(sourceRoot)))],
    namespaces: project.modules.some(({ name, kind }) => kind === 'namespace' || name.includes('.')),
    ...(settings ? { settings: { path: below(settings.path), text: settings.text } } : {}),
    strangers: settings === undefined && hasStrangers(tool, workspaceRoot),
    scratch: join(run.path, 'scratch'),
    memory: join(tools.cacheDir, 'memory', sha256(here).slice(0, 20)),
    reports: run.reports,
    colour,
    cached,
    exists,
  };
}

/** Outermost folders of other projects inside this one's. */
export function nested(projectRoot: string, projectRoots: readonly string[]): string[] {
  const prefix = projectRoot === '.' ? '' : `${projectRoot}/`;
  const inside = projectRoots.filter((root) => root !== projectRoot && root !== '.' && root.startsWith(prefix)).sort();
  return inside.filter((root) => !inside.some((other) => root.startsWith(`${other}/`)));
}

/** Settings above the workspace: a tool that looks upwards would take them, and no key knows of them. */
function hasStrangers(tool: ToolName, workspaceRoot: string): boolean {
  const { root } = parse(workspaceRoot);
  const above = relative(root, join(workspaceRoot, '..')).replaceAll('\\', '/') || '.';
  return workspaceRoot !== root && findSettings(tool, above, nodeDisk(root)) !== undefined;
}
