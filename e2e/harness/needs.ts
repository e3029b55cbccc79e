/** What a story needs of the host, and how to get it. */
import { spawnSync } from 'node:child_process';

interface Need {
  readonly there: () => boolean;
  readonly get: string;
}

const runs = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

const NEEDS: Readonly<Record<string, Need>> = {
  qemu: {
    there: () =>
      process.arch === 'arm64' || runs('qemu-aarch64-static', '--version') || runs('qemu-aarch64', '--version'),
    get: 'install qemu-user-static',
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
