/** `nx smoke` of a wheel: installs it for the oldest and the newest Python that it says it runs on, and imports it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOutput } from '../engine/output';
import { scanFolder } from '../engine/scan';
import { makeTree, treeDigest } from '../engine/tree';
import type { InputTree, Toolchain } from '../engine/types';
import { cell } from '../model/cells';
import { KilnError } from '../model/errors';
import { MANIFEST_FILE, type Manifest } from '../model/manifest';
import { type PythonVersion, parsePython, pythonTag } from '../model/pythons';
import { scriptAssets } from '../plan/assets';
import { packageFailure } from '../plan/stages/package/package-failures';
import { type ProofPython, planProof } from '../plan/stages/package/proof';
import { buildRequirementsText, pinBuildRequirements } from '../project/build-system/build-requirements';
import { packageIndexes } from '../project/indexes';
import { installSet } from '../project/install-set';
import { markerEnvironment } from '../project/markers';
import { parseRequirement } from '../project/requirement';
import { requirementsText } from '../project/requirements-text';
import type { PythonProject } from '../project/types';
import { satisfiesAll } from '../project/versions';
import { BUILD_PINS } from '../toolchain/build-pins';
import { PINS } from '../toolchain/pins';
import { interpreterFor } from '../toolchain/runtimes';
import { availablePythons } from '../toolchain/select';
import { findUv } from '../toolchain/uv';
import { VERIFICATION_FILE } from '../verify/verification';
import { readArchives } from './archives';
import { glibcFor } from './environment-wheels';
import { healing } from './heal';
import { runPlan } from './run-plan';
import type { Session } from './session';
import { readSources } from './sources';
import { choosePython, freshLock, readSubject, type Subject } from './subject';

export interface WheelProof {
  /** Workspace-relative folder of the wheel and its manifest. */
  readonly artefact: string;
  readonly manifest: Pick<Manifest, 'projects' | 'digest' | 'requiresPython' | 'files'>;
  /** Workspace-relative folder that gets verification.json. */
  readonly outputPath: string;
}

/** The manifest in a folder, where it is that of a wheel. */
export function wheelManifest(workspaceRoot: string, artefact: string): Manifest | undefined {
  const file = join(workspaceRoot, artefact, MANIFEST_FILE);
  if (!existsSync(file)) {
    return undefined;
  }
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return manifest.stage === 'package' && manifest.tags !== undefined ? manifest : undefined;
}

/** @throws KilnError INSTALL_FAILED; what making an environment throws */
export async function proveWheel({ artefact, manifest, outputPath }: WheelProof, session: Session): Promise<void> {
  const subject = readSubject(session);
  const { project, pythonRoots, disk, scope } = subject;
  // What the wheel bundles has to come from the wheel.
  const libraries = subject.libraries.filter(({ name }) => !manifest.projects.includes(name));
  const versions = oldestAndNewest(manifest.requiresPython ?? project.requiresPython ?? '', session);
  const chosen = choosePython(subject, session, undefined);
  const read = await Promise.all(versions.map((version) => proofPython(version, subject, session)));
  const pythons = read.map(({ python }) => python);
  const dist = await readWheel(artefact, manifest, session);
  const local = await Promise.all(libraries.map((library) => readSources(library, pythonRoots, session)));
  const scripts = scriptAssets();
  const planned = planProof({
    name: project.name,
    dist: dist.digest,
    pythons,
    libraries: local.map(({ sources }) => sources),
    checkRequirements: packagingText(session),
    pythonVersion: chosen.version,
    scripts: scripts.digest,
  });
  const toolchains = await toolchainsFor([chosen.version, ...versions], session);
  const inputs = [dist, scripts, ...[...local, ...read].flatMap((one) => one.inputs)];
  const indexes = packageIndexes(scope?.root ?? '.', disk);
  await healing(async (checked) => {
    const result = await runPlan({ planned, toolchains, inputs, indexes, projects: [], checked }, session).catch(
      (error) => {
        throw packageFailure(error) ?? error;
      },
    );
    const proofs = await Promise.all(
      versions.map(async (version) => {
        const entry = result.tree.entries.find(({ path }) => path === `proof-${version}.json`);
        const text = entry && 'sha256' in entry ? await session.store.read(entry.sha256) : undefined;
        return JSON.parse((text ?? Buffer.from('{}')).toString('utf8')) as object;
      }),
    );
    const facts = { format: 1, artefact: manifest.digest, level: 'executed', runner: { kind: 'native' }, proofs };
    await place(`${JSON.stringify(facts, null, 1)}\n`, artefact, outputPath, session);
    session.print(
      `✓ ${project.name} installs and imports: ${versions.map((version) => `Python ${version}`).join(', ')}`,
    );
  });
}

