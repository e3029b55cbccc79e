import { FreezeOptions, SmokeOptions } from '../model/options/freeze';
import { parseOptions } from './options';

it('names the option, the value and what is allowed', () => {
  try {
    parseOptions(FreezeOptions, { outputPath: 'dist', optimize: 7, platform: 'linux-arm65', colour: 'red' }, 'freeze');
    throw new Error('not refused');
  } catch (error) {
    expect([(error as Error).message, ...(error as { lines: string[] }).lines].join('\n')).toMatchInlineSnapshot(`
"freeze: 3 options are not valid
platform = "linux-arm65": Invalid option: expected one of "linux-x64"|"linux-arm64"|"linux-armv7"|"linux-x64-musl"|"linux-arm64-musl"|"linux-ppc64le"|"linux-s390x"|"linux-riscv64"|"windows-x64"|"windows-arm64"|"macos-x64"|"macos-arm64"
optimize = 7: Too big: expected number to be <=2
colour: Unrecognized key: "colour""
`);
  }
});

it('fills in defaults', () => {
  expect(parseOptions(SmokeOptions, { artefactPath: 'dist', outputPath: 'dist/smoke' }, 'smoke')).toEqual({
    artefactPath: 'dist',
    outputPath: 'dist/smoke',
    args: ['--help'],
    timeout: 120,
    minimumLevel: 'emulated',
  });
});
