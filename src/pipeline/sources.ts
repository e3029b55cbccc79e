/** A project's own files as input trees, laid out as on `sys.path`. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { sha256 } from '../engine/canonical';
import { scanFolder } from '../engine/scan';
import { makeTree, treeDigest } from '../engine/tree';
import type { Entry, InputTree } from '../engine/types';
import { KilnError } from '../model/errors';
import type { ProjectSources, UvLockInput } from '../plan/types';
import { findMember } from '../project/lock-members';
import type { LockScope } from '../project/lock-scopes';
import { normalizeName } from '../project/names';
import { productExcludes } from '../project/product-files';
import type { Lock, ModuleRoot, PythonProject } from '../project/types';
import { productTree } from './product-tree';
import type { Session } from './session';

export interface ReadSources {
  readonly sources: ProjectSources;
  readonly inputs: readonly InputTree[];
}

/**
 * Reads what a project provides for import, with its package data.
 * @param pythonRoots folders of all Python projects: one inside a package is no part of it, as the key has it
 * @throws KilnError PROJECT_INCOMPLETE for a project that provides nothing
 */
export async function readSources(
  project: PythonProject,
  pythonRoots: readonly string[],
  session: Session,
): Promise<ReadSources> {
  if (project.modules.length === 0) {
    throw new KilnError(
      'PROJECT_INCOMPLETE',
      `${project.name} provides no module: nothing to import below ${project.root}`,
      {
        hint: `create ${posix.join(project.root, 'src', project.normalizedName.replaceAll('-', '_'), '__init__.py')}`,
      },
    );
  }
  const inputs = await Promise.all(project.modules.map((module) => readModule(module, pythonRoots, session)));
  return {
    sources: {
      project,
      trees: inputs.map(({ digest }) => digest),
      paths: inputs.flatMap(({ tree }) => tree.entries.map(({ path }) => path)),
    },
    inputs,
  };
}

async function readModule(
  module: ModuleRoot,
  pythonRoots: readonly string[],
  { workspaceRoot, store }: Session,
): Promise<InputTree> {
  const exclude = productExcludes(module.path, pythonRoots);
  const at = posix.relative(module.sourceRoot, module.path);
  const folder = join(workspaceRoot, module.sourceRoot);
  const found =
    module.kind === 'module'
      ? await scanFolder(folder, { include: [at], follow: true, index: { store } })
      : prefixed(at, (await scanFolder(join(folder, at), { exclude, follow: true, index: { store } })).entries);
  const tree = productTree(found, folder);
  return { digest: treeDigest(tree), tree, from: { folder } };
}

function prefixed(at: string, entries: readonly Entry[]) {
  return makeTree(entries.map((entry) => ({ ...entry, path: posix.join(at, entry.path) })));
}

/** The lock and the manifests that belong to it, as `uv export` wants to find them: at their places below the lock's folder. */
export function readLockInput(
  { lock, scope }: { readonly lock: Lock; readonly scope: LockScope },
  project: PythonProject,
  { workspaceRoot }: Pick<Session, 'workspaceRoot'>,
): { lock: UvLockInput; input: InputTree } {
  const below = (root: string, name: string): string => posix.relative(scope.root, posix.join(root, name));
  const roots = [scope.root, ...[...scope.members, ...scope.attached].map(({ root }) => root)];
  const manifests = roots.map((root) => posix.join(root, 'pyproject.toml'));
  const files = [scope.file, ...new Set(manifests)].filter((file) => existsSync(join(workspaceRoot, file)));
  const content = Object.fromEntries(
    [
      ...files.map((file) => [posix.relative(scope.root, file), readFileSync(join(workspaceRoot, file))]),
      // uv reads every member. A broken one is that project's error: its name is enough, where the lock has it.
      ...brokenMembers(scope, lock).map(({ root, name }) => [below(root, 'pyproject.toml'), placeholder(name)]),
    ].filter(([path]) => !(path as string).startsWith('..')),
  ) as Record<string, Buffer>;
  const tree = makeTree(
    Object.entries(content).map(([path, bytes]) => ({ path, sha256: sha256(bytes), size: bytes.length })),
  );
  const digest = treeDigest(tree);
  return {
    lock: { kind: 'uv', tree: digest, package: project.name },
    input: { digest, tree, from: { content } },
  };
}

function brokenMembers(scope: LockScope, lock: Lock): { root: string; name: string }[] {
  return scope.broken.flatMap(({ root, name }) =>
    name !== undefined && findMember(lock, { normalizedName: normalizeName(name) }) ? [{ root, name }] : [],
  );
}

function placeholder(name: string): Buffer {
  return Buffer.from(`[project]\nname = ${JSON.stringify(name)}\nversion = "0"\n`);
}
