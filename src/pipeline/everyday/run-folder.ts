/** The private folder of one run: an empty home, a place for temporary files, bytecode apart from the sources. */
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeFolder } from '../../engine/files';
import { makeBytecodeCaches, type PythonEnvironment } from '../environment';

export interface RunFolder {
  readonly path: string;
  readonly reports: string;
  dispose(): void;
}

/** Short on purpose: paths of sockets may not be longer than a hundred characters. */
export function openRunFolder(environment: PythonEnvironment): RunFolder {
  const path = mkdtempSync(join(realpathSync(tmpdir()), 'kiln-'));
  for (const name of ['home', 'tmp', 'reports', 'scratch', 'bin']) {
    mkdirSync(join(path, name));
  }
  for (const name of ['empty.ini', 'empty.toml']) {
    writeFileSync(join(path, 'scratch', name), '');
  }
  makeBytecodeCaches(environment);
  for (const { sources, cache } of environment.bytecode) {
    // Python asks for `<prefix>/<path of the source's folder>`.
    const at = join(path, 'pycache', sources);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(cache, at);
  }
  return { path, reports: join(path, 'reports'), dispose: () => removeFolder(path) };
}
