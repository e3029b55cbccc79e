import { missingInWords, missingLibraries, refuseMissing } from './libraries';
import { readMacho } from './macho';
import { buildFat, buildMacho } from './macho.testing';
import { readPe } from './pe';
import { buildPe } from './pe.testing';
import { platformOf } from './policy';
import type { BinaryFacts } from './types';

const pe = (...imports: string[]): BinaryFacts => readPe(buildPe({ imports, delayed: ['later.dll'] })) as BinaryFacts;
const macho = (...libraries: string[]): BinaryFacts =>
  readMacho(buildMacho({ libraries, weak: ['/opt/weak.dylib'] })) as BinaryFacts;

it('knows what Windows has, whatever the case, and what is inside', () => {
  const binaries = [
    { path: 'app/runtime/Python314.dll', facts: pe('KERNEL32.dll', 'api-ms-win-crt-math-l1-1-0.dll', 'WINSPOOL.DRV') },
    { path: 'app/site/x.pyd', facts: pe('python314.DLL', 'MSVCP140.dll', 'mine.dll') },
  ];
  const missing = missingLibraries(binaries, platformOf('windows-x64'));
  expect(missing.map(missingInWords)).toEqual([
    'app/site/x.pyd needs MSVCP140.dll, not in the artefact: machines without the Visual C++ redistributable cannot load it',
    'app/site/x.pyd needs mine.dll, neither in the artefact nor part of the system',
  ]);
  expect(() => refuseMissing(missing)).not.toThrow();
});

it('knows what macOS has, and takes what is inside by its name', () => {
  const binaries = [
    { path: 'site/libz.1.dylib', facts: macho('/usr/lib/libSystem.B.dylib') },
    { path: 'site/x.so', facts: macho('@loader_path/libz.1.dylib', '/System/Library/Frameworks/A.framework/A') },
    { path: 'runtime/y.so', facts: macho('/opt/homebrew/lib/libssl.3.dylib', '@rpath/absent.dylib') },
  ];
  const missing = missingLibraries(binaries, platformOf('macos-arm64'));
  expect(missing).toEqual([
    { path: 'runtime/y.so', library: '/opt/homebrew/lib/libssl.3.dylib' },
    { path: 'runtime/y.so', library: '@rpath/absent.dylib' },
  ]);
  expect(() => refuseMissing(missing)).toThrow(
    expect.objectContaining({ code: 'VERIFY_LIBRARY', lines: missing.map(missingInWords) }),
  );
});

it('looks at the slice of the platform alone', () => {
  const fat = buildFat(buildMacho({ machine: 0x01000007, libraries: ['/opt/a.dylib'] }), buildMacho());
  const binaries = [{ path: 'site/x.so', facts: readMacho(fat) as BinaryFacts }];
  expect(missingLibraries(binaries, platformOf('macos-arm64'))).toEqual([]);
  expect(missingLibraries(binaries, platformOf('macos-x64'))).toHaveLength(1);
});
