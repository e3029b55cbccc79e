/** Providers `uv` and `archive` against a local server, mirror, list and files; uv installs, nothing is started. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { formatError } from '../model/errors';
import { type Platform, platformById } from '../model/platforms';
import { downloadsJson } from './install-python';
import { digestArchive } from './providers/archive';
import { runtimeFor } from './runtimes';
import { hashFile, type Item, writeTar } from './tar';
import { digestFolder, environmentWithUv, temporary, testContext } from './toolchain.testing';
import type { RuntimeProvider, ToolchainContext } from './types';

jest.setTimeout(120_000);

/** The smallest thing that uv takes for a Python. */
const PYTHON: Item[] = [
  ...Object.entries({
    'bin/python3.14': '#!ELF',
    'lib/python3.14/os.py': '',
    'lib/python3.14/_sysconfigdata__linux_.py': `# system configuration generated and used by the sysconfig module\nbuild_time_vars = {\n    "CC": "clang",\n    "prefix": "/install"\n}\n`,
  }).map(([path, content]) => ({ path, executable: path.startsWith('bin/'), read: async () => Buffer.from(content) })),
  { path: 'bin/python3', link: 'python3.14' },
];
/** uv puts a mirror in the place of what stands before the date. */
const OFFICIAL = 'https://github.com/astral-sh/python-build-standalone/releases/download';
const NAME = '20260610/cpython-3.14.6-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz';
const ARM64 = platformById('linux-arm64') as Platform;

const servers: Server[] = [];
let env: NodeJS.ProcessEnv;
let archive: string;
let sha256: string;
beforeAll(async () => {
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy, https_proxy, SSL_CERT_DIR, ...rest } = await environmentWithUv();
  env = { ...rest, UV_HTTP_RETRIES: '0' };
  const folder = temporary('archive');
  await writeTar(join(folder, 'plain.tar'), PYTHON);
  archive = join(folder, 'python.tar.gz');
  writeFileSync(archive, gzipSync(readFileSync(join(folder, 'plain.tar'))));
  sha256 = await hashFile(archive);
});
afterAll(() => {
  for (const server of servers) {
    server.close();
  }
});

