import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../canonical';
import { awkwardFolder, startScript } from '../script.testing';
import { isFile, makeTree } from '../tree';
import { openStore } from './store';
import type { Store } from './types';

let home: string;
beforeEach(() => {
  home = awkwardFolder();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Makes results for ever, each with files of many sizes, an item per file, a kept folder and a scratch folder. */
const BUILDER = `
const { openStore } = load('store/store');
const { makeTree } = load('tree');
const { sha256 } = load('canonical');
const store = await openStore({ root: args[0], maxBytes: 1e9 });
for (let round = 0; ; round++) {
  if (round === 1) say('ready');
  const seed = process.pid + ' ' + round;
  const scratch = await store.scratch();
  const entries = [];
  for (const size of [0, 10, 5000, 300000, 6000000]) {
    const bytes = Buffer.alloc(size, sha256(seed + size));
    require('fs').writeFileSync(scratch.path + '/f', bytes);
    const stored = await store.putFile(scratch.path + '/f');
    entries.push({ path: 'é $(x)/' + size, ...stored });
    await store.putItem(sha256(seed + 'item' + size), stored);
  }
  const tree = makeTree(entries);
  await store.materialise(tree);
  await store.putResult(sha256(seed), { result: await store.putTree(tree) });
  await scratch.dispose();
}`;

/** Everything that the store would hand out is whole. @returns how many results there are */
async function checkAll(store: Store): Promise<number> {
  for (const path of filesOf(join(store.root, 'cas'))) {
    expect(sha256(readFileSync(path))).toBe(path.slice(-64));
  }
  const keys = filesOf(join(store.root, 'results')).map((path) => path.slice(-64));
  for (const key of keys) {
    const result = await store.getResult(key);
    const tree = await store.getTree(result?.result ?? '');
    expect(tree?.entries).toHaveLength(5);
    for (const entry of tree?.entries.filter(isFile) ?? []) {
      expect((await store.read(entry.sha256))?.length).toBe(entry.size);
    }
  }
  for (const digest of readdirSync(join(store.root, 'kept'))) {
    const tree = await store.getTree(digest);
    const folder = tree ? await store.materialise(tree) : join(store.root, 'kept', digest, 'tree');
    expect(readdirSync(join(folder, 'é $(x)'))).toHaveLength(5);
  }
  return keys.length;
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder).flatMap((part) => readdirSync(join(folder, part)).map((name) => join(folder, part, name)));

it('hands out nothing half-made after kill -9 at any point', async () => {
  let results = 0;
  for (let round = 0; round < 8; round++) {
    const script = startScript(BUILDER, [home]);
    await script.line();
    await sleep(Math.random() * 250);
    script.process.kill('SIGKILL');
    await script.ended();
    const store = await openStore({ root: home, maxBytes: 1e9 });
    expect(readdirSync(join(home, 'tmp'))).toHaveLength(1);
    results = await checkAll(store);
  }
  expect(results).toBeGreaterThan(0);
}, 120_000);

it('two processes make one kept folder at once, also over a damaged one', async () => {
  const store = await openStore({ root: home, maxBytes: 1e9 });
  const entries = Array.from({ length: 60 }, async (_, index) => ({
    path: `p/${index}`,
    ...(await store.putBuffer(Buffer.from(`content ${index}`))),
  }));
  const tree = makeTree(await Promise.all(entries));
  const digest = await store.putTree(tree);
  const script = `
    const { openStore } = load('store/store');
    const store = await openStore({ root: args[0], maxBytes: 1e9 });
    const tree = await store.getTree(args[1]);
    say('ready');
    while (!require('fs').existsSync(args[2])) await new Promise((done) => setTimeout(done, 1));
    const folder = await store.materialise(tree);
    say(tree.entries.every(({ path, sha256 }) =>
      load('canonical').sha256(require('fs').readFileSync(folder + '/' + path)) === sha256));`;
  for (let round = 0; round < 3; round++) {
    const go = join(home, `go-${round}`);
    const racers = [0, 1, 2].map(() => startScript(script, [home, digest, go]));
    await Promise.all(racers.map((racer) => racer.line()));
    writeFileSync(go, '');
    const ends = await Promise.all(racers.map((racer) => racer.ended()));
    expect(ends.map(({ output }) => output)).toEqual(['ready\ntrue\n', 'ready\ntrue\n', 'ready\ntrue\n']);
    expect(readdirSync(join(home, 'kept'))).toEqual([digest]);
    rmSync(join(await store.materialise(tree), 'p', '7'));
  }
}, 60_000);

describe('a disk that', () => {
  /** Runs a script with a small file system of its own at `args[0]`. */
  const onDisk = async (size: string, script: string) => {
    const disk = join(home, 'disk');
    mkdirSync(disk);
    const mount = ['sh', '-c', `mount -t tmpfs -o size=${size} tmpfs "$0" && exec "$@"`, disk];
    return startScript(script, [disk], ['unshare', '--map-root-user', '--mount', ...mount]).ended();
  };

  it('is full is said to be, keeps what it has, and works again when there is space', async () => {
    const { output, errors } = await onDisk(
      '2m',
      `const { openStore } = load('store/store');
       const { sha256 } = load('canonical');
       const { makeTree } = load('tree');
       const fs = require('fs');
       const root = args[0] + '/cache';
       const store = await openStore({ root, maxBytes: 1e9 });
       const code = (work) => work().then(() => 'fine', (error) => error.code);
       const first = await store.putBuffer(Buffer.from('first'));
       const half = await store.putBuffer(Buffer.alloc(700000, 'h'));
       const key = sha256('item');
       await store.putItem(key, { failed: 'before' });
       fs.writeFileSync(args[0] + '/ballast', Buffer.alloc(1000000));
       const tree = makeTree([{ path: 'h', ...half }]);
       const scratch = await store.scratch();
       say(await code(() => store.putBuffer(Buffer.alloc(500000, 'x'))));
       say(await code(() => store.materialise(tree)));
       say(await code(() => store.copyTo(half.sha256, scratch.path + '/copy', 0o644)));
       let items = 'fine';
       for (let i = 0; items === 'fine' && i < 100; i++) items = await code(() => store.putItem(key, { failed: 'x'.repeat(9000) }));
       say(items);
       say(fs.existsSync(scratch.path + '/copy') + ' ' + fs.readdirSync(root + '/kept' ).length);
       say((await store.read(first.sha256)).toString());
       say(await store.has(sha256(Buffer.alloc(500000, 'x'))));
       fs.rmSync(args[0] + '/ballast');
       say(await code(() => store.putBuffer(Buffer.alloc(500000, 'x'))));
       await store.putItem(key, { failed: 'after' });
       say(JSON.stringify(await store.getItems([key])));`.replace(
        "fs.readdirSync(root + '/kept' ).length",
        "fs.existsSync(root + '/kept/' + load('tree').treeDigest(tree))",
      ),
    );
    expect(errors).toBe('');
    expect(output.trim().split('\n')).toEqual([
      'DISK_FULL',
      'DISK_FULL',
      'DISK_FULL',
      'DISK_FULL',
      'false false',
      'first',
      'false',
      'fine',
      '[{"failed":"after"}]',
    ]);
  }, 60_000);

  it('is read-only is named with the way out, at once and later', async () => {
    const { output, errors } = await onDisk(
      '2m',
      `const { openStore } = load('store/store');
       const { execFileSync } = require('child_process');
       const root = args[0] + '/cache';
       const store = await openStore({ root, maxBytes: 1e9 });
       const { sha256: digest } = await store.putBuffer(Buffer.from('x'));
       const say1 = (error) => say(error.code + ' ' + error.message.includes(root) + ' ' + String(error.hint).includes('KILN_CACHE_DIR'));
       require('fs').rmSync(root + '/tmp', { recursive: true });
       execFileSync('mount', ['-o', 'remount,ro', args[0]]);
       await store.putBuffer(Buffer.from('y')).catch(say1);
       await store.putItem(digest, { failed: '' }).catch(say1);
       await store.putResult(digest, { result: digest }).catch(say1);
       await store.scratch().catch(say1);
       await store.materialise({ entries: [] }).catch(say1);
       await load('lock').withLock(root + '/locks', 'a', {}, async () => {}).catch(say1);
       await openStore({ root, maxBytes: 1 }).then(() => say('fine'), say1);
       await openStore({ root: args[0] + '/other', maxBytes: 1 }).catch((error) => say(error.code));
       say((await store.read(digest)).toString());`,
    );
    expect(errors).toBe('');
    const unwritable = 'STORE_UNWRITABLE true true';
    expect(output.trim().split('\n')).toEqual([...Array(7).fill(unwritable), 'STORE_UNWRITABLE', 'x']);
  }, 60_000);
});

describe('a user without rights', () => {
  // As root nothing is refused, so the script runs as nobody; another user's tests run as that user.
  const asUser = process.getuid?.() === 0 ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];
  const run = (script: string) => startScript(script, [home], asUser).ended();

  it('is told that the cache is not his', async () => {
    mkdirSync(join(home, 'cache'));
    chmodSync(home, 0o755);
    chmodSync(join(home, 'cache'), 0o555);
    const { output } = await run(
      `await load('store/store').openStore({ root: args[0] + '/cache', maxBytes: 1 }).catch((error) => say(error.code));`,
    );
    expect(output).toBe('STORE_UNWRITABLE\n');
  });

  it('still gets rid of what a tool left read-only', async () => {
    chmodSync(home, 0o777);
    const { output, errors } = await run(
      `const fs = require('fs');
       const store = await load('store/store').openStore({ root: args[0] + '/cache', maxBytes: 1 });
       const { path, dispose } = await store.scratch();
       fs.mkdirSync(path + '/a/b', { recursive: true });
       fs.writeFileSync(path + '/a/b/f', '');
       fs.chmodSync(path + '/a/b', 0o555);
       fs.chmodSync(path + '/a', 0o500);
       await dispose();
       say(fs.existsSync(path));`,
    );
    expect(errors).toBe('');
    expect(output).toBe('false\n');
  });
});
