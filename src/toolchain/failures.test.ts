import { formatError } from '../model/errors';
import { explainFailure, offlineError } from './failures';

const python = {
  what: 'Python 3.14.10 for linux-arm64',
  from: 'provider uv',
  instead: 'take runtimes from elsewhere: npx nx g nx-kiln:init --runtimes=go-module | archive',
  absent: 'PYTHON_UNAVAILABLE',
} as const;
const uv = { what: 'uv 0.13.8', from: 'your package index (through pip)', absent: 'TOOL_MISSING' } as const;

const ZEROS = '0'.repeat(63);
/** What uv 0.13.8, pip 23.2 and go 1.26 printed; hosts are changed. */
const SAID = {
  uvProxy: `error: Failed to install cpython-3.14.10-linux-aarch64-gnu
  cause: Request failed after 3 retries in 9.9s
  cause: Failed to download \`https://files.example/cpython.tar.gz\`
  cause: error sending request for url (https://files.example/cpython.tar.gz)
  cause: client error (Connect)
  cause: tunnel error: failed to create underlying connection
  cause: tcp connect error
  cause: Connection refused (os error 111)`,
  uvDns: `error: Failed to install cpython-3.14.10-linux-aarch64-gnu
  cause: error sending request for url (https://files.example/cpython.tar.gz)
  cause: client error (Connect)
  cause: dns error
  cause: error resolving DNS
  cause: failed to lookup address information: Name or service not known`,
  uvCertificate: `error: Failed to fetch: https://index.example/simple/ziglang/
  cause: error sending request for url (https://index.example/simple/ziglang/)
  cause: client error (Connect)
  cause: invalid peer certificate: UnknownIssuer

hint: Consider enabling use of system TLS certificates with the \`--system-certs\` command-line flag`,
  uvHash: `error: Failed to install cpython-3.14.6-linux-riscv64gc-gnu
  cause: Hash mismatch for \`cpython-3.14.6-linux-riscv64gc-gnu\`

         Expected:
         ${ZEROS}1

         Computed:
         ${ZEROS}2`,
  uvVersion: 'error: No download found for request: cpython-3.14.99-linux-aarch64-gnu',
  uvOffline: `error: Failed to install cpython-3.14.10-linux-aarch64-gnu
  cause: Network connectivity is disabled, but the requested data wasn't found in the cache: https://files.example/a`,
  uvNoSolution: `error: No solution found when resolving dependencies
  cause: Because there is no version of ziglang==0.17.99 and you require ziglang==0.17.99, we can conclude that your requirements are unsatisfiable.`,
  uvCredentials: `error: Failed to fetch: \`https://alice:s3cret@index.example/simple/ziglang/\`
  cause: HTTP status client error (401 Unauthorized) for url (https://alice:s3cret@index.example/simple/ziglang/)`,
  uvNoPython: `error: No interpreter found in virtual environments, managed installations, or search path

hint: A managed Python download is available, but Python downloads are set to 'never'`,
  pipProxy: `WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fb7d00d2c90>: Failed to establish a new connection: [Errno 111] Connection refused'))': /simple/uv/
ERROR: Could not find a version that satisfies the requirement uv==0.13.8 (from versions: none)
ERROR: No matching distribution found for uv==0.13.8`,
  pipCertificate: `Could not fetch URL https://index.example/simple/uv/: There was a problem confirming the ssl certificate: HTTPSConnectionPool(host='index.example', port=443): Max retries exceeded with url: /simple/uv/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)'))) - skipping
ERROR: Could not find a version that satisfies the requirement uv==0.13.8 (from versions: none)
ERROR: No matching distribution found for uv==0.13.8`,
  pipHash: `ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes. Otherwise, examine the package contents carefully; someone may have tampered with them.
    uv==0.13.8 from https://files.example/uv.whl (from -r requirements.txt (line 1)):
        Expected sha256 ${ZEROS}1
             Got        ${ZEROS}2`,
  pipVersion: `ERROR: Could not find a version that satisfies the requirement uv==0.13.8 (from versions: 0.1.0, 0.9.5)
ERROR: No matching distribution found for uv==0.13.8`,
  goRefused:
    'example/m@v1: Get "http://127.0.0.1:9/example/m/@v/v1.info": dial tcp 127.0.0.1:9: connect: connection refused',
  goOffline: 'example/m@v1: module lookup disabled by GOPROXY=off',
  goForbidden: 'example/m@v1: reading https://go.example/example/m/@v/v1.info: 403 Forbidden',
  goVersion: 'example/m@v1: reading https://go.example/example/m/@v/v1.info: 404 Not Found',
  goCertificate:
    'example/m@v1: Get "https://go.example/m/@v/v1.info": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  full: 'error: failed to write to file `/tmp/x`: No space left on device (os error 28)',
  strange: 'thread main panicked',
} as const;

it.each([
  ['uvProxy', 'DOWNLOAD_FAILED', /could not be reached/],
  ['uvDns', 'DOWNLOAD_FAILED', /could not be reached/],
  ['uvCertificate', 'DOWNLOAD_FAILED', /certificate/],
  ['uvHash', 'DIGEST_MISMATCH', /pinned/],
  ['uvVersion', 'PYTHON_UNAVAILABLE', /no such version/],
  ['uvOffline', 'OFFLINE', /KILN_OFFLINE=1/],
  ['uvNoSolution', 'PYTHON_UNAVAILABLE', /no such version/],
  ['uvCredentials', 'DOWNLOAD_FAILED', /refused access/],
  ['uvNoPython', 'TOOL_MISSING', /needs some Python/],
  ['pipProxy', 'DOWNLOAD_FAILED', /could not be reached/],
  ['pipCertificate', 'DOWNLOAD_FAILED', /certificate/],
  ['pipHash', 'DIGEST_MISMATCH', /pinned/],
  ['pipVersion', 'PYTHON_UNAVAILABLE', /no such version/],
  ['goRefused', 'DOWNLOAD_FAILED', /could not be reached/],
  ['goOffline', 'OFFLINE', /KILN_OFFLINE=1/],
  ['goForbidden', 'DOWNLOAD_FAILED', /refused access/],
  ['goVersion', 'PYTHON_UNAVAILABLE', /no such version/],
  ['goCertificate', 'DOWNLOAD_FAILED', /certificate/],
  ['full', 'DISK_FULL', /disk is full/],
  ['strange', 'DOWNLOAD_FAILED', /failed/],
] as const)('%s is %s', (said, code, message) => {
  expect(explainFailure(SAID[said], python)).toMatchObject({ code, message: expect.stringMatching(message) });
});

it('blames an archive of the user’s own, not the network', () => {
  const { code, message } = explainFailure('error: Missing sysconfig header', { ...python, local: true });
  expect([code, message]).toEqual([
    'PYTHON_UNAVAILABLE',
    'Python 3.14.10 for linux-arm64: uv cannot install what provider uv gave',
  ]);
});

it('reads well', () => {
  const errors = [
    explainFailure(SAID.uvDns, python),
    explainFailure(SAID.pipCertificate, uv),
    explainFailure(SAID.uvHash, python),
    explainFailure(SAID.pipVersion, uv),
    offlineError(python),
  ];
  expect(`\n${errors.map(formatError).join('\n\n')}\n`).toMatchSnapshot();
});

it('keeps credentials of URLs out of the message', () => {
  const text = formatError(explainFailure(SAID.uvCredentials, python));
  expect(text).toContain('https://***@index.example');
  expect(text).not.toContain('s3cret');
});
