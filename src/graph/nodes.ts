/** What Nx calls while it makes the project graph. */
import type { CreateDependencies, CreateNodes, RawProjectGraphDependency } from '@nx/devkit';
import { thisHost } from '../model/host';
import { inferredRoots } from '../model/sources-input';
import { type Disk, nodeDisk } from '../project/disk';
import type { Surroundings } from './context';
import { dataFolder } from './data-folder';
import { KILN_INDEX_NODE, KILN_PLUGIN_NODE } from './external-nodes';
import { fingerprintCommands } from './fingerprint-commands';
import type { Inferred } from './infer';
import { kilnPluginNode, pluginEdges } from './kiln-plugin';
import { GLOB, isManifest } from './manifest-files';
import { type KilnPluginOptions, readPluginOptions } from './plugin-options';
import type { GraphView } from './selection';
import { digest, type KeptNodes, nodesKey, restore, surroundingsKey } from './warm/kept-nodes';
import { recall, remember } from './warm/remember';

/** Loading what reads a workspace costs more than seeing that nothing changed. */
const look = () => require('./infer-workspace') as typeof import('./infer-workspace');

export const createNodes: CreateNodes<KilnPluginOptions> = [
  GLOB,
  (files, rawOptions, { workspaceRoot }) => {
    // A workspace without Python pays for nothing.
    if (!files.some(isManifest)) {
      return [];
    }
    const options = readPluginOptions(rawOptions);
    return keptAt(files, options, workspaceRoot).results;
  },
];

export const createDependencies: CreateDependencies<KilnPluginOptions> = (rawOptions, context) => {
  const { projects, externalNodes, workspaceRoot } = context;
  const options = readPluginOptions(rawOptions);
  const inferred = latest(workspaceRoot)?.inferred ?? inferAt(Object.values(projects), options, workspaceRoot);
  // Names as Nx ended up with them.
  const names = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  const edges = options.inferDependencies === false ? [] : keptEdges(inferred, names, context);
  last = { ...latest(workspaceRoot), root: workspaceRoot, inferred, graph: graphView(projects, edges) };
  return [...edges, ...pluginEdges(externalNodes)];
};

/**
 * Edges depend on the workspace and on the content of its sources: as long as neither moves, they are those of the last
 * run.
 */
function keptEdges(
  inferred: Inferred,
  names: ReadonlyMap<string, string>,
  { fileMap, workspaceRoot }: Parameters<CreateDependencies>[1],
): RawProjectGraphDependency[] {
  const filesOf = (root: string) => fileMap.projectFileMap[names.get(root) ?? ''] ?? [];
  const compute = (disk: Disk) => look().inferEdges(inferred.workspace, names, { filesOf, disk, workspaceRoot });
  const nodes = latest(workspaceRoot)?.key;
  const sources = sourcesDigest([...names.keys()].flatMap(filesOf));
  if (nodes === undefined || sources === undefined) {
    return compute(nodeDisk(workspaceRoot));
  }
  const key = digest([nodes, [...names], sources]);
  return remember({ name: 'kiln-edges', key, workspaceRoot, folder: dataFolder(workspaceRoot) }, compute);
}

/** `undefined` where Nx has no hash of a file: nobody knows what is in it. */
function sourcesDigest(files: readonly { readonly file: string; readonly hash: string }[]): string | undefined {
  const sources = files.filter(({ file }) => file.endsWith('.py') || file.endsWith('.pyi'));
  return sources.every(({ hash }) => hash) ? digest(sources.map(({ file, hash }) => [file, hash])) : undefined;
}

interface Latest {
  readonly root: string;
  /** What edges depend on besides sources; absent where nodes were not asked for in this process. */
  readonly key?: string;
  readonly inferred: Inferred;
  /** What `inferred` was made from or restored from. */
  readonly kept?: KeptNodes;
  /** What `kept` was asked for with. */
  readonly asked?: { readonly key: string; readonly options: string };
  /** Projects as Nx merged them; absent until it asked for edges. */
  readonly graph?: GraphView;
}

/** Nx asks for nodes, for edges, and calls the hook before tasks, in one process: what was read once serves all three. */
let last: Latest | undefined;

