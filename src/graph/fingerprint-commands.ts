/** Shell commands for `runtime` inputs. Nx runs them in the workspace's root and hashes what they print. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix, relative } from 'node:path';
import type { GitQuestion, GitVersion } from '../project/build-system/types';

export interface FingerprintCommands {
  /** Names what would start an artefact on this machine. */
  readonly runners: string;
  /** Hashes rules of git outside of the workspace's files, and names of what lies in folders. */
  readonly around: (folders: readonly string[]) => string;
  /** Hashes what a version that is computed from tags of git depends on, for the project in this folder. */
  readonly version: (git: GitVersion, root: string) => string;
  /** Hashes which files of a project's folder git tracks or ignores; paths are relative to it. */
  readonly packed: (question: GitQuestion, root: string, within: readonly string[]) => string;
  /** Hashes files and folders from disk; absent where Nx itself can hash what git ignores. */
  readonly sources?: (paths: readonly string[]) => string;
  /** Likewise everything in a project's folder, without the folders of other projects. */
  readonly files?: (root: string, others: readonly string[]) => string;
}

export function fingerprintCommands(workspaceRoot: string): FingerprintCommands {
  const sources = `node ${script(workspaceRoot, 'hash-sources')}`;
  const around = `node ${script(workspaceRoot, 'hash-surroundings')}`;
  return {
    runners: `node ${script(workspaceRoot, 'runner-fingerprint')}`,
    version: ({ match, pattern, namesBranch }, root) =>
      [
        `node ${script(workspaceRoot, 'hash-version')}`,
        ...ownRepository(workspaceRoot, root).flatMap((folder) => ['--in', quote(folder)]),
        ...(match === undefined ? [] : ['--match', quote(match)]),
        ...(pattern === undefined ? [] : ['--pattern', quote(pattern)]),
        ...(namesBranch ? ['--branch'] : []),
      ].join(' '),
    packed: (question, root, within) =>
      [`node ${script(workspaceRoot, 'hash-packed')}`, question, root, ...within]
        .map((word, at) => (at === 0 ? word : quote(word)))
        .join(' '),
    around: (folders) => [around, ...folders.map(quote)].join(' '),
    ...(hashesIgnoredFiles(nxVersion(workspaceRoot))
      ? {}
      : {
          sources: (paths) => [sources, ...paths.map(quote)].join(' '),
          files: (root, others) =>
            [sources, '--in', root, ...others].map((word, i) => (i ? quote(word) : word)).join(' '),
        }),
  };
}

/** The folder of the repository that a project has apart from the workspace's, as in a submodule: its commits and tags are others. */
function ownRepository(workspaceRoot: string, root: string): string[] {
  for (let folder = root; folder !== '' && folder !== '.'; folder = posix.dirname(folder)) {
    if (existsSync(join(workspaceRoot, folder, '.git'))) {
      return [folder];
    }
  }
  return [];
}

/** `includeIgnored` came with Nx 24; an unknown version is taken for an old one. */
export function hashesIgnoredFiles(version: string | undefined): boolean {
  return Number(version?.split('.')[0] ?? 0) >= 24;
}

function nxVersion(workspaceRoot: string): string | undefined {
  try {
    const manifest = createRequire(join(workspaceRoot, 'package.json')).resolve('nx/package.json');
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version;
  } catch {
    // Found nowhere: the safe side is slower, not wrong.
    return undefined;
  }
}

/** Relative to the workspace's root: an absolute path would make every checkout's key another one. */
function script(workspaceRoot: string, name: string): string {
  const installed = `node_modules/nx-kiln/dist/src/graph/${name}.js`;
  const path = existsSync(join(workspaceRoot, installed))
    ? installed
    : relative(workspaceRoot, join(__dirname, `${name}.js`)).replaceAll('\\', '/');
  return quote(path);
}

/** One word for the shell that Nx starts. */
export function quote(text: string): string {
  if (/^[\w./@+-]+$/.test(text)) {
    return text;
  }
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`;
}
