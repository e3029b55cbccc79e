/** The Nx workspace that the command is started in. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type KilnPluginOptions, readPluginOptions } from '../../graph/plugin-options';
import type { GraphView } from '../../graph/selection';
import { KilnError } from '../../model/errors';

/** The part of nx.json that Kiln's own commands look at. */
export interface NxJson {
  readonly defaultBase?: string;
  readonly affected?: { readonly defaultBase?: string };
  readonly namedInputs?: Readonly<Record<string, readonly unknown[]>>;
  readonly plugins?: readonly (string | { readonly plugin?: string; readonly options?: unknown })[];
}

export interface NxWorkspace {
  /** Absolute. */
  readonly root: string;
  readonly nxJson: NxJson;
  /** Of the plugin, from nx.json. */
  readonly options: KilnPluginOptions;
  readonly graph: GraphView;
}

type Devkit = typeof import('@nx/devkit');

/**
 * The folder with nx.json, here or above.
 * @param from absolute
 * @throws KilnError WORKSPACE_MISSING
 */
export function findWorkspaceRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) {
      return folder;
    }
    if (dirname(folder) === folder) {
      throw new KilnError('WORKSPACE_MISSING', `there is no nx.json in ${from} or above it`, {
        hint: 'start the command in an Nx workspace; `npx nx@latest init` makes one',
      });
    }
  }
}

/**
 * Reads nx.json and lets Nx make its project graph.
 * @throws KilnError WORKSPACE_MISSING, GRAPH_FAILED, OPTION_INVALID
 */
export async function openWorkspace(from: string): Promise<NxWorkspace> {
  const root = findWorkspaceRoot(from);
  const { parseJson, createProjectGraphAsync } = devkit(root);
  const nxJson = parseJson(readFileSync(join(root, 'nx.json'), 'utf8')) as NxJson;
  const options = readPluginOptions(pluginOptions(nxJson));
  try {
    const graph = await createProjectGraphAsync({ exitOnError: false });
    return { root, nxJson, options, graph: graph as unknown as GraphView };
  } catch (error) {
    throw new KilnError('GRAPH_FAILED', 'Nx could not make the project graph', {
      lines: describe(error),
      hint: '`npx nx graph --file=stdout --verbose` shows more',
      cause: error,
    });
  }
}

/** The workspace's own, so that its version fits the workspace's Nx; a linked plugin brings another. */
function devkit(root: string): Devkit {
  for (const from of [join(root, 'package.json'), __filename]) {
    try {
      const resolved = createRequire(from).resolve('@nx/devkit');
      return require(resolved) as Devkit;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') {
        throw error;
      }
    }
  }
  throw new KilnError('WORKSPACE_MISSING', `@nx/devkit is not installed in ${root}`, {
    hint: 'install the packages of the workspace: `npm ci`',
  });
}

/** What nx.json gives to the plugin, however its entry is written. */
export function pluginOptions({ plugins = [] }: NxJson): unknown {
  const entry = plugins.find((plugin) => typeof plugin !== 'string' && isKiln(plugin.plugin));
  return typeof entry === 'object' ? entry.options : undefined;
}

export function isKilnRegistered({ plugins = [] }: NxJson): boolean {
  return plugins.some((plugin) => isKiln(typeof plugin === 'string' ? plugin : plugin.plugin));
}

function isKiln(name: string | undefined): boolean {
  return name !== undefined && /(^|[\\/])nx-kiln([\\/]|$)/.test(name);
}

/** Nx collects what every plugin said in an error of many errors. */
function describe(error: unknown): string[] {
  const { message, getErrors } = error as { message?: string; getErrors?: () => readonly Error[] };
  const inner = typeof getErrors === 'function' ? getErrors.call(error).map((e) => e.message) : [];
  return [message ?? String(error), ...inner].flatMap((text) => text.split('\n')).slice(0, 30);
}
