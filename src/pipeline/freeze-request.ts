import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { InputTree } from '../engine/types';
import { cell } from '../model/cells';
import { KilnError } from '../model/errors';
import type { FreezeOptions } from '../model/options/freeze';
import { type Platform, platformById } from '../model/platforms';
import { type PythonVersion, parsePython } from '../model/pythons';
import { launcherAsset, onefileAsset, scriptAssets } from '../plan/assets';
import { FREEZERS } from '../plan/stages';
import { checkEntryFunction, type EntryPoint, entryModule } from '../plan/stages/bundle/entry-point';
import { chooseLaunchers } from '../plan/stages/bundle/launchers';
import type { FreezeRequest, LockInput, ProjectSources } from '../plan/types';
import { sliceOf } from '../project/closure';
import { type PackageIndex, packageIndexes } from '../project/indexes';
import { type InstallPackage, installSet } from '../project/install-set';
import type { LockScope } from '../project/lock-scopes';
import { markerEnvironment } from '../project/markers';
import { assertWheels, packagesFor } from '../project/missing-wheels';
import { normalizeName } from '../project/names';
import { assertIdentified, requirementsText } from '../project/requirements-text';
import type { Lock, PythonProject } from '../project/types';
import { readArchives } from './archives';
import { readData } from './bundle-data';
import { withVersions } from './computed-version';
import { dressFor } from './program-resources';
import type { Session } from './session';
import { readLockInput, readSources } from './sources';
import { choosePython, freshLock, readSubject, type Subject } from './subject';

export interface ReadRequest {
  readonly request: FreezeRequest;
  readonly inputs: readonly InputTree[];
  readonly indexes: readonly PackageIndex[];
  /** Third-party packages of the cell, as the lock has them. */
  readonly locked: readonly InstallPackage[];
}

/**
 * Reads everything that the plan of an application depends on.
 * @throws KilnError before any work where the cell cannot be built: platform, Python, lock, wheels, sources
 */
export async function readFreezeRequest(options: FreezeOptions, session: Session): Promise<ReadRequest> {
  const subject = readSubject(session);
  const { project, pythonRoots, disk } = subject;
  const target = chooseTarget(options, subject, session);
  const { lock, scope } = freshLock(subject);
  const wheels = { ...target, maxGlibc: options.maxGlibc, maxMacos: options.maxMacos };
  assertWheels(lock, project, wheels);
  const { packages } = packagesFor(lock, project, wheels);
  assertIdentified(packages);
  const { main, others } = chooseLaunchers(project, options);
  const projects = await withVersions([project, ...subject.libraries], session);
  const read = await Promise.all(projects.map((one) => readSources(one, pythonRoots, session)));
  const [application, ...libraries] = read.map(({ sources }) => sources);
  if (!application) {
    throw new Error('an application without a project');
  }
  checkEntries([main, ...others], [application, ...libraries], session);
  const added = await readData(options.data, pythonRoots, session);
  const locked = await lockedPackages({ lock, scope }, project, target, session);
  const programs = await readPrograms(options, application.project, main, target.cell.platform, session);
  return {
    request: {
      options,
      ...target,
      application,
      libraries,
      lock: locked.lock,
      packages: packages.map(({ name }) => normalizeName(name)).sort(),
      data: added.data,
      assets: programs.assets,
    },
    inputs: [...read.flatMap(({ inputs }) => inputs), ...locked.inputs, ...added.inputs, ...programs.inputs],
    indexes: packageIndexes(scope.root, disk),
    locked: packages,
  };
}

/** @throws KilnError PLATFORM_UNSUPPORTED, PYTHON_UNAVAILABLE, OPTION_INVALID for what cannot be built together */
function chooseTarget(
  options: FreezeOptions,
  subject: Subject,
  session: Session,
): Pick<FreezeRequest, 'cell' | 'pythonVersion'> {
  const python = choosePython(subject, session, options.python);
  const wanted = cell(python.tag, platformById(options.platform ?? session.host.id) as Platform);
  const support = FREEZERS[options.tool].supports(session.host, wanted);
  if (support.how === 'no') {
    throw new KilnError('PLATFORM_UNSUPPORTED', support.why, { hint: support.instead });
  }
  if (options.onefile && wanted.platform.os === 'macos') {
    throw new KilnError('PLATFORM_UNSUPPORTED', `one-file applications are not built for ${wanted.platform.id}`, {
      hint: 'leave onefile out: macOS wants to see the signature of every program and library, in a folder',
    });
  }
  return { cell: wanted, pythonVersion: python.version };
}

/** What Kiln brings itself: helper scripts, launchers, the stub of a one-file application. */
async function readPrograms(
  options: FreezeOptions,
  project: PythonProject,
  main: EntryPoint,
  platform: Platform,
  session: Session,
): Promise<{ readonly assets: FreezeRequest['assets']; readonly inputs: readonly InputTree[] }> {
  const dress = dressFor(project, main, options.icon, platform, session);
  const scripts = scriptAssets();
  const launcher = await launcherAsset(platform, dress);
  const base = { scripts: scripts.digest, launcher: launcher.digest };
  if (!options.onefile) {
    return { assets: base, inputs: [scripts, launcher] };
  }
  const onefile = await onefileAsset(platform, dress);
  return { assets: { ...base, onefile: onefile.digest }, inputs: [scripts, launcher, onefile] };
}

/**
 * uv reads its own lock, which knows best what it means; of all others, the exact packages are found here. So they are where
 * a wheel of the workspace is among them: uv exports such a package together with the projects, or not at all.
 */
export async function lockedPackages(
  { lock, scope }: { readonly lock: Lock; readonly scope: LockScope },
  project: PythonProject,
  { cell: { platform }, pythonVersion }: Pick<FreezeRequest, 'cell' | 'pythonVersion'>,
  session: Session,
): Promise<{ readonly lock: LockInput; readonly inputs: readonly InputTree[] }> {
  const hub = scope.members.find(({ root }) => root === scope.root);
  if (scope.manager === 'uv' && !sliceOf(lock, project, 'build', hub)?.packages.length) {
    return { lock: { kind: 'none' }, inputs: [] };
  }
  const environment = markerEnvironment(platform, parsePython(pythonVersion) as PythonVersion);
  const { packages } = installSet(lock, project, { purpose: 'build', environment, ...(hub ? { hub } : {}) });
  const { archives, inputs } = await readArchives(packages, scope.root, session);
  if (scope.manager === 'uv' && archives === undefined) {
    const { lock: input, input: tree } = readLockInput({ lock, scope }, project, session);
    return { lock: input, inputs: [tree] };
  }
  if (packages.length === 0) {
    return { lock: { kind: 'none' }, inputs: [] };
  }
  const text = requirementsText(packages, scope.root);
  return { lock: { kind: 'requirements', text, ...(archives === undefined ? {} : { archives }) }, inputs };
}

/** @throws KilnError ENTRY_POINT_MISSING for what no start can call, as far as the text of its module shows it */
function checkEntries(
  entries: readonly EntryPoint[],
  sources: readonly ProjectSources[],
  { workspaceRoot }: Pick<Session, 'workspaceRoot'>,
): void {
  for (const entry of entries) {
    const { project, path } = entryModule(entry, sources);
    const module = project.modules.find(({ sourceRoot, path: root }) => {
      const at = posix.relative(sourceRoot, root);
      return path === at || path.startsWith(`${at}/`);
    });
    const file = posix.join(module?.sourceRoot ?? project.root, path);
    checkEntryFunction(entry, readFileSync(join(workspaceRoot, file), 'utf8'), file);
  }
}
