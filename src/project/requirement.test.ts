import { parseRequirement } from './requirement';

it.each([
  ['click', 'click', [], '', undefined],
  ['Foo.Bar_baz >= 1.0 , <2', 'foo-bar-baz', [], '<2,>=1.0', undefined],
  ['requests[socks, Use_X] (>=2)', 'requests', ['socks', 'use-x'], '>=2', undefined],
  ["colorama; sys_platform == 'win32'", 'colorama', [], '', "sys_platform == 'win32'"],
  ['six==1.*', 'six', [], '==1.*', undefined],
  ['attrs>=v22.1-RC1', 'attrs', [], '>=22.1rc1', undefined],
])('%s', (text, name, extras, specifier, marker) => {
  expect(parseRequirement(text)).toEqual({ name, extras, specifier, text, ...(marker ? { marker } : {}) });
});

it('keeps an address whole and splits the marker after it', () => {
  expect(parseRequirement("pip @ file:///a;b.whl ; os_name == 'nt'")).toMatchObject({
    name: 'pip',
    url: 'file:///a;b.whl',
    marker: "os_name == 'nt'",
  });
});

it.each(['', '-e .', './lib', 'a b', 'a>>1', 'a>=', 'a ; ', '[x]', 'a @'])('%p is none', (text) => {
  expect(parseRequirement(text)).toBeUndefined();
});
