/** A small PEP 503 index on loopback whose packages are made on the spot, for what a real index does not do on request. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BUMPS } from './bump';
import { PROBES, type Probe } from './probes';

export interface PythonIndex {
  /** `http://127.0.0.1:<port>/simple` */
  readonly url: string;
  /** What its pages do not show: `name version`. Files stay. */
  readonly withheld: Set<string>;
  stop(): void;
}

/**
 * @param tls folder for a certificate authority of its own (`ca.pem`); without it plain http
 * @param packages what it serves
 */
export async function startIndex(
  tls?: string,
  packages: readonly Probe[] = [...PROBES, ...BUMPS],
): Promise<PythonIndex> {
  const withheld = new Set<string>();
  const isShown = ({ name, version }: Probe) => !withheld.has(`${name} ${version}`);
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    answerFrom(packages, isShown, request, response);
  const server = tls ? createTlsServer(makeCertificate(tls), answer) : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/simple`,
    withheld,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answerFrom(
  packages: readonly Probe[],
  isShown: (probe: Probe) => boolean,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [, area, name = ''] = (request.url ?? '').split('/');
  const files = packages.flatMap((probe) => probe.files);
  const file = area === 'files' ? files.find(({ filename }) => filename === name) : undefined;
  const versions = area === 'simple' ? packages.filter((probe) => probe.name === name && isShown(probe)) : [];
  if (file) {
    response.end(file.served);
  } else if (versions.length > 0) {
    const links = versions
      .flatMap((probe) => probe.files)
      // uv writes into its locks what the page says, and hashes nothing itself.
      .map(({ filename, locked }) => `<a href="/files/${filename}#sha256=${locked}">${filename}</a>`);
    response.setHeader('content-type', 'text/html');
    response.end(`<!DOCTYPE html><html><body>${links.join('\n')}</body></html>`);
  } else {
    response.statusCode = 404;
    response.end();
  }
}

/** An authority that nobody trusts yet, and a certificate of it for 127.0.0.1. */
function makeCertificate(folder: string): { key: Buffer; cert: Buffer } {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Kiln e2e authority');
  openssl('req', ...key.slice(0, -2), '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=127.0.0.1');
  writeFileSync(at('server.ext'), 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'server.ext'];
  openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed);
  return { key: readFileSync(at('server.key')), cert: readFileSync(at('server.pem')) };
}
