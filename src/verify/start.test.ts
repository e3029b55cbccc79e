import { binfmtRule } from './binfmt';
import { platformOf } from './policy';
import { emulatedStart, nativeStart } from './start';

const emulator = { name: 'qemu-aarch64', path: '/bin/qemu', version: '7.2.22', cpu: 'cortex-a72', sysroots: [] };
const platform = platformOf('linux-arm64');
const request = {
  program: '/dist/py app/py-app',
  args: ['--help', "it's"],
  env: { MODE: 'a b', APP_TOKEN: 'hunter2-hunter2' },
  home: '/room/home',
  temporary: '/room/tmp',
};

it('starts a native program with a clean environment', () => {
  const { argv, env, runner } = nativeStart(request);
  expect(argv).toEqual(['/dist/py app/py-app', '--help', "it's"]);
  expect(env).toEqual({
    PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
    LANG: 'C.UTF-8',
    HOME: '/room/home',
    TMPDIR: '/room/tmp',
    MODE: 'a b',
    APP_TOKEN: 'hunter2-hunter2',
  });
  expect(runner).toEqual({ kind: 'native' });
});

it('gives a line that a shell reads back, without secrets', () => {
  expect(nativeStart(request).copyable).toBe(
    "env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/tmp LANG=C.UTF-8 MODE='a b' APP_TOKEN=*** '/dist/py app/py-app' --help 'it'\\''s'",
  );
});

it('starts an emulated program with the CPU model, libraries and no children where namespaces are refused', () => {
  const { argv, env, runner, copyable } = emulatedStart({ ...request, env: {} }, { emulator, platform, sysroot: '/s' });
  expect(argv).toEqual(['/bin/qemu', '/dist/py app/py-app', '--help', "it's"]);
  expect(env).toMatchObject({ QEMU_CPU: 'cortex-a72', QEMU_LD_PREFIX: '/s' });
  expect(runner).toEqual({
    kind: 'emulator',
    name: 'qemu-aarch64',
    version: '7.2.22',
    cpu: 'cortex-a72',
    children: false,
  });
  expect(copyable).toContain("QEMU_CPU=cortex-a72 QEMU_LD_PREFIX=/s /bin/qemu '/dist/py app/py-app' --help");
});

it('needs no prefix for libraries in their own places, and none for a static program', () => {
  expect(emulatedStart(request, { emulator, platform, sysroot: '/' }).env).not.toHaveProperty('QEMU_LD_PREFIX');
  expect(emulatedStart(request, { emulator, platform }).env).not.toHaveProperty('QEMU_LD_PREFIX');
});

it('puts the program itself under the private rule, so that it keeps its own name', () => {
  const { argv, runner } = emulatedStart(request, { emulator, platform, binfmt: '/room/binfmt' });
  expect(argv.slice(0, 3)).toEqual(['unshare', '-Urm', '/bin/sh']);
  expect(argv.slice(5)).toEqual([
    'sh',
    '/room/binfmt',
    binfmtRule(emulator, platform),
    ...[request.program],
    '--help',
    "it's",
  ]);
  expect(runner).toMatchObject({ children: true });
});

describe('binfmtRule', () => {
  it('is the one that qemu documents for arm64', () => {
    const zeros = '\\x00'.repeat(8);
    const ones = '\\xff'.repeat(8);
    expect(binfmtRule({ path: '/bin/qemu' }, platform)).toBe(
      `:kiln:M::\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00${zeros}\\x02\\x00\\xb7\\x00:` +
        `\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00${ones}\\xfe\\xff\\xff\\xff:/bin/qemu:PF`,
    );
  });

  it('turns the order of bytes for s390x and the width for armv7', () => {
    const rule = (id: Parameters<typeof platformOf>[0]) => binfmtRule({ path: '/q' }, platformOf(id));
    expect(rule('linux-s390x')).toContain('\\x46\\x02\\x02\\x01');
    expect(rule('linux-s390x')).toContain('\\x00\\x02\\x00\\x16:');
    expect(rule('linux-s390x')).toContain('\\xff\\xfe\\xff\\xff:');
    expect(rule('linux-armv7')).toContain('\\x46\\x01\\x01\\x01');
  });
});
