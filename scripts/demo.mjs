// Shows what Kiln does, on a fresh clone: builds the plugin, installs it packed into examples/, builds a Python application
// for this machine and for arm64, starts what can be started here. Says what is missing and how to get it.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ask, buildPlugin, installDependencies, nodeIsOld, root, run } from './setup.mjs';

const EXAMPLES = join(root, 'examples');
const HOST = `${process.platform}-${process.arch}`;
/** Where distributions keep arm64's C library for emulators. */
const SYSROOTS = ['/usr/aarch64-linux-gnu', '/usr/aarch64-linux-gnu/sys-root', '/'];
const BUILT_HERE = ['linux-x64', 'linux-arm64'].includes(HOST);

const say = (text) => console.log(`\n━━ ${text}`);
const MB = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** What would be good to have; `for` says what happens without it. Nothing is refused for it: caches may hold what is needed. */
function whatIsMissing() {
  const python = ['python3', 'python'].find((name) => ask(name, ['-m', 'pip', '--version']));
  const emulated =
    HOST === 'linux-arm64' ||
    ((ask('qemu-aarch64-static', ['--version']) || ask('qemu-aarch64', ['--version'])) &&
      SYSROOTS.some((folder) => existsSync(join(folder, 'lib/ld-linux-aarch64.so.1'))));
  return [
    ask('go', ['version'])
      ? undefined
      : {
          what: 'Go',
          get: 'https://go.dev/dl; or let uv fetch the runtimes: remove examples/kiln.json',
          for: 'the example takes its Python runtimes from a Go module',
        },
    python || ask('uv', ['--version'])
      ? undefined
      : {
          what: 'a Python with pip, or uv',
          get: 'apt-get install python3-pip',
          for: 'uv is fetched with it',
        },
    emulated
      ? undefined
      : {
          what: 'qemu-user, or the C library of arm64',
          get: 'apt-get install qemu-user-static libc6-arm64-cross libgcc-s1-arm64-cross libstdc++6-arm64-cross',
          for: 'the arm64 result is built, but cannot be started here',
        },
    process.platform !== 'linux' || ask('bwrap', ['--version'])
      ? undefined
      : {
          what: 'bubblewrap',
          get: 'apt-get install bubblewrap',
          for: 'steps run in plain folders instead of isolated',
        },
  ].filter(Boolean);
}

function folderSize(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? folderSize(path) : lstatSync(path).size);
  }, 0);
}

/** Packs the plugin and installs it into examples/, unless that very package is there already. */
function installPacked() {
  const packed = ask('npm', ['pack', '--json', '--pack-destination', EXAMPLES]);
  if (packed === undefined) {
    return false;
  }
  const [{ filename, size }] = JSON.parse(packed);
  const tarball = join(EXAMPLES, filename);
  console.log(`packed ${filename}, ${MB(size)}`);
  const marker = join(EXAMPLES, 'node_modules', '.nx-kiln-packed');
  const digest = createHash('sha256').update(readFileSync(tarball)).digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) {
    console.log('examples/ has it already');
    return true;
  }
  // Not saved: package.json and its lock would name a file that no other clone has.
  const installed = run('npm', ['install', '--no-save', `./${filename}`], { cwd: EXAMPLES });
  if (installed) {
    writeFileSync(marker, digest);
  }
  return installed;
}

function nx(...args) {
  console.log(`$ nx ${args.join(' ')}`);
  return run('npx', ['nx', ...args], { cwd: EXAMPLES });
}

/** Builds and smokes one platform; true when both worked, or when it cannot be started here. */
function build(title, platform, flags, startable) {
  say(title);
  if (!nx('build', 'py-app', ...flags)) {
    return false;
  }
  const folder = join(EXAMPLES, 'dist/apps/py-app', platform);
  const { executable, python, glibc, packages } = JSON.parse(readFileSync(join(folder, 'kiln.json'), 'utf8'));
  const program = join(folder, executable);
  console.log(`${relative(root, program)}: ${machine(program)}`);
  console.log(
    `${MB(folderSize(folder))}, Python ${python}, ${Object.keys(packages).length} packages, glibc ≥ ${glibc ?? '-'}`,
  );
  if (!startable) {
    console.log('not started: see what is missing below');
    return true;
  }
  return nx('smoke', 'py-app', ...flags, '--args=info');
}

/** What `file` would say. */
function machine(path) {
  const code = readFileSync(path).readUInt16LE(18);
  return `ELF 64-bit, ${{ 62: 'x86-64', 183: 'ARM aarch64' }[code] ?? `machine ${code}`}`;
}

function main() {
  if (nodeIsOld()) {
    console.error(`Kiln needs Node 20.19 or newer, this is ${process.versions.node}`);
    return false;
  }
  const missing = whatIsMissing();
  say('The plugin: dependencies, build, launchers');
  const ready = installDependencies() && buildPlugin();
  if (ready) {
    say('The plugin, packed, into examples/');
  }
  const installed = ready && installDependencies(EXAMPLES) && installPacked();
  const canStart = !missing.some(({ what }) => what.startsWith('qemu-user'));
  const results = [];
  if (installed) {
    if (BUILT_HERE) {
      results.push(build(`py-app for this machine (${HOST})`, HOST, [], true));
    } else {
      console.log(`bundles for ${HOST} are not built yet; the one for linux-arm64 is`);
    }
    results.push(build('py-app for arm64', 'linux-arm64', ['--configuration=arm64'], canStart));
  }
  if (missing.length > 0) {
    say('What is missing here');
    for (const { what, get, for: why } of missing) {
      console.log(`${what}: ${why}\n  get it: ${get}`);
    }
  }
  const ok = installed && results.every(Boolean);
  say(ok ? 'Done' : 'Not everything worked; the lines above say why');
  if (ok) {
    console.log(
      [
        'Next, in examples/:',
        '  change a line in apps/py-app/src/py_app/greetings.py, then  npx nx build py-app',
        '  build again without a change                                npx nx build py-app',
        BUILT_HERE
          ? `  start it                                                    dist/apps/py-app/${HOST}/py-app/py-app hello`
          : '',
      ].join('\n'),
    );
  }
  return ok;
}

process.exitCode = main() ? 0 : 1;
