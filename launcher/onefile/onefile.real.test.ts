import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ROOT, start } from '../launcher.testing';
import { buildStub, inNamespace, layBundle, pack, scratchFolder, startIn } from './onefile.testing';

jest.setTimeout(300_000);

let root: string;
let stub: string;
let program: string;
let home: string;
let shelf: string;
beforeAll(() => {
  root = scratchFolder();
  stub = buildStub(ROOT, join(root, 'built'));
  layBundle(join(root, 'bundle'));
  program = join(root, 'tool');
  pack(join(root, 'bundle'), stub, program);
});
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  home = join(root, 'home');
  shelf = join(home, '.cache', 'tool-onefile');
  mkdirSync(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const versions = () => readdirSync(shelf).filter((name) => name !== '.lock');
const folder = () => join(shelf, versions()[0] as string);

test('the first start unpacks, the second starts from there', () => {
  const first = startIn(home, program, ['a', 'b c']);
  expect(first).toMatchObject({ status: 42, stderr: '' });
  expect(first.stdout).toContain(`name=tool onefile=${program} pwd=${process.cwd()} umask=0022`);
  expect(first.stdout).toContain(`args=a b c\nfrom=${folder()}\n`);
  const made = statSync(folder());
  expect(made.mode & 0o777).toBe(0o700);
  expect(lstatSync(shelf).mode & 0o777).toBe(0o700);
  expect(startIn(home, program, ['a', 'b c'])).toEqual(first);
  expect(statSync(folder()).ino).toBe(made.ino);
  expect(versions()).toHaveLength(1);
});

test('a bundle of many launchers is known again at its next start', () => {
  const boots = Array.from({ length: 60 }, (_, i) => [`boot/${'a-name-of-some-length-'.repeat(3)}${i}.pyc`, `${i}`]);
  layBundle(join(root, 'many'), Object.fromEntries(boots));
  const many = join(root, 'many-tool', 'tool');
  mkdirSync(join(root, 'many-tool'));
  pack(join(root, 'many'), stub, many);
  expect(startIn(home, many)).toMatchObject({ status: 42, stderr: '' });
  const made = statSync(folder());
  expect(startIn(home, many)).toMatchObject({ status: 42, stderr: '' });
  expect(statSync(folder()).ino).toBe(made.ino);
});

test('what is unpacked is the bundle: bytes, links, executable bits', () => {
  startIn(home, program);
  rmSync(join(folder(), '.onefile'));
  expect(
    start('diff', ['-r', '--no-dereference', join(root, 'bundle'), folder()], { env: process.env as never }),
  ).toMatchObject({
    status: 0,
    stdout: '',
  });
  expect(statSync(join(folder(), 'tool')).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder(), 'boot.pyc')).mode & 0o777).toBe(0o644);
});

test("the application gets the user's limits and umask, whatever unpacking needs", () => {
  const line = 'umask 077; ulimit -s 4096; exec "$0"';
  const { stdout } = startIn(home, '/bin/sh', ['-c', line, program]);
  expect(stdout).toContain('umask=0077 stack=4096');
  expect(statSync(join(folder(), 'boot.pyc')).mode & 0o777).toBe(0o644);
});

test('a link or copy called like another launcher of the bundle starts that one', () => {
  for (const [name, expected] of [
    ['other-tool', 'other-tool'],
    ['renamed', 'tool'],
    ['boot.pyc', 'tool'],
  ] as const) {
    symlinkSync(program, join(home, name));
    expect(startIn(home, join(home, name)).stdout).toContain(`name=${expected} onefile=${program}`);
  }
});

