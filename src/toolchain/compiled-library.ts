/** The standard library of the host's interpreter as bytecode: without it every start of a script compiles it anew, 0.3 s. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withLock } from '../engine/lock';
import { execute } from './exec';
import { compiledMarker, removeBytecode, toolsDir } from './install-folder';
import type { ToolchainContext } from './types';

/** What no tool imports. */
const LEFT_OUT = String.raw`[/\\](test|tests|idlelib|tkinter|turtledemo|site-packages|lib2to3)[/\\]`;

/**
 * Compiles once, in place: `__pycache__` is no part of what an installed folder is measured by, nor of what bundles take.
 * Hash-based and never checked, because the files do not change. A folder that cannot be written stays as it is: slower, not wrong.
 * @throws KilnError CANCELLED
 */
export async function compileLibrary(ctx: ToolchainContext, folder: string): Promise<void> {
  const marker = compiledMarker(folder);
  if (existsSync(marker)) {
    return;
  }
  const options = { signal: ctx.signal, onWait: () => undefined };
  try {
    await withLock(join(toolsDir(ctx), 'locks'), `compiled.${basename(folder)}`, options, async () => {
      if (!existsSync(marker) && (await compile(ctx, folder))) {
        writeFileSync(marker, '');
      }
    });
  } catch (error) {
    if (ctx.signal.aborted) {
      throw error;
    }
    // A cache that cannot be written.
  }
}

async function compile(ctx: ToolchainContext, folder: string): Promise<boolean> {
  ctx.onProgress({ label: 'compile the standard library of the interpreter, once' });
  // Nobody knows who left what is there: it was not marked as Kiln's.
  removeBytecode(folder);
  const { ok } = await execute({
    file: process.platform === 'win32' ? join(folder, 'python.exe') : join(folder, 'bin', 'python3'),
    args: [
      ...['-I', '-S', '-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash'],
      ...['-x', LEFT_OUT, libraryIn(folder)],
    ],
    cwd: folder,
    env: { PYTHONHASHSEED: '0' },
    signal: ctx.signal,
  });
  return ok;
}

function libraryIn(folder: string): string {
  const lib = join(folder, 'lib');
  const name = existsSync(lib) ? readdirSync(lib).find((entry) => /^python3\.\d+$/.test(entry)) : undefined;
  return name === undefined ? join(folder, 'Lib') : join(lib, name);
}
