/**
 * Makes an installed Python hold exactly what its archive holds. uv writes the place of installation and the compilers of
 * this machine into `_sysconfigdata`, adds EXTERNALLY-MANAGED and BUILD, and does so by version; a tree that depends on the
 * folder, the machine or uv's version would make the same key mean different bytes.
 */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { readTar } from './tar';

/**
 * @param archive .tar or .tar.gz that `folder` was unpacked from
 * @param folder installed Python, changed in place
 */
export async function restoreFromArchive(archive: string, folder: string): Promise<void> {
  const root = innerRoot(await fileNames(archive));
  const wanted = new Set<string>();
  const copies: { path: string; of: string }[] = [];
  await readTar(archive, async ({ name, type, linkname, mode }, read) => {
    const path = within(name, root);
    if (!path || type === 'directory' || isCached(path)) {
      return;
    }
    if (type === 'symlink') {
      wanted.add(path);
      restoreLink(join(folder, path), linkname ?? '');
    } else if (type === 'link') {
      wanted.add(path);
      copies.push({ path, of: within(linkname ?? '', root) ?? '' });
    } else if (type === 'file' || type === 'contiguous-file') {
      wanted.add(path);
      restoreFile(join(folder, path), await read(), mode ?? 0o644);
    }
  });
  for (const { path, of } of copies) {
    restoreFile(join(folder, path), readFileSync(join(folder, of)), lstatSync(join(folder, of)).mode);
  }
  removeOthers(folder, '', wanted);
}

async function fileNames(archive: string): Promise<string[]> {
  const names: string[] = [];
  await readTar(archive, async ({ name, type }) => {
    if (type !== 'directory') {
      names.push(name);
    }
  });
  return names;
}

/**
 * Folder of the archive that uv installs: the only one at the top, and in it `install` where there is one.
 * @returns '' or a path ending in `/`
 */
export function innerRoot(names: readonly string[]): string {
  const plain = names.map(plainName);
  const top = new Set(plain.map((name) => name.split('/')[0]));
  const [only] = top;
  const root = top.size === 1 && plain.every((name) => name.includes('/')) ? `${only}/` : '';
  return plain.some((name) => name.startsWith(`${root}install/`)) ? `${root}install/` : root;
}

function within(name: string, root: string): string | undefined {
  const plain = plainName(name);
  return plain.startsWith(root) ? plain.slice(root.length).replace(/\/$/, '') : undefined;
}

function plainName(name: string): string {
  return name.replace(/^(\.\/)+/, '');
}

/** A bytecode cache holds times of the machine that packed it, and no stage reads it. */
function isCached(path: string): boolean {
  return path.split('/').includes('__pycache__');
}

function restoreLink(path: string, target: string): void {
  if (kindOf(path) !== 'link' || readlinkSync(path) !== target) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  }
}

function restoreFile(path: string, content: Buffer, mode: number): void {
  if (kindOf(path) !== 'file' || !readFileSync(path).equals(content)) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  chmodSync(path, mode & 0o111 ? 0o755 : 0o644);
}

function kindOf(path: string): 'file' | 'link' | 'other' | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) {
    return undefined;
  }
  return stat.isSymbolicLink() ? 'link' : stat.isFile() ? 'file' : 'other';
}

/** @returns whether anything is left in the folder */
function removeOthers(root: string, at: string, wanted: ReadonlySet<string>): boolean {
  let left = false;
  for (const entry of readdirSync(join(root, at), { withFileTypes: true })) {
    const path = at ? `${at}/${entry.name}` : entry.name;
    const kept = entry.isDirectory() ? removeOthers(root, path, wanted) : wanted.has(path);
    if (!kept) {
      rmSync(join(root, path), { recursive: true, force: true });
    }
    left ||= kept;
  }
  return left;
}
