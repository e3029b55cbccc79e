/** Where an entry of a lock comes from. */
import { posix } from 'node:path';
import type { Lock, LockedPackage } from './types';

export function isLocal({ source }: Pick<LockedPackage, 'source'>): boolean {
  return source.kind === 'workspace' || source.kind === 'virtual';
}

/** Workspace-relative folder of a local project; `undefined` for what comes from an index, an address or a file. */
export function localRoot(lock: Pick<Lock, 'root'>, { source }: LockedPackage): string | undefined {
  return source.kind === 'workspace' || source.kind === 'virtual' ? posix.join(lock.root, source.path) : undefined;
}

/** What an entry is made from, as one text: `git+https://…#commit`. */
export function sourceText({ source }: Pick<LockedPackage, 'source'>): string {
  if (!('url' in source)) {
    return `${source.kind}+${source.path}`;
  }
  const commit = source.kind === 'git' && source.commit ? `@${source.commit}` : '';
  const below = source.kind !== 'registry' && source.subdirectory ? `#subdirectory=${source.subdirectory}` : '';
  return `${source.kind}+${source.url}${commit}${below}`;
}
