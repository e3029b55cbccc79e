/** What uv says when fetching fails, in words of the user's own setting. */
import { type ErrorCode, KilnError } from '../../../model/errors';

interface Known {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  /** Finds what the failure is about, to begin the message. */
  readonly about?: RegExp;
}

/** First match wins. Texts are those of uv 0.13; the tests hold real outputs. */
const KNOWN: readonly Known[] = [
  {
    pattern: /Hash mismatch for/i,
    code: 'DIGEST_MISMATCH',
    message: 'the index gave a file whose hash is not the one in the lock',
    about: /Hash mismatch for `([^`]+)`/i,
    hint: 'nothing was installed; a proxy or mirror may have damaged it: try another one. If the package was republished on purpose, run `uv lock --upgrade-package <name>`',
  },
  {
    pattern: /^several packages bring /,
    code: 'NAME_CLASH',
    message: 'only one of these files can be there, and chance would decide which',
    about: /^several packages bring (.*)/,
    hint: 'leave one of the packages out of the dependencies; often they are two builds of one library',
  },
  {
    pattern: /lockfile at .* needs to be updated/i,
    code: 'LOCK_OUTDATED',
    message: 'uv.lock does not match the manifests',
    hint: 'run `uv lock` and commit the result',
  },
  {
    pattern: /Network connectivity is disabled|network was disabled/i,
    code: 'OFFLINE',
    message: 'wheels have to be fetched, and KILN_OFFLINE=1 forbids it',
    hint: 'run the build once without KILN_OFFLINE; what it fetches is kept',
  },
  {
    pattern: /UnknownIssuer|invalid peer certificate|self-signed certificate|unable to get local issuer/i,
    code: 'DOWNLOAD_FAILED',
    message: 'the index has a certificate that is not trusted here',
    hint: 'behind a private CA, set SSL_CERT_FILE to its bundle: it reaches the steps that fetch, and only those',
  },
  {
    pattern: /401 Unauthorized|403 Forbidden|authentication/i,
    code: 'DOWNLOAD_FAILED',
    message: 'the index refused the credentials, or wants some',
    hint: 'set UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD, or NETRC',
  },
  {
    pattern:
      /has no wheels with a matching|has no usable wheels|no wheels? (?:are|is) (?:available|usable)|only-binary/i,
    code: 'WHEEL_MISSING',
    message: 'a locked package has no wheel that fits',
    hint: 'see the lines above; another version, another platform or a higher maxGlibc may have one',
  },
  {
    pattern:
      /error sending request|Failed to fetch|tcp connect error|dns error|Connection refused|operation timed out|Could not connect/i,
    code: 'DOWNLOAD_FAILED',
    message: 'the package index could not be reached',
    hint: 'check the network, HTTPS_PROXY and UV_DEFAULT_INDEX; KILN_OFFLINE=1 builds from what was fetched before',
  },
];

/** @returns a clearer error for a failed fetch, or undefined where nothing is known about it */
export function fetchFailure(error: unknown): KilnError | undefined {
  if (!(error instanceof KilnError) || error.code !== 'ACTION_FAILED') {
    return undefined;
  }
  const known = KNOWN.find(({ pattern }) => error.lines.some((line) => pattern.test(line)));
  if (!known) {
    return undefined;
  }
  const { code, hint, about } = known;
  const what = about && error.lines.map((line) => about.exec(line)?.[1]).find((found) => found !== undefined);
  const message = what === undefined ? known.message : `${what}: ${known.message}`;
  return new KilnError(code, message, { hint, lines: error.lines, cause: error });
}
