/** Makes every key see what lies behind links. A workspace without links pays for the look alone. */
import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import type { Disk } from '../project/disk';
import { BUILD_FOLDERS, LEFTOVER_FOLDERS } from '../project/leftovers';
import { byPath, findLinks, type Link, linksIn } from '../project/links';
import { isProduct } from '../project/product-files';
import type { PythonProject } from '../project/types';
import type { Context } from './context';
import type { InferredProject } from './infer';
import { foldersAbove, workspaceInput } from './layout';
import { LINKS_INPUT } from './link-input';
import { followInputs } from './targets/linked-inputs';
import { neverCached } from './targets/never-cached';
import type { Input } from './targets/types';

type Nodes = ReadonlyMap<string, { readonly file: string; readonly node: InferredProject }>;

/** Links in what is left behind lead to interpreters and outputs. */
const isProductName = remembered(isProduct);
const isSource = remembered((name) => isProduct(name) && !LEFTOVER_FOLDERS.includes(name));

/**
 * @param nodes all that was inferred, by folder
 * @returns the same with what links lead to among the inputs; targets that read what no input can name are not cached
 */
export function coverLinks(nodes: Nodes, context: Pick<Context, 'workspace' | 'nested' | 'disk'>): Nodes {
  const { workspace, disk } = context;
  const own = new Map(
    workspace.projects.map((project) => [
      project.root,
      readsFiles(nodes.get(project.root)?.node) ? projectLinks(project, context) : linksIn(project.root, disk),
    ]),
  );
  const all = unique([...own.values()].flat());
  const above = linksAbove([...own.keys()], disk);
  if (all.length + above.length === 0) {
    return nodes;
  }
  const owners = new Set(workspace.locks.map(({ root }) => root));
  const followed = new Map(
    [...nodes].map(([root, { file, node }]) => {
      // The closure reads the manifests of all.
      const links = owners.has(root)
        ? [...(own.get(root) ?? []), ...all.filter(({ folder }) => !folder)]
        : own.get(root);
      return [root, { file, ...followNode(node, root, unique([...(links ?? []), ...above])) }] as const;
    }),
  );
  return withoutOpen(followed);
}

/** A project that only holds a lock is not searched: it can be the whole workspace. */
function readsFiles(node: InferredProject | undefined): boolean {
  return Object.values(node?.targets ?? {}).some(
    ({ executor }) => executor !== 'nx-kiln:closure' && executor !== 'nx-kiln:lock',
  );
}

/** Links in a project's folder, and behind them. */
export function projectLinks(project: PythonProject, { nested, disk }: Pick<Context, 'nested' | 'disk'>): Link[] {
  const { root, modules } = project;
  const others = new Set([...(nested.all.get(root) ?? []), ...(nested.python.get(root) ?? [])]);
  const python = new Set(nested.python.get(root));
  const ships = (folder: string): boolean =>
    modules.some(({ path }) => folder === path || folder.startsWith(`${path}/`) || path.startsWith(`${folder}/`));
  const builds = new Set(BUILD_FOLDERS.map((name) => posix.join(root, name)));
  return findLinks(root, disk, (folder) =>
    ships(folder)
      ? isProductName(posix.basename(folder)) && !python.has(folder)
      : isSource(posix.basename(folder)) && !builds.has(folder) && !others.has(folder),
  );
}

/** Thousands of folders have a few hundred names. */
function remembered(test: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? test(name);
    known.set(name, answer);
    return answer;
  };
}

/** Files in the folders above projects: settings, `.python-version`, manifests. */
function linksAbove(roots: readonly string[], disk: Disk): Link[] {
  const folders = new Set(roots.flatMap((root) => foldersAbove(root).filter((folder) => folder !== root)));
  return [...folders].flatMap((folder) => linksIn(folder, disk)).filter(({ folder }) => !folder);
}

function unique(links: readonly Link[]): Link[] {
  return [...new Map(links.map((link) => [link.path, link])).values()].sort(byPath);
}

interface FollowedNode {
  readonly file: string;
  readonly node: InferredProject;
  /** Path of a link that no input can follow, by named input, and by target after `target `. */
  readonly open: ReadonlyMap<string, string>;
}

function followNode(node: InferredProject, root: string, links: readonly Link[]): Omit<FollowedNode, 'file'> {
  const open = new Map<string, string>();
  const met: Link[] = [];
  const follow = (name: string, inputs: readonly Input[]): Input[] => {
    const followed = followInputs(inputs, root, links);
    met.push(...followed.links);
    if (followed.open !== undefined) {
      open.set(name, followed.open);
    }
    return [...followed.inputs];
  };
  const named = Object.entries(node.namedInputs ?? {}).map(([name, list]) => [name, follow(name, list as Input[])]);
  const targets = Object.entries(node.targets ?? {}).map(([name, target]) => [
    name,
    target.inputs ? { ...target, inputs: follow(targetKey(name), target.inputs) } : target,
  ]);
  if (met.length === 0) {
    return { node, open };
  }
  const namedInputs = Object.fromEntries([...named, [LINKS_INPUT, linkTexts(unique(met))]]);
  return { node: { ...node, namedInputs, targets: Object.fromEntries(targets) }, open };
}

function linkTexts(links: readonly Link[]): Input[] {
  return links.flatMap(({ path, target }) =>
    [path, ...(target === undefined ? [] : [target])].map((p) => workspaceInput(p)),
  );
}

function targetKey(name: string): string {
  return `target ${name}`;
}

/** A result that depends on what is in no key must be served to nobody. */
function withoutOpen(followed: ReadonlyMap<string, FollowedNode>): Nodes {
  const byName = new Map([...followed.values()].map((one) => [one.node.name, one]));
  const openIn = (one: FollowedNode | undefined, inputs: readonly unknown[]): string | undefined =>
    first(inputs, (input) => {
      if (typeof input === 'string') {
        return openNamed(one, input);
      }
      const { input: name, projects = [] } = input as { input?: string; projects?: string | string[] };
      return name === undefined ? undefined : first([projects].flat(), (other) => openNamed(byName.get(other), name));
    });
  const openNamed = (one: FollowedNode | undefined, name: string): string | undefined =>
    one?.open.get(name) ?? openIn(one, one?.node.namedInputs?.[name] ?? []);
  return new Map(
    [...followed].map(([root, one]) => {
      const targets = Object.entries(one.node.targets ?? {}).map(([name, target]) => {
        const open = target.cache ? (one.open.get(targetKey(name)) ?? openIn(one, target.inputs ?? [])) : undefined;
        return [name, open === undefined ? target : uncached(target, open)];
      });
      return [root, { file: one.file, node: { ...one.node, targets: Object.fromEntries(targets) } }];
    }),
  );
}

function first<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function uncached(target: TargetConfiguration, link: string): TargetConfiguration {
  const description = `${target.metadata?.description ?? ''} (not cached: no key sees what ${link} leads to)`;
  return { ...neverCached(target), metadata: { ...target.metadata, description } };
}
