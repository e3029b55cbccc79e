import type { Tree } from '../engine/types';
import { buildElf } from './elf.testing';
import { buildMacho } from './macho.testing';
import { buildPe } from './pe.testing';
import type { VerifyPolicy } from './types';
import { verifyTree } from './verify';

const glibc = (version: string) => buildElf({ needed: ['libc.so.6'], verneed: { 'libc.so.6': [`GLIBC_${version}`] } });
const pe = buildPe();

const good: Record<string, Buffer> = {
  'py-app': glibc('2.17'),
  'runtime/static': buildElf({}),
  'site/fast.so': glibc('2.4'),
  'site/setuptools/cli-64.exe': pe,
  'site/text.txt': Buffer.from('hello'),
};

function verify(files: Record<string, Buffer>, policy: Partial<VerifyPolicy> = {}) {
  const opened: string[] = [];
  const tree: Tree = {
    entries: [
      ...Object.entries(files).map(([path, content]) => ({ path, sha256: '', size: content.length })),
      { path: 'zz-link', link: 'py-app' },
    ],
  };
  const open = async (path: string): Promise<Buffer> => {
    opened.push(path);
    return files[path] as Buffer;
  };
  return { opened, report: verifyTree(tree, open, { platform: 'linux-arm64', forbidden: [], ...policy }) };
}

it('reports binaries, data, the floor and the size, and reads each file once', async () => {
  const { report, opened } = verify(good, { maxGlibc: '2.17' });
  expect(await report).toEqual({
    binaries: [{ path: 'py-app', glibc: '2.17' }, { path: 'runtime/static' }, { path: 'site/fast.so', glibc: '2.4' }],
    data: ['site/setuptools/cli-64.exe'],
    glibc: '2.17',
    warnings: [],
    files: 5,
    size: Object.values(good).reduce((sum, { length }) => sum + length, 0),
  });
  expect(opened.sort()).toEqual(Object.keys(good).sort());
});

it('has no floor where nothing asks for glibc', async () => {
  expect(await verify({ 'a.txt': Buffer.from('a') }).report).toEqual({
    binaries: [],
    data: [],
    warnings: [],
    files: 1,
    size: 1,
  });
});

it.each([
  ['an ELF of another CPU', 'site/x.so', buildElf({ machine: 62 }), 'ELF for linux-x64'],
  ['an ELF of another CPU that is called .exe', 'site/x.exe', buildElf({ machine: 62 }), 'ELF for linux-x64'],
  ['a Windows extension', 'site/x.pyd', pe, 'PE for windows-x64'],
  ['a Windows program outside of packages', 'runtime/python.exe', pe, 'PE for windows-x64'],
  ['a cut off ELF', 'site/x.so', glibc('2.17').subarray(0, 200), 'damaged ELF file'],
])('refuses %s', async (_, path, content, found) => {
  await expect(verify({ ...good, [path]: content }).report).rejects.toMatchObject({
    code: 'VERIFY_PLATFORM',
    lines: [`${path}: ${found}`],
  });
});

it('refuses a newer glibc only where a newest one is set', async () => {
  const files = { ...good, 'site/new.so': glibc('2.36') };
  await expect(verify(files, { maxGlibc: '2.28' }).report).rejects.toMatchObject({ code: 'VERIFY_GLIBC' });
  expect((await verify(files).report).glibc).toBe('2.36');
});

it('refuses leaks, in binaries too', async () => {
  const forbidden = [{ what: 'the path of the workspace', text: '/srv/ci/acme' }];
  const files = { ...good, 'site/leak.so': buildElf({ rpath: '/srv/ci/acme/lib' }) };
  await expect(verify(files, { forbidden }).report).rejects.toMatchObject({
    code: 'VERIFY_LEAK',
    lines: ['site/leak.so: the path of the workspace'],
  });
});

it('takes what a wheel for every platform brings as data', async () => {
  const files = {
    'site/d-1.dist-info/RECORD': Buffer.from('d/a.so,sha256=x,1\n"d/b,c.so",,\n'),
    'site/d-1.dist-info/WHEEL': Buffer.from('Wheel-Version: 1.0\nTag: py2-none-any\nTag: py3-none-any\n'),
    'site/d/a.so': buildElf({ machine: 62 }),
    'site/d/b,c.so': buildElf({ machine: 62 }),
  };
  expect((await verify(files).report).data).toEqual(['site/d/a.so', 'site/d/b,c.so']);
  // One tag that names a platform, or none at all, is no promise.
  for (const tags of ['Tag: py3-none-any\nTag: py3-none-linux_x86_64\n', 'Wheel-Version: 1.0\n']) {
    const unsure = { ...files, 'site/d-1.dist-info/WHEEL': Buffer.from(tags) };
    await expect(verify(unsure).report).rejects.toMatchObject({ code: 'VERIFY_PLATFORM' });
  }
  const bound = { ...files, 'site/d-1.dist-info/WHEEL': Buffer.from('Tag: cp314-cp314-linux_x86_64\n') };
  await expect(verify(bound).report).rejects.toMatchObject({ code: 'VERIFY_PLATFORM' });
});

it('judges macOS: its oldest version, its libraries', async () => {
  const files = {
    'py-app/runtime/lib/libpython.dylib': buildMacho({ signed: true }),
    'py-app/site/x.so': buildMacho({ signed: true, minimum: '13.0', libraries: ['/opt/lib/a.dylib'] }),
  };
  const policy = { platform: 'macos-arm64' } as const;
  expect(await verify(files, policy).report).toMatchObject({
    binaries: [
      { path: 'py-app/runtime/lib/libpython.dylib', macos: '11.0' },
      { path: 'py-app/site/x.so', macos: '13.0' },
    ],
    macos: '13.0',
    warnings: ['py-app/site/x.so needs /opt/lib/a.dylib, neither in the artefact nor part of the system'],
  });
  await expect(verify(files, { ...policy, maxMacos: '12.0' }).report).rejects.toMatchObject({ code: 'VERIFY_MACOS' });
  const lacking = { 'py-app/runtime/x.so': files['py-app/site/x.so'] };
  await expect(verify(lacking, policy).report).rejects.toMatchObject({ code: 'VERIFY_LIBRARY' });
});

it('refuses links for Windows before it reads a file', async () => {
  const { report, opened } = verify({ 'py-app/x.py': Buffer.from('') }, { platform: 'windows-x64' });
  await expect(report).rejects.toMatchObject({ code: 'VERIFY_PLATFORM', lines: ['zz-link'] });
  expect(opened).toEqual([]);
});

it('passes on what the reader of files says', async () => {
  const tree: Tree = { entries: [{ path: 'a', sha256: '', size: 1 }] };
  const failing = verifyTree(tree, () => Promise.reject(new Error('disk')), { platform: 'linux-x64', forbidden: [] });
  await expect(failing).rejects.toThrow('disk');
});
