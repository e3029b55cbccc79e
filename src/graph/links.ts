/** Makes every key see what lies behind links. A workspace without links pays for the look alone. */
import { posix } from 'node:path';
import type { Disk } from '../project/disk';
import { byPath, findLinks, type Link, linksIn } from '../project/links';
import { isProduct } from '../project/product-files';
import type { PythonProject } from '../project/types';
import type { Context } from './context';
import type { InferredProject } from './infer';
import { foldersAbove } from './layout';
import { followInputs } from './targets/linked-inputs';
import type { Input } from './targets/types';

type Nodes = ReadonlyMap<string, { readonly file: string; readonly node: InferredProject }>;

/** What nobody reads on purpose, and what builds leave: links in there lead to interpreters and outputs. */
const LEFT_OUT =
  /(^|\/)(\.pytest_cache|\.mypy_cache|\.ruff_cache|\.hypothesis|\.tox|\.nox|\.git|node_modules|htmlcov|\.ipynb_checkpoints)$/;
const BUILDS = ['build', 'dist', 'venv', 'virtualenv', '.eggs', '.nx', '.kiln', '.idea', '.vscode'];

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
  const builds = new Set(BUILDS.map((name) => posix.join(root, name)));
  return findLinks(root, disk, (folder) =>
    ships(folder)
      ? isProduct(folder) && !python.has(folder)
      : isProduct(folder) && !LEFT_OUT.test(folder) && !builds.has(folder) && !others.has(folder),
  );
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
  const follow = (name: string, inputs: readonly Input[]): Input[] => {
    const followed = followInputs(inputs, root, links);
    if (followed.open !== undefined) {
      open.set(name, followed.open);
    }
    return [...followed.inputs];
  };
  const namedInputs = Object.entries(node.namedInputs ?? {}).map(
    ([name, inputs]) => [name, follow(name, inputs as Input[])] as const,
  );
  const targets = Object.entries(node.targets ?? {}).map(
    ([name, target]) =>
      [name, target.inputs ? { ...target, inputs: follow(targetKey(name), target.inputs) } : target] as const,
  );
  return {
    node: {
      ...node,
      ...(node.namedInputs ? { namedInputs: Object.fromEntries(namedInputs) as InferredProject['namedInputs'] } : {}),
      targets: Object.fromEntries(targets),
    },
    open,
  };
}

function targetKey(name: string): string {
  return `target ${name}`;
}

/** A result that depends on what is in no key is in no cache either. */
function withoutOpen(followed: ReadonlyMap<string, FollowedNode>): Nodes {
  const byName = new Map([...followed.values()].map((one) => [one.node.name, one]));
  const openOf = (one: FollowedNode | undefined, inputs: readonly unknown[]): string | undefined => {
    for (const input of inputs) {
      const found =
        typeof input === 'string'
          ? openNamed(one, input)
          : openNamedOf(input as { input?: string; projects?: unknown });
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  };
  const openNamed = (one: FollowedNode | undefined, name: string): string | undefined =>
    one?.open.get(name) ?? openOf(one, one?.node.namedInputs?.[name] ?? []);
  const openNamedOf = ({ input, projects }: { input?: string; projects?: unknown }): string | undefined =>
    input === undefined
      ? undefined
      : [projects ?? []]
          .flat()
          .map((name) => openNamed(byName.get(name as string), input))
          .find((found) => found);
  return new Map(
    [...followed].map(([root, one]) => {
      const targets = Object.entries(one.node.targets ?? {}).map(([name, target]) => {
        const open = one.open.get(targetKey(name)) ?? openOf(one, target.inputs ?? []);
        return [name, open === undefined || !target.cache ? target : uncached(target, open)] as const;
      });
      return [root, { file: one.file, node: { ...one.node, targets: Object.fromEntries(targets) } }] as const;
    }),
  );
}

function uncached<T extends { readonly metadata?: { readonly description?: string } }>(target: T, link: string): T {
  const description = `${target.metadata?.description ?? ''} (not cached: no key sees what ${link} leads to)`;
  return { ...target, cache: false, metadata: { ...target.metadata, description } };
}