/** Of the Pythons that the provider has. */
function oldestAndNewest(requiresPython: string, { tools }: Session): string[] {
  const { byMinor } = availablePythons(tools.config, PINS);
  const fitting = Object.values(byMinor).filter((version) => satisfiesAll(version, requiresPython) !== false);
  const [newest, oldest] = [fitting[0], fitting.at(-1)];
  if (newest === undefined || oldest === undefined) {
    throw new KilnError('PYTHON_UNAVAILABLE', `no Python is here that the wheel says it runs on: '${requiresPython}'`, {
      lines: [`available: ${Object.values(byMinor).join(', ')}`],
      hint: 'pin one in kiln.json ("pythons" and "runtimes", see docs/toolchains.md)',
    });
  }
  return [...new Set([oldest, newest])];
}

async function proofPython(
  version: string,
  subject: Subject,
  session: Session,
): Promise<{ readonly python: ProofPython; readonly inputs: readonly InputTree[] }> {
  const python = parsePython(version) as PythonVersion;
  const wanted = cell(pythonTag(python), session.host);
  if (!subject.scope && [subject.project, ...subject.libraries].every(needsNoPackage)) {
    return { python: { version, cell: wanted, requirements: '', maxGlibc: '2.28' }, inputs: [] };
  }
  const { lock, scope } = freshLock(subject);
  const hub = scope.members.find(({ root }) => root === scope.root);
  const environment = markerEnvironment(session.host, python);
  const { packages } = installSet(lock, subject.project, { purpose: 'build', environment, ...(hub ? { hub } : {}) });
  const { archives, inputs } = await readArchives(packages, scope.root, session);
  const own = archives === undefined ? {} : { archives };
  const requirements = requirementsText(packages, scope.root);
  return { python: { version, cell: wanted, requirements, ...own, maxGlibc: glibcFor(packages, wanted) }, inputs };
}

/** Whether all that a project asks for lies in the workspace. */
function needsNoPackage({ dependencies, sources }: PythonProject): boolean {
  return dependencies.every(({ name }) => ['workspace', 'path'].includes(sources[name]?.kind ?? ''));
}

function packagingText(session: Session): string {
  const wanted = parseRequirement('packaging');
  const environment = markerEnvironment(session.host, parsePython('3.14') as PythonVersion);
  const sources = { locked: [], own: {}, pins: BUILD_PINS };
  return buildRequirementsText(pinBuildRequirements(wanted ? [wanted] : [], sources, environment));
}

async function toolchainsFor(versions: readonly string[], session: Session): Promise<Record<string, Toolchain>> {
  const [chosen, ...others] = versions.map((version) => interpreterFor(version, session.tools));
  if (!chosen) {
    throw new Error('a proof without a Python');
  }
  const named = others.map(({ version, toolchain }) => [`python-${version}`, toolchain]);
  return {
    python: chosen.toolchain,
    uv: (await findUv(session.tools)).toolchain,
    ...Object.fromEntries(named),
  };
}

/** The wheel as it lies there, which has to be the one that the manifest means. */
async function readWheel(artefact: string, { files }: WheelProof['manifest'], { workspaceRoot }: Session) {
  const folder = join(workspaceRoot, artefact);
  const tree = makeTree((await scanFolder(folder, { include: ['*.whl'] })).entries);
  const [wheel, ...more] = tree.entries;
  const meant = files.find(({ path }) => path === wheel?.path);
  if (!wheel || more.length > 0 || !('sha256' in wheel) || meant?.sha256 !== wheel.sha256) {
    throw new KilnError('OUTPUT_MISSING', `${artefact} does not hold the wheel that its manifest names`, {
      hint: 'run the target wheel again',
    });
  }
  return { digest: treeDigest(tree), tree, from: { folder } };
}

async function place(text: string, artefact: string, outputPath: string, session: Session): Promise<void> {
  const { store, workspaceRoot } = session;
  const saved = await store.putBuffer(Buffer.from(text));
  await placeOutput({
    store,
    tree: makeTree([{ path: VERIFICATION_FILE, ...saved }]),
    folder: outputPath,
    workspaceRoot,
    protect: [join(workspaceRoot, artefact)],
    owned: (path) => path === VERIFICATION_FILE,
  });
}
