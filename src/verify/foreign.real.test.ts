/** Compares the readers of Windows and macOS binaries with lief, on every binary of real runtimes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { PlatformId } from '../model/platforms';
import { PINS } from '../toolchain/pins';
import { interpreterFor, runtimeFor } from '../toolchain/runtimes';
import { sharedContext } from '../toolchain/toolchain.testing';
import type { ToolchainContext } from '../toolchain/types';
import { readBinary } from './read-binary';
import type { BinaryFacts, MachoFacts, PeFacts } from './types';
import { verifyTree } from './verify';

jest.setTimeout(300_000);

const LIEF = 'lief==1.0.0';
/** Prints what lief reads, in the words of this room. */
const SCRIPT = `
import json, sys, lief
out = {}
for path in sys.stdin.read().split("\\n"):
    if lief.is_pe(path):
        b = lief.PE.parse(path)
        out[path] = {"machine": int(b.header.machine.value), "timestamp": b.header.time_date_stamps,
            "subsystem": int(b.optional_header.subsystem.value), "imports": [i.name for i in b.imports],
            "delayed": [d.name for d in b.delay_imports]}
    else:
        fat = lief.MachO.parse(path) # Its parts do not outlive it.
        out[path] = [{"machine": int(b.header.cpu_type.value), "filetype": int(b.header.file_type.value),
            "libraries": [l.name for l in b.libraries if not str(l.command).endswith("ID_DYLIB")],
            "rpath": [r.path for r in b.rpaths], "signed": b.has_code_signature} for b in fat]
print(json.dumps(out))
`;

let ctx: ToolchainContext;
let python = '';
let library = '';
beforeAll(async () => {
  ctx = await sharedContext({ pythons: {}, runtimes: { provider: 'go-module', modules: PINS.goModules } });
  python = join(await interpreterFor('3.14.6', ctx).toolchain.resolve(), 'bin', 'python3');
  library = mkdtempSync(join(tmpdir(), 'kiln-lief-'));
  const args = ['pip', 'install', '-q', '--no-config', '--python', python, '--target', library, LIEF];
  execFileSync('uv', args, { env: ctx.env, stdio: ['ignore', 'ignore', 'inherit'] });
});
afterAll(() => rmSync(library, { recursive: true, force: true }));

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function factsOf(path: string): BinaryFacts | undefined {
  const binary = readBinary(readFileSync(path));
  return binary && 'facts' in binary ? binary.facts : undefined;
}

function lief(paths: readonly string[]): Record<string, unknown> {
  const script = join(library, 'facts.py');
  writeFileSync(script, SCRIPT);
  const env = { PYTHONPATH: library, PYTHONDONTWRITEBYTECODE: '1' };
  return JSON.parse(execFileSync(python, [script], { input: paths.join('\n'), env, maxBuffer: 1e8 }).toString());
}

const pe = ({ machine, timestamp, subsystem, imports, delayed }: PeFacts) => ({
  ...{ machine, timestamp, subsystem, imports, delayed },
});
const macho = ({ slices }: MachoFacts) =>
  slices.map(({ machine, filetype, libraries, rpath, signature }) => ({
    ...{ machine, filetype, rpath, libraries: libraries.map(({ path }) => path), signed: signature !== 'none' },
  }));

it.each([
  ['windows-x64', 40],
  ['macos-arm64', 15],
  ['macos-x64', 15],
] as const)('reads what lief reads in the runtime of %s, which is whole', async (platform: PlatformId, atLeast) => {
  const folder = await runtimeFor('3.14.6', platform, ctx).toolchain.resolve();
  const files = filesOf(folder);
  const binaries = files.flatMap((path) => {
    const facts = factsOf(path);
    return facts ? [{ path, facts }] : [];
  });
  expect(binaries.length).toBeGreaterThan(atLeast);
  const ours = binaries.map(({ path, facts }) => [
    path,
    facts.format === 'pe' ? pe(facts) : facts.format === 'macho' ? macho(facts) : facts,
  ]);
  expect(Object.fromEntries(ours)).toEqual(lief(binaries.map(({ path }) => path)));

  // Every library that they need is inside or part of the system, every signature good.
  const inBundle = (path: string): string => `py-app/runtime/${relative(folder, path)}`;
  const byPath = new Map(files.map((path) => [inBundle(path), path]));
  const tree = { entries: [...byPath.keys()].map((path) => ({ path, sha256: '', size: 0 })) };
  const open = async (path: string): Promise<Buffer> => readFileSync(byPath.get(path) as string);
  expect(await verifyTree(tree, open, { platform, forbidden: [] })).toMatchObject({ warnings: [], data: [] });
});
