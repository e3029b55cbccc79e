import type { InputTree } from '../engine/types';
import { cell } from '../model/cells';
import { KilnError } from '../model/errors';
import type { FreezeOptions } from '../model/options';
import { type Platform, platformById } from '../model/platforms';
import { launcherAsset, scriptAssets } from '../plan/assets';
import { FREEZERS } from '../plan/stages';
import type { FreezeRequest } from '../plan/types';
import { slicesOf } from '../project/closure';
import { type PackageIndex, packageIndexes } from '../project/indexes';
import { assertWheels } from '../project/missing-wheels';
import type { Session } from './session';
import { readLockInput, readSources } from './sources';
import { choosePython, freshLock, readSubject } from './subject';

export interface ReadRequest {
  readonly request: FreezeRequest;
  readonly inputs: readonly InputTree[];
  readonly indexes: readonly PackageIndex[];
}

/**
 * Reads everything that the plan of an application depends on.
 * @throws KilnError before any work where the cell cannot be built: platform, Python, lock, wheels, sources
 */
export async function readFreezeRequest(options: FreezeOptions, session: Session): Promise<ReadRequest> {
  const subject = readSubject(session);
  const python = choosePython(subject, session, options.python);
  const wanted = cell(python.tag, platformById(options.platform ?? session.host.id) as Platform);
  const support = FREEZERS[options.tool].supports(session.host, wanted);
  if (support.how === 'no') {
    throw new KilnError('PLATFORM_UNSUPPORTED', support.why, { hint: support.instead });
  }
  const { lock, scope } = freshLock(subject);
  const packages = slicesOf(lock, scope.members).find(
    ({ project, purpose }) => project === subject.project.normalizedName && purpose === 'build',
  )?.packages;
  assertWheels(lock, subject.project, {
    cell: wanted,
    pythonVersion: python.version,
    maxGlibc: options.maxGlibc,
  });

  const [application, ...libraries] = await Promise.all(
    [subject.project, ...subject.libraries].map((project) => readSources(project, session)),
  );
  if (!application) {
    throw new Error('an application without a project');
  }
  const locked = readLockInput({ lock, scope }, subject.project, (packages?.length ?? 0) > 0, session);
  const scripts = scriptAssets();
  const launcher = launcherAsset(wanted.platform.id);
  return {
    request: {
      options,
      cell: wanted,
      pythonVersion: python.version,
      application: application.sources,
      libraries: libraries.map(({ sources }) => sources),
      lock: locked.lock,
      assets: { scripts: scripts.digest, launcher: launcher.digest },
    },
    inputs: [...application.inputs, ...libraries.flatMap(({ inputs }) => inputs), locked.input, scripts, launcher],
    indexes: packageIndexes(scope.root, subject.disk),
  };
}
