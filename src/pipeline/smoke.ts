/** `nx smoke`: starts the built artefact and records how far it was checked. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { placeOutput } from '../engine/output';
import { makeTree } from '../engine/tree';
import { KilnError } from '../model/errors';
import { MANIFEST_FILE, type Manifest } from '../model/manifest';
import { SmokeOptions } from '../model/options/freeze';
import { type Platform, platformById } from '../model/platforms';
import { findEmulator } from '../verify/emulator';
import { smoke as start } from '../verify/smoke';
import { VERIFICATION_FILE, verification } from '../verify/verification';
import { parseOptions } from './options';
import { proveWheel, wheelManifest } from './package-proof';
import type { Session } from './session';

/** @throws KilnError SMOKE_FAILED, EMULATOR_MISSING, OUTPUT_MISSING */
export async function smoke(raw: unknown, session: Session): Promise<void> {
  const options = parseOptions(SmokeOptions, raw, 'nx-kiln:smoke');
  const { host, workspaceRoot, store, signal, print } = session;
  const wheel = wheelManifest(workspaceRoot, options.artefactPath);
  if (wheel) {
    return proveWheel({ artefact: options.artefactPath, manifest: wheel, outputPath: options.outputPath }, session);
  }
  const platform = platformById(options.platform ?? host.id) as Platform;
  const artefact = posix.join(options.artefactPath, platform.id);
  const { executable, digest } = readManifest(workspaceRoot, artefact);
  const emulator = platform.id === host.id ? undefined : findEmulator(platform.id, session.env);
  const result = await start({
    artefact: join(workspaceRoot, artefact),
    executable,
    platform: platform.id,
    host: host.id,
    args: options.args,
    timeoutS: options.timeout,
    env: {},
    ...(emulator ? { emulator } : {}),
    signal,
    onOutput: () => undefined,
  });
  const text = verification({
    artefact: digest,
    platform: platform.id,
    args: options.args,
    run: { runner: result.runner, exitCode: result.exitCode },
  });
  const saved = await store.putBuffer(Buffer.from(text));
  await placeOutput({
    store,
    tree: makeTree([{ path: VERIFICATION_FILE, ...saved }]),
    folder: join(workspaceRoot, options.outputPath, platform.id),
    workspaceRoot,
    protect: [join(workspaceRoot, artefact)],
    // Without a cache nothing else says that the file of a former run is ours.
    owned: (path) => path === VERIFICATION_FILE,
  });
  const by =
    result.runner.kind === 'native' ? '' : ` by ${result.runner.name} ${result.runner.version} (${result.runner.cpu})`;
  print(`✓ ${executable} ${options.args.join(' ')}: ${result.level}${by}`);
}

/** The manifest says what is started; without one there is no artefact. */
function readManifest(workspaceRoot: string, artefact: string): { executable: string; digest: string } {
  const file = posix.join(artefact, MANIFEST_FILE);
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8')) as Partial<Manifest>;
  } catch (cause) {
    throw new KilnError('OUTPUT_MISSING', `there is no artefact at ${artefact}: ${file} cannot be read`, {
      hint: 'run the build target first, for the same configuration',
      cause,
    });
  }
  if (!manifest.executable || !manifest.digest) {
    throw new KilnError('OUTPUT_MISSING', `${file} names nothing that can be started`, {
      hint: 'smoke is for applications; build one with the executor nx-kiln:freeze',
    });
  }
  return { executable: manifest.executable, digest: manifest.digest };
}
