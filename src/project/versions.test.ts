import { compareVersions, normalizeSpecifier, normalizeVersion, satisfies, specifierMeaning } from './versions';

it.each([
  ['1.0-RC1', '1.0rc1'],
  ['v1.0.ALPHA.2', '1.0a2'],
  ['1.0-1', '1.0.post1'],
  ['1!2.0.dev', '1!2.0.dev0'],
  ['1.0+Local-1', '1.0+local.1'],
  ['nonsense', 'nonsense'],
])('%s is %s', (text, normal) => {
  expect(normalizeVersion(text)).toBe(normal);
});

it('orders as PEP 440 says', () => {
  const ordered = ['1.0.dev1', '1.0a1', '1.0a2.dev1', '1.0a2', '1.0b1', '1.0rc1', '1.0', '1.0.post1', '1.1', '1!0.1'];
  for (const [i, left] of ordered.entries()) {
    for (const [j, right] of ordered.entries()) {
      expect(Math.sign(compareVersions(left, right) ?? Number.NaN)).toBe(Math.sign(i - j));
    }
  }
  expect(compareVersions('1.0', '1.0.0')).toBe(0);
  expect(compareVersions('1.0', 'x')).toBeUndefined();
});

it.each([
  ['3.14', '>=', '3.9', true],
  ['3.9', '<', '3.14', true],
  ['3.14.6', '==', '3.14.*', true],
  ['3.14.6', '!=', '3.14.*', false],
  ['3.14.6', '~=', '3.12', true],
  ['3.14.6', '~=', '3.12.1', false],
  ['3.14', 'in', '3.14', undefined],
])('%s %s %s: %s', (version, operator, wanted, expected) => {
  expect(satisfies(version, operator, wanted)).toBe(expected);
});

it.each([
  ['<9, >= 8.1', '<9,>=8.1'],
  ['', ''],
  ['>=1,>=1', '>=1'],
  ['8.1', undefined],
  ['>=1 <2', undefined],
])('specifier %p is %p', (text, normal) => {
  expect(normalizeSpecifier(text)).toBe(normal);
});

it.each([
  ['>=3.8.0', '>=3.8', true],
  ['!=2.0.0,<10.0,>=1.10.0', '!=2,<10,>=1.10', true],
  ['==1!1.0rc1', '==1!1rc1', true],
  ['==1.0.*', '==1.*', false],
  ['~=3.8.0', '~=3.8', false],
  ['===1.0', '===1', false],
  ['>=10', '>=1', false],
])('%s and %s mean the same: %s', (one, other, expected) => {
  expect(specifierMeaning(one) === specifierMeaning(other)).toBe(expected);
});
