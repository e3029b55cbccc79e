import { type Platform, platformById } from '../../../model/platforms';
import { launchConfig } from './launch-config';
import { placesOf } from './places';

const config = (platform: string, python: string) =>
  launchConfig({
    python,
    places: placesOf(platformById(platform) as Platform, python),
    entries: [],
    env: [],
    flags: [],
    warnings: [],
  });

it('says where things are on Linux', () => {
  expect(config('linux-arm64', 'cp314')).toBe(`# Read by the launcher beside this file; relative to this folder.
python 3.14
lib runtime/lib/libpython3.14.so.1.0
boot boot.pyc
prefix runtime
stdlib runtime/lib/python3.14
path runtime/lib/python3.14/lib-dynload
path app
`);
});

it('and on macOS and Windows', () => {
  expect(config('macos-x64', 'cp311')).toContain('lib runtime/lib/libpython3.11.dylib\n');
  expect(config('windows-x64', 'cp310')).toBe(`# Read by the launcher beside this file; relative to this folder.
python 3.10
lib runtime/python310.dll
boot boot.pyc
prefix runtime
stdlib runtime/Lib
path runtime/DLLs
path app
`);
});

it('has further entries, defaults of the environment, flags and filters of warnings', () => {
  const places = placesOf(platformById('linux-x64') as Platform, 'cp314');
  const text = launchConfig({
    python: 'cp314',
    places,
    entries: ['serve'],
    env: ['HOME_PAGE={bundle}/a b'],
    flags: ['dev'],
    warnings: ['ignore::DeprecationWarning'],
  });
  expect(text.split('\n').filter((line) => /^(entry|env|flag|warn) /.test(line))).toEqual([
    'entry serve boot/serve.pyc',
    'env HOME_PAGE={bundle}/a b',
    'flag dev',
    'warn ignore::DeprecationWarning',
  ]);
});
