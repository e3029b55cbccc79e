import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../engine/canonical';
import { cell } from '../model/cells';
import { type Platform, platformById } from '../model/platforms';
import { memoryDisk } from '../project/disk';
import { readWorkspace } from '../project/workspace';
import { readArchives } from './archives';
import { lockedPackages } from './freeze-request';
import type { Session } from './session';
import { freshLock, type Subject } from './subject';

let workspaceRoot: string;
beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'archives-'));
  mkdirSync(join(workspaceRoot, 'app', 'vendor'), { recursive: true });
  writeFileSync(join(workspaceRoot, 'app', 'vendor', WHEEL), 'a wheel');
});
afterEach(() => rmSync(workspaceRoot, { recursive: true }));

const WHEEL = 'x-1-py3-none-any.whl';
const HASH = `sha256:${sha256('a wheel')}`;
const entry = (path: string, hash = HASH) => ({
  ...{ name: 'x', extras: [], version: '1', wheels: [], filesKnown: true, neededBy: 'app' },
  source: { kind: 'path' as const, path },
  hashes: [hash],
});

it('finds wheels of the workspace below the folder of their lock', async () => {
  const { archives, inputs } = await readArchives([entry(`./vendor/${WHEEL}`)], 'app', { workspaceRoot });
  expect(inputs.map(({ tree }) => tree.entries.map(({ path }) => path))).toEqual([[`app/vendor/${WHEEL}`]]);
  expect(archives).toBe(inputs[0]?.digest);
});

it.each([
  ['vendor/gone.whl', HASH, 'LOCK_INVALID', 'the lock takes x from app/vendor/gone.whl, which is not there'],
  ['vendor', HASH, 'LOCK_INVALID', 'the lock takes x from app/vendor, which is no file'],
  ['../../x.whl', HASH, 'LOCK_INVALID', 'the lock takes x from ../x.whl, which lies outside of the workspace'],
  [`vendor/${WHEEL}`, 'sha256:00', 'DIGEST_MISMATCH', `app/vendor/${WHEEL} is not the file that the lock means by x`],
])('refuses %s with %s', async (path, hash, code, message) => {
  const found = readArchives([entry(path, hash)], 'app', { workspaceRoot });
  await expect(found).rejects.toMatchObject({ code, message });
});

it('does not leave a locked wheel of the workspace to uv, whose export leaves it out', async () => {
  const disk = memoryDisk({
    'app/pyproject.toml': `[project]\nname = "app"\nversion = "1"\ndependencies = ["x"]
[tool.uv.sources]\nx = { path = "vendor/${WHEEL}" }\n`,
    'app/uv.lock': `version = 1\nrequires-python = ">=3.14"\n
[[package]]\nname = "app"\nversion = "1"\nsource = { editable = "." }\ndependencies = [{ name = "x" }]
[package.metadata]\nrequires-dist = [{ name = "x", path = "vendor/${WHEEL}" }]\n
[[package]]\nname = "x"\nversion = "1"\nsource = { path = "vendor/${WHEEL}" }
wheels = [{ filename = "${WHEEL}", hash = "${HASH}" }]\n`,
  });
  const { projects, locks } = readWorkspace(['app/pyproject.toml'], disk);
  const [project, scope] = [projects[0], locks[0]];
  if (!project || !scope) {
    throw new Error('the workspace was not read');
  }
  const known = freshLock({ project, scope, disk } as unknown as Subject);
  const target = { cell: cell('cp314', platformById('linux-x64') as Platform), pythonVersion: '3.14.6' };
  const { lock, inputs } = await lockedPackages(known, project, target, { workspaceRoot } as Session);
  expect(lock).toEqual({
    kind: 'requirements',
    text: `x @ ./in/archives/app/vendor/${WHEEL} --hash=${HASH}\n`,
    archives: inputs[0]?.digest,
  });
});
