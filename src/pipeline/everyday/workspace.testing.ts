/** A small uv workspace, locked by the real uv, with a cache of its own that shares the tools of the machine. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentWithUv } from '../../toolchain/toolchain.testing';
import { type Session, withSession } from '../session';

const runtime = process.env.KILN_TEST_RUNTIME;
if (!runtime) {
  throw new Error('set KILN_TEST_RUNTIME to a folder with bin/python3, as `npm test` does');
}

export interface TestWorkspace {
  readonly root: string;
  readonly cache: string;
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
  /** Every file but outputs, with what it holds. */
  files(): Record<string, string>;
  lock(): void;
  /** Runs an executor as Nx would. @returns the error, where there is one */
  run(
    executor: (options: unknown, session: Session) => Promise<void>,
    options: object,
    target?: { readonly project?: string; readonly cache?: boolean; readonly inputs?: readonly unknown[] },
  ): Promise<Error | undefined>;
}

const PROJECTS = { app: 'app', lib: 'lib', inner: 'app/inner' };

export async function testWorkspace(files: Readonly<Record<string, string>>): Promise<TestWorkspace> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'kiln-everyday-')));
  const root = join(home, 'a workspace');
  const cache = join(home, 'cache');
  mkdirSync(root);
  mkdirSync(cache);
  // Runtimes lie in <cache>/tools/pythons.
  symlinkSync(dirname(dirname(runtime as string)), join(cache, 'tools'));
  cpSync(join(__dirname, '..', '..', '..', 'examples', 'kiln.json'), join(root, 'kiln.json'));
  Object.assign(process.env, await environmentWithUv(), { KILN_CACHE_DIR: cache });
  const workspace: TestWorkspace = {
    root,
    cache,
    write(more) {
      for (const [path, text] of Object.entries(more)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
    files: () =>
      Object.fromEntries(
        readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(root, 'dist')))
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
      ),
    lock() {
      const python = join(runtime as string, 'bin', 'python3');
      execFileSync('uv', ['lock', '--quiet', '--python', python], { cwd: root, env: process.env });
    },
    async run(executor, options, { project = 'app', cache: cached = true, inputs = [] } = {}) {
      let failure: Error | undefined;
      const projects = Object.fromEntries(Object.entries(PROJECTS).map(([name, folder]) => [name, { root: folder }]));
      const context = {
        root,
        projectName: project,
        targetName: 'target',
        projectsConfigurations: { projects },
        target: { cache: cached, inputs },
      };
      await withSession(context, async (session) => {
        await executor(options, session).catch((error: Error) => {
          failure = error;
        });
      });
      return failure;
    },
  };
  workspace.write(files);
  workspace.lock();
  return workspace;
}
