/** Which file of the store is where. Pure. */
import { join } from 'node:path';
import { holderTag, SELF } from '../holder';
import type { Digest } from '../types';

export interface Layout {
  readonly root: string;
  readonly cas: string;
  readonly results: string;
  readonly items: string;
  readonly kept: string;
  readonly tmp: string;
  readonly locks: string;
  readonly index: string;
  readonly logs: string;
  /** Unfinished files and scratch folders of this process; swept when it is dead. */
  readonly own: string;
}

export function layoutOf(root: string): Layout {
  const tmp = join(root, 'tmp');
  return {
    root,
    cas: join(root, 'cas'),
    results: join(root, 'results'),
    items: join(root, 'items'),
    kept: join(root, 'kept'),
    tmp,
    locks: join(root, 'locks'),
    index: join(root, 'index'),
    logs: join(root, 'logs'),
    own: join(tmp, holderTag(SELF)),
  };
}

/** 256 folders, so that none gets too long: `cas/ab/ab12…`. */
export function shard(folder: string, digest: Digest): string {
  return `${folder}/${digest.slice(0, 2)}/${digest}`;
}