/** Serves the archive under any path that ends in its name; `asked` lists the paths. */
async function serve(tls?: { key: Buffer; cert: Buffer }): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const answer: Parameters<typeof createServer>[1] = (request, response) => {
    asked.push(request.url ?? '');
    const found = request.url?.endsWith('.tar.gz');
    response.writeHead(found ? 200 : 404).end(found ? readFileSync(archive) : 'no');
  };
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${port}`, asked };
}

const fromUv = (url: string, digest = sha256): RuntimeProvider => ({
  provider: 'uv',
  archives: { '3.14.6': { 'linux-arm64': { url, sha256: digest } } },
});
const fromArchive = (path: string, digest: string): RuntimeProvider => ({
  provider: 'archive',
  archives: { '3.14.6': { 'linux-arm64': { path, sha256: digest } } },
});

function install(runtimes: RuntimeProvider, changes: Partial<ToolchainContext> = {}): Promise<string> {
  const ctx = testContext({ env, config: { pythons: {}, runtimes }, ...changes });
  return runtimeFor('3.14.6', 'linux-arm64', ctx).toolchain.resolve();
}
const failure = async (...args: Parameters<typeof install>): Promise<string> =>
  formatError(await install(...args).catch((error: unknown) => error));

function paths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}
const WHOLE = [
  'bin',
  'bin/python3',
  'bin/python3.14',
  'lib',
  'lib/python3.14',
  ...['_sysconfigdata__linux_.py', 'os.py'].map((name) => `lib/python3.14/${name}`),
];

describe('provider uv', () => {
  it('downloads from where it is pinned, and restores what uv changes', async () => {
    const { url, asked } = await serve();
    const folder = await install(fromUv(`${url}/${NAME}`));
    expect(paths(folder)).toEqual(WHOLE);
    expect(readFileSync(join(folder, WHOLE.at(-2) as string), 'utf8')).toContain('"CC": "clang"');
    expect(asked).toEqual([`/${NAME}`]);
  });

  it('follows the user’s mirror', async () => {
    const { url, asked } = await serve();
    const mirrored = { ...env, UV_PYTHON_INSTALL_MIRROR: `${url}/mirror` };
    expect(paths(await install(fromUv(`${OFFICIAL}/${NAME}`), { env: mirrored }))).toEqual(WHOLE);
    expect(asked).toEqual([`/mirror/${NAME}`]);
  });

  it('follows the user’s list of downloads, and still checks the pin', async () => {
    const { url } = await serve();
    const list = join(temporary('list'), 'downloads.json');
    writeFileSync(list, downloadsJson('3.14.6', ARM64, { url: `${url}/mine.tar.gz`, sha256 }));
    const listed = { ...env, UV_PYTHON_DOWNLOADS_JSON_URL: pathToFileURL(list).href };
    expect(paths(await install(fromUv(`${url}/pinned.tar.gz`), { env: listed }))).toEqual(WHOLE);
    const text = await failure(fromUv(`${url}/pinned.tar.gz`, 'b'.repeat(64)), { env: listed });
    expect(text).toMatch(/^error\[DIGEST_MISMATCH\] Python 3.14.6 for linux-arm64: .*\n.*b{64}\n.*received sha256/);
  });

  it('refuses another archive than the pinned one', async () => {
    const { url } = await serve();
    expect(await failure(fromUv(`${url}/${NAME}`, 'b'.repeat(64)))).toMatch(/^error\[DIGEST_MISMATCH\]/);
  });

  it('tells what is not there from what cannot be reached', async () => {
    const { url } = await serve();
    expect(await failure(fromUv(`${url}/absent.tgz`))).toMatch(/^error\[PYTHON_UNAVAILABLE\]/);
    const text = await failure(fromUv('http://127.0.0.1:9/python.tar.gz'));
    expect(text).toMatch(/^error\[DOWNLOAD_FAILED\] .* provider uv could not be reached/);
    expect(text).toMatch(/--runtimes=go-module \| archive$/);
  });

  it('tells an unreachable proxy', async () => {
    const proxied = { ...env, HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '' };
    const text = await failure(fromUv('https://files.example/python.tar.gz'), { env: proxied });
    expect(text).toMatch(/^error\[DOWNLOAD_FAILED\] .* could not be reached/);
  });

  it('trusts the user’s CA, and says how where there is none', async () => {
    const { key, cert, ca } = certificates();
    const { url } = await serve({ key, cert });
    expect(paths(await install(fromUv(`${url}/${NAME}`), { env: { ...env, SSL_CERT_FILE: ca } }))).toEqual(WHOLE);
    const text = await failure(fromUv(`${url}/${NAME}`), { env: { ...env, SSL_CERT_FILE: undefined } });
    expect(text).toMatch(/^error\[DOWNLOAD_FAILED\] .* certificate[^]*hint: .*SSL_CERT_FILE=/);
  });

  it('asks nobody when offline', async () => {
    const { url, asked } = await serve();
    expect(await failure(fromUv(`${url}/${NAME}`), { offline: true })).toMatch(/^error\[OFFLINE\]/);
    expect(asked).toEqual([]);
  });
});

/** A private CA and a server certificate of it. */
function certificates(): { key: Buffer; cert: Buffer; ca: string } {
  const folder = temporary('ca');
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const subject = ['-days', '2', '-nodes', '-newkey', 'rsa:2048'];
  openssl('req', '-x509', ...subject, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Private CA');
  openssl('req', ...subject, '-keyout', 'key.pem', '-out', 'req.pem', '-subj', '/CN=localhost');
  writeFileSync(join(folder, 'ext'), 'subjectAltName=DNS:localhost\n');
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'ext'];
  openssl('x509', '-req', '-in', 'req.pem', ...signing, '-out', 'cert.pem');
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  return { key: read('key.pem'), cert: read('cert.pem'), ca: join(folder, 'ca.pem') };
}

describe('provider archive', () => {
  it('takes a file and a folder, with the same result, also offline', async () => {
    const fromFile = await install(fromArchive(archive, sha256), { offline: true });
    expect(paths(fromFile)).toEqual(WHOLE);
    const python = pythonFolder();
    const fromFolder = await install(fromArchive(python, await digestArchive(python)), { offline: true });
    expect(digestFolder(fromFolder)).toBe(digestFolder(fromFile));
  });

  it('reads paths relative to the workspace, whatever is in their names', async () => {
    const ctx = testContext();
    mkdirSync(join(ctx.workspaceRoot, 'vendor é $(x)'));
    writeFileSync(join(ctx.workspaceRoot, 'vendor é $(x)', 'py thon.tar.gz'), readFileSync(archive));
    const { workspaceRoot } = ctx;
    expect(paths(await install(fromArchive('vendor é $(x)/py thon.tar.gz', sha256), { workspaceRoot }))).toEqual(WHOLE);
  });

  it.each([
    [
      'another digest',
      () => [archive, 'b'.repeat(64)],
      /^error\[DIGEST_MISMATCH\] .* is not what kiln.json pins\n.*\n.*found/,
    ],
    [
      'no file',
      () => ['absent.tar.gz', sha256],
      /^error\[PYTHON_UNAVAILABLE\] the Python archive .*absent.tar.gz does not exist/,
    ],
  ] as const)('refuses %s', async (_, pin, message) => {
    const [path, digest] = pin() as [string, string];
    expect(await failure(fromArchive(path, digest))).toMatch(message);
  });

  it('refuses what is no Python of that version', async () => {
    const file = join(temporary('archive'), 'other.tar');
    const digest = await writeTar(
      file,
      PYTHON.map((item) => ({ ...item, path: item.path.replace('lib/', 'share/') })),
    );
    expect(await failure(fromArchive(file, digest))).toMatch(
      /^error\[(PYTHON_UNAVAILABLE|DOWNLOAD_FAILED)\] Python 3.14.6/,
    );
  });
});

/** The archive, unpacked. */
function pythonFolder(): string {
  const folder = temporary('python');
  execFileSync('tar', ['xzf', archive, '-C', folder, '--strip-components=1']);
  return folder;
}
