/** The version of a package that a backend would ask git for. */
import { KilnError } from '../model/errors';
import type { PackageOptions } from '../model/options/package';
import type { BuildFacts, GitVersion } from '../project/build-system/types';
import {
  countingTags,
  describeArguments,
  type GitState,
  hintsOf,
  NO_HINTS,
  parseDescription,
  toldVersion,
  type VersionHints,
} from '../project/build-system/version-hints';
import type { PythonProject } from '../project/types';
import { projectGit } from './project-git';
import type { Session } from './session';

/**
 * What the backend is told beyond the project's files.
 * @param requirements of the build, exact
 * @throws KilnError VERSION_UNKNOWN, OPTION_INVALID
 */
export async function versionHints(
  project: PythonProject,
  { version, env: names }: BuildFacts,
  { packageVersion }: Pick<PackageOptions, 'packageVersion'>,
  requirements: string,
  session: Session,
): Promise<VersionHints> {
  const variables = [...names, ...(version.kind === 'env' && version.name ? [version.name] : [])];
  const env = Object.fromEntries(
    variables.flatMap((name) => (session.env[name] === undefined ? [] : [[name, session.env[name] as string]])),
  );
  const hints = await hintsFor(project, version, { packageVersion, requirements }, session);
  return { files: hints.files, env: { ...env, ...hints.env } };
}

async function hintsFor(
  project: PythonProject,
  version: BuildFacts['version'],
  { packageVersion, requirements }: { packageVersion: string | undefined; requirements: string },
  session: Session,
): Promise<VersionHints> {
  if (version.kind === 'git') {
    return packageVersion === undefined
      ? hintsOf(version.git, await readState(project, version.git, session), project, requirements)
      : toldVersion(version.git.plugin, packageVersion);
  }
  if (packageVersion !== undefined) {
    throw new KilnError(
      'OPTION_INVALID',
      `packageVersion=${packageVersion}: the version of ${project.name} is not from git`,
      {
        lines: [project.version === undefined ? 'its sources say it' : `${project.file} says ${project.version}`],
        hint: `change it in ${project.file}, or leave packageVersion out`,
      },
    );
  }
  if (version.kind === 'env' && !version.name) {
    throw new KilnError('VERSION_UNKNOWN', `the version of ${project.name} depends on the environment or the clock`, {
      hint: 'take env, now and today out of its format: the same sources have to give the same version',
    });
  }
  return NO_HINTS;
}

async function readState(project: PythonProject, version: GitVersion, session: Session): Promise<GitState> {
  const git = gitIn(project, session);
  const head = await git('log', '-1', '--format=%H %cI');
  const tags = version.pattern === undefined ? [] : (await git('tag', '--merged', 'HEAD')).split('\n').filter(Boolean);
  const counting = countingTags(version, tags);
  if (counting?.length === 0) {
    throw unknown(project, `no tag that fits ${version.pattern} leads to this commit`);
  }
  const description = parseDescription(await git(...describeArguments(version, counting)));
  if (!description) {
    throw unknown(project, 'git describe names no tag');
  }
  const [commit = '', date = ''] = head.trim().split(' ');
  const changed = (await git('status', '--porcelain', '--untracked-files=no')).trim() !== '';
  const branch = version.namesBranch ? { branch: (await git('rev-parse', '--abbrev-ref', 'HEAD')).trim() } : {};
  return { commit, date, ...description, changed, ...branch };
}

function gitIn(project: PythonProject, session: Session): (...args: string[]) => Promise<string> {
  const git = projectGit(project, session);
  if (!git) {
    throw unknown(project, 'git is not on PATH');
  }
  return async (...args) => {
    const { ok, stdout, stderr } = await git(args);
    if (!ok) {
      throw unknown(project, `git ${args[0]}: ${stderr.trim().split('\n').at(-1)}`);
    }
    return stdout;
  };
}

function unknown({ name }: PythonProject, why: string): KilnError {
  return new KilnError('VERSION_UNKNOWN', `the version of ${name} comes from git, which does not tell it`, {
    lines: [why],
    hint: 'in a shallow clone: git fetch --tags --unshallow; else tag a commit, or say the version: --packageVersion=1.2.3',
  });
}
