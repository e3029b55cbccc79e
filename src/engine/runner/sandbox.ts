/** What an action sees in bubblewrap, as arguments. Pure: everything about the host comes in. */
import { fileURLToPath } from 'node:url';

/** Sandbox root: cwd of every action. */
export const SANDBOX_WORK = '/kiln/box';
export const SANDBOX_HOME = '/kiln/home';
export const SANDBOX_TEMPORARY = '/tmp';
const SANDBOX_TOOLCHAINS = '/kiln/toolchain';

/** Folders of the system that every program needs; the rest of the host is not there. */
export const SYSTEM_ROOTS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'] as const;
const SYSTEM_FILES = ['/etc/ld.so.cache', '/etc/alternatives'];
/** What resolving names and checking certificates takes. */
const NETWORK_FILES = [
  '/etc/resolv.conf',
  '/etc/hosts',
  '/etc/nsswitch.conf',
  '/etc/gai.conf',
  '/etc/ssl',
  '/etc/pki',
  '/etc/ca-certificates',
  '/etc/ca-certificates.conf',
  '/etc/crypto-policies',
];

/** A system folder as the host has it: on most hosts `/bin` is a link to `usr/bin`. */
export interface SystemRoot {
  readonly path: string;
  readonly link?: string;
}

/** A folder or file of the host and where the action sees it. */
export interface Bind {
  /** Relative to the sandbox root. */
  readonly at: string;
  readonly host: string;
}

export interface SandboxSpec {
  readonly roots: readonly SystemRoot[];
  readonly network: boolean;
  /** Private folder of the host that becomes the sandbox root. */
  readonly work: string;
  readonly inputs: readonly Bind[];
  readonly caches: readonly Bind[];
  readonly toolchains: readonly { readonly name: string; readonly folder: string }[];
  /** Files and folders of the host that are visible at their own path: a CA bundle, a netrc. */
  readonly exposed: readonly string[];
}

/** Folder of a toolchain as a sandboxed action sees it. */
export function sandboxToolchain(name: string): string {
  return `${SANDBOX_TOOLCHAINS}/${name}`;
}

/** Arguments of `bwrap` up to the command. The environment is not among them: arguments are visible to other users. */
export function sandboxArguments(spec: SandboxSpec): string[] {
  return [
    ...namespaces(spec.network),
    ...spec.roots.flatMap(({ path, link }) =>
      link === undefined ? ['--ro-bind', path, path] : ['--symlink', link, path],
    ),
    ...SYSTEM_FILES.flatMap(readable),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', SANDBOX_TEMPORARY, '--tmpfs', SANDBOX_HOME],
    ...(spec.network ? NETWORK_FILES.flatMap(readable) : []),
    ...spec.exposed.flatMap(readable),
    ...spec.toolchains.flatMap(({ name, folder }) => ['--ro-bind', folder, sandboxToolchain(name)]),
    ...['--bind', spec.work, SANDBOX_WORK],
    ...spec.inputs.flatMap(({ at, host }) => ['--ro-bind', host, `${SANDBOX_WORK}/${at}`]),
    ...spec.caches.flatMap(({ at, host }) => ['--bind', host, `${SANDBOX_WORK}/${at}`]),
    // Last: what was made above as mount point needs a writable root.
    ...['--remount-ro', '/', '--chdir', SANDBOX_WORK, '--'],
  ];
}

/** Fixed user, group and host name: an action cannot tell machines apart by them. */
function namespaces(network: boolean): string[] {
  return [
    '--unshare-all',
    ...(network ? ['--share-net'] : []),
    ...['--unshare-user', '--uid', '1000', '--gid', '1000', '--hostname', 'kiln'],
    ...['--die-with-parent', '--new-session'],
  ];
}

function readable(path: string): string[] {
  return ['--ro-bind-try', path, path];
}

/**
 * Absolute paths of the host that the fetch environment names (`SSL_CERT_FILE`, `SSL_CERT_DIR`, `NETRC`, `file:` URLs …),
 * as far as the sandbox does not show them anyway. Whether they exist is bubblewrap's to find out.
 */
export function exposedPaths(fetchEnv: Readonly<Record<string, string>>): readonly string[] {
  const shown = [...SYSTEM_ROOTS, ...NETWORK_FILES];
  const named = Object.values(fetchEnv).flatMap((value) => [value, ...value.split(/[:,\s]+(?=\/(?!\/)|file:)/)]);
  return [...new Set(named.map(localPath))]
    .filter((path): path is string => path !== undefined)
    .filter((path) => !shown.some((root) => path === root || path.startsWith(`${root}/`)))
    .sort();
}

/** Never the root itself or a name with `..`: those would show more than was named. */
function localPath(text: string): string | undefined {
  const path = text.startsWith('file:///') && URL.canParse(text) ? fileURLToPath(text) : text;
  const clean = path.replace(/\/+$/, '');
  return clean.startsWith('/') && !clean.startsWith('//') && !clean.split('/').includes('..') ? clean : undefined;
}
