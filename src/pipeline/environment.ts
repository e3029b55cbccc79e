/** The Python environment of one purpose: made from the lock, never from what the machine happens to have. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonical, sha256 } from '../engine/canonical';
import { isLostContent } from '../engine/content';
import { subtree } from '../engine/tree';
import type { Tree } from '../engine/types';
import { cell } from '../model/cells';
import { KilnError } from '../model/errors';
import { parsePython } from '../model/pythons';
import { scriptAssets } from '../plan/assets';
import { distInfo } from '../plan/stages/bundle/dist-info';
import {
  type EnvironmentRequest,
  environmentFiles,
  LAYOUT,
  neededTexts,
  siteFolder,
} from '../plan/stages/environment/environment-files';
import { planEnvironmentSite } from '../plan/stages/environment/environment-site';
import { packageIndexes } from '../project/indexes';
import { type InstallSet, installSet } from '../project/install-set';
import { markerEnvironment } from '../project/markers';
import { choose } from '../project/purposes';
import { requirementsText } from '../project/requirements-text';
import type { Purpose, PythonProject } from '../project/types';
import { interpreterFor } from '../toolchain/runtimes';
import type { PythonChoice } from '../toolchain/select';
import { findUv } from '../toolchain/uv';
import { readArchives } from './archives';
import { ensureFolder } from './environment-folder';
import { glibcFor } from './environment-wheels';
import { healing } from './heal';
import { runPlan } from './run-plan';
import type { Session } from './session';
import { freshLock, type Subject } from './subject';

/** A place to run Python in. */
export interface PythonEnvironment {
  /** Absolute; `bin/python` and scripts are in there. */
  readonly folder: string;
  /** Absolute path of the interpreter. */
  readonly python: string;
  /** Exact: `3.14.6`. */
  readonly version: string;
  /** Names (PEP 503) of the third-party packages; absent where nobody knows them. */
  readonly packages?: ReadonlySet<string>;
  /** Folders whose files never change, with a place where their bytecode may be kept between runs. */
  readonly bytecode: readonly { readonly sources: string; readonly cache: string }[];
}

export interface EnvironmentWish {
  readonly purpose: Purpose;
  readonly python: PythonChoice;
  /** Local projects that can be imported besides the project itself; none where the tool imports nothing. */
  readonly libraries: readonly PythonProject[];
  /** Whether the project itself can be imported. */
  readonly importsProject: boolean;
}

/**
 * @throws KilnError LOCK_MISSING, LOCK_OUTDATED, LOCK_INVALID, WHEEL_MISSING, PYTHON_UNAVAILABLE, DOWNLOAD_FAILED …
 */
export async function makeEnvironment(
  subject: Subject,
  wish: EnvironmentWish,
  session: Session,
): Promise<PythonEnvironment> {
  const { project } = subject;
  const { packages } = lockedPackages(subject, wish, session);
  const interpreter = interpreterFor(wish.python.version, session.tools).toolchain;
  const python = await interpreter.resolve();
  return healing(async (checked) => {
    const third = packages.length > 0 ? await thirdParty(subject, packages, wish, session, checked) : undefined;
    const request: EnvironmentRequest = {
      python,
      pythonVersion: wish.python.version,
      workspaceRoot: session.workspaceRoot,
      ...(third ? { packages: third } : {}),
      projects: [...(wish.importsProject ? [project] : []), ...wish.libraries],
    };
    const folder = join(session.tools.cacheDir, 'environments', nameOf(request));
    await ensureFolder(folder, environmentFiles(request, folder), session.signal);
    const site = join(folder, siteFolder(wish.python.version));
    const caches = join(session.tools.cacheDir, 'bytecode');
    return {
      folder,
      python: join(folder, 'bin', 'python'),
      version: wish.python.version,
      packages: new Set(packages.map(({ name }) => name)),
      bytecode: [
        { sources: python, cache: join(caches, `python-${wish.python.version}`) },
        // Environments with the same packages share what was compiled, wherever they are.
        ...(third ? [{ sources: site, cache: join(caches, third.digest.slice(0, 20)) }] : []),
      ],
    };
  });
}

