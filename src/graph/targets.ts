/** Inferred targets of one project. Pure: everything that they depend on is in the request. */
import type { TargetConfiguration } from '@nx/devkit';
import type { PlatformId } from '../model/platforms';
import type { KilnTable } from '../project/kiln-table';
import { productPatterns } from '../project/product-files';
import type { PythonProject } from '../project/types';
import { platformConfigurations } from './configurations';
import type { FingerprintCommands } from './fingerprint-commands';
import { foldersAbove, projectInput, workspaceInput } from './layout';
import type { TargetNames } from './plugin-options';

export type Targets = Record<string, TargetConfiguration>;
export type Input = NonNullable<TargetConfiguration['inputs']>[number];

/** Nx refuses `{workspaceRoot}/{options.…}` as a glob from the root; options are workspace-relative anyway. */
const PER_PLATFORM = '{options.outputPath}/{options.platform}';
const WHOLE_FOLDER = '{options.outputPath}';

export const KILN_PLUGIN_NODE = 'kiln:plugin';
export const SOURCES_INPUT = 'kilnSources';

export interface TargetRequest {
  readonly project: PythonProject;
  readonly kiln: KilnTable;
  readonly names: TargetNames;
  /** Default platform of `build`; absent on a host that Kiln does not know. */
  readonly host: PlatformId | undefined;
  /** `dist/apps/py-app`. */
  readonly output: string;
  /** The lock that the project belongs to: Nx name of the owner of its closure, and the project's own slice. */
  readonly closure: { readonly owner: string; readonly buildSlice: string } | undefined;
  /** The strict runtime closure, by Nx names. */
  readonly libraries: readonly { readonly name: string; readonly modules: PythonProject['modules'] }[];
  readonly commands: FingerprintCommands;
}

/** An application is what can be started: `[project.scripts]`, or what says that it wants to be frozen. */
export function isApplication({ scripts, guiScripts }: PythonProject, { freeze }: KilnTable): boolean {
  return freeze !== undefined || Object.keys(scripts).length + Object.keys(guiScripts).length > 0;
}

export function inferTargets(request: TargetRequest): Targets {
  const { project, kiln, names } = request;
  return {
    ...(isApplication(project, kiln)
      ? { [names.build]: freezeTarget(request), [names.smoke]: smokeTarget(request) }
      : {}),
    ...(project.modules.length > 0 ? { [names.bytecode]: bytecodeTarget(request) } : {}),
  };
}

/**
 * The named input that other projects use too: exactly what goes into artefacts, and the manifest. Straight from disk,
 * because a generated file that git ignores (`_version.py`, an extension) goes into artefacts like any other.
 */
export function sourceInputs(project: Pick<PythonProject, 'root' | 'modules'>): Input[] {
  const { include, exclude } = productPatterns(project);
  const fromDisk = (fileset: string): Input => ({ fileset, includeIgnored: true });
  return [
    projectInput(project.root, 'pyproject.toml'),
    ...include.map((pattern) => fromDisk(projectInput(project.root, pattern))),
    ...(include.length > 0 ? exclude.map((pattern) => fromDisk(`!${projectInput(project.root, pattern)}`)) : []),
  ];
}

function freezeTarget(request: TargetRequest): TargetConfiguration {
  const { project, kiln, host, output, closure } = request;
  return {
    executor: 'nx-kiln:freeze',
    cache: true,
    ...(closure ? { dependsOn: [{ projects: [closure.owner], target: request.names.closure }] } : {}),
    inputs: [
      SOURCES_INPUT,
      ...librarySources(request),
      ...ignoredSources(request, [project, ...request.libraries]),
      ...(closure ? [{ dependentTasksOutputFiles: closure.buildSlice }] : []),
      ...above(project.root, ['.python-version', 'uv.toml', 'pyproject.toml']),
      ...kilnInputs(),
    ],
    outputs: [PER_PLATFORM],
    options: { tool: 'bundle', ...kiln.freeze, ...python(kiln), ...platform(host), outputPath: output },
    configurations: {
      ...platformConfigurations(kiln.platforms),
      production: { archive: 'tar.gz', outputPath: `${output}/production` },
    },
    metadata: {
      technologies: ['python'],
      description: `Builds ${project.name} with its own Python for one platform (--configuration=<platform>)`,
    },
  };
}

