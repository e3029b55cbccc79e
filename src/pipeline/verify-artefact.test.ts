/** A verdict that is kept must not serve for other bytes, another policy or another machine's secrets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../engine/store/store';
import type { Store } from '../engine/store/types';
import { makeTree, treeDigest } from '../engine/tree';
import type { RunResult } from '../engine/types';
import type { Session } from './session';
import { verifyArtefact } from './verify-artefact';

let folder: string;
let store: Store;
const read: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-verify-'));
  const opened = await openStore({ root: folder, maxBytes: 1e9 });
  store = { ...opened, read: (digest) => opened.read(digest).finally(() => read.push(digest)) };
  read.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function artefact(text: string): Promise<RunResult> {
  const tree = makeTree([{ path: 'app/app/data.txt', ...(await store.putBuffer(Buffer.from(text))) }]);
  return { tree, digest: treeDigest(tree), steps: [] };
}

const session = (env: NodeJS.ProcessEnv = {}) =>
  ({
    store,
    workspaceRoot: '/srv/people/ada/shop',
    env,
    tools: { cacheDir: '/srv/people/ada/cache' },
  }) as unknown as Session;
const verify = (result: RunResult, given = session(), glibc = '2.28') =>
  verifyArtefact(result, 'linux-x64', { maxGlibc: glibc }, ['apps/app'], given);

it('looks at the same bytes once', async () => {
  const result = await artefact('harmless');
  const first = await verify(result);
  const [content] = read;
  expect(await verify(result)).toEqual(first);
  expect(read.filter((digest) => digest === content)).toHaveLength(1);
});

it('looks again when other things are forbidden', async () => {
  const result = await artefact('the key is s3cr3t-t0ken-of-ci');
  await expect(verify(result)).resolves.toMatchObject({ files: 1 });
  await expect(verify(result, session({ CI_TOKEN: 's3cr3t-t0ken-of-ci' }))).rejects.toMatchObject({
    code: 'VERIFY_LEAK',
  });
});

it('looks again at another policy, and keeps no verdict of what was refused', async () => {
  const clean = await artefact('harmless');
  await verify(clean);
  const before = read.length;
  await verify(clean, session(), '2.17');
  expect(read.length).toBeGreaterThan(before);
  const leaking = await artefact('built in /srv/people/ada/shop/apps');
  await expect(verify(leaking)).rejects.toMatchObject({ code: 'VERIFY_LEAK' });
  await expect(verify(leaking)).rejects.toMatchObject({ code: 'VERIFY_LEAK' });
});
