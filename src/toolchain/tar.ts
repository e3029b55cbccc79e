/** Archives of relocatable Pythons: written the same way every time, read entry by entry. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, createWriteStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Header, Pack } from 'tar-stream';

/** A file or a link; folders are implied. */
export type Item =
  | { readonly path: string; readonly executable: boolean; readonly read: () => Promise<Buffer> }
  | { readonly path: string; readonly link: string };

/**
 * Writes items below `python/`, sorted, without times, owners or modes beyond the executable bit: the same items give the
 * same bytes. Uncompressed, since it is read once and thrown away.
 * @returns sha256 of the archive
 */
export async function writeTar(path: string, items: readonly Item[]): Promise<string> {
  const tar = tarStream().pack();
  const hash = createHash('sha256');
  const hashed = async function* (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  const written = pipeline(tar as unknown as Readable, hashed, createWriteStream(path));
  const filled = fill(tar, items).catch((error: Error) => {
    tar.destroy(error);
    throw error;
  });
  // The first failure is the cause; the other one only follows from it.
  await Promise.all([filled, written]);
  return hash.digest('hex');
}

async function fill(tar: Pack, items: readonly Item[]): Promise<void> {
  const sorted = [...items].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const item of sorted) {
    const common = { name: `python/${item.path}`, mtime: new Date(0), uid: 0, gid: 0 };
    if ('link' in item) {
      await add(tar, { ...common, type: 'symlink', linkname: item.link, mode: 0o777 });
    } else {
      await add(tar, { ...common, type: 'file', mode: item.executable ? 0o755 : 0o644 }, await item.read());
    }
  }
  tar.finalize();
}

function add(tar: Pack, header: Partial<Header> & Pick<Header, 'name'>, content?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve());
    if (content) {
      tar.entry(header, content, done);
    } else {
      tar.entry(header, done);
    }
  });
}

/** Calls back for every entry of a .tar or .tar.gz; `read` must be called, if at all, before the callback's promise settles. */
export async function readTar(
  path: string,
  onEntry: (header: Header, read: () => Promise<Buffer>) => Promise<void>,
): Promise<void> {
  const entries = tarStream().extract();
  const source = createReadStream(path);
  const fed = isGzip(path) ? pipeline(source, createGunzip(), entries) : pipeline(source, entries);
  const drained = (async () => {
    for await (const entry of entries) {
      await onEntry(entry.header, () => collect(entry as unknown as AsyncIterable<Buffer>));
      entry.resume();
    }
  })();
  await Promise.all([fed, drained]);
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) {
    all.push(chunk);
  }
  return Buffer.concat(all);
}

function isGzip(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(2);
    readSync(file, head, 0, 2, 0);
    return head[0] === 0x1f && head[1] === 0x8b;
  } finally {
    closeSync(file);
  }
}

/** @returns sha256 of a file, in hex */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Loaded where an archive is read or written: builds that fetch nothing do not wait for it. */
function tarStream(): typeof import('tar-stream') {
  return require('tar-stream');
}
