/** Targets that make packages: wheel, sdist, and build of a library. */
import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { SOURCES_INPUT } from '../../model/sources-input';
import { RULE_FILES } from '../../project/build-system/build-facts';
import { LICENCE_NAMES } from '../../project/build-system/described';
import { neverPacked, type PackageFormat, packsWholeFolder } from '../../project/build-system/package-files';
import type { BuildFacts } from '../../project/build-system/types';
import type { OptionTable } from '../../project/kiln-options';
import { literal } from '../../project/product-files';
import { projectInput, workspaceInput } from '../layout';
import {
  dependsOnClosure,
  ENVIRONMENT_INPUT,
  fromDisk,
  ignoredFiles,
  ignoredSources,
  libraryInputs,
  ownFiles,
  PACKAGE_INPUT,
  settingsAbove,
  sliceInput,
} from './inputs';
import { joined } from './merge-patterns';
import { neverCached } from './never-cached';
import { pythonOption } from './shared-options';
import type { Input, Packaged, TargetRequest } from './types';

const WHAT: Readonly<Record<PackageFormat, string>> = { wheel: 'the wheel', sdist: 'the source distribution' };

/** @param folder of the output, below the project's */
export function packageTarget(
  request: TargetRequest & { readonly packaged: Packaged },
  format: PackageFormat,
  folder: string = format,
): TargetConfiguration {
  const { project, kiln, output } = request;
  const { build } = request.packaged;
  const doubts = doubtsOf(project.root, build);
  const target: TargetConfiguration & { continuous: boolean } = {
    executor: 'nx-kiln:package',
    cache: true,
    continuous: false,
    ...dependsOnClosure(request),
    inputs: [
      PACKAGE_INPUT,
      ...packedFiles(request, build, format),
      ...localInputs(request, format),
      ...gitInputs(request, build, format),
      ...versionInputs(request, project.root, build, kiln.package?.packageVersion !== undefined),
      ...build.env.map((env) => ({ env })),
      ...sliceInput(request, 'package'),
    ],
    outputs: ['{options.outputPath}'],
    options: { format, ...optionsFor(format, kiln.package), ...pythonOption(kiln), outputPath: `${output}/${folder}` },
    metadata: {
      description: [`Makes ${WHAT[format]} of ${project.name}`, ...doubts.map((why) => `not cached: ${why}`)].join(
        '; ',
      ),
    },
  };
  return doubts.length > 0 ? neverCached(target) : target;
}

/** Installs the wheel, with what the lock and the workspace have for it, into clean environments and imports it. */
export function wheelSmokeTarget(request: TargetRequest): TargetConfiguration {
  const { project, names, output, libraries, commands } = request;
  return {
    executor: 'nx-kiln:smoke',
    cache: true,
    continuous: false,
    dependsOn: [names.wheel, ...(dependsOnClosure(request).dependsOn ?? [])],
    inputs: [
      { dependentTasksOutputFiles: '**/kiln.json' },
      // The wheel moves with the sources anyway.
      PACKAGE_INPUT,
      ...libraryInputs(libraries, SOURCES_INPUT),
      ...ignoredSources(request, libraries),
      ...sliceInput(request, 'build'),
      { runtime: commands.runners },
    ],
    outputs: ['{options.outputPath}'],
    options: { artefactPath: `${output}/wheel`, outputPath: `${output}/smoke` },
    metadata: {
      description: `Installs the wheel of ${project.name} for its oldest and its newest Python, and imports it`,
    },
  };
}

/** What has to be a fact of the key and cannot be one. */
function doubtsOf(root: string, { version, files }: BuildFacts): string[] {
  const away = files.filter((pattern) => /^(\/|~|[A-Za-z]:)/.test(pattern) || leaves(root, pattern));
  return [
    ...(version.kind === 'env' && !version.name ? ['its version depends on the environment or the clock'] : []),
    ...away.map((pattern) => `${pattern} lies outside of the workspace`),
  ];
}

function leaves(root: string, pattern: string): boolean {
  return posix.join(root, pattern).startsWith('..');
}

