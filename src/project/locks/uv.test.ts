import { memoryDisk } from '../disk';
import { FILES } from '../workspace.testing';
import { readLock } from './read-lock';
import { uvLock } from './uv';

const read = (text: string) => uvLock.read('sub/uv.lock', text);

it('reads packages, files and what manifests asked for', () => {
  const lock = read(FILES['uv.lock'] as string);
  expect(lock).toMatchObject({ file: 'sub/uv.lock', root: 'sub', manager: 'uv', requiresPython: '>=3.12' });
  expect(lock.packages.find(({ name }) => name === 'rapidfuzz')).toMatchObject({
    source: { kind: 'registry' },
    wheels: [
      {
        filename: 'rapidfuzz-3.1-cp314-cp314-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
        hash: 'sha256:rapidfuzz3.1',
        size: 1,
      },
      { filename: 'rapidfuzz-3.1-cp314-cp314-win_amd64.whl' },
    ],
    sdist: { filename: 'rapidfuzz-3.1.tar.gz' },
  });
  expect(lock.packages.find(({ name }) => name === 'acme-text')).toMatchObject({
    source: { kind: 'workspace', path: 'libs/text' },
    optionalDependencies: { fast: [{ name: 'app' }, { name: 'rapidfuzz' }] },
  });
});

it.each([
  ['git = "https://example.invalid/x#abc"', { kind: 'git', url: 'https://example.invalid/x', commit: 'abc' }],
  [
    'git = "https://example.invalid/x?subdirectory=a%2Fb&rev=main#abc"',
    { kind: 'git', url: 'https://example.invalid/x', commit: 'abc', subdirectory: 'a/b' },
  ],
  ['url = "https://index.example/a%2Bb.whl"', { kind: 'url', url: 'https://index.example/a%2Bb.whl' }],
  ['path = "vendor/x.whl"', { kind: 'path', path: 'vendor/x.whl' }],
  ['directory = "vendor/x"', { kind: 'workspace', path: 'vendor/x' }],
  ['virtual = "."', { kind: 'virtual', path: '.' }],
])('reads a source %s', (source, expected) => {
  expect(read(`version = 1\n[[package]]\nname = "X"\nsource = { ${source} }\n`).packages[0]).toMatchObject({
    name: 'x',
    source: expected,
  });
});

it('decodes file names', () => {
  const [entry] = read(
    'version = 1\n[[package]]\nname = "x"\nsource = { registry = "r" }\nwheels = [{ url = "https://index.example/x-1%2Bcpu-py3-none-any.whl" }, { path = "dir/y%.whl" }]\n',
  ).packages;
  expect(entry?.wheels.map(({ filename }) => filename)).toEqual(['x-1+cpu-py3-none-any.whl', 'y%.whl']);
});

it.each([
  ['version = 1\n[[package]\n', 'LOCK_INVALID', /sub\/uv\.lock:2:\d+ is not valid TOML/],
  ['', 'LOCK_INVALID', /has no format version/],
  ['version = 2', 'LOCK_INVALID', /has format 2/],
  ['version = 1\npackage = 3', 'LOCK_INVALID', /not a list of tables/],
  ['version = 1\n[[package]]\nversion = "1"', 'LOCK_INVALID', /package number 1 has no name/],
  [
    'version = 1\n[[package]]\nname = "x"\nsource = { moon = "1" }',
    'LOCK_INVALID',
    /'x' has a source that Kiln does not know/,
  ],
])('refuses %j', (text, code, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

it('says that there is none', () => {
  expect(() => readLock('uv.lock', memoryDisk({}))).toThrow(expect.objectContaining({ code: 'LOCK_MISSING' }));
  expect(() => readLock('my.lock', memoryDisk({}))).toThrow(expect.objectContaining({ code: 'LOCK_INVALID' }));
});

it('takes an empty lock', () => {
  expect(read('version = 1\n').packages).toEqual([]);
});