/** Everything that the files of an environment depend on, but for its own place. */
function nameOf({ python, pythonVersion, workspaceRoot, packages, projects }: EnvironmentRequest): string {
  const facts = {
    layout: LAYOUT,
    python,
    pythonVersion,
    packages: packages?.folder ?? '',
    workspaceRoot,
    projects: projects.map((project) => ({
      roots: project.modules.map(({ sourceRoot }) => sourceRoot),
      metadata: distInfo({ ...project, version: project.version ?? '0' }),
    })),
  };
  return sha256(canonical(facts)).slice(0, 20);
}

/** Where nothing has to be installed, no lock is needed. */
function lockedPackages(subject: Subject, wish: EnvironmentWish, session: Session): InstallSet {
  const { project, scope } = subject;
  const { purpose, python } = wish;
  if (!scope && [project, ...wish.libraries].every((one) => needsNoPackage(one, one === project ? purpose : 'build'))) {
    return { packages: [], localProjects: [] };
  }
  const { lock } = freshLock(subject);
  const hub = scope?.members.find(({ root }) => root === scope.root);
  const version = parsePython(python.version);
  if (!version) {
    throw new KilnError('PYTHON_UNAVAILABLE', `'${python.version}' is no exact Python version`);
  }
  const environment = markerEnvironment(session.host, version);
  return installSet(lock, project, { purpose, environment, ...(hub ? { hub } : {}) });
}

/** Whether all that a purpose takes are projects of the workspace. */
function needsNoPackage(project: PythonProject, purpose: Purpose): boolean {
  const { entries } = choose({ ...project, extras: project.optionalDependencies }, purpose);
  return entries.every(({ name }) => ['workspace', 'path'].includes(project.sources[name]?.kind ?? ''));
}

async function thirdParty(
  { scope, disk }: Subject,
  packages: InstallSet['packages'],
  { python }: EnvironmentWish,
  session: Session,
  checked: boolean,
) {
  const lockRoot = scope?.root ?? '.';
  const wanted = cell(python.tag, session.host);
  const scripts = scriptAssets();
  const { archives, inputs } = await readArchives(packages, lockRoot, session);
  const planned = planEnvironmentSite({
    cell: wanted,
    pythonVersion: python.version,
    maxGlibc: glibcFor(packages, wanted),
    requirements: requirementsText(packages, lockRoot),
    scripts: scripts.digest,
    ...(archives === undefined ? {} : { archives }),
  });
  const toolchains = {
    python: interpreterFor(python.version, session.tools).toolchain,
    uv: (await findUv(session.tools)).toolchain,
  };
  const indexes = packageIndexes(lockRoot, disk);
  const result = await runPlan(
    { planned, toolchains, inputs: [scripts, ...inputs], indexes, projects: [], checked },
    session,
  );
  const tree = subtree(result.tree, 'out');
  const texts = await readTexts(tree, session);
  return { folder: await layOut(tree, session), tree, texts, digest: result.digest };
}

async function layOut(tree: Tree, { store }: Session): Promise<string> {
  try {
    return await store.materialise(tree);
  } catch (error) {
    throw isLostContent(error) ? contentLost('packages', error) : error;
  }
}

function contentLost(what: string, cause?: unknown): KilnError {
  return new KilnError('CONTENT_LOST', `the cache has lost or damaged the content of ${what}`, {
    hint: 'run the same command again: what is missing is made anew',
    cause,
  });
}

/** Entry points, and what of `bin` is a script for Python. */
async function readTexts(tree: Tree, { store }: Session): Promise<Record<string, string>> {
  const wanted = new Set(neededTexts(tree));
  const texts: Record<string, string> = {};
  for (const entry of tree.entries) {
    if (wanted.has(entry.path) && 'sha256' in entry) {
      const content = await store.read(entry.sha256);
      if (!content) {
        throw contentLost(entry.path);
      }
      // Programs are megabytes of no text.
      if (entry.path.startsWith('site/') || content.subarray(0, 8).toString('latin1') === '#!python') {
        texts[entry.path] = content.toString('utf8');
      }
    }
  }
  return texts;
}

/** Makes the folders where bytecode is kept. */
export function makeBytecodeCaches({ bytecode }: PythonEnvironment): void {
  for (const { cache } of bytecode) {
    mkdirSync(cache, { recursive: true });
  }
}
