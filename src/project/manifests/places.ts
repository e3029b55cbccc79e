/** Paths and addresses that a requirement may carry instead of a version. */
import { joinPath } from '../disk';
import type { Requirement, SourceRef } from '../types';

/** `file:///${PROJECT_ROOT}/../lib`, `{root:uri}/../lib`, `file:../lib`, `./lib`: the folder that it means. */
const ROOT_VARIABLE = /^(?:\/*\$\{PROJECT_ROOT\}|\{root(?::\w+)?\}|\{root:parent(?::\w+)*\})\/*/;

/**
 * Where an address leads that is a path; `undefined` for addresses of the network and absolute paths, which mean something
 * on one machine only.
 * @param root workspace-relative folder that relative paths begin at
 */
export function localPath(address: string, root: string): string | undefined {
  const [written = ''] = address.trim().split('#');
  const isFile = /^file:/i.test(written);
  const path = written.replace(/^file:(\/\/(?=\/|\$|\{|\.))?/i, '').replaceAll('\\', '/');
  const rooted = ROOT_VARIABLE.exec(path);
  if (rooted) {
    const base = rooted[0].includes(':parent') ? joinPath(root, '..') : root;
    return joinPath(base, decode(path.slice(rooted[0].length)));
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('/') || path === '') {
    return undefined;
  }
  return isFile || /^\.{1,2}(\/|$)/.test(path) ? joinPath(root, decode(path)) : undefined;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A lone per cent sign is part of a name.
    return path;
  }
}

/** The source of a requirement with an address: `name @ …`. */
export function sourceOfUrl(url: string, root: string): SourceRef {
  const path = localPath(url, root);
  if (path !== undefined) {
    return { kind: 'path', path, editable: false };
  }
  return url.startsWith('git+') ? { kind: 'git', value: url.slice(4) } : { kind: 'url', value: url };
}

/** Sources of all requirements that carry an address, by name. A local one counts before others. */
export function sourcesOfUrls(requirements: readonly Requirement[], root: string): Record<string, SourceRef> {
  const found = requirements.flatMap(({ name, url }) =>
    url === undefined ? [] : [[name, sourceOfUrl(url, root)] as const],
  );
  return Object.fromEntries([...found].sort((a, b) => rank(a[1]) - rank(b[1])));
}

/** The last entry of a name wins. */
function rank(source: SourceRef): number {
  return source.kind === 'path' ? 1 : 0;
}
