/** What an environment consists of, as data: small files and links around a shared folder of packages. Pure. */
import { join, posix } from 'node:path';
import { isFile, subtree } from '../../../engine/tree';
import type { Tree } from '../../../engine/types';
import type { PythonProject } from '../../../project/types';
import { distInfo } from '../bundle/dist-info';
import { pythonScript, type Script, scriptOf, scriptsOf, scriptText } from './entry-points';

/** Raise it when the same request is laid out in another way. */
export const LAYOUT = 1;

export interface EnvironmentRequest {
  /** Absolute folder of the interpreter: `bin/python3` is in there. */
  readonly python: string;
  /** Exact: `3.14.6`. */
  readonly pythonVersion: string;
  readonly workspaceRoot: string;
  /** Third-party packages: `site/**`, `bin/**`; absent where there are none. */
  readonly packages?: {
    /** Absolute folder where the tree is laid out, read-only. */
    readonly folder: string;
    readonly tree: Tree;
    /** Texts of `entry_points.txt` files and of scripts for Python, by path in the tree. */
    readonly texts: Readonly<Record<string, string>>;
  };
  /** The project first, then the local projects that it can import. */
  readonly projects: readonly PythonProject[];
}

export type EnvironmentFile = { readonly text: string; readonly executable?: true } | { readonly link: string };
/** By path relative to the environment's folder. */
export type EnvironmentFiles = Readonly<Record<string, EnvironmentFile>>;

/** Texts of the tree that `environmentFiles` needs. */
export function neededTexts(tree: Tree): string[] {
  return tree.entries
    .filter(isFile)
    .map(({ path }) => path)
    .filter((path) => /^site\/[^/]+\.dist-info\/entry_points\.txt$/.test(path) || path.startsWith('bin/'));
}

/** `lib/python3.14/site-packages` */
export function siteFolder(pythonVersion: string): string {
  return `lib/python${minor(pythonVersion)}/site-packages`;
}

/** @param folder absolute place of the environment: its scripts name it */
export function environmentFiles(request: EnvironmentRequest, folder: string): EnvironmentFiles {
  const { python, pythonVersion, projects } = request;
  const interpreter = join(folder, 'bin', 'python');
  const site = siteFolder(pythonVersion);
  return {
    'pyvenv.cfg': { text: configuration(join(python, 'bin'), pythonVersion) },
    'bin/python': { link: join(python, 'bin', 'python3') },
    'bin/python3': { link: 'python' },
    [`bin/python${minor(pythonVersion)}`]: { link: 'python' },
    ...packageFiles(request, site, interpreter),
    ...projectFiles(projects, site, interpreter),
    [`${site}/kiln-sources.pth`]: { text: sourceRoots(request) },
  };
}

function configuration(home: string, version: string): string {
  return `home = ${home}\ninclude-system-site-packages = false\nversion = ${version}\n`;
}

function packageFiles({ packages }: EnvironmentRequest, site: string, python: string): EnvironmentFiles {
  if (!packages) {
    return {};
  }
  const { folder, tree, texts } = packages;
  const files: Record<string, EnvironmentFile> = {};
  for (const name of topLevel(tree, 'site')) {
    files[`${site}/${name}`] = { link: join(folder, 'site', name) };
  }
  for (const name of topLevel(tree, 'bin')) {
    const body = texts[`bin/${name}`] ?? '';
    files[`bin/${name}`] = body.startsWith('#!python')
      ? { text: pythonScript(python, body.slice(body.indexOf('\n') + 1)), executable: true }
      : { link: join(folder, 'bin', name) };
  }
  const described = Object.entries(texts).filter(([path]) => path.startsWith('site/'));
  return {
    ...files,
    ...scriptFiles(
      described.flatMap(([, text]) => scriptsOf(text)),
      python,
    ),
  };
}

/** Names right below a folder of the tree; none where it has no such folder. */
function topLevel(tree: Tree, folder: string): string[] {
  const has = tree.entries.some(({ path }) => path.startsWith(`${folder}/`));
  return has ? [...new Set(subtree(tree, folder).entries.map(({ path }) => path.split('/')[0] as string))] : [];
}

/** What `importlib.metadata` knows of local projects: versions, requirements, entry points (plugins of pytest, too). */
function projectFiles(projects: readonly PythonProject[], site: string, python: string): EnvironmentFiles {
  const files: Record<string, EnvironmentFile> = {};
  for (const project of [...projects].reverse()) {
    // A version that a build backend computes is not known here; nothing but metadata says it.
    for (const [path, text] of Object.entries(distInfo({ ...project, version: project.version ?? '0' }))) {
      files[`${site}/${path}`] = { text };
    }
    const scripts = Object.entries({ ...project.scripts, ...project.guiScripts });
    Object.assign(
      files,
      scriptFiles(
        scripts.flatMap(([name, reference]) => scriptOf(name, reference) ?? []),
        python,
      ),
    );
  }
  return files;
}

function scriptFiles(scripts: readonly Script[], python: string): EnvironmentFiles {
  return Object.fromEntries(
    scripts.map((script) => [`bin/${script.name}`, { text: scriptText(script, python), executable: true as const }]),
  );
}

function sourceRoots({ projects, workspaceRoot }: EnvironmentRequest): string {
  const roots = projects.flatMap(({ modules }) => modules.map(({ sourceRoot }) => posix.normalize(sourceRoot)));
  return [...new Set(roots)].map((root) => `${join(workspaceRoot, root)}\n`).join('');
}

function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
