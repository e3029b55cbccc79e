/** `nx build` of an application: parse → plan → run → verify → record. */
import { posix } from 'node:path';
import type { Tree } from '../engine/types';
import { FreezeOptions } from '../model/options';
import { FREEZERS } from '../plan/stages';
import { archiveName, launcherName } from '../plan/stages/bundle/bundle';
import { interpreterFor, runtimeFor } from '../toolchain/runtimes';
import { findUv } from '../toolchain/uv';
import { readFreezeRequest } from './freeze-request';
import { parseOptions } from './options';
import { record } from './record';
import { runPlan } from './run-plan';
import type { Session } from './session';
import { verifyArtefact } from './verify-artefact';

/** @throws KilnError */
export async function freeze(raw: unknown, session: Session): Promise<void> {
  const options = parseOptions(FreezeOptions, raw, 'nx-kiln:freeze');
  const { request, inputs, indexes } = await readFreezeRequest(options, session);
  const { cell, pythonVersion, application, libraries } = request;
  const projects = [application, ...libraries];
  const tool = FREEZERS[options.tool];
  const planned = tool.plan(request);
  const toolchains = {
    python: interpreterFor(pythonVersion, session.tools).toolchain,
    runtime: runtimeFor(pythonVersion, cell.platform.id, session.tools).toolchain,
    uv: (await findUv(session.tools)).toolchain,
  };
  const result = await runPlan({ planned, toolchains, inputs, indexes, projects }, session);
  const folders = projects.map(({ project }) => project.root);
  const report = await verifyArtefact(result, cell.platform.id, options.maxGlibc, folders, session);
  const entry = launcherName(request);
  await record(
    {
      result,
      outputPath: posix.join(options.outputPath, cell.platform.id),
      projects: projects.map(({ project }) => project),
      facts: {
        stage: tool.stage,
        tool: tool.name,
        cell: cell.id,
        platform: cell.platform.id,
        python: pythonVersion,
        executable: `${entry.name}/${entry.name}`,
        entryPoint: `${entry.module}:${entry.function}`,
        optimize: options.optimize,
        ...(report.glibc ? { glibc: report.glibc } : {}),
        ...(options.archive === 'none' ? {} : { archive: archiveName(request) }),
        packages: packagesIn(result.tree, `${entry.name}/site/`),
      },
    },
    session,
  );
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
