/** `nx build` of an application: parse → plan → run → verify → record. */
import { posix } from 'node:path';
import type { RunResult, Tree } from '../engine/types';
import { FreezeOptions } from '../model/options/freeze';
import { FREEZERS } from '../plan/stages';
import { archiveName, executableOf, launchersOf } from '../plan/stages/bundle/bundle';
import { isTrimmed } from '../plan/stages/bundle/steps';
import { PACKER } from '../plan/stages/onefile/onefile';
import type { FreezeRequest } from '../plan/types';
import { interpreterFor, runtimeFor } from '../toolchain/runtimes';
import { findUv } from '../toolchain/uv';
import type { VerifyReport } from '../verify/types';
import { readFreezeRequest } from './freeze-request';
import { healing } from './heal';
import { inspectBundle } from './inspect-bundle';
import { parseOptions } from './options';
import { packer } from './packer';
import { checkOutputPath, type Facts, record } from './record';
import { runPlan } from './run-plan';
import { bundleSbom } from './sbom';
import type { Session } from './session';
import { verifyArtefact } from './verify-artefact';

/** @throws KilnError */
export async function freeze(raw: unknown, session: Session): Promise<void> {
  const options = parseOptions(FreezeOptions, raw, 'nx-kiln:freeze');
  const { request, inputs, indexes, locked } = await readFreezeRequest(options, session);
  const { cell, pythonVersion, application, libraries } = request;
  const sources = [application, ...libraries];
  const projects = sources.map(({ project }) => project);
  checkOutputPath(options.outputPath, projects, session);
  const toolchains = {
    python: interpreterFor(pythonVersion, session.tools).toolchain,
    runtime: runtimeFor(pythonVersion, cell.platform.id, session.tools).toolchain,
    uv: (await findUv(session.tools)).toolchain,
    ...(options.onefile ? { [PACKER]: packer(session.tools) } : {}),
  };
  const folders = projects.map(({ root }) => root);
  await healing(async (checked) => {
    const build = (of: FreezeRequest): Promise<RunResult> =>
      runPlan(
        { planned: FREEZERS[options.tool].plan(of), toolchains, inputs, indexes, projects: sources, checked },
        session,
      );
    // What lies in one file is looked at as the folder that it was.
    const inside = options.onefile ? { ...request, options: { ...options, ...asFolder(request) } } : request;
    const folder = await build(inside);
    await inspectBundle(inside, folder.tree, session);
    const { maxGlibc, maxMacos } = options;
    const verify = (result: RunResult) =>
      verifyArtefact(result, cell.platform.id, { maxGlibc, maxMacos }, folders, session);
    const report = await verify(folder);
    const result = options.onefile ? await build(request) : folder;
    if (options.onefile) {
      await verify(result);
    }
    const outputPath = posix.join(options.outputPath, cell.platform.id);
    const { tree } = folder;
    const sbom = await bundleSbom({ request, locked, tree, digest: result.digest, toolchains }, session);
    await record({ result, outputPath, projects, facts: factsOf(request, report, tree), sbom }, session);
  });
}

/** The options of the folder that lies in one file. */
function asFolder(request: FreezeRequest): Pick<FreezeOptions, 'onefile' | 'archive' | 'stdlib'> {
  return { onefile: false, archive: 'none', stdlib: isTrimmed(request) ? 'trimmed' : 'full' };
}

/** What the manifest says beyond the files. */
function factsOf(request: FreezeRequest, report: VerifyReport, tree: Tree): Facts {
  const { options, cell, pythonVersion } = request;
  const tool = FREEZERS[options.tool];
  const { main: entry, others, dependencies } = launchersOf(request);
  const archive = archiveName(request);
  return {
    stage: tool.stage,
    tool: tool.name,
    cell: cell.id,
    platform: cell.platform.id,
    python: pythonVersion,
    executable: executableOf(request),
    entryPoint: `${entry.module}:${entry.function}`,
    optimize: options.optimize,
    ...(report.glibc ? { glibc: report.glibc } : {}),
    ...(report.macos ? { macos: report.macos } : {}),
    ...(others.length + dependencies.length > 0
      ? { launchers: [...others, ...dependencies].map(({ name }) => name) }
      : {}),
    ...(options.onefile ? { onefile: true as const } : {}),
    ...(archive === undefined ? {} : { archive }),
    packages: packagesIn(tree, `${entry.name}/site/`),
  };
}

/** What is really inside, by the names of the metadata folders. */
function packagesIn(tree: Tree, site: string): Record<string, string> {
  const found = tree.entries.flatMap(({ path }) => {
    const match = path.startsWith(site)
      ? /^([^/]+)-([^/-]+)\.dist-info\/METADATA$/.exec(path.slice(site.length))
      : null;
    return match ? [[match[1] as string, match[2] as string] as const] : [];
  });
  return Object.fromEntries(found);
}
