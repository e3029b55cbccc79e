import { KilnError } from '../../../model/errors';
import { fetchFailure } from './fetch-failures';

/** Real last lines of uv 0.13.8. */
const OUTPUTS: readonly (readonly [code: string, text: string])[] = [
  [
    'LOCK_OUTDATED',
    'error: The lockfile at `uv.lock` needs to be updated, but `--frozen` was provided: Missing workspace member `odd`.',
  ],
  [
    'DIGEST_MISMATCH',
    'error: Failed to download `click==8.1.8`\n  cause: Hash mismatch for `click==8.1.8`\n\n         Expected:\n           sha256:00',
  ],
  [
    'DOWNLOAD_FAILED',
    'error: Failed to fetch: https://index.example/simple/click/\n  cause: client error (Connect)\n  cause: tunnel error: failed to create underlying connection\n  cause: tcp connect error\n  cause: Connection refused (os error 111)',
  ],
  [
    'DOWNLOAD_FAILED',
    'error: Failed to fetch: https://index.example/simple/click/\n  cause: invalid peer certificate: UnknownIssuer',
  ],
  [
    'OFFLINE',
    'error: No solution found when resolving dependencies\nhint: Packages were unavailable because the network was disabled.',
  ],
  [
    'WHEEL_MISSING',
    '  cause: Because pywin32==311 has no wheels with a matching platform tag (e.g., `manylinux_2_28_aarch64`)',
  ],
  ['NAME_CLASH', 'several packages bring cv2/__init__.py: opencv_python, opencv_python_headless'],
  ['WHEEL_MISSING', '  cause: Because docopt==0.6.2 has no usable wheels and you require docopt==0.6.2'],
];

const failed = (text: string) =>
  new KilnError('ACTION_FAILED', 'fetch wheels ended with 1', { lines: text.split('\n') });

it.each(OUTPUTS)('%s', (code, text) => {
  expect(fetchFailure(failed(text))?.code).toBe(code);
});

it('tells a certificate from an unreachable index', () => {
  expect(fetchFailure(failed(OUTPUTS[3]?.[1] ?? ''))?.hint).toContain('SSL_CERT_FILE');
  expect(fetchFailure(failed(OUTPUTS[2]?.[1] ?? ''))?.hint).toContain('HTTPS_PROXY');
});

it('leaves alone what it does not know', () => {
  expect(fetchFailure(failed('Segmentation fault'))).toBeUndefined();
  expect(fetchFailure(new Error('Connection refused'))).toBeUndefined();
});

it('names the package whose hash is another', () => {
  const error = new KilnError('ACTION_FAILED', 'failed', { lines: ['  cause: Hash mismatch for `click==8.1.8`'] });
  expect(fetchFailure(error)?.message).toBe(
    'click==8.1.8: the index gave a file whose hash is not the one in the lock',
  );
});
