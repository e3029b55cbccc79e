/** Targets that make artefacts: build (freeze), smoke, bytecode. */
import type { TargetConfiguration } from '@nx/devkit';
import { SOURCES_INPUT } from '../../model/sources-input';
import { dataPlaces } from '../../project/bundle-data';
import { platformConfigurations } from '../configurations';
import { projectInput, workspaceInput } from '../layout';
import { computedVersions } from './computed-version';
import {
  dependsOnClosure,
  ENVIRONMENT_INPUT,
  fromDisk,
  ignoredSources,
  kilnInputs,
  libraryInputs,
  settingsAbove,
  sliceInput,
} from './inputs';
import { neverCached } from './never-cached';
import { platformOption, pythonOption } from './shared-options';
import type { Input, TargetRequest } from './types';

/** Nx refuses `{workspaceRoot}/{options.…}` as a glob from the root; options are workspace-relative anyway. */
const PER_PLATFORM = '{options.outputPath}/{options.platform}';
const WHOLE_FOLDER = '{options.outputPath}';

export function freezeTarget(request: TargetRequest): TargetConfiguration {
  const { project, kiln, host, output, libraries } = request;
  return {
    executor: 'nx-kiln:freeze',
    cache: true,
    continuous: false,
    ...dependsOnClosure(request),
    inputs: [
      SOURCES_INPUT,
      ...libraryInputs(libraries, SOURCES_INPUT),
      ...ignoredSources(request, [project, ...libraries]),
      ...computedVersions(request),
      ...addedFiles(request),
      ENVIRONMENT_INPUT,
      ...siteInputs(request),
    ],
    outputs: [PER_PLATFORM],
    options: { tool: 'bundle', ...kiln.freeze, ...pythonOption(kiln), ...platformOption(host), outputPath: output },
    configurations: {
      ...platformConfigurations(kiln.platforms),
      production: { archive: 'auto', outputPath: `${output}/production` },
    },
    metadata: {
      description: `Builds ${project.name} with its own Python for one platform (--configuration=<platform>)`,
    },
  };
}

/** What decides about packages that are not local. */
function siteInputs(request: TargetRequest): Input[] {
  const { root } = request.project;
  return [
    ...sliceInput(request, 'build'),
    projectInput(root, '{uv.toml,pyproject.toml}'),
    ...settingsAbove(root, ['uv.toml', 'pyproject.toml']),
  ];
}

/** Files and folders that `data` and `icon` name, whether or not they are there. */
function addedFiles({ project, kiln, commands }: TargetRequest): Input[] {
  const { data, icon } = kiln.freeze ?? {};
  const named = [...(Array.isArray(data) ? data : []), ...(typeof icon === 'string' ? [icon] : [])] as string[];
  const paths = dataPlaces(project.root, named).map(({ path }) => path);
  const inside = paths.filter((path) => !path.startsWith('..') && !path.startsWith('/'));
  return [
    ...inside.flatMap((path) => [
      ...(path === '.' ? [] : [fromDisk(workspaceInput(path))]),
      fromDisk(workspaceInput(path).replace(/\/\.?$|$/, '/**/*')),
    ]),
    ...(commands.sources && inside.length > 0 ? [{ runtime: commands.sources(inside) }] : []),
  ];
}

export function smokeTarget({ project, kiln, names, host, output, commands }: TargetRequest): TargetConfiguration {
  return {
    executor: 'nx-kiln:smoke',
    cache: true,
    continuous: false,
    dependsOn: [names.build],
    inputs: [{ dependentTasksOutputFiles: '**/kiln.json' }, { runtime: commands.runners }, ...kilnInputs()],
    outputs: [PER_PLATFORM],
    options: { ...platformOption(host), artefactPath: output, outputPath: `${output}/smoke` },
    configurations: {
      ...platformConfigurations(kiln.platforms),
      production: { artefactPath: `${output}/production`, outputPath: `${output}/smoke/production` },
    },
    metadata: { description: `Starts ${project.name} as built, natively or emulated` },
  };
}

/** Bytecode depends on no platform: without configurations every platform's build shares one task. */
export function bytecodeTarget(request: TargetRequest): TargetConfiguration {
  const { project, kiln, host, output, libraries } = request;
  const scope = kiln.bytecode?.scope;
  const pythons = kiln.bytecode?.pythons ?? (kiln.pythons.length > 1 ? kiln.pythons : undefined);
  const compiled = scope === 'dependencies' || scope === 'site' ? libraries : [];
  const target: TargetConfiguration = {
    executor: 'nx-kiln:bytecode',
    cache: true,
    continuous: false,
    ...(scope === 'site' ? dependsOnClosure(request) : {}),
    inputs: [
      SOURCES_INPUT,
      ...libraryInputs(compiled, SOURCES_INPUT),
      ...ignoredSources(request, [project, ...compiled]),
      ENVIRONMENT_INPUT,
      ...(scope === 'site' ? siteInputs(request) : []),
    ],
    outputs: [WHOLE_FOLDER],
    options: {
      ...kiln.bytecode,
      ...(pythons === undefined ? pythonOption(kiln) : { pythons }),
      ...(scope === 'site' ? platformOption(host) : {}),
      outputPath: `${output}/bytecode`,
    },
    metadata: { description: `Compiles the sources of ${project.name} to .pyc files` },
  };
  return namesThisMachine(pythons) ? neverCached(target) : target;
}

/** An interpreter of the machine that a target runs on is in no key. */
function namesThisMachine(pythons: unknown): boolean {
  return [pythons].flat().some((name) => typeof name === 'string' && /^(system:|pp|pypy)/.test(name));
}
