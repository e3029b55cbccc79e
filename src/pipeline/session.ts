/** What one executor run needs of the world, opened once and closed always. */
import { availableParallelism } from 'node:os';
import { cacheRoot, maxBytesOf, openStore } from '../engine/store/store';
import type { Store } from '../engine/store/types';
import { formatError, KilnError } from '../model/errors';
import { thisHost } from '../model/host';
import { NEVER_TWICE } from '../model/never-twice';
import type { Platform } from '../model/platforms';
import { inferredRoots } from '../model/sources-input';
import { type Reporter, reporter } from '../report/progress';
import { readKilnConfig } from '../toolchain/kiln-json';
import type { ToolchainContext } from '../toolchain/types';

interface ProjectRecord {
  readonly root: string;
  readonly namedInputs?: Readonly<Record<string, readonly unknown[]>> | undefined;
}

/** The part of Nx's ExecutorContext that Kiln reads. */
export interface ExecutorContext {
  readonly root: string;
  readonly projectName?: string | undefined;
  readonly targetName?: string | undefined;
  readonly projectsConfigurations?: { readonly projects: Readonly<Record<string, ProjectRecord>> };
  /** The target as the graph has it, before the command line's options. */
  readonly target?:
    | { readonly cache?: boolean | undefined; readonly inputs?: readonly unknown[] | undefined }
    | undefined;
}

export interface Session {
  readonly workspaceRoot: string;
  /** Workspace-relative folder of the project whose target runs. */
  readonly projectRoot: string;
  /** Those of all projects. */
  readonly projectRoots: readonly string[];
  /** Of them, those of the Python projects that the graph has: no run may see others, its key knows of none. */
  readonly pythonRoots: readonly string[];
  readonly targetName: string;
  /** Whether Nx keeps the target's result. */
  readonly cached: boolean;
  /** Environment variables whose values are in the target's key. */
  readonly keyedEnv: readonly string[];
  /** Patterns of files and commands in the target's key, as its inputs spell them. */
  readonly keyedFiles: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly host: Platform;
  readonly store: Store;
  readonly tools: ToolchainContext;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly cores: number;
  readonly print: (line: string) => void;
}

/**
 * Runs one executor: opens the store, listens for Ctrl-C, prints errors once.
 * @returns success only when `work` ended without an error
 */
export async function withSession(
  context: ExecutorContext,
  work: (session: Session) => Promise<void>,
): Promise<{ success: boolean }> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const lines = reporter(print);
  try {
    const session = await open(context, lines, abort.signal, print);
    await work(session);
    await session.store.collect();
    return { success: true };
  } catch (error) {
    process.stderr.write(`${formatError(error)}\n`);
    return { success: false };
  } finally {
    lines.close();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

async function open(
  context: ExecutorContext,
  lines: Reporter,
  signal: AbortSignal,
  print: (line: string) => void,
): Promise<Session> {
  const env = process.env;
  const host = hostOf();
  const projects = Object.values(context.projectsConfigurations?.projects ?? {});
  const tools = toolchainContext(context.root, (progress) => lines.onProgress(progress), signal);
  return {
    workspaceRoot: context.root,
    projectRoot: projectRoot(context),
    projectRoots: projects.map(({ root }) => root),
    pythonRoots: inferredRoots(projects),
    targetName: context.targetName ?? '',
    cached: isCached(context.target ?? {}, namedInputs(context)),
    keyedEnv: keyedEnv(context.target?.inputs ?? [], namedInputs(context)),
    keyedFiles: keyedFiles(context.target?.inputs ?? [], namedInputs(context)),
    env,
    host,
    store: await openStore({ root: tools.cacheDir, maxBytes: maxBytesOf(env) }),
    tools,
    reporter: lines,
    signal,
    cores: Math.max(1, Number(env.KILN_CORES) || availableParallelism()),
    print,
  };
}

type NamedInputs = Readonly<Record<string, readonly unknown[]>>;

/** Whether a result can be served again: where Kiln keeps nothing, targetDefaults may say `cache: true` all the same. */
export function isCached(
  { cache, inputs = [] }: { readonly cache?: boolean; readonly inputs?: readonly unknown[] },
  named: NamedInputs,
): boolean {
  return cache === true && !keyedFiles(inputs, named).includes(NEVER_TWICE);
}

/** Names in `{ env: NAME }`. */
export function keyedEnv(inputs: readonly unknown[], named: NamedInputs): string[] {
  return expand(inputs, named).flatMap((input) => textAt(input, 'env'));
}

/** Filesets and runtime commands; patterns that leave something out begin with `!`. */
export function keyedFiles(inputs: readonly unknown[], named: NamedInputs): string[] {
  return expand(inputs, named).flatMap((input) =>
    typeof input === 'string' ? [input] : [...textAt(input, 'fileset'), ...textAt(input, 'runtime')],
  );
}

/** Named inputs written out; one that leads to itself ends there. */
function expand(inputs: readonly unknown[], named: NamedInputs, seen: ReadonlySet<string> = new Set()): unknown[] {
  return inputs.flatMap((input) => {
    if (typeof input !== 'string' || !Object.hasOwn(named, input)) {
      return [input];
    }
    return seen.has(input) ? [] : expand(named[input] ?? [], named, new Set([...seen, input]));
  });
}

function textAt(input: unknown, key: 'env' | 'fileset' | 'runtime'): string[] {
  const text = (input as Readonly<Record<string, unknown>> | null)?.[key];
  return typeof text === 'string' ? [text] : [];
}

function namedInputs({ projectName, projectsConfigurations }: ExecutorContext) {
  return projectsConfigurations?.projects[projectName ?? '']?.namedInputs ?? {};
}

/** Surroundings of the toolchain room in this process. */
export function toolchainContext(
  workspaceRoot: string,
  onProgress: ToolchainContext['onProgress'],
  signal: AbortSignal,
): ToolchainContext {
  return {
    workspaceRoot,
    cacheDir: cacheRoot(process.env),
    env: process.env,
    host: hostOf().id,
    config: readKilnConfig(workspaceRoot),
    offline: process.env.KILN_OFFLINE === '1',
    onProgress,
    signal,
  };
}

function hostOf(): Platform {
  const host = thisHost();
  if (!host) {
    throw new KilnError('PLATFORM_UNSUPPORTED', `Kiln does not run on ${process.platform} ${process.arch}`, {
      hint: 'see docs/platforms.md for the hosts that it knows',
    });
  }
  return host;
}

function projectRoot({ projectName, projectsConfigurations }: ExecutorContext): string {
  const project = projectsConfigurations?.projects[projectName ?? ''];
  if (!project) {
    throw new Error(`Nx gave no project for '${projectName}'`);
  }
  return project.root;
}
