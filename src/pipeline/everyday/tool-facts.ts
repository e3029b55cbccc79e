/** What the command line of a tool depends on, gathered from the project and the disk. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, parse, posix, relative } from 'node:path';
import { sha256 } from '../../engine/canonical';
import type { ToolName } from '../../model/tools';
import type { ToolFacts } from '../../plan/everyday/types';
import { siteFolder } from '../../plan/stages/environment/environment-files';
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
    placeInBlack: tool === 'black' ? placeInBlack(realpathSync(here)) : '',
    exists,
    list: (folder) => listFolder(join(here, folder)),
    brings: (path) => existsSync(join(environment.folder, siteFolder(environment.version), path)),
  };
}

function listFolder(folder: string): { readonly name: string; readonly isFolder: boolean }[] {
  return readdirSync(folder)
    .sort()
    .map((name) => ({
      name,
      isFolder: statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true,
    }));
}

/** black takes the nearest folder with a repository or with settings of its own for the root of all paths. */
function placeInBlack(folder: string): string {
  const { root } = parse(folder);
  const isRepository = (at: string): boolean =>
    existsSync(join(at, '.git')) || statSync(join(at, '.hg'), { throwIfNoEntry: false })?.isDirectory() === true;
  const settings = findSettings('black', relative(root, folder) || '.', nodeDisk(root));
  const configured = settings ? dirname(join(root, settings.path)) : root;
  let at = folder;
  while (at !== configured && at !== root && !isRepository(at)) {
    at = dirname(at);
  }
  return relative(at, folder);
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