export function latest(workspaceRoot: string): Latest | undefined {
  return last?.root === workspaceRoot ? last : undefined;
}

/** Edges that others infer are not known here; those that a person wrote are. */
function graphView(
  projects: Parameters<CreateDependencies>[1]['projects'],
  edges: readonly { readonly source: string; readonly target: string }[],
): GraphView {
  const nodes = Object.fromEntries(Object.entries(projects).map(([name, data]) => [name, { data }]));
  const dependencies: Record<string, { target: string }[]> = {};
  for (const [name, { implicitDependencies = [] }] of Object.entries(projects)) {
    dependencies[name] = implicitDependencies.map((target) => ({ target }));
  }
  for (const { source, target } of edges) {
    dependencies[source]?.push({ target });
  }
  return { nodes, dependencies };
}

/** Reads the projects of the graph as they are now: their folders are known, not all files around them. */
export function inferAt(
  projects: Parameters<typeof inferredRoots>[0],
  options: KilnPluginOptions,
  workspaceRoot: string,
): Inferred {
  const disk = nodeDisk(workspaceRoot);
  const files = look().manifestsIn(
    projects.map(({ root }) => root),
    disk,
  );
  const surroundings = surroundingsOf(workspaceRoot);
  const inferred = look().inferProjects(files, options, disk, surroundings, inferredRoots(projects));
  last = { root: workspaceRoot, inferred };
  return inferred;
}

/** What was inferred last, by this process or another one, if it still holds. */
export function recallAt(options: KilnPluginOptions, workspaceRoot: string): Inferred | undefined {
  const question = { name: NODES_FILE, workspaceRoot, folder: dataFolder(workspaceRoot) };
  const ours = latest(workspaceRoot);
  if (ours?.asked && ours.asked.options === JSON.stringify(options)) {
    const { key } = ours.asked;
    // Kiln is what this process has loaded: only files can have moved.
    return recall(question, (other) => other === key)?.value === ours.kept ? ours.inferred : undefined;
  }
  const key = surroundingsKey(
    kilnPluginNode(dataFolder(workspaceRoot)).data.hash ?? '',
    options,
    surroundingsOf(workspaceRoot),
  );
  const known = recall(question, (other) => other.startsWith(`${key}|`));
  return known && restore(known.value as KeptNodes, () => look().readWorkspace([], nodeDisk(workspaceRoot)));
}

const NODES_FILE = 'kiln-nodes';

function keptAt(files: readonly string[], options: KilnPluginOptions, workspaceRoot: string): KeptNodes {
  const surroundings = surroundingsOf(workspaceRoot);
  const plugin = kilnPluginNode(dataFolder(workspaceRoot));
  const key = nodesKey(surroundingsKey(plugin.data.hash ?? '', options, surroundings), files);
  const folder = dataFolder(workspaceRoot);
  let fresh: Inferred | undefined;
  const kept = remember({ name: NODES_FILE, key, workspaceRoot, folder }, (disk): KeptNodes => {
    fresh = look().inferProjects(files, options, disk, surroundings);
    const { names, problems } = fresh;
    return { results: look().nodesOf(fresh, options, plugin, disk), names: [...names], problems: [...problems] };
  });
  const read = () => look().readWorkspace(files.filter(isManifest), nodeDisk(workspaceRoot));
  const known = latest(workspaceRoot);
  // A daemon comes back after every edit of a source: what was read of manifests serves again.
  const inferred = fresh ?? (known?.kept === kept ? known.inferred : restore(kept, read));
  const asked = { key, options: JSON.stringify(options) };
  last = { root: workspaceRoot, key: edgesKey(kept), kept, asked, inferred };
  return kept;
}

/** Kiln itself, and all that decides where names and imports lead. */
function edgesKey({ results }: KeptNodes): string {
  const nodes = results[0]?.[1].externalNodes ?? {};
  return digest([nodes[KILN_PLUGIN_NODE]?.data.hash, nodes[KILN_INDEX_NODE]?.data.version]);
}

function surroundingsOf(workspaceRoot: string): Surroundings {
  return { host: thisHost()?.id, commands: fingerprintCommands(workspaceRoot) };
}
