import type { Ended } from '../engine/runner/process';
import { platformOf } from './policy';
import { likelyCause, smokeFailure } from './smoke-failure';
import { emulatedStart, nativeStart } from './start';

const platform = platformOf('linux-arm64');
const request = { program: '/dist/py-app', args: [], env: {}, home: '/h', temporary: '/t' };
const emulator = { name: 'qemu-aarch64', path: '/bin/qemu', version: '7.2.22', cpu: 'cortex-a72', sysroots: [] };
const emulated = emulatedStart(request, { emulator, platform });
const native = nativeStart(request);
const ended = (changes: Partial<Ended>): Ended => ({ timedOut: false, cancelled: false, ...changes });
const attempt = (output: string, start = native) => ({ executable: 'py-app', platform, start, timeoutS: 5, output });

it('is no failure to end with exit code 0', () => {
  expect(smokeFailure(attempt('error'), ended({ exitCode: 0 }))).toBeUndefined();
});

it.each([
  [ended({ exitCode: 3 }), 'py-app ended with exit code 3 (under qemu-aarch64)'],
  [ended({ killedBy: 'SIGSEGV' }), 'py-app was ended by SIGSEGV (under qemu-aarch64)'],
  [ended({ startError: 'EACCES' }), 'py-app could not be started: EACCES (under qemu-aarch64)'],
  [ended({ timedOut: true, killedBy: 'SIGTERM' }), 'py-app did not end within 5 s (under qemu-aarch64)'],
  // Ended well, but only because it was asked to.
  [ended({ timedOut: true, exitCode: 0 }), 'py-app did not end within 5 s (under qemu-aarch64)'],
])('says how it ended: %j', (end, message) => {
  expect(smokeFailure(attempt('', emulated), end)).toMatchObject({ code: 'SMOKE_FAILED', message });
});

it('tells an interruption from a failure', () => {
  const end = ended({ cancelled: true, killedBy: 'SIGTERM' });
  expect(smokeFailure(attempt(''), end)).toMatchObject({ code: 'CANCELLED' });
});

it('shows the last 20 lines and the command', () => {
  const output = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join('');
  const lines = smokeFailure(attempt(output), ended({ exitCode: 1 }))?.lines ?? [];
  expect(lines).toHaveLength(21);
  expect(lines[0]).toBe('line 10');
  expect(lines[20]).toBe(`command: ${native.copyable}`);
});

it.each([
  [
    'error while loading shared libraries: libssl.so.3: cannot open shared object file: No such file',
    /^libssl\.so\.3 is not in/,
  ],
  ['ImportError: libGL.so.1: cannot open shared object file: No such file or directory', /^libGL\.so\.1 is not in/],
  ["ModuleNotFoundError: No module named 'yaml.nodes'", /^module yaml\.nodes is not in the artefact/],
  ["/lib/libc.so.6: version `GLIBC_2.38' not found (required by x)", /older than GLIBC_2\.38/],
  ["qemu-aarch64: Could not open '/lib/ld-linux-aarch64.so.1': No such file", /KILN_SYSROOT_ARM64/],
  ['qemu: uncaught target signal 4 (Illegal instruction) - core dumped', /instructions that this CPU lacks/],
  [
    '0024:err:module:import_dll Library PROPSYS.dll (which is needed by L"Z:\\\\_wmi.pyd") not found\n' +
      '0024:err:module:import_dll Library libpq.dll (which is needed by L"Z:\\\\x.pyd") not found',
    /^libpq\.dll is not in the artefact/,
  ],
  ['sh: 1: /dist/helper: Exec format error', /not for linux-arm64/],
])('knows the cause of %s', (output, cause) => {
  expect(likelyCause(attempt(`Traceback\n${output}\n`), ended({ exitCode: 1 }))).toMatch(cause);
});

it('knows causes that are no output', () => {
  expect(likelyCause(attempt(''), ended({ timedOut: true }))).toMatch(/longer timeout/);
  expect(likelyCause(attempt(''), ended({ killedBy: 'SIGILL' }))).toMatch(/instructions that this CPU lacks/);
  expect(likelyCause(attempt(''), ended({ startError: 'ENOENT' }))).toMatch(/loader/);
  expect(likelyCause(attempt(''), ended({ startError: 'EACCES' }))).toMatch(/not executable/);
  expect(likelyCause(attempt('Exec format error', emulated), ended({ exitCode: 1 }))).toMatch(/user namespaces/);
  expect(likelyCause(attempt('ZeroDivisionError'), ended({ exitCode: 1 }))).toBeUndefined();
});