test.each(['link', 'stub'])('another launcher beside the file, as a %s', (how) => {
  const beside = join(root, how);
  pack(join(root, 'bundle'), stub, join(beside, 'tool'), [how, 'other-tool']);
  const other = join(beside, 'other-tool');
  const ran = startIn(home, other, ['x']);
  expect(ran).toMatchObject({ status: 42, stderr: '' });
  expect(ran.stdout).toContain(`name=other-tool onefile=${join(beside, 'tool')}`);
  expect(startIn(home, join(beside, 'tool')).stdout).toContain('name=tool');
  expect(versions()).toHaveLength(1);
  // What stands for one launcher knows which; a link is known by its name.
  renameSync(other, join(beside, 'renamed'));
  const name = how === 'stub' ? 'other-tool' : 'tool';
  expect(startIn(home, join(beside, 'renamed')).stdout).toContain(`name=${name} onefile=${join(beside, 'tool')}`);
});

test('a small launcher without its file, or with another small one in its place, says so', () => {
  const odd = join(root, 'odd');
  pack(join(root, 'bundle'), stub, join(odd, 'tool'), ['stub', 'other-tool']);
  const other = join(odd, 'other-tool');
  cpSync(other, join(odd, 'tool'));
  expect(startIn(home, other)).toMatchObject({
    status: 125,
    stderr: expect.stringContaining('this program is incomplete'),
  });
  rmSync(join(odd, 'tool'));
  expect(startIn(home, other)).toMatchObject({
    status: 125,
    stderr: `${other}: error: ${join(odd, 'tool')}: no such file or folder
  this program starts what is in that file: keep the two in one folder\n`,
  });
});

test('six first starts at once: all start, one folder', async () => {
  const env = { PATH: process.env.PATH, HOME: home };
  const codes = await Promise.all(
    Array.from(
      { length: 6 },
      () => new Promise((resolve) => spawn(program, { env, stdio: 'ignore' }).once('exit', resolve)),
    ),
  );
  expect(codes).toEqual([42, 42, 42, 42, 42, 42]);
  expect(versions()).toHaveLength(1);
});

