import { exposedPaths, type SandboxSpec, sandboxArguments, sandboxToolchain } from './sandbox';

const spec = (over: Partial<SandboxSpec> = {}): SandboxSpec => ({
  roots: [{ path: '/usr' }, { path: '/bin', link: 'usr/bin' }],
  network: false,
  work: '/store/tmp/1/work',
  inputs: [{ at: 'in/a', host: '/store/kept/abc' }],
  caches: [{ at: 'cache', host: '/store/caches/tool' }],
  toolchains: [{ name: 'cc', folder: '/tools/cc 1' }],
  exposed: [],
  ...over,
});
/** One option with its values per line. */
const lines = (args: readonly string[]): string =>
  args.reduce((text, word) => (text === '' ? word : `${text}${word.startsWith('--') ? '\n' : ' '}${word}`), '');

it('shows the system, the toolchains and the inputs read-only, the sandbox root and caches writable, and nothing else', () => {
  expect(lines(sandboxArguments(spec()))).toMatchInlineSnapshot(`
"--unshare-all
--unshare-user
--uid 1000
--gid 1000
--hostname kiln
--die-with-parent
--new-session
--ro-bind /usr /usr
--symlink usr/bin /bin
--ro-bind-try /etc/ld.so.cache /etc/ld.so.cache
--ro-bind-try /etc/alternatives /etc/alternatives
--proc /proc
--dev /dev
--tmpfs /tmp
--tmpfs /kiln/home
--ro-bind /tools/cc 1 /kiln/toolchain/cc
--bind /store/tmp/1/work /kiln/box
--ro-bind /store/kept/abc /kiln/box/in/a
--bind /store/caches/tool /kiln/box/cache
--remount-ro /
--chdir /kiln/box
--"
`);
});

it('opens the network, and what names and certificates need, for fetch actions only', () => {
  const fetch = sandboxArguments(spec({ network: true, exposed: ['/my/ca.pem'] }));
  const closed = new Set(sandboxArguments(spec()));
  expect(fetch.filter((word) => !closed.has(word))).toMatchInlineSnapshot(`
[
  "--share-net",
  "/etc/resolv.conf",
  "/etc/resolv.conf",
  "/etc/hosts",
  "/etc/hosts",
  "/etc/nsswitch.conf",
  "/etc/nsswitch.conf",
  "/etc/gai.conf",
  "/etc/gai.conf",
  "/etc/ssl",
  "/etc/ssl",
  "/etc/pki",
  "/etc/pki",
  "/etc/ca-certificates",
  "/etc/ca-certificates",
  "/etc/ca-certificates.conf",
  "/etc/ca-certificates.conf",
  "/etc/crypto-policies",
  "/etc/crypto-policies",
  "/my/ca.pem",
  "/my/ca.pem",
]
`);
});

it('names the place of toolchains', () => {
  expect(sandboxToolchain('python')).toBe('/kiln/toolchain/python');
});

it('exposes files that the fetch environment names, never a root or what is shown anyway', () => {
  expect(
    exposedPaths({
      SSL_CERT_FILE: '/home1/me/my ca.pem',
      SSL_CERT_DIR: '/etc/ssl/certs:/opt/certs',
      NETRC: '/home1/me/.netrc',
      UV_FIND_LINKS: 'https://x.example/wheels file:///opt/my%20wheels/',
      ROOT: '/',
      UP: '/opt/../root1',
      ALL_PROXY: 'http://127.0.0.1:9',
      UV_INDEX: 'corp=https://u:p@x.example/a/b',
    }),
  ).toEqual(['/home1/me/.netrc', '/home1/me/my ca.pem', '/opt/certs', '/opt/my wheels']);
});