function smokeTarget({ project, kiln, names, host, output, commands }: TargetRequest): TargetConfiguration {
  return {
    executor: 'nx-kiln:smoke',
    cache: true,
    dependsOn: [names.build],
    inputs: [{ dependentTasksOutputFiles: '**/kiln.json' }, { runtime: commands.runners }, ...kilnInputs()],
    outputs: [PER_PLATFORM],
    options: { ...platform(host), artefactPath: output, outputPath: `${output}/smoke` },
    configurations: {
      ...platformConfigurations(kiln.platforms),
      production: { artefactPath: `${output}/production`, outputPath: `${output}/smoke/production` },
    },
    metadata: { technologies: ['python'], description: `Starts ${project.name} as built, natively or emulated` },
  };
}

/** Bytecode depends on no platform: without configurations every platform's build shares one task. */
function bytecodeTarget(request: TargetRequest): TargetConfiguration {
  const { project, kiln, output } = request;
  return {
    executor: 'nx-kiln:bytecode',
    cache: true,
    inputs: [
      SOURCES_INPUT,
      ...ignoredSources(request, [project]),
      ...above(project.root, ['.python-version']),
      ...kilnInputs(),
    ],
    outputs: [WHOLE_FOLDER],
    options: { ...python(kiln), outputPath: `${output}/bytecode` },
    metadata: { technologies: ['python'], description: `Compiles the sources of ${project.name} to .pyc files` },
  };
}

export interface ClosureRequest {
  /** Workspace-relative lock. */
  readonly lock: string;
  /** Workspace-relative manifests of all projects that the lock is for. */
  readonly manifests: readonly string[];
  /** `.kiln/closure/root`. */
  readonly folder: string;
}

export function closureTarget({ lock, manifests, folder }: ClosureRequest): TargetConfiguration {
  return {
    executor: 'nx-kiln:closure',
    cache: true,
    inputs: [
      workspaceInput(lock),
      ...manifests.map((file) => workspaceInput(file)),
      { externalDependencies: [KILN_PLUGIN_NODE] },
    ],
    outputs: [WHOLE_FOLDER],
    options: { lock, outputPath: folder },
    metadata: { technologies: ['python'], description: `Writes what ${lock} holds for each project and purpose` },
  };
}

/** A broken manifest still answers to its targets: they say what is wrong with it. */
export function brokenTargets({ build, smoke, bytecode }: TargetNames, output: string, file: string): Targets {
  const failing = (executor: string, options: Record<string, string>): TargetConfiguration => ({
    executor,
    cache: false,
    options,
    metadata: { technologies: ['python'], description: `${file} could not be read` },
  });
  return {
    [build]: failing('nx-kiln:freeze', { outputPath: output }),
    [smoke]: failing('nx-kiln:smoke', { artefactPath: output, outputPath: `${output}/smoke` }),
    [bytecode]: failing('nx-kiln:bytecode', { outputPath: `${output}/bytecode` }),
  };
}

/** `^` would follow test, dev and cyclic edges: the strict closure is named one by one. */
function librarySources({ libraries }: TargetRequest): Input[] {
  return libraries.length > 0 ? [{ input: SOURCES_INPUT, projects: libraries.map(({ name }) => name) }] : [];
}

/** Only where Nx cannot hash what git ignores. */
function ignoredSources({ commands }: TargetRequest, projects: readonly Pick<PythonProject, 'modules'>[]): Input[] {
  const paths = projects.flatMap(({ modules }) => modules.map(({ path }) => path));
  return commands.sources && paths.length > 0 ? [{ runtime: commands.sources(paths) }] : [];
}

function kilnInputs(): Input[] {
  return [workspaceInput('kiln.json'), { externalDependencies: [KILN_PLUGIN_NODE] }];
}

/** Files of the folders from the workspace's root down; they count from the moment that they appear. */
function above(root: string, files: readonly string[]): Input[] {
  return foldersAbove(root).flatMap((folder) => files.map((file) => workspaceInput(folder, file)));
}

function platform(host: PlatformId | undefined): { platform?: PlatformId } {
  return host ? { platform: host } : {};
}

/** One declared Python is the Python; of several, `build` takes what the executor finds by itself. */
function python({ pythons }: KilnTable): { python?: string } {
  const [only, ...others] = pythons;
  return only !== undefined && others.length === 0 ? { python: only } : {};
}
