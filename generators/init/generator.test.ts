import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson, type Tree, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { parseKilnConfig } from '../../src/toolchain/kiln-json';
import init from './generator';
import { archiveRuntimes, withRuntimes } from './runtimes';
import { addIgnores, keepInferred } from './workspace-files';

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
});
const run = (options: Record<string, unknown> = {}) => init(tree, { skipFormat: true, ...options });
const all = () => ['nx.json', '.gitignore', 'kiln.json'].map((file) => tree.read(file, 'utf8'));

it('registers the plugin and ignores what is generated, once', async () => {
  await run();
  expect(readJson(tree, 'nx.json').plugins).toEqual([{ plugin: 'nx-kiln', options: {} }]);
  expect(tree.read('.gitignore', 'utf8')).toMatch(/^\.kiln\/$/m);
  expect(tree.exists('kiln.json')).toBe(false);
  const first = all();
  await run();
  expect(all()).toEqual(first);
});

it('leaves a registration with options, and the form of nx.json, alone', async () => {
  const text = '{"plugins":["other",{"plugin":"nx-kiln","options":{"buildTargetName":"b"}}]}';
  tree.write('nx.json', text);
  tree.write('.gitignore', '/.kiln\ndist\n');
  await run();
  expect(tree.read('nx.json', 'utf8')).toBe(text);
  expect(tree.read('.gitignore', 'utf8')).toBe('/.kiln\ndist\n');
});

it.each([
  ['go-module', { provider: 'go-module' }],
  ['uv', undefined],
])('--runtimes=%s', async (runtimes, expected) => {
  await run({ runtimes });
  const text = tree.exists('kiln.json') ? tree.read('kiln.json', 'utf8') : undefined;
  expect(text && parseKilnConfig(text).runtimes).toEqual(expected && expect.objectContaining(expected));
  const first = all();
  await run({ runtimes });
  expect(all()).toEqual(first);
});

it('writes the Go sums of every Python that it knows', async () => {
  await run({ runtimes: 'go-module' });
  const { pythons, runtimes } = parseKilnConfig(tree.read('kiln.json', 'utf8') ?? '');
  expect(pythons['3.14']).toBe('3.14.6');
  expect(runtimes).toMatchObject({ modules: { '3.14.6': { sum: expect.stringMatching(/^h1:/) } } });
});

it('keeps what the user pinned in kiln.json', () => {
  const ours = {
    pythons: { '3.14': '3.14.6' },
    runtimes: { provider: 'go-module', modules: { '3.14.6': { module: 'm', sum: 'ours' } } },
  };
  const mine = {
    pythons: { '3.14': '3.14.5' },
    runtimes: { provider: 'go-module', modules: { '3.14.6': { module: 'm', sum: 'mine' } } },
  };
  expect(withRuntimes(JSON.stringify(mine), ours)).toBe(JSON.stringify(mine));
  const other = withRuntimes('{"pythons":{"3.12":"3.12.1"},"runtimes":{"provider":"uv"}}', ours) as string;
  expect(JSON.parse(other)).toEqual({ pythons: { '3.12': '3.12.1', '3.14': '3.14.6' }, runtimes: ours.runtimes });
  expect(() => withRuntimes('[1]', ours)).toThrow(/no JSON object/);
});

describe('archives', () => {
  let root: string;
  const digest = async () => 'f'.repeat(64);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kiln-init-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('reads the version from the name, or from the header of a folder', async () => {
    mkdirSync(join(root, 'py/include/python3.14'), { recursive: true });
    writeFileSync(join(root, 'py/include/python3.14/patchlevel.h'), '#define PY_VERSION "3.14.6"\n');
    const entries = ['linux-x64=py', 'linux-arm64=v/cpython-3.14.6+2026-aarch64.tar.gz'];
    const choice = await archiveRuntimes(entries, root, digest);
    expect(parseKilnConfig(withRuntimes(undefined, choice) ?? '')).toMatchObject({
      pythons: { '3.14': '3.14.6' },
      runtimes: { archives: { '3.14.6': { 'linux-x64': { path: 'py' }, 'linux-arm64': { sha256: 'f'.repeat(64) } } } },
    });
  });

  it('takes the new digest of an archive that is named again', async () => {
    const entries = ['linux-x64=a-3.14.6.tar'];
    const old = withRuntimes(undefined, await archiveRuntimes(entries, root, async () => '0'.repeat(64)));
    const renewed = withRuntimes(old, await archiveRuntimes(entries, root, digest)) ?? '';
    expect(renewed).toContain('f'.repeat(64));
    expect(renewed).not.toContain('0'.repeat(64));
  });

  it.each([
    [['linux-x64=python.tar.gz'], /cannot tell the exact Python version/],
    [['linux-x65=a-3.14.6.tar'], /is not <platform>=/],
    [['linux-x64'], /is not <platform>=/],
    [[], /at least one archive/],
  ])('refuses %j', async (entries, message) => {
    await expect(archiveRuntimes(entries, root, digest)).rejects.toThrow(message);
  });
});

it.each([
  [{ runtimes: 'moon' }, /error\[OPTION_INVALID\]/],
  [{ archive: ['linux-x64=a'] }, /--archive is for --runtimes=archive/],
])('refuses %j and changes nothing but what came before', async (options, message) => {
  await expect(run(options)).rejects.toThrow(message);
  expect(tree.exists('kiln.json')).toBe(false);
});

it('keeps inferred inputs in targetDefaults, and tells where', async () => {
  writeJson(tree, 'nx.json', {
    targetDefaults: {
      build: { dependsOn: ['^build'], inputs: ['production'], cache: true },
      'nx-kiln:freeze': { inputs: ['x'] },
      smoke: { inputs: ['...', 'y'] },
      lint: { inputs: ['z'] },
      check: { inputs: ['z'] },
      typecheck: { inputs: ['z'] },
    },
    plugins: [{ plugin: 'nx-kiln', options: { typecheckTargetName: 'check' } }],
  });
  await run();
  expect(readJson(tree, 'nx.json').targetDefaults).toEqual({
    build: { dependsOn: ['...', '^build'], inputs: ['...', 'production'], cache: true },
    'nx-kiln:freeze': { inputs: ['...', 'x'] },
    smoke: { inputs: ['...', 'y'] },
    lint: { inputs: ['...', 'z'] },
    check: { inputs: ['...', 'z'] },
    typecheck: { inputs: ['z'] },
  });
});

it('takes lists of filtered defaults', () => {
  const build = [
    { filter: { plugin: '@nx/js' }, inputs: ['a'] },
    { filter: { plugin: 'nx-kiln' }, inputs: ['b'] },
    { inputs: ['c'] },
  ];
  expect(keepInferred({ targetDefaults: { build } } as never)).toMatchObject({
    nxJson: { targetDefaults: { build: [{ inputs: ['a'] }, { inputs: ['...', 'b'] }, { inputs: ['...', 'c'] }] } },
    changed: ['targetDefaults.build.inputs', 'targetDefaults.build.inputs'],
  });
});

it.each([
  ['', '.kiln/\ndist/\n'],
  ['a', 'a\n.kiln/\ndist/\n'],
  ['dist\r\n', 'dist\r\n.kiln/\r\n'],
  ['**/.kiln/**\n/dist\n', '**/.kiln/**\n/dist\n'],
])('adds to %j', (before, after) => {
  expect(addIgnores(before).text).toBe(after);
});