/** Where code takes part in the build, and in sdists, every file counts. */
export function packedFiles(request: TargetRequest, build: BuildFacts, format: PackageFormat): Input[] {
  const { project } = request;
  const outside = build.files.filter((pattern) => pattern.startsWith('../') && !leaves(project.root, pattern));
  const elsewhere = outside.map((pattern) => fromDisk(`{workspaceRoot}/${posix.join(literal(project.root), pattern)}`));
  if (packsWholeFolder(project, format)) {
    const never = neverPacked(project, format).map((path) => `!${projectInput(project.root, path)}`);
    return [
      ...ownFiles(project, '**/*'),
      ...never,
      ...never.map(fromDisk),
      ...elsewhere,
      ...ignoredFiles(request, neverPacked(project, format)),
      ...ignoredSources(request, [project]),
    ];
  }
  const own = build.files.filter((pattern) => !/^(\.\.?\/|\/|~)/.test(pattern));
  // Alternatives cannot hold every pattern.
  const plain = own.filter((pattern) => !/[[\]{},]/.test(pattern));
  const others = own.filter((pattern) => !plain.includes(pattern));
  return [
    ...[...(plain.length > 0 ? [joined(plain)] : []), ...others].map((p) => fromDisk(projectInput(project.root, p))),
    ...elsewhere,
    ...ignoredSources(
      request,
      [project],
      plain.filter((pattern) => !/[*?]/.test(pattern)).map((path) => posix.join(project.root, path)),
    ),
  ];
}

/** A source distribution is of one project: nothing is bundled in it. */
function optionsFor(format: PackageFormat, table: OptionTable = {}): OptionTable {
  return format === 'sdist' && table.localDependencies === 'bundled'
    ? { ...table, localDependencies: 'ranges' }
    : table;
}

/** The named input of all that makes packages: METADATA may name the versions of local dependencies. */
export function packageInputs({ project, packaged }: TargetRequest): Record<string, Input[]> {
  if (!packaged) {
    return {};
  }
  const { build, dependencies } = packaged;
  const manifests = dependencies.flatMap((local) => local.project.manifests);
  const settings = ['uv.toml', 'pyproject.toml', ...(build.asksGit === 'rules' ? RULE_FILES : [])];
  return {
    [PACKAGE_INPUT]: [
      SOURCES_INPUT,
      ...[...new Set(manifests)].map((file) => workspaceInput(file)),
      ENVIRONMENT_INPUT,
      ...settingsAbove(project.root, settings),
    ],
  };
}

/** A version that is computed can come from any source; a wheel may hold the modules of local dependencies. */
function localInputs(request: TargetRequest & { readonly packaged: Packaged }, format: PackageFormat): Input[] {
  const { kiln, libraries, packaged } = request;
  if (optionsFor(format, kiln.package).localDependencies === 'bundled') {
    return [...libraryInputs(libraries, SOURCES_INPUT), ...ignoredSources(request, libraries)];
  }
  return packaged.dependencies.flatMap(({ name, project, build }) =>
    build && build.version.kind !== 'fixed'
      ? [
          { input: SOURCES_INPUT, projects: [name] },
          ...ignoredSources(request, [project]),
          ...versionInputs(request, project.root, build),
        ]
      : [],
  );
}

/** Which files git tracks or ignores is no fact of any file: one can be added, or ignored by rules of this machine. */
function gitInputs({ commands, project }: TargetRequest, build: BuildFacts, format: PackageFormat): Input[] {
  if (build.asksGit === undefined || build.asksGit === 'rules') {
    return [];
  }
  const { root } = project;
  // Licences are packed whatever git says of them.
  const named = build.files.filter((pattern) => !LICENCE_NAMES.includes(pattern));
  const within = packsWholeFolder(project, format)
    ? []
    : [...project.modules.map(({ path }) => posix.relative(root, path)), ...named.map(withoutStars)];
  const inside = within.includes('') ? [] : [...new Set(within)].filter((path) => !path.startsWith('..')).sort();
  return [{ runtime: commands.packed(build.asksGit, root, inside) }];
}

/** The folder of a pattern, or the file that it names. */
function withoutStars(pattern: string): string {
  const words = pattern.split('/');
  const at = words.findIndex((word) => /[*?[]/.test(word));
  return at < 0 ? pattern : words.slice(0, at).join('/');
}

/**
 * @param root folder of the project whose version it is: it may have a repository of its own
 * @param told whether an option says the version
 */
export function versionInputs(
  { commands }: Pick<TargetRequest, 'commands'>,
  root: string,
  { version }: BuildFacts,
  told = false,
): Input[] {
  return version.kind === 'git' && !told ? [{ runtime: commands.version(version.git, root) }] : [];
}
