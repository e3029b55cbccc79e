import { newestFirst, parseSpecifiers } from './versions';

it.each([
  ['', '3.14.6', true],
  ['>=3.12', '3.12.0', true],
  ['>=3.12', '3.11.9', false],
  ['>=3.9,<3.14', '3.13.18', true],
  ['>=3.9,<3.14', '3.14.0', false],
  ['>3.13', '3.13.0', false],
  ['>3.13', '3.13.1', true],
  ['<=3.13', '3.13.1', false],
  ['<=3.13', '3.13.0', true],
  ['==3.12', '3.12.0', true],
  ['==3.12', '3.12.1', false],
  ['==3.12.*', '3.12.16', true],
  ['==3.12.*', '3.1.2', false],
  ['==3.1.*', '3.12.0', false],
  ['!=3.12.*, >=3.11', '3.12.4', false],
  ['!=3.12.*, >=3.11', '3.13.4', true],
  ['!=3.12.4', '3.12.4', false],
  ['~=3.12', '3.14.6', true],
  ['~=3.12', '4.0.0', false],
  ['~=3.12.3', '3.12.2', false],
  ['~=3.12.3', '3.12.9', true],
  ['~=3.12.3', '3.13.0', false],
  ['>= 3.12 , < 4', '3.14.6', true],
  ['<3.15.0a1', '3.15.0', false],
  ['<3.15.0a1', '3.14.9', true],
  ['>=3.14.0rc2', '3.14.0', true],
  ['>3.14.0rc2', '3.14.0', true],
  ['<=3.14rc1', '3.14.0', false],
  ['==3.14.0rc1', '3.14.0', false],
  ['!=3.14.0rc1', '3.14.0', true],
  ['===3.14.6', '3.14.6', true],
])('%p on %s is %p', (specifiers, version, allowed) => {
  expect(parseSpecifiers(specifiers)?.(version)).toBe(allowed);
});

it.each(['3.12', '^3.12', '~=3', '>=3.x', '>=3.12.*', '=>3.12', '>=3.12 <3.14', '>=3.8.post1'])(
  '%p is no specifier that Kiln reads',
  (text) => {
    expect(parseSpecifiers(text)).toBeUndefined();
  },
);

it('sorts by number, not by text', () => {
  expect(newestFirst(['3.9.18', '3.14.6', '3.14.10', '3.10.22'])).toEqual(['3.14.10', '3.14.6', '3.10.22', '3.9.18']);
});
