/** The closure target's work: reads a lock and its manifests, writes one small file per project and purpose. */
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { KilnError } from '../model/errors';
import type { ClosureOptions } from '../model/options/locks';
import { sliceFile, slicesOf, sliceText } from './closure';
import { type Disk, nodeDisk, rememberingDisk } from './disk';
import { assertLockFresh, isBinding, lockProblems } from './lock-problems';
import { readLock } from './locks/read-lock';
import { manifestsIn } from './manifests/manifest-files';
import { PURPOSES } from './purposes';
import { readWorkspace } from './workspace';

export interface Closure {
  /** Text by file name, relative to the output folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What a person should know; nothing that stops the work. */
  readonly notes: readonly string[];
}

/**
 * Computes every slice of a lock.
 * @param lock workspace-relative
 * @param roots workspace-relative folders of all projects; those without a manifest are passed over
 * @throws KilnError LOCK_MISSING, LOCK_INVALID, LOCK_OUTDATED
 */
export function makeClosure(lock: string, roots: readonly string[], disk: Disk): Closure {
  const workspace = readWorkspace(manifestsIn(roots, disk), disk, roots);
  const read = readLock(lock, disk);
  const scope = workspace.locks.find(({ file }) => file === lock);
  const members = scope?.members ?? [];
  assertLockFresh(read, [...members, ...(scope?.attached ?? [])]);
  const slices = slicesOf(read, members);
  return {
    files: Object.fromEntries(slices.map((slice) => [sliceFile(slice.project, slice.purpose), sliceText(slice)])),
    notes: [
      ...(scope?.broken ?? []).map(({ error }) => `no slices for it: ${error.message}`),
      ...members.flatMap(({ diagnostics }) =>
        diagnostics.map(
          ({ file, line, message, fix }) => `${file}${line ? `:${line}` : ''}: ${message}${fix ? ` (${fix})` : ''}`,
        ),
      ),
      ...lockProblems(
        read,
        members.filter((project) => !isBinding(read, project)),
      ).map(({ message }) => message),
      ...(members.length === 0 ? [`no project of the workspace belongs to ${lock}`] : []),
      ...(read.packages.length === 0 ? [`${lock} holds no packages`] : []),
    ],
  };
}

/**
 * Writes the slices; what did not change keeps its time, what is no longer there goes.
 * @throws KilnError OUTPUT_PATH_INVALID, and what `makeClosure` throws
 */
export function writeClosure(
  { lock, outputPath }: ClosureOptions,
  workspaceRoot: string,
  roots: readonly string[],
  print: (line: string) => void,
): void {
  const folder = outputFolder(workspaceRoot, outputPath);
  const { files, notes } = makeClosure(lock, roots, rememberingDisk(nodeDisk(workspaceRoot)));
  for (const note of notes) {
    print(`note: ${note}`);
  }
  mkdirSync(folder, { recursive: true });
  const there = new Set(readdirSync(folder));
  for (const name of [...there].filter((file) => isSlice(file) && !Object.hasOwn(files, file))) {
    rmSync(join(folder, name));
  }
  const changed = Object.entries(files).filter(([name, text]) => update(join(folder, name), text, there.has(name)));
  print(`${lock}: ${Object.keys(files).length} slices, ${changed.length} changed`);
}

function outputFolder(workspaceRoot: string, outputPath: string): string {
  const inside = normalize(outputPath);
  if (isAbsolute(outputPath) || inside === '.' || inside === '..' || /^\.\.[\\/]/.test(inside)) {
    throw new KilnError('OUTPUT_PATH_INVALID', `outputPath '${outputPath}' is not a folder inside the workspace`, {
      hint: 'set a folder such as .kiln/closure/root',
    });
  }
  return join(workspaceRoot, inside);
}

function isSlice(file: string): boolean {
  return PURPOSES.some((purpose) => file.endsWith(`.${purpose}.json`));
}

/** @returns whether the file held something else */
function update(path: string, text: string, isThere: boolean): boolean {
  const file = isThere ? openOld(path) : undefined;
  if (file === undefined) {
    writeFileSync(path, text);
    return true;
  }
  try {
    return overwrite(file, Buffer.from(text));
  } finally {
    closeSync(file);
  }
}

/** `undefined` where a file cannot be read: then it is made anew, or the error of that tells why not. */
function openOld(path: string): number | undefined {
  try {
    return openSync(path, 'r+');
  } catch {
    return undefined;
  }
}

/** Bytes in place of bytes: a bump changes thousands of files that keep their size, and new ones cost four times as much. */
function overwrite(file: number, bytes: Buffer): boolean {
  // One more shows that the old text was longer.
  const old = Buffer.allocUnsafe(bytes.length + 1);
  const length = readSync(file, old, 0, old.length, 0);
  if (length === bytes.length && bytes.equals(old.subarray(0, length))) {
    return false;
  }
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(file, bytes, at, bytes.length - at, at);
  }
  ftruncateSync(file, bytes.length);
  return true;
}
