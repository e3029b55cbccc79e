/** One-file applications of other platforms, with programs in them that need no Python: what the stub itself does there. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname as machine } from 'node:os';
import { join } from 'node:path';
import type { PlatformId } from '../../src/model/platforms';
import { winePrefix } from '../../src/toolchain/wine-prefix';
import { printingProgram } from '../../src/verify/arm64.testing';
import { findEmulator } from '../../src/verify/emulator';
import { platformOf } from '../../src/verify/policy';
import { type SmokeRequest, smoke } from '../../src/verify/smoke';
import { findWine, type Wine } from '../../src/verify/wine';
import { context, host, ROOT } from '../launcher.testing';
import { buildStub, pack, scratchFolder } from './onefile.testing';

jest.setTimeout(300_000);

let root: string;
beforeAll(() => {
  root = scratchFolder();
});
afterAll(() => rmSync(root, { recursive: true }));

/** A bundle whose two launchers are programs that are there, in one file. @returns its folder */
function packed(platform: PlatformId, how: string, tool: string, other: string): string {
  const bundle = join(root, platform, 'bundle');
  mkdirSync(join(bundle, 'app'), { recursive: true });
  const suffix = platform === 'windows-x64' ? '.exe' : '';
  copyFileSync(tool, join(bundle, `tool${suffix}`));
  copyFileSync(other, join(bundle, `other-tool${suffix}`));
  writeFileSync(join(bundle, 'app', 'data'), Buffer.alloc(1_000_000, 'data'));
  const artefact = join(root, platform, 'artefact é');
  const stub = buildStub(ROOT, join(root, 'stubs'), platformOf(platform));
  pack(bundle, stub, join(artefact, `tool${suffix}`), [how, `other-tool${suffix}`]);
  return artefact;
}

function start(request: Pick<SmokeRequest, 'artefact' | 'executable' | 'platform'> & Partial<SmokeRequest>) {
  const rest = { host: host().id, timeoutS: 120, env: {}, args: [], signal: new AbortController().signal };
  return smoke({ ...rest, onOutput: () => undefined, ...request });
}

test('linux-arm64 unpacks and starts what it is asked for', async () => {
  const programs = ['tool', 'other'].map((name) => {
    const path = join(root, name);
    writeFileSync(path, printingProgram(`this is ${name}\n`), { mode: 0o755 });
    return path;
  });
  const artefact = packed('linux-arm64', 'link', ...(programs as [string, string]));
  const emulator = findEmulator('linux-arm64', process.env);
  const request = { artefact, platform: 'linux-arm64', ...(emulator ? { emulator } : {}) } as const;
  expect((await start({ ...request, executable: 'tool' })).stdout).toBe('this is tool\n');
  expect((await start({ ...request, executable: 'other-tool' })).stdout).toBe('this is other\n');
});

test('windows-x64 unpacks and starts what it is asked for', async () => {
  const wine = findWine('windows-x64', host().id, process.env) as Wine;
  const pristine = await winePrefix(await context(), wine);
  const [cmd, hostname] = ['cmd', 'hostname'].map((name) => join(pristine, `drive_c/windows/system32/${name}.exe`));
  const artefact = packed('windows-x64', 'stub', cmd as string, hostname as string);
  const request = { artefact, platform: 'windows-x64', wine: { ...wine, pristine } } as const;
  const args = ['/c', 'echo %KILN_ONEFILE% & dir /b %LOCALAPPDATA%'];
  const first = await start({ ...request, executable: 'tool.exe', args });
  expect(first).toMatchObject({ level: 'emulated', stderr: '' });
  expect(first.stdout).toMatch(/^Z:\\.*\\windows-x64\\.*\\tool\.exe\s+(\S+\s+)*tool-onefile\s/);
  const other = await start({ ...request, executable: 'other-tool.exe' });
  // Windows keeps 15 letters of a name.
  expect(other.stdout.trim().toLowerCase()).toBe(machine().slice(0, 15).toLowerCase());
});