test('killed while unpacking: nothing is started from what is half there, and it goes away', async () => {
  // The kernel kills at the first write beyond a limit: a kill at an exact moment.
  const { signal } = startIn(home, '/bin/sh', ['-c', 'ulimit -f 8; exec "$0"', program]);
  expect(signal).toBe('SIGXFSZ');
  expect(versions()).toEqual([expect.stringMatching(/^\.unpack-/)]);
  const env = { PATH: process.env.PATH, HOME: home };
  for (let delay = 0; delay < 40; delay += 5) {
    rmSync(shelf, { recursive: true });
    const child = spawn(program, { env, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    setTimeout(() => child.kill('SIGKILL'), delay);
    await ended;
    expect(startIn(home, program)).toMatchObject({ status: 42, stderr: '' });
    expect(versions()).toEqual([expect.stringMatching(/^[0-9a-f]{20}$/)]);
  }
});

describe('a folder that was changed', () => {
  const said = (stderr: string) =>
    expect(stderr).toBe(`${program}: ${folder()} was changed or is incomplete: it is unpacked again\n`);
  beforeEach(() => startIn(home, program));

  test.each<[string, () => void]>([
    ['a boot module of another size', () => appendFileSync(join(folder(), 'boot.pyc'), 'x')],
    ['the library is gone', () => rmSync(join(folder(), 'runtime/lib/libpython.so.1'))],
    ['a launcher is a link', () => (rmSync(join(folder(), 'tool')), symlinkSync('/bin/true', join(folder(), 'tool')))],
    ['no marker', () => rmSync(join(folder(), '.onefile'))],
    ['an empty marker', () => truncateSync(join(folder(), '.onefile'))],
  ])('is seen at each start: %s', (_, change) => {
    change();
    const { status, stderr } = startIn(home, program);
    expect(status).toBe(42);
    said(stderr);
    expect(startIn(home, program).stderr).toBe('');
    expect(versions()).toHaveLength(1);
  });

  const subtle: [string, () => void][] = [
    ['other bytes', () => writeFileSync(join(folder(), 'app/ä b/data.txt'), 'DATA')],
    ['a file more', () => writeFileSync(join(folder(), 'app/json.py'), '')],
    ['a file less', () => rmSync(join(folder(), 'app/empty'))],
    [
      'a link elsewhere',
      () => (
        rmSync(join(folder(), 'runtime/lib/libpython.so')),
        symlinkSync('/x', join(folder(), 'runtime/lib/libpython.so'))
      ),
    ],
  ];
  test.each(subtle)('is seen when asked to look at everything: %s', (_, change) => {
    change();
    expect(startIn(home, program).stderr).toBe('');
    said(startIn(home, program, [], { KILN_ONEFILE_VERIFY: '1' }).stderr);
    expect(startIn(home, program, [], { KILN_ONEFILE_VERIFY: '1' }).stderr).toBe('');
  });

  test('is looked at wholly once after the machine was started', () => {
    const marker = join(folder(), '.onefile');
    const text = readFileSync(marker, 'utf8');
    const earlier = text.replace(/\n[0-9a-f-]{36}\n/, '\n00000000-0000-0000-0000-000000000000\n');
    expect(earlier).not.toBe(text);
    writeFileSync(marker, earlier);
    expect(startIn(home, program)).toMatchObject({ status: 42, stderr: '' });
    expect(readFileSync(marker, 'utf8')).toBe(text);
    writeFileSync(marker, earlier);
    writeFileSync(join(folder(), 'app/ä b/data.txt'), 'DATA');
    said(startIn(home, program).stderr);
  });
});

test('nothing is started from a folder that others may write to, or through a link', () => {
  startIn(home, program);
  const bad: (() => void)[] = [
    () => chmodSync(folder(), 0o770),
    () => chmodSync(shelf, 0o707),
    () => (renameSync(shelf, join(home, 'elsewhere')), symlinkSync(join(home, 'elsewhere'), shelf)),
  ];
  for (const change of bad) {
    change();
    const passing = startIn(home, program, [], { TMPDIR: home });
    expect(passing).toMatchObject({ status: 42, stderr: '' });
    expect(passing.stdout).toMatch(new RegExp(`from=${home}/tool-[0-9a-f]{32}\n`));
    const { status, stderr } = startIn(home, program, [], { KILN_ONEFILE_DIR: join(home, '.cache') });
    expect(stderr).toContain('belongs to somebody else, or others may write to it');
    expect(status).toBe(125);
    chmodSync(shelf, 0o700);
    chmodSync(folder(), 0o700);
  }
});

describe('no cache: a folder for one start', () => {
  const env = () => ({ XDG_CACHE_HOME: '/proc/none', TMPDIR: home });
  const left = () => readdirSync(home);

  test('is removed afterwards; the exit code is passed on', () => {
    const { status, stdout, stderr } = startIn(home, program, ['x'], env());
    expect({ status, stderr }).toEqual({ status: 42, stderr: '' });
    expect(stdout).toMatch(new RegExp(`from=${home}/tool-[0-9a-f]{32}\n`));
    expect(left()).toEqual([]);
    expect(startIn(home, program, ['die'], env()).signal).toBe('SIGSEGV');
    expect(left()).toEqual([]);
  });

  test('signals reach the application', async () => {
    const child = spawn(program, ['wait'], {
      env: { PATH: process.env.PATH, ...env() },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdout.on('data', (text) => {
      output += text;
      if (output.endsWith('ready\n')) child.kill('SIGTERM');
    });
    expect(await ended).toBe(7);
    expect(output).toContain('caught');
    expect(left()).toEqual([]);
  });

  test("somebody else's HOME, as with sudo, gets no folders", () => {
    const theirs = join(home, 'theirs');
    mkdirSync(theirs);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(theirs, 1, 1);
    const { stdout } = startIn(isRoot ? theirs : '/', program, [], { TMPDIR: home });
    expect(stdout).toMatch(new RegExp(`from=${home}/tool-[0-9a-f]{32}\n`));
    expect(readdirSync(theirs)).toEqual([]);
  });
});

describe('a place that does not do is named', () => {
  test('full disk: nothing stays, and it works when there is room', () => {
    const line = `mount -t tmpfs -o size=1m tmpfs "$1"; KILN_ONEFILE_DIR="$1/x" "$0"; echo "code $?"
      find "$1/x" -type f; mount -o remount,size=20m "$1"; KILN_ONEFILE_DIR="$1/x" "$0"; echo "code $?"`;
    const { stdout, stderr } = inNamespace(line, program, home);
    expect(stderr).toBe(`${program}: error: no place to unpack 4 MB to:
  ${home}/x/tool-onefile/${version()}: no space left on device
  set KILN_ONEFILE_DIR to a folder of yours with room, from which programs may be started
`);
    expect(stdout).toMatch(/^code 125\n.*\/\.lock\nname=tool [^]*code 42\n$/);
  });

  test('full cache: the temporary folder serves', () => {
    const line = `mkdir "$1/.cache" "$1/t"; mount -t tmpfs -o size=1m tmpfs "$1/.cache"; TMPDIR="$1/t" "$0"; echo "code $?"; find "$1" -type f; ls "$1/t"`;
    const { stdout, stderr } = inNamespace(line, program, home);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      new RegExp(`from=${home}/t/tool-[0-9a-f]{32}\ncode 42\n${home}/.cache/tool-onefile/.lock\n$`),
    );
  });

  test('read-only or without programs', () => {
    const line = `mount -t tmpfs -o ro tmpfs "$1"; KILN_ONEFILE_DIR="$1/x" "$0"; mount -o remount,rw,noexec "$1"; KILN_ONEFILE_DIR="$1/x" "$0"`;
    const { stderr } = inNamespace(line, program, home);
    expect(stderr).toContain(`${home}/x/tool-onefile: read-only file system`);
    expect(stderr).toContain(`${home}/x/tool-onefile: programs may not be started from there (noexec)`);
  });

  const version = () => readFileSync(program).subarray(-256).subarray(48, 58).toString('hex');
});

test('a file that was cut off or damaged says so and leaves nothing', () => {
  const bad = join(home, 'tool');
  cpSync(program, bad);
  truncateSync(bad, statSync(program).size - 1);
  expect(startIn(home, bad)).toMatchObject({
    status: 125,
    stderr: expect.stringContaining('this program is incomplete'),
  });
  const bytes = readFileSync(program);
  bytes[bytes.length - 3000] = ~(bytes[bytes.length - 3000] as number);
  writeFileSync(bad, bytes);
  expect(startIn(home, bad)).toMatchObject({
    status: 125,
    stderr: expect.stringContaining("this program's data is damaged"),
  });
  expect(existsSync(shelf) ? versions() : []).toEqual([]);
});

test('another version removes those that nobody used for a month', () => {
  const month = Date.now() / 1000 - 31 * 24 * 60 * 60;
  const day = Date.now() / 1000 - 2 * 24 * 60 * 60;
  for (const [name, used] of [
    ['1'.repeat(20), month],
    ['2'.repeat(20), day],
  ] as const) {
    mkdirSync(join(shelf, name), { recursive: true, mode: 0o700 });
    writeFileSync(join(shelf, name, '.onefile'), '');
    utimesSync(join(shelf, name, '.onefile'), used, used);
  }
  mkdirSync(join(shelf, 'not ours'));
  chmodSync(shelf, 0o700);
  startIn(home, program);
  expect(versions().sort()).toEqual(['2'.repeat(20), expect.stringMatching(/^[0-9a-f]{20}$/), 'not ours'].sort());
  const used = join(shelf, versions().find((name) => !/^2|not/.test(name)) as string, '.onefile');
  utimesSync(used, day, day);
  startIn(home, program);
  expect(statSync(used).mtimeMs / 1000).toBeGreaterThan(day + 3600);
});
