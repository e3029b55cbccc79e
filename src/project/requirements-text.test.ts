import type { InstallPackage } from './install-set';
import { archiveOf, requirementsText } from './requirements-text';

const HASH = 'sha256:00';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
function entry(part: Partial<InstallPackage>): InstallPackage {
  const source = { kind: 'registry', url: 'r' } as const;
  return { name: 'x', extras: [], source, hashes: [HASH], wheels: [], filesKnown: true, neededBy: 'app', ...part };
}

it('is exact, hashed and sorted', () => {
  const packages = [
    entry({ name: 'z', version: '1.0', extras: ['a', 'b'], hashes: ['sha256:00', 'sha256:11'] }),
    entry({
      name: 'g',
      source: { kind: 'git', url: 'https://git.example/g', commit: COMMIT, subdirectory: 'sub' },
      hashes: [],
    }),
    entry({ name: 'u', source: { kind: 'url', url: 'https://files.example/u-1.zip' } }),
    entry({ name: 'p', source: { kind: 'path', path: 'vendor/p-1-py3-none-any.whl' } }),
  ];
  expect(requirementsText(packages, 'services')).toBe(
    [
      `g @ git+https://git.example/g@${COMMIT}#subdirectory=sub`,
      'p @ ./in/archives/services/vendor/p-1-py3-none-any.whl --hash=sha256:00',
      'u @ https://files.example/u-1.zip --hash=sha256:00',
      'z[a,b]==1.0 --hash=sha256:00 --hash=sha256:11',
      '',
    ].join('\n'),
  );
  expect(packages.flatMap((one) => archiveOf(one, 'services') ?? [])).toEqual(['services/vendor/p-1-py3-none-any.whl']);
  expect(requirementsText([], '.')).toBe('');
});

it.each([
  [{ version: '1', hashes: [] }, /x 1 \(needed by app\) has no hash/],
  [{}, /x \(needed by app\) has no exact version/],
  [{ source: { kind: 'git', url: 'https://g' } as const }, /names no commit/],
  [{ source: { kind: 'git', url: 'https://g', commit: 'main' } as const }, /names no commit/],
  [{ source: { kind: 'url', url: 'https://u' } as const, hashes: [] }, /is an address without a hash/],
  [{ source: { kind: 'path', path: 'v/x.whl' } as const, hashes: [] }, /is v\/x.whl, without a hash/],
] as [Partial<InstallPackage>, RegExp][])('refuses %j', (part, line) => {
  expect(() => requirementsText([entry(part)], '.')).toThrow(
    expect.objectContaining({ code: 'LOCK_INVALID', lines: [expect.stringMatching(line)] }),
  );
});
