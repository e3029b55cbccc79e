/**
 * Renews src/toolchain/pins.json: what Kiln fetches, by exact version and hash. Needs python3 with pip, and go for the Go modules.
 *
 *   node scripts/pins.mjs [--uv 0.13.8] [--zig 0.17.0]      default: the newest of each
 *
 * Ordinary clients find everything: uv resolves its own wheels and zig's, pip fetches uv's source archive (checked against
 * the resolved hash), whose download metadata names every relocatable Python, and go resolves the module that carries some.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { transformSync } from '@swc/core';
import { findUv, lockPackages, run, sha256Of } from './lock-packages.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILE = join(ROOT, 'src/toolchain/pins.json');
const MINORS = ['3.10', '3.11', '3.12', '3.13', '3.14'];
const GO_MODULE = 'github.com/kluctl/go-embed-python';
/** Hosts that Kiln runs on → what the platform tag of a wheel for them looks like. */
const HOSTS = {
  'linux-x64': /manylinux\w*_x86_64/,
  'linux-arm64': /manylinux\w*_aarch64/,
  'linux-x64-musl': /musllinux\w*_x86_64/,
  'linux-arm64-musl': /musllinux\w*_aarch64/,
  'macos-x64': /macosx\w*_(x86_64|universal2)/,
  'macos-arm64': /macosx\w*_(arm64|universal2)/,
  'windows-x64': /win_amd64/,
  'windows-arm64': /win_arm64/,
};

/** The one table of platforms is TypeScript that imports nothing. */
async function platforms() {
  const { code } = transformSync(readFileSync(join(ROOT, 'src/model/platforms.ts'), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).PLATFORMS;
}

/** name → its entry of a lock that uv writes. */
function resolve(work, requirements) {
  const entries = lockPackages(findUv(work), work, requirements);
  return Object.fromEntries(entries.map((entry) => [entry.name, entry]));
}

function wheels({ version, wheels: files }) {
  const fitting = (pattern) =>
    files
      .filter(({ url, filename }) => pattern.test(filename ?? url.split('/').pop()))
      .map(sha256Of)
      .sort();
  const byHost = Object.entries(HOSTS).map(([host, pattern]) => [host, fitting(pattern)]);
  return { version, wheels: Object.fromEntries(byHost.filter(([, hashes]) => hashes.length > 0)) };
}

/** uv's list of Pythons. pip unpacks the source archive and asks its build backend for metadata; ours copies the list out. */
function downloadMetadata(work, { version, sdist }) {
  const stub = join(work, 'stub');
  const out = join(work, 'downloads.json');
  mkdirSync(stub);
  writeFileSync(
    join(stub, 'maturin.py'),
    [
      'import glob, os, shutil',
      'def get_requires_for_build_wheel(settings=None): return []',
      'def prepare_metadata_for_build_wheel(folder, settings=None):',
      '    [source] = glob.glob("crates/*/download-metadata.json")',
      '    shutil.copyfile(source, os.environ["PINS_OUT"])',
      `    name = "uv-${version}.dist-info"`,
      '    os.makedirs(os.path.join(folder, name))',
      '    with open(os.path.join(folder, name, "METADATA"), "w") as file:',
      `        file.write("Metadata-Version: 2.1\\nName: uv\\nVersion: ${version}\\n")`,
      '    return name',
    ].join('\n'),
  );
  const requirement = join(work, 'uv.txt');
  writeFileSync(requirement, `uv==${version} --hash=${sdist.hash}\n`);
  const options = ['-q', '--no-deps', '--no-binary', 'uv', '--no-build-isolation', '--require-hashes'];
  run('python3', ['-m', 'pip', 'download', ...options, '-d', join(work, 'sdist'), '-r', requirement], {
    env: { ...process.env, PYTHONPATH: stub, PINS_OUT: out },
  });
  return Object.values(JSON.parse(readFileSync(out, 'utf8')));
}

/** The platform row's name of a metadata entry: uv says macos and riscv64gc in keys, darwin and riscv64 in metadata. */
function uvName({ os, arch, libc }) {
  return `${os === 'darwin' ? 'macos' : os}-${arch.family === 'riscv64' ? 'riscv64gc' : arch.family}-${libc}`;
}

/** Per minor the newest release, and what `uv python install` takes of it: no variant, the base instruction set. */
function pythons(metadata, rows) {
  const plain = metadata.filter((m) => m.name === 'cpython' && !m.variant && !m.prerelease && !m.arch.variant);
  return Object.fromEntries(
    MINORS.map((minor) => {
      const ofMinor = plain.filter((m) => `${m.major}.${m.minor}` === minor);
      const patch = Math.max(...ofMinor.map((m) => m.patch));
      const archives = rows.flatMap(({ id, uvPython }) =>
        ofMinor
          .filter((m) => m.patch === patch && uvName(m) === uvPython && m.sha256)
          .map(({ url, sha256 }) => [id, { url, sha256 }]),
      );
      return [minor, { version: `${minor}.${patch}`, archives: Object.fromEntries(archives) }];
    }),
  );
}

/** The newest tag per minor of the module that carries relocatable Pythons, with its sum (checked by go itself). */
function goModules(work) {
  const options = { cwd: work, env: { ...process.env, GOFLAGS: '-mod=mod' } };
  writeFileSync(join(work, 'go.mod'), 'module pins\n');
  const tags = run('go', ['list', '-m', '-versions', GO_MODULE], options).trim().split(' ').slice(1);
  const newest = new Map();
  for (const tag of tags) {
    const [, minor, patch, date, build] = /^v0\.0\.0-(3\.\d+)\.(\d+)-(\d+)-(\d+)$/.exec(tag) ?? [];
    const rank = [patch, date, build].map((part) => String(part).padStart(9, '0')).join();
    if (MINORS.includes(minor) && rank > (newest.get(minor)?.rank ?? '')) newest.set(minor, { rank, tag, patch });
  }
  return Object.fromEntries(
    [...newest].map(([minor, { tag, patch }]) => {
      const { Sum: sum } = JSON.parse(run('go', ['mod', 'download', '-json', `${GO_MODULE}@${tag}`], options));
      return [`${minor}.${patch}`, { module: GO_MODULE, version: tag, sum }];
    }),
  );
}

const { values } = parseArgs({ options: { uv: { type: 'string' }, zig: { type: 'string' } } });
const work = mkdtempSync(join(tmpdir(), 'kiln-pins-'));
try {
  const exact = (name, version) => (version ? `${name}==${version}` : name);
  const locked = resolve(work, [exact('uv', values.uv), exact('ziglang', values.zig)]);
  const pins = {
    uv: wheels(locked.uv),
    zig: wheels(locked.ziglang),
    pythons: pythons(downloadMetadata(work, locked.uv), await platforms()),
    goModules: goModules(work),
  };
  writeFileSync(FILE, `${JSON.stringify(pins, null, 2)}\n`);
  const exacts = Object.values(pins.pythons).map(({ version }) => version);
  console.log(`uv ${pins.uv.version}, zig ${pins.zig.version}, Python ${exacts.join(' ')}`);
  console.log(`Go module: Python ${Object.keys(pins.goModules).join(' ')}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
// Build backends have a file of their own.
await import('./build-pins.mjs');
