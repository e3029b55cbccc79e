/** What is installed, as one hash: read again only where the stamp of a file moved. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RACY_MS } from './warm/disk-record';
import { writeKept } from './warm/write-kept';

/** Folders of the installed package whose content makes artefacts. */
const PARTS = ['src', 'executors', 'generators', 'launcher', 'vendor'];
const PASSIVE = /(\.d\.ts|\.map|\.md|\.test\.ts|\.testing\.ts|\.test\.js)$/;
interface Kept {
  readonly signature: string;
  readonly hash: string;
}

/** A daemon asks again and again. */
const inProcess = new Map<string, Kept>();

/**
 * @param base absolute, the folder that is installed
 * @param memory absolute path of a file that may hold what was found before; it is renewed
 */
export function hashInstalled(base: string, memory?: string): string {
  const files = PARTS.flatMap((part) => walk(base, part)).sort();
  const { signature, changed } = stampOf(base, files);
  const known = inProcess.get(base) ?? (memory === undefined ? undefined : readKept(memory));
  if (known?.signature === signature) {
    inProcess.set(base, known);
    return known.hash;
  }
  const kept = { signature, hash: hashOf(base, files) };
  if (changed < Date.now() - RACY_MS) {
    inProcess.set(base, kept);
    if (memory !== undefined) {
      writeKept(memory, JSON.stringify(kept));
    }
  }
  return kept.hash;
}

/** A package manager may set the time of a file (npm always sets the same one), but not when its inode changed. */
function stampOf(base: string, files: readonly string[]): { readonly signature: string; readonly changed: number } {
  const signature = createHash('sha256').update(base);
  let changed = 0;
  for (const file of files) {
    const { size, mtimeMs, ctimeMs, ino } = statSync(join(base, file));
    signature.update(`\0${file}:${size}:${mtimeMs}:${ctimeMs}:${ino}`);
    changed = Math.max(changed, mtimeMs, ctimeMs);
  }
  return { signature: signature.digest('hex'), changed };
}

function hashOf(base: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(join(base, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function readKept(memory: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(memory, 'utf8')) as Kept;
  } catch {
    // Not there yet, or half a file of another time.
    return undefined;
  }
}

function walk(base: string, folder: string): string[] {
  try {
    return readdirSync(join(base, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(base, path) : PASSIVE.test(entry.name) ? [] : [path];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
