import type { Tree } from '../engine/types';
import { buildElf } from './elf.testing';
import type { VerifyPolicy } from './types';
import { verifyTree } from './verify';

const glibc = (version: string) => buildElf({ needed: ['libc.so.6'], verneed: { 'libc.so.6': [`GLIBC_${version}`] } });
const pe = Buffer.alloc(256);
pe.write('MZ');
pe.writeUInt32LE(128, 0x3c);
pe.write('PE\0\0', 128);
pe.writeUInt16LE(0x8664, 132);

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
    files: 5,
    size: Object.values(good).reduce((sum, { length }) => sum + length, 0),
  });
  expect(opened.sort()).toEqual(Object.keys(good).sort());
});

it('has no floor where nothing asks for glibc', async () => {
  expect(await verify({ 'a.txt': Buffer.from('a') }).report).toEqual({ binaries: [], data: [], files: 1, size: 1 });
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

it('passes on what the reader of files says', async () => {
  const tree: Tree = { entries: [{ path: 'a', sha256: '', size: 1 }] };
  const failing = verifyTree(tree, () => Promise.reject(new Error('disk')), { platform: 'linux-x64', forbidden: [] });
  await expect(failing).rejects.toThrow('disk');
});
