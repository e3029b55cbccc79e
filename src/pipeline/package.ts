/** `nx wheel`, `nx sdist`: parse → plan → run → verify → record. */
import { subtree, treeDigest } from '../engine/tree';
import type { RunResult } from '../engine/types';
import { KilnError } from '../model/errors';
import { PackageOptions } from '../model/options/package';
import { UV_BUILD } from '../plan/stages';
import { DIST_FOLDER, FACTS_FILE } from '../plan/stages/package/package';
import { packageFailure } from '../plan/stages/package/package-failures';
import type { PackageRequest } from '../plan/stages/package/request';
import { interpreterFor } from '../toolchain/runtimes';
import { findUv } from '../toolchain/uv';
import { healing } from './heal';
import { parseOptions } from './options';
import { readPackageRequest } from './package-request';
import { checkOutputPath, type Facts, record } from './record';
import { runPlan } from './run-plan';
import { packageSbom } from './sbom';
import type { Session } from './session';

/** What `check_metadata.py` found out. */
interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly requiresPython: string;
  readonly requires: readonly string[];
  readonly tags: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws KilnError */
export async function packageProject(raw: unknown, session: Session): Promise<void> {
  const options = parseOptions(PackageOptions, raw, 'nx-kiln:package');
  const { request, inputs, indexes, missed } = await readPackageRequest(options, session);
  checkOutputPath(options.outputPath, [request.project], session);
  const planned = UV_BUILD.plan(request);
  const toolchains = {
    python: interpreterFor(request.pythonVersion, session.tools).toolchain,
    uv: (await findUv(session.tools)).toolchain,
  };
  await healing(async (checked) => {
    const result = await run(() => runPlan({ planned, toolchains, inputs, indexes, projects: [], checked }, session));
    const facts = await readFacts(result, session);
    const dist = distOf(result);
    const bundled = request.bundled.map(({ project }) => project);
    const { project, backendRequirements } = request;
    const { version, requires } = facts;
    await record(
      {
        result: dist,
        outputPath: options.outputPath,
        projects: [project, ...bundled],
        facts: manifestFacts(request, facts),
        sbom: await packageSbom({
          project,
          version,
          requires,
          bundled,
          digest: dist.digest,
          backendRequirements,
          toolchains,
        }),
      },
      session,
    );
    for (const warning of [...facts.warnings, ...warningsOf(missed, options)]) {
      session.print(`! ${facts.name} ${facts.version}: ${warning}`);
    }
  });
}

const NAMED = 5;

/** Examples and declared projects with a manifest of their own are no part of what is around them: that is said, never silent. */
function warningsOf(missed: readonly string[], { format }: PackageOptions): string[] {
  const more = missed.length > NAMED ? ` and ${missed.length - NAMED} more` : '';
  const folders = `${missed.slice(0, NAMED).join(', ')}${more}`;
  const why = 'manifests make projects of their own there; a line per manifest in .nxignore makes files of them';
  return missed.length === 0 ? [] : [`the ${format} holds nothing of ${folders}: ${why}`];
}

/** Failures of backends come back in words of packaging. */
async function run<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw packageFailure(error) ?? error;
  }
}

function distOf(result: RunResult): RunResult {
  const tree = subtree(result.tree, DIST_FOLDER);
  return { ...result, tree, digest: treeDigest(tree) };
}

async function readFacts({ tree }: RunResult, { store }: Session): Promise<PackageFacts> {
  const entry = tree.entries.find(({ path }) => path === FACTS_FILE);
  const text = entry && 'sha256' in entry ? await store.read(entry.sha256) : undefined;
  if (!text) {
    throw new KilnError('CONTENT_LOST', `the cache has lost ${FACTS_FILE}`, { hint: 'run the same command again' });
  }
  return JSON.parse(text.toString('utf8')) as PackageFacts;
}

function manifestFacts(request: PackageRequest, facts: PackageFacts): Facts {
  return {
    stage: UV_BUILD.stage,
    tool: UV_BUILD.name,
    python: request.pythonVersion,
    ...(facts.requiresPython ? { requiresPython: facts.requiresPython } : {}),
    version: facts.version,
    ...(facts.tags.length > 0 ? { tags: facts.tags } : {}),
    requires: facts.requires,
    packages: {},
  };
}
