/** `nx run <project>:bytecode`: each source compiled alone, the folder left in place where nothing changed. */
import type { InputTree, Tree } from '../engine/types';
import { cell } from '../model/cells';
import { KilnError } from '../model/errors';
import { BytecodeOptions, levelsOf } from '../model/options/bytecode';
import { type Platform, platformById } from '../model/platforms';
import { scriptAssets } from '../plan/assets';
import { COMPILEALL } from '../plan/stages';
import { checkPaths } from '../plan/stages/bundle/tree-problems';
import { checkBytecodeOptions } from '../plan/stages/bytecode/check-options';
import { NOT_COMPILED } from '../plan/stages/bytecode/compileall';
import type { BytecodePython, BytecodeRequest } from '../plan/types';
import { type PackageIndex, packageIndexes } from '../project/indexes';
import { assertWheels } from '../project/missing-wheels';
import { findUv } from '../toolchain/uv';
import { compilingPythons } from './bytecode-pythons';
import { assertDeclared } from './declared-option';
import { lockedPackages } from './freeze-request';
import { healing } from './heal';
import { parseOptions } from './options';
import { checkOutputPath, type Facts, record } from './record';
import { runPlan } from './run-plan';
import type { Session } from './session';
import { readSources } from './sources';
import { freshLock, readSubject, type Subject } from './subject';

/** @throws KilnError */
export async function bytecode(raw: unknown, session: Session): Promise<void> {
  const options = parseOptions(BytecodeOptions, raw, 'nx-kiln:bytecode');
  checkBytecodeOptions(options);
  const subject = readSubject(session);
  // What a target compiles decides what its key holds.
  if (options.scope !== 'project') {
    assertDeclared('bytecode', 'scope', options.scope, subject.project, session);
  }
  const projects = [subject.project, ...(options.scope === 'project' ? [] : subject.libraries)];
  checkOutputPath(options.outputPath, projects, session);
  const chosen = await compilingPythons({ python: options.python, pythons: options.pythons }, subject, session);
  const [application, ...libraries] = await Promise.all(
    projects.map((project) => readSources(project, subject.pythonRoots, session)),
  );
  if (!application) {
    throw new Error('bytecode of no project');
  }
  const all = [application, ...libraries];
  const site = options.scope === 'site' ? await readSite(options, chosen.pythons, subject, session) : undefined;
  const scripts = scriptAssets();
  const request: BytecodeRequest = {
    options,
    application: application.sources,
    libraries: libraries.map(({ sources }) => sources),
    pythons: site?.pythons ?? chosen.pythons,
    assets: { scripts: scripts.digest },
  };
  const planned = COMPILEALL.plan(request);
  const toolchains = { ...chosen.toolchains, ...(site ? { uv: (await findUv(session.tools)).toolchain } : {}) };
  const inputs = [...all.flatMap((one) => one.inputs), ...(site?.inputs ?? []), scripts];
  await healing(async (checked) => {
    const sources = all.map((one) => one.sources);
    const indexes = site?.indexes ?? [];
    const result = await runPlan({ planned, toolchains, inputs, indexes, projects: sources, checked }, session);
    checkNames(result.tree, session);
    await record({ result, outputPath: options.outputPath, projects, facts: factsOf(request, result.tree) }, session);
    await tellNotCompiled(result.tree, session);
  });
}

interface Site {
  readonly pythons: readonly BytecodePython[];
  readonly inputs: readonly InputTree[];
  readonly indexes: readonly PackageIndex[];
}

/** The locked packages of every Python, for one platform: packages may hold extension modules. */
async function readSite(
  options: BytecodeOptions,
  pythons: readonly BytecodePython[],
  subject: Subject,
  session: Session,
): Promise<Site> {
  const platform = platformById(options.platform ?? session.host.id) as Platform;
  const { lock, scope } = freshLock(subject);
  const readOne = async (python: BytecodePython) => {
    if (python.tag.startsWith('pp')) {
      throw new KilnError('PLATFORM_UNSUPPORTED', `packages for PyPy (${python.tag}) are not fetched`, {
        hint: 'set scope=dependencies for PyPy',
      });
    }
    const request = { cell: cell(python.tag, platform), pythonVersion: python.version, maxGlibc: '2.28' };
    assertWheels(lock, subject.project, request);
    const locked = await lockedPackages({ lock, scope }, subject.project, request, session);
    return { python: { ...python, site: { cell: request.cell, lock: locked.lock } }, inputs: locked.inputs };
  };
  const read = await Promise.all(pythons.map(readOne));
  return {
    pythons: read.map(({ python }) => python),
    inputs: [...new Map(read.flatMap(({ inputs }) => inputs.map((input) => [input.digest, input]))).values()],
    indexes: packageIndexes(scope.root, subject.disk),
  };
}

function factsOf({ options, pythons }: BytecodeRequest, tree: Tree): Facts {
  const [first] = pythons as readonly [BytecodePython];
  const levels = levelsOf(options.optimize);
  const packages = tree.entries.flatMap(({ path }) => {
    const match = /(?:^|\/)([^/]+)-([^/-]+)\.dist-info\/METADATA$/.exec(path);
    return match ? [[match[1], match[2]]] : [];
  });
  const platform = first.site?.cell.platform;
  return {
    stage: COMPILEALL.stage,
    tool: COMPILEALL.name,
    // Packages may hold extension modules.
    ...(platform ? { platform: platform.id } : {}),
    python: first.version,
    ...(pythons.length > 1 ? { pythons: Object.fromEntries(pythons.map(({ tag, version }) => [tag, version])) } : {}),
    ...(levels.length > 1 ? { optimizeLevels: levels } : { optimize: levels[0] ?? 0 }),
    layout: options.layout,
    packages: Object.fromEntries(packages),
  };
}

/** Bytecode is for every system: what this one cannot hold is an error, what others cannot is said. */
function checkNames({ entries }: Tree, { host, print }: Session): void {
  const paths = entries.map(({ path }) => path);
  checkPaths(paths, host);
  try {
    checkPaths(paths, { id: 'windows-x64', os: 'windows' });
  } catch (error) {
    if (!(error instanceof KilnError)) {
      throw error;
    }
    print(`! ${error.message}`);
  }
}

async function tellNotCompiled({ entries }: Tree, { store, print }: Session): Promise<void> {
  const entry = entries.find(({ path }) => path === NOT_COMPILED);
  const text = entry && 'sha256' in entry ? await store.read(entry.sha256) : undefined;
  if (text) {
    print(`! not compiled, and left as they are:\n${text.toString().trimEnd().replace(/^/gm, '  ')}`);
  }
}
