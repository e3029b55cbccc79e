import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLATFORMS } from '../model/platforms';
import type { GitVersion } from '../project/build-system/types';
import { fingerprintCommands, hashesIgnoredFiles, quote } from './fingerprint-commands';
import { hashFolder, hashSources } from './hash-sources';
import { describeRunners } from './runner-fingerprint';

it('names the runner of every platform that is built', () => {
  const version = (program: string) => ({ 'qemu-aarch64': 'qemu-aarch64 version 7.2', wine: 'wine-8.0' })[program];
  expect(describeRunners('linux-x64', PLATFORMS, version)).toEqual([
    'linux-x64 native',
    'linux-arm64 qemu-aarch64 version 7.2 cortex-a72',
    'windows-x64 wine-8.0',
    'macos-x64 none',
    'macos-arm64 none',
  ]);
  expect(describeRunners('linux-arm64', PLATFORMS, version)).toContain('windows-x64 none');
  expect(describeRunners('macos-arm64', PLATFORMS, () => undefined)).toEqual([
    ...['linux-x64 none', 'linux-arm64 none', 'windows-x64 none', 'macos-x64 none', 'macos-arm64 native'],
  ]);
});

it('quotes for a shell', () => {
  expect(quote('a/b.js')).toBe('a/b.js');
  expect(quote("it's $(x)")).toBe("'it'\\''s $(x)'");
});

it('knows which Nx hashes what git ignores; an unknown one does not', () => {
  expect(['24.0.6', '23.2.1', undefined].map(hashesIgnoredFiles)).toEqual([true, false, false]);
});

describe('in a workspace', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kiln-commands-'));
    mkdirSync(join(root, 'p/a/__pycache__'), { recursive: true });
    writeFileSync(join(root, 'p/a/x.py'), '1');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('names the installed script without the machine’s folders', () => {
    const script = 'node_modules/nx-kiln/dist/src/graph/runner-fingerprint.js';
    mkdirSync(join(root, script, '..'), { recursive: true });
    writeFileSync(join(root, script), '');
    expect(fingerprintCommands(root).runners).toBe(`node ${script}`);
  });

  it('asks the repository of a project for its version: a submodule has commits and tags of its own', () => {
    const asked = (folder: string) =>
      fingerprintCommands(root)
        .version({ plugin: 'setuptools-scm', match: 'v*' } as GitVersion, folder)
        .replace(/^\S+ \S+ /, '');
    mkdirSync(join(root, 'p', '.git'));
    expect([asked('.'), asked('apps/one'), asked('p/a'), asked('p')]).toEqual([
      "--match 'v*'",
      "--match 'v*'",
      "--in p --match 'v*'",
      "--in p --match 'v*'",
    ]);
  });

  it('hashes product files by name and content', () => {
    const hash = () => hashSources(root, ['p/a', 'p/gone.py']);
    const before = hash();
    writeFileSync(join(root, 'p/a/__pycache__/x.pyc'), '1');
    expect(hash()).toBe(before);
    writeFileSync(join(root, 'p/a/y.py'), '');
    const more = hash();
    expect(more).not.toBe(before);
    writeFileSync(join(root, 'p/a/y.py'), '2');
    expect(hash()).not.toBe(more);
  });

  it('reads through links, and ends where they lead in a circle', () => {
    const hash = () => [hashSources(root, ['p/a']), hashFolder(root, 'p', [])];
    mkdirSync(join(root, 'shared'));
    symlinkSync('../../shared', join(root, 'p/a/shared'));
    const before = hash();
    writeFileSync(join(root, 'shared/s.py'), '1');
    const more = hash();
    expect(more.filter((one) => before.includes(one))).toEqual([]);
    symlinkSync('.', join(root, 'p/a/self'));
    symlinkSync('..', join(root, 'shared/up'));
    symlinkSync('x', join(root, 'p/a/x'));
    expect(hash()).toEqual(hash());
  });

  it('hashes a folder as it lies there, without caches, builds and other projects', () => {
    const hash = () => hashFolder(root, 'p', ['p/inner']);
    const before = hash();
    for (const file of [
      'dist/x',
      'inner/x.py',
      'a/__pycache__/x.pyc',
      '.coverage',
      '.pytest_cache/x',
      'x.egg-info/y',
    ]) {
      mkdirSync(join(root, 'p', file, '..'), { recursive: true });
      writeFileSync(join(root, 'p', file), 'x');
      expect([file, hash()]).toEqual([file, before]);
    }
    writeFileSync(join(root, 'p/.env'), 'x');
    expect(hash()).not.toBe(before);
  });
});
