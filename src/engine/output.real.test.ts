import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { placeOutput } from './output';
import { scanFolder } from './scan';
import { awkwardFolder, startScript } from './script.testing';
import { openStore } from './store/store';
import { makeTree, treeDigest } from './tree';
import type { Tree } from './types';

let home: string;
let workspaceRoot: string;
beforeEach(() => {
  home = awkwardFolder();
  workspaceRoot = join(home, 'work');
  mkdirSync(workspaceRoot);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Two trees with a common part, in the store; their digests. No manifest: only the index knows the files. */
async function twoTrees(root: string): Promise<[Tree, Tree]> {
  const store = await openStore({ root, maxBytes: 1e9 });
  const make = async (name: string): Promise<Tree> => {
    const entries = Array.from({ length: 150 }, async (_, index) => {
      const text = `${index % 3 ? 'same' : name} ${index} `;
      return {
        path: `p${index % 7}/${index % 3 ? '' : name}${index}`,
        ...(await store.putBuffer(Buffer.alloc(9000, text))),
      };
    });
    const tree = makeTree(await Promise.all(entries));
    await store.putTree(tree);
    return tree;
  };
  return [await make('a'), await make('b')];
}

const PLACE = `
const { openStore } = load('store/store');
const { placeOutput } = load('output');
const [root, workspaceRoot, ...digests] = args;
const store = await openStore({ root, maxBytes: 1e9 });
const trees = await Promise.all(digests.map((digest) => store.getTree(digest)));
const place = (tree) => placeOutput({ store, tree, folder: 'dist/é $(x)', workspaceRoot, protect: [] });`;

it('is one tree or the other after kill -9 at any moment, and the next build goes on', async () => {
  const root = join(home, 'store');
  const [a, b] = await twoTrees(root);
  const digests = [treeDigest(a), treeDigest(b)];
  const dist = join(workspaceRoot, 'dist');
  const store = await openStore({ root, maxBytes: 1e9 });
  let whole = 0;
  for (let round = 0; round < 10; round++) {
    const script = startScript(
      `${PLACE} await place(trees[0]); say('ready'); for (let turn = 1; ; turn++) await place(trees[turn % 2]);`,
      [root, workspaceRoot, ...digests],
    );
    await script.line();
    await sleep(Math.random() * 150);
    script.process.kill('SIGKILL');
    await script.ended();
    const place = join(dist, 'é $(x)');
    if (existsSync(place)) {
      expect(digests).toContain(treeDigest(await scanFolder(place)));
      whole++;
    }
    await placeOutput({ store, tree: round % 2 ? a : b, folder: place, workspaceRoot, protect: [] });
    expect(treeDigest(await scanFolder(place))).toBe(digests[round % 2 ? 0 : 1]);
    expect(readdirSync(dist)).toEqual(['é $(x)']);
  }
  expect(whole).toBeGreaterThan(0);
}, 120_000);

it('is never mixed by two builds at once', async () => {
  const root = join(home, 'store');
  const digests = (await twoTrees(root)).map(treeDigest);
  const builds = [0, 1].map((first) =>
    startScript(
      `${PLACE} for (let turn = 0; turn < 8; turn++) await place(trees[(turn + ${first}) % 2]); say('end');`,
      [root, workspaceRoot, ...digests],
    ),
  );
  for (const build of builds) {
    expect(await build.ended()).toMatchObject({ code: 0, output: 'end\n' });
  }
  const place = join(workspaceRoot, 'dist', 'é $(x)');
  expect(digests).toContain(treeDigest(await scanFolder(place)));
  expect(readdirSync(join(place, '..'))).toEqual(['é $(x)']);
}, 60_000);

it('is as it was when the disk is full', async () => {
  const root = join(home, 'store');
  const [a, b] = await twoTrees(root);
  const script = `
    const fs = require('fs');
    fs.mkdirSync(args[1] + '/w');
    args[1] += '/w';
    ${PLACE}
    say(JSON.stringify(await place(trees[0])));
    fs.writeFileSync(args[1] + '/ballast', Buffer.alloc(1100000));
    await place(trees[1]).catch((error) => say(error.code));
    fs.rmSync(args[1] + '/ballast');
    const { scanFolder } = load('scan');
    say(load('tree').treeDigest(await scanFolder(args[1] + '/dist/é $(x)')) + ' ' + fs.readdirSync(args[1] + '/dist').length);
    const { linked, copied } = await place(trees[1]);
    say(linked + copied);`;
  const mount = ['sh', '-c', 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$@"', workspaceRoot];
  const run = startScript(
    script,
    [root, workspaceRoot, treeDigest(a), treeDigest(b)],
    ['unshare', '--map-root-user', '--mount', ...mount],
  );
  const { output, errors } = await run.ended();
  expect(errors).toBe('');
  expect(output.trim().split('\n')).toEqual([
    '{"kept":0,"linked":0,"copied":150}',
    'DISK_FULL',
    `${treeDigest(a)} 1`,
    '150',
  ]);
}, 60_000);

it('a scanned folder gives back the bytes that were placed', async () => {
  const root = join(home, 'store');
  const [a] = await twoTrees(root);
  const store = await openStore({ root, maxBytes: 1e9 });
  await placeOutput({ store, tree: a, folder: 'dist', workspaceRoot, protect: [] });
  const [first] = a.entries;
  expect(readFileSync(join(workspaceRoot, 'dist', first?.path as string)).length).toBe(9000);
  expect(treeDigest(await scanFolder(join(workspaceRoot, 'dist'), { index: { store } }))).toBe(treeDigest(a));
});
