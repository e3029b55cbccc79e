/** What the tests of one-file applications share: a stub, a small bundle, starts in folders of their own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Platform } from '../../src/model/platforms';
import { host, needed, type Ran, ROOT, start } from '../launcher.testing';

const PACK = join(ROOT, 'src', 'plan', 'stages', 'onefile', 'pack_onefile.py');

export function scratchFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'onefile ')));
}

/** Builds the stub for a platform, the host's by default, with the script of `root`, a checkout or a copy of its parts. */
export function buildStub(root: string, out: string, { id, zig }: Pick<Platform, 'id' | 'zig'> = host()): string {
  execFileSync(
    process.execPath,
    [
      join(root, 'scripts', 'build-onefile.mjs'),
      ...['--zig', needed('KILN_TEST_ZIG'), '--cache', needed('KILN_TEST_ZIG_CACHE')],
      ...['--zstd', needed('KILN_TEST_ZSTD')],
      ...['--out', out, '--target', `${id}=${zig}`],
    ],
    { cwd: root },
  );
  return join(out, id, 'onefile');
}

/** Prints what a start can see; `wait` waits for a signal, `die` ends by one. */
const LAUNCHER = `#!/bin/sh
echo "name=$(basename "$0") onefile=$KILN_ONEFILE pwd=$(pwd) umask=$(umask) stack=$(ulimit -s) args=$*"
echo "from=$(dirname "$0")"
case "$1" in
  wait) trap 'echo caught; exit 7' TERM; echo ready; while :; do sleep 0.1; done;;
  die) kill -SEGV $$;;
  *) exit 42;;
esac
`;

/** An ELF file of the CPU that the filter is for, dense with what the filter looks at. */
function machineCode(): Buffer {
  const code = Buffer.alloc(100_003);
  let seed = 12345;
  for (let i = 0; i < code.length; i++) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    code[i] = [0xe8, 0xe9, 0x00, 0xff, seed >>> 24, 0xe8, 0x00, seed >>> 16][(seed >>> 20) & 7] as number;
  }
  code.write('\x7fELF', 0, 'latin1');
  code.writeUInt16LE(62, 18);
  return code;
}

/** A bundle that starts without Python. @param extra further files, path → content */
export function layBundle(folder: string, extra: Record<string, string | Buffer> = {}): void {
  const files: Record<string, string | Buffer> = {
    tool: LAUNCHER,
    'other-tool': LAUNCHER,
    'boot.pyc': 'boot',
    'launch.cfg': 'python 3.14\n',
    'runtime/lib/libpython.so.1': machineCode(),
    'app/ä b/data.txt': 'data',
    'app/empty': '',
    'app/large.bin': Buffer.alloc(3_000_000, 'large '),
    ...extra,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  chmodSync(join(folder, 'tool'), 0o755);
  chmodSync(join(folder, 'other-tool'), 0o755);
  symlinkSync('libpython.so.1', join(folder, 'runtime/lib/libpython.so'));
}

/** @param beside how further launchers are made, and their names */
export function pack(bundle: string, stub: string, output: string, beside: readonly string[] = []): void {
  const argv = ['-I', '-S', PACK, bundle, stub, basename(output), dirname(output), ...beside];
  execFileSync(join(needed('KILN_TEST_RUNTIME'), 'bin', 'python3'), argv);
}

/** Starts `program` with `home` as its only place, unless `env` says more. */
export function startIn(
  home: string,
  program: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Ran {
  return start(program, args, { env: { PATH: process.env.PATH ?? '', HOME: home, ...env } });
}

/** Runs a line of shell as root of its own namespaces, where it may mount. `$0` is the program, `$1` a folder. */
export function inNamespace(line: string, program: string, folder: string): Ran {
  const env = { PATH: process.env.PATH ?? '', HOME: folder };
  return start('unshare', ['--map-root-user', '--mount', 'sh', '-c', line, program, folder], { env });
}
