/** What a version depends on that a build backend computes, for artefacts that hold a project without being its package. */
import { SOURCES_INPUT } from '../../model/sources-input';
import type { BuildFacts } from '../../project/build-system/types';
import type { PythonProject } from '../../project/types';
import { libraryInputs, settingsAbove, VERSION_INPUT } from './inputs';
import { packedFiles, versionInputs } from './package';
import type { ComputedVersion, Input, TargetRequest } from './types';

/** Facts of the build that computes it; `undefined` where a file says the version, or nothing does. */
export function computedBy({ version, build }: Pick<PythonProject, 'version' | 'build'>): BuildFacts | undefined {
  return version === undefined ? build : undefined;
}

/** The named input of a project whose version is computed: all that its wheel is made from. */
export function versionFiles(request: TargetRequest): Record<string, Input[]> {
  const build = computedBy(request.project);
  return build
    ? {
        [VERSION_INPUT]: [
          SOURCES_INPUT,
          ...packedFiles(request, build, 'wheel'),
          ...(build.asksGit ? settingsAbove(request.project.root, ['.gitignore']) : []),
        ],
      }
    : {};
}

/** Inputs of a target whose result names the versions of its project and of the libraries. */
export function computedVersions(request: TargetRequest): Input[] {
  const { computed, libraries } = request;
  const others = libraries.filter((library) => library.computed !== undefined);
  const all = [...(computed ? [computed] : []), ...others.map((library) => library.computed as ComputedVersion)];
  return [
    ...(computed ? [VERSION_INPUT] : []),
    ...libraryInputs(others, VERSION_INPUT),
    ...all.flatMap(({ root, build, told, slice }): Input[] => [
      ...versionInputs(request, root, build, told),
      ...build.env.map((env) => ({ env })),
      ...(slice === undefined ? [] : [{ dependentTasksOutputFiles: slice }]),
    ]),
  ];
}
