import { canonical, isDigest, sha256 } from './canonical';

it('sorts keys at every depth and leaves out what is undefined', () => {
  expect(canonical({ b: [{ y: 1, x: null }], a: 'é"\n', u: undefined, n: -0.5, t: true })).toBe(
    '{"a":"é\\"\\n","b":[{"x":null,"y":1}],"n":-0.5,"t":true}',
  );
});

it('sorts by code unit, not by locale or by number', () => {
  expect(canonical({ é: 1, z: 1, Z: 1, 10: 1, 9: 1 })).toBe('{"10":1,"9":1,"Z":1,"z":1,"é":1}');
});

it.each([
  [undefined],
  [[undefined]],
  [Number.NaN],
  [Infinity],
  [() => 1],
  [new Date(0)],
  [Buffer.from('x')],
  [new Map()],
  [1n],
])('refuses %p, which JSON would change', (value) => {
  expect(() => canonical(value)).toThrow(TypeError);
});

it('hashes text as UTF-8', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('é')).toBe(sha256(Buffer.from([0xc3, 0xa9])));
});

it('knows a digest by its shape', () => {
  expect(isDigest(sha256(''))).toBe(true);
  expect(isDigest(`${sha256('').slice(1)}/`)).toBe(false);
  expect(isDigest(sha256('').toUpperCase())).toBe(false);
  expect(isDigest(undefined)).toBe(false);
});
