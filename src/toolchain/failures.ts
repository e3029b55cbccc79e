/** Translates what uv, pip and go say when they cannot fetch. Pure; the patterns come from runs of uv 0.13, pip 23–26, go 1.26. */
import { type ErrorCode, KilnError } from '../model/errors';

export interface Fetching {
  /** `Python 3.14.6 for linux-arm64`, `zig 0.17.0` */
  readonly what: string;
  /** Where from, as the user knows it: `provider uv`, `pip and your package index`. */
  readonly from: string;
  /** Other ways to the same thing, one line. */
  readonly instead?: string;
  /** What to know of the download: its size in words. */
  readonly about?: string;
  /** What could not be installed was on this machine already. */
  readonly local?: boolean;
  /** Code for "there is no such version". */
  readonly absent: Extract<ErrorCode, 'PYTHON_UNAVAILABLE' | 'TOOL_MISSING'>;
}

type Cause = 'digest' | 'disk' | 'certificate' | 'interpreter' | 'offline' | 'unreachable' | 'absent' | 'refused';

/** In this order: pip says "no version" also where it could not connect. */
const PATTERNS: readonly (readonly [Cause, RegExp])[] = [
  ['digest', /hash mismatch|do not match the hashes|checksum mismatch|SECURITY ERROR/i],
  ['disk', /no space left on device|disk quota exceeded|not enough space on the disk/i],
  [
    'certificate',
    /invalid peer certificate|certificate verify failed|CERTIFICATE_VERIFY_FAILED|confirming the ssl certificate|x509:|SSLError|tls: failed to verify/i,
  ],
  ['interpreter', /no interpreter found/i],
  ['offline', /network connectivity is disabled|network was disabled|disabled by GOPROXY=off/i],
  ['refused', /\b(401 Unauthorized|403 Forbidden|407 Proxy Authentication)/i],
  [
    'unreachable',
    /error sending request|connection refused|connection reset|dns error|no such host|tunnel error|dial tcp|i\/o timeout|timed? ?out|after connection broken by|network is unreachable|name or service not known|failed to establish a new connection|\b50\d (Bad Gateway|Service Unavailable|Gateway Timeout)/i,
  ],
  [
    'absent',
    /no download found|unknown revision|invalid version|no matching versions|no matching distribution|no solution found|404 Not Found|410 Gone/i,
  ],
];

/** @returns the KilnError for the output of a client that failed; its last lines are kept */
export function explainFailure(output: string, fetching: Fetching): KilnError {
  const cause = PATTERNS.find(([, pattern]) => pattern.test(output))?.[0];
  const { what, from, instead } = fetching;
  const ways = instead ? `; or: ${instead}` : '';
  const lines = lastLines(output);
  switch (cause) {
    case 'digest':
      return new KilnError('DIGEST_MISMATCH', `${what}: ${from} gave something else than what is pinned`, {
        lines,
        hint: 'ask whoever runs the mirror or proxy; if the source changed on purpose, renew the pin in kiln.json',
      });
    case 'disk':
      return new KilnError('DISK_FULL', `${what}: the disk is full`, {
        lines,
        hint: 'free some space, or set KILN_CACHE_DIR to a folder on another disk',
      });
    case 'certificate':
      return new KilnError('DOWNLOAD_FAILED', `${what}: ${from} shows a certificate that is not trusted`, {
        lines,
        hint: 'behind a company proxy: SSL_CERT_FILE=<file with its CA> (pip also reads PIP_CERT)',
      });
    case 'interpreter':
      return new KilnError('TOOL_MISSING', `${what}: uv needs some Python 3 to install packages, and finds none`, {
        lines,
        hint: 'put a python3 on PATH (any version that is still maintained)',
      });
    case 'offline':
      return offlineError(fetching, lines);
    case 'refused':
      return new KilnError('DOWNLOAD_FAILED', `${what}: ${from} refused access`, {
        lines,
        hint: `check the credentials of the mirror or proxy, and that it carries this version${ways}`,
      });
    case 'unreachable':
      return new KilnError('DOWNLOAD_FAILED', `${what}: ${from} could not be reached`, {
        lines,
        hint: `check the network, HTTPS_PROXY and the mirror settings${ways}`,
      });
    case 'absent':
      return new KilnError(fetching.absent, `${what}: ${from} has no such version`, {
        lines,
        hint: `check that the mirror or index is complete${ways}`,
      });
    case undefined:
      return new KilnError(
        fetching.local ? fetching.absent : 'DOWNLOAD_FAILED',
        fetching.local ? `${what}: uv cannot install what ${from} gave` : `${what}: fetching from ${from} failed`,
        { lines, hint: `the lines above are the program's own words${ways}` },
      );
  }
}

/** What is missing while the network is forbidden, and how to get it. */
export function offlineError(
  { what, from }: Pick<Fetching, 'what' | 'from'>,
  lines: readonly string[] = [],
): KilnError {
  return new KilnError('OFFLINE', `${what} is not in Kiln's cache and KILN_OFFLINE=1 forbids to fetch it (${from})`, {
    lines,
    hint: 'run the same command once without KILN_OFFLINE, or copy the tools folder of a filled KILN_CACHE_DIR here',
  });
}

/** Credentials in URLs are no news for a log. */
function lastLines(output: string): string[] {
  const lines = output
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter(Boolean);
  return lines.slice(-8).map((line) => line.replace(/(\w+:\/\/)[^/\s@]+@/g, '$1***@'));
}
