/** What a story needs of the host, and how to get it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

interface Need {
  readonly there: () => boolean;
  readonly get: string;
}

const runs = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** qemu-user as Debian and Fedora call it. */
export const EMULATOR =
  ['qemu-aarch64-static', 'qemu-aarch64'].find((name) => runs(name, '--version')) ?? 'qemu-aarch64-static';

/** Where the host keeps arm64's loader and C library. */
export const SYSROOT = ['/usr/aarch64-linux-gnu', '/usr/aarch64-linux-gnu/sys-root', '/'].find((folder) =>
  existsSync(`${folder}/lib/ld-linux-aarch64.so.1`),
);

const NEEDS: Readonly<Record<string, Need>> = {
  qemu: {
    there: () => process.arch === 'arm64' || (runs(EMULATOR, '--version') && SYSROOT !== undefined),
    get: 'install qemu-user-static, libc6-arm64-cross, libgcc-s1-arm64-cross, libstdc++6-arm64-cross',
  },
  wine: {
    there: () => process.arch === 'x64' && runs('wine', '--version') && runs('wineserver', '--version'),
    get: 'install wine and wine64',
  },
  go: { there: () => runs('go', 'version'), get: 'install Go' },
  openssl: { there: () => runs('openssl', 'version'), get: 'install openssl' },
  mount: {
    there: () => runs('unshare', '-Urm', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/mnt'),
    get: 'allow unprivileged user namespaces, or run as root',
  },
  bubblewrap: {
    there: () => runs('bwrap', '--ro-bind', '/', '/', '--unshare-all', 'true'),
    get: 'install bubblewrap and allow unprivileged user namespaces',
  },
};

/** Reasons, each with what to do; empty where all is there. @throws Error for a need that nobody knows */
export function lacking(needs: readonly string[]): string[] {
  return needs.flatMap((name) => {
    const need = NEEDS[name];
    if (!need) {
      throw new Error(`unknown need '${name}'; known: ${Object.keys(NEEDS).join(', ')}`);
    }
    return need.there() ? [] : [`no ${name}: ${need.get}`];
  });
}
