/** `nx build` of an application: parse → plan → run → verify → record. */
import { posix } from 'node:path';
import type { Tree } from '../engine/types';
import { FreezeOptions } from '../model/options/freeze';
import { FREEZERS } from '../plan/stages';
import { archiveName, executableOf, launchersOf } from '../plan/stages/bundle/bundle';
import type { FreezeRequest } from '../plan/types';
import { interpreterFor, runtimeFor } from '../toolchain/runtimes';
import { findUv } from '../toolchain/uv';
import type { VerifyReport } from '../verify/types';
import { readFreezeRequest } from './freeze-request';
import { healing } from './heal';
import { inspectBundle } from './inspect-bundle';
import { parseOptions } from './options';
import { checkOutputPath, type Facts, record } from './record';
import { runPlan } from './run-plan';
import type { Session } from './session';
import { verifyArtefact } from './verify-artefact';

/** @throws KilnError */
export async function freeze(raw: unknown, session: Session): Promise<void> {
  const options = parseOptions(FreezeOptions, raw, 'nx-kiln:freeze');
  const { request, inputs, indexes } = await readFreezeRequest(options, session);
  const { cell, pythonVersion, application, libraries } = request;
  const sources = [application, ...libraries];
  const projects = sources.map(({ project }) => project);
  checkOutputPath(options.outputPath, projects, session);
  const planned = FREEZERS[options.tool].plan(request);
  const toolchains = {
    python: interpreterFor(pythonVersion, session.tools).toolchain,
    runtime: runtimeFor(pythonVersion, cell.platform.id, session.tools).toolchain,
    uv: (await findUv(session.tools)).toolchain,
  };
  const folders = projects.map(({ root }) => root);
  await healing(async (checked) => {
    const result = await runPlan({ planned, toolchains, inputs, indexes, projects: sources, checked }, session);
    await inspectBundle(request, result.tree, session);
    const report = await verifyArtefact(result, cell.platform.id, options.maxGlibc, folders, session);
    const outputPath = posix.join(options.outputPath, cell.platform.id);
    await record({ result, outputPath, projects, facts: factsOf(request, report, result.tree) }, session);
  });
}

/** What the manifest says beyond the files. */
function factsOf(request: FreezeRequest, report: VerifyReport, tree: Tree): Facts {
  const { options, cell, pythonVersion } = request;
  const tool = FREEZERS[options.tool];
  const { main: entry } = launchersOf(request);
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
