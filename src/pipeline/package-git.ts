/** What git says of the files that a backend is given, where the backend lets git decide what it packs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KilnError } from '../model/errors';
import type { PackageRequest } from '../plan/stages/package/request';
import { coveredBy, type Git, ignoredFiles, trackedFiles, visibleFiles } from '../project/build-system/git-files';
import { buildFolders } from '../project/build-system/package-files';
import { PKG_INFO } from '../project/build-system/unpacked-sdist';
import { scmRelease } from '../project/build-system/version-hints';
import type { PythonProject } from '../project/types';
import { projectGit } from './project-git';
import type { Session } from './session';

/** Releases before list what `git archive HEAD` would take. */
const SCM_LISTS_THE_INDEX = 10;

type Project = Pick<PythonProject, 'name' | 'root' | 'build'>;

/**
 * @param files of the project that the backend sees, relative to its folder
 * @param backendRequirements exact
 * @throws KilnError GIT_UNKNOWN rather than a package with other files than git would have in it
 */
export async function gitFacts(
  project: Project,
  files: readonly string[],
  backendRequirements: string,
  session: Session,
): Promise<PackageRequest['git']> {
  switch (project.build?.asksGit) {
    case 'tracked':
      return { tracked: await tracked(project, files, backendRequirements, session) };
    case 'ignored':
      return { ignored: await ignored(project, files, session) };
    default:
      return {};
  }
}

async function tracked(
  project: Project,
  files: readonly string[],
  backendRequirements: string,
  session: Session,
): Promise<readonly string[]> {
  const release = scmRelease(backendRequirements);
  const known = await trackedFiles(gitIn(project, session), release < SCM_LISTS_THE_INDEX ? 'commit' : 'index');
  if (known) {
    // A link to a folder is tracked by its own name.
    return files.filter(coveredBy(known.flatMap((path) => [path, `${path}/`]))).sort();
  }
  // What was unpacked from a source distribution is what git tracked when that was made.
  if (existsSync(join(session.workspaceRoot, project.root, PKG_INFO))) {
    return [...files].sort();
  }
  throw unknown(project, 'packs what git tracks, and this is no checkout', []);
}

async function ignored(project: Project, files: readonly string[], session: Session): Promise<readonly string[]> {
  const { paths, checkout } = await ignoredFiles(gitIn(project, session), session.workspaceRoot);
  const left = files.filter(coveredBy(paths)).sort();
  if (!checkout && left.length > 0) {
    throw unknown(project, 'leaves out what git ignores and does not track, and this is no checkout', left);
  }
  return left;
}

/** Kiln's and Nx's own, at the workspace's root. */
const OUTPUTS = ['dist', '.nx', '.kiln'];

/**
 * Files in places for builds that no rule excludes: `build/tool.py` can be a source like any other. The target's key holds
 * what Nx sees there.
 * @throws KilnError GIT_UNKNOWN for what a backend would pack by git's list and Nx does not see
 */
export async function filesInBuildFolders(
  project: Project & Pick<PythonProject, 'modules' | 'manifests'>,
  session: Session,
): Promise<readonly string[]> {
  const { workspaceRoot } = session;
  const at = (...names: string[]): string => join(workspaceRoot, project.root, ...names);
  const folders = buildFolders(project).filter(
    (name) =>
      existsSync(at(name)) && !existsSync(at(name, 'pyvenv.cfg')) && !(project.root === '.' && OUTPUTS.includes(name)),
  );
  if (folders.length === 0) {
    return [];
  }
  const git = gitIn(project, session);
  const more = join(workspaceRoot, '.nxignore');
  const seen = await visibleFiles(git, workspaceRoot, folders, existsSync(more) ? more : undefined);
  const known = new Set(seen);
  const listed = project.build?.asksGit === 'tracked' ? await trackedFiles(git, 'index') : [];
  const unseen = (listed ?? []).filter((path) => folders.includes(path.split('/')[0] ?? '') && !known.has(path));
  if (unseen.length > 0) {
    throw new KilnError(
      'GIT_UNKNOWN',
      `${project.name}: git tracks files that its rules exclude: ${unseen.join(', ')}`,
      {
        lines: ['they lie where builds put things, and Nx does not look there: no key would hold them'],
        hint: `take them out of the rules ('!${unseen[0]}' in .gitignore), or move them`,
      },
    );
  }
  return seen;
}

const SHOWN = 5;

function unknown({ name, build }: Project, why: string, files: readonly string[]): KilnError {
  const more = files.length > SHOWN ? [`… and ${files.length - SHOWN} more`] : [];
  return new KilnError('GIT_UNKNOWN', `${name}: ${build?.backend} ${why}`, {
    lines: [...files.slice(0, SHOWN).map((path) => `${path}: its rules exclude it, but it may be tracked`), ...more],
    hint:
      files.length > 0
        ? 'build in a checkout with its .git, or remove these files'
        : 'build in a checkout with its .git (git has to be installed and may have to trust the folder: git config safe.directory)',
  });
}

/** Runs git in the project's folder. */
export function gitIn(project: Project, session: Session): Git {
  const git = projectGit(project, session);
  return async (args, more) => {
    if (!git) {
      throw new KilnError('GIT_UNKNOWN', `${project.name}: git decides what is packed, and it is not on PATH`, {
        hint: 'install git',
      });
    }
    const { ok, stdout } = await git(args, more);
    return ok ? stdout : undefined;
  };
}
