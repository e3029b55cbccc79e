/** Versions that a build backend computes, for what holds a project without being its package: bundles. */
import { posix } from 'node:path';
import type { Tree } from '../engine/types';
import { KilnError } from '../model/errors';
import { PackageOptions } from '../model/options/package';
import { UV_BUILD } from '../plan/stages';
import { packageFailure } from '../plan/stages/package/package-failures';
import { readKilnTable } from '../project/kiln-table';
import type { PythonProject } from '../project/types';
import { parseWheelName } from '../project/wheel-tags';
import { interpreterFor } from '../toolchain/runtimes';
import { findUv } from '../toolchain/uv';
import { parseOptions } from './options';
import { readPackageRequest } from './package-request';
import { runPlan } from './run-plan';
import type { Session } from './session';

/**
 * The projects with the versions that their wheels have. A wheel is built only where no file says the version.
 * @throws KilnError VERSION_UNKNOWN, PROJECT_INCOMPLETE, PACKAGE_NATIVE, BACKEND_FAILED, PACKAGE_INVALID
 */
export function withVersions(projects: readonly PythonProject[], session: Session): Promise<PythonProject[]> {
  return Promise.all(
    projects.map(async (project) =>
      project.version === undefined ? { ...project, version: await computedVersion(project, session) } : project,
    ),
  );
}

async function computedVersion(project: PythonProject, session: Session): Promise<string> {
  const { name, root, file } = project;
  if (!project.build) {
    throw new KilnError(
      'PROJECT_INCOMPLETE',
      `${name} (${root}) has no version: ${file} says none, and nothing computes it`,
      {
        hint: `set version in ${file}, or name the build backend that computes it under [build-system]`,
      },
    );
  }
  try {
    return await versionOfWheel(project, session);
  } catch (error) {
    throw toldElsewhere(packageFailure(error) ?? error, file);
  }
}

/** The same step as of the target `wheel`, by the same key. */
async function versionOfWheel(project: PythonProject, session: Session): Promise<string> {
  const { packageVersion, configSettings, sourceDateEpoch } = readKilnTable(project).package ?? {};
  const raw = { outputPath: '.', packageVersion, configSettings, sourceDateEpoch };
  const options = parseOptions(PackageOptions, raw, 'nx-kiln:freeze');
  const { request, inputs, indexes } = await readPackageRequest(options, { ...session, projectRoot: project.root });
  // What it says of local projects does not matter, and their versions may not be known yet.
  const libraries = request.libraries.every(({ version }) => version !== undefined) ? request.libraries : [];
  const { plan, texts } = UV_BUILD.plan({ ...request, libraries });
  const planned = { plan: { ...plan, result: 'build' }, texts };
  const toolchains = {
    python: interpreterFor(request.pythonVersion, session.tools).toolchain,
    uv: (await findUv(session.tools)).toolchain,
  };
  const { tree } = await runPlan({ planned, toolchains, inputs, indexes, projects: [], checked: false }, session);
  return versionIn(tree);
}

function versionIn({ entries }: Tree): string {
  const wheel = entries.map(({ path }) => parseWheelName(posix.basename(path))).find((found) => found !== undefined);
  if (!wheel) {
    throw new Error('a wheel was built that is not there');
  }
  return wheel.version;
}

/** A bundle has no option for it. */
function toldElsewhere(error: unknown, file: string): unknown {
  return error instanceof KilnError && error.code === 'VERSION_UNKNOWN' && error.hint?.includes('--packageVersion')
    ? new KilnError(error.code, error.message, {
        lines: error.lines,
        hint: `in a shallow clone: git fetch --tags --unshallow; else tag a commit, or write packageVersion = "1.2.3" under [tool.kiln.package] in ${file}`,
        cause: error,
      })
    : error;
}
