/** `nx smoke`: starts the built artefact and records how far it was checked. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { placeOutput } from '../engine/output';
import { makeTree } from '../engine/tree';
import { KilnError } from '../model/errors';
import { MANIFEST_FILE, type Manifest } from '../model/manifest';
import { SmokeOptions } from '../model/options/freeze';
import { type Platform, platformById } from '../model/platforms';
import { winePrefix } from '../toolchain/wine-prefix';
import { findEmulator } from '../verify/emulator';
import { type SmokeRequest, smoke as start } from '../verify/smoke';
import { levelOf, type Runner, VERIFICATION_FILE, verification } from '../verify/verification';
import { findWine } from '../verify/wine';
import { parseOptions } from './options';
import { proveWheel, wheelManifest } from './package-proof';
import type { Session } from './session';
import { assertUnchanged } from './unchanged';

/** @throws KilnError SMOKE_FAILED, EMULATOR_MISSING, OUTPUT_MISSING */
export async function smoke(raw: unknown, session: Session): Promise<void> {
  const options = parseOptions(SmokeOptions, raw, 'nx-kiln:smoke');
  const { workspaceRoot, store, print } = session;
  const wheel = wheelManifest(workspaceRoot, options.artefactPath);
  if (wheel) {
    return proveWheel({ artefact: options.artefactPath, manifest: wheel, outputPath: options.outputPath }, session);
  }
  const platform = platformById(options.platform ?? session.host.id) as Platform;
  const artefact = posix.join(options.artefactPath, platform.id);
  const { executable, digest, files } = readManifest(workspaceRoot, artefact);
  await assertUnchanged(workspaceRoot, artefact, files);
  const run = await startOrNot(options, { platform, artefact, executable }, session);
  const text = verification({ artefact: digest, platform: platform.id, args: options.args, ...(run ? { run } : {}) });
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
  print(run ? started(executable, options.args, run.runner) : `- ${executable}: linked; nothing here can start it`);
}

interface Subject {
  readonly platform: Platform;
  /** Workspace-relative. */
  readonly artefact: string;
  readonly executable: string;
}

/** @returns undefined where nothing on this host starts it, and the options take that */
async function startOrNot(
  { args, timeout, minimumLevel }: SmokeOptions,
  { platform, artefact, executable }: Subject,
  session: Session,
): Promise<{ runner: Runner; exitCode: number } | undefined> {
  const { host, workspaceRoot, signal, env } = session;
  const foreign = platform.id !== host.id;
  const emulator = foreign ? findEmulator(platform.id, env) : undefined;
  const wine = foreign ? findWine(platform.id, host.id, env) : undefined;
  if (foreign && minimumLevel === 'executed') {
    throw new KilnError('EMULATOR_MISSING', `minimumLevel=executed, and this host is ${host.id}, not ${platform.id}`, {
      hint: `run this target on ${platform.id}, or set minimumLevel=emulated`,
    });
  }
  if (foreign && !emulator && !wine && minimumLevel === 'linked') {
    return undefined;
  }
  const request: SmokeRequest = {
    artefact: join(workspaceRoot, artefact),
    executable,
    platform: platform.id,
    host: host.id,
    args,
    timeoutS: timeout,
    env: {},
    ...(emulator ? { emulator } : {}),
    ...(wine ? { wine: { ...wine, pristine: await winePrefix(session.tools, wine) } } : {}),
    signal,
    onOutput: () => undefined,
  };
  const { runner, exitCode } = await start(request);
  return { runner, exitCode };
}

function started(executable: string, args: readonly string[], runner: Runner): string {
  const by = runner.kind === 'native' ? '' : ` by ${runner.name} ${runner.version} (${runner.cpu})`;
  return `✓ ${executable} ${args.join(' ')}: ${levelOf(runner)}${by}`;
}

interface StartedManifest extends Pick<Manifest, 'digest' | 'files'> {
  readonly executable: string;
}

/** The manifest says what is started; without one there is no artefact. */
function readManifest(workspaceRoot: string, artefact: string): StartedManifest {
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
  const { executable, digest, files = [] } = manifest;
  return { executable, digest, files };
}
