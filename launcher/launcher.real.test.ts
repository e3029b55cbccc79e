import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFakePython, buildLaunchers, CONFIG, host, layBundle, start } from './launcher.testing';

jest.setTimeout(300_000);

let root: string;
let bundle: string;
let parts: { launcher: string; library: string };
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'launcher-')));
  buildLaunchers(join(__dirname, '..'), join(root, 'built'), join(root, 'cache'), [host().id]);
  parts = { launcher: join(root, 'built', host().id, 'launcher'), library: join(root, 'libpython.so') };
  buildFakePython(parts.library, join(root, 'cache'));
});
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  bundle = join(root, 'bundle');
  layBundle(bundle, parts);
});
afterEach(() => rmSync(bundle, { recursive: true }));

const folders = (at: string) => `home = ${at}/runtime
prefix = ${at}/runtime
exec_prefix = ${at}/runtime
base_prefix = ${at}/runtime
stdlib_dir = ${at}/lib/std
base_exec_prefix = ${at}/runtime
executable = ${at}/runtime/python
base_executable = ${at}/runtime/python
module_search_paths[0] = ${at}/lib/std
module_search_paths[1] = ${at}/app
module_search_paths[2] = ${at}/site/with space
`;
const COMMON = `use_environment = 0
user_site_directory = 0
site_import = 0
write_bytecode = 0
utf8_mode = 1
configure_locale = 1
install_signal_handlers = 1
configure_c_stdio = 1
`;

test('application: isolated, runs boot, passes the command line on untouched', () => {
  const { stdout, status } = start(join(bundle, 'app'), ['-c', '--help', 'é', '']);
  expect(stdout).toBe(`${COMMON}isolated = 1
parse_argv = 0
${folders(bundle)}run_filename = ${bundle}/boot.py
argv[0] = ${bundle}/app
argv[1] = -c
argv[2] = --help
argv[3] = é
argv[4] = 
`);
  expect(status).toBe(42);
});

test('interpreter: reads the command line as python does', () => {
  const { stdout, status } = start(join(bundle, 'runtime', 'python'), ['-I', 'x']);
  expect(stdout).toBe(`${COMMON}isolated = 0
safe_path = 0
parse_argv = 1
${folders(bundle)}argv[0] = ${bundle}/runtime/python
argv[1] = -I
argv[2] = x
`);
  expect(status).toBe(42);
});

test('finds its folder through links, other names, relative calls and any folder name', () => {
  const odd = join(root, 'é $(x) \'q" 日本');
  cpSync(bundle, odd, { recursive: true });
  renameSync(join(odd, 'app'), join(odd, 'other name'));
  symlinkSync(join(odd, 'other name'), join(root, 'link'));
  for (const result of [
    start(join(root, 'link')),
    start('./link', [], { cwd: root }),
    start('./other name', [], { cwd: odd }),
    start(join(odd, 'other name'), [], { argv0: 'nonsense' }),
  ]) {
    expect(result.stdout).toContain(folders(odd));
  }
  expect(start(join(root, 'link'), [], { argv0: 'called so' }).stdout).toContain('argv[0] = called so\n');
});

test('a path of thousands of bytes works', () => {
  const deep = join(root, ...Array.from({ length: 15 }, () => 'd'.repeat(200)));
  cpSync(bundle, deep, { recursive: true });
  expect(start(join(deep, 'app')).stdout).toContain(folders(deep));
});

test('arguments that are not UTF-8 are put right after the start', () => {
  const line = `exec "$0" ok "$(printf 'x\\377')" "$(printf '\\355\\240\\200')" é`;
  const application = start('/bin/sh', ['-c', line, join(bundle, 'app')]).stdout;
  expect(application).toContain('argv[2] = x?\n');
  // A surrogate, \355\240\200, is no UTF-8 for Python.
  expect(application.slice(application.indexOf('argv[2] becomes'))).toBe(`argv[2] becomes 2 bytes, first 120
argv[3] becomes 3 bytes, first 237
orig_argv[2] becomes 2 bytes, first 120
orig_argv[3] becomes 3 bytes, first 237
`);
});

test('variables that would change sys.executable do not reach Python', () => {
  const env = { PYTHONEXECUTABLE: '/x', __PYVENV_LAUNCHER__: '/x' };
  expect(start(join(bundle, 'app'), [], { env }).stdout).not.toContain('environment has');
});

test('Python decides the exit code where it ends at once, and says why it does not start', () => {
  expect(start(join(bundle, 'runtime', 'python'), [], { env: { FAKE_PYTHON: 'exit' } }).status).toBe(3);
  const failed = start(join(bundle, 'app'), [], { env: { FAKE_PYTHON: 'fail' } });
  expect(failed).toMatchObject({
    status: 127,
    stderr: `${bundle}/app: error: Python does not start: the reason (standard library: ${bundle}/lib/std)\n`,
  });
});

describe('what is missing or wrong is one line on stderr and exit code 127', () => {
  const broken: [string, () => void, string][] = [
    ['no launch.cfg', () => rmSync(join(bundle, 'launch.cfg')), `/launch.cfg: no such file: this program works inside`],
    ['no library', () => rmSync(join(bundle, 'lib', 'libpython.so')), `/lib/libpython.so: cannot open shared object`],
    ['another library', () => writeFileSync(join(bundle, 'lib', 'libpython.so'), 'text'), `/lib/libpython.so: `],
    ['no boot', () => rmSync(join(bundle, 'boot.py')), `/boot.py: No such file or directory`],
    ['a folder', () => (rmSync(join(bundle, 'launch.cfg')), mkdirSync(join(bundle, 'launch.cfg'))), 'Is a directory'],
  ];
  test.each(broken)('%s', (_, damage, message) => {
    damage();
    const { status, stderr, stdout } = start(join(bundle, 'app'));
    expect(stderr).toMatch(/^[^\n]+: error: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(status).toBe(127);
    expect(stdout === '' || message.includes('boot')).toBe(true);
  });

  test.each([
    [`${CONFIG}sise x\n`, ":10: unknown key 'sise'"],
    [CONFIG.replace('boot boot.py', 'boot ../boot.py'), ":4: '../boot.py' is not a path inside of the bundle"],
    [CONFIG.replace('path app', 'path /usr/lib'), ":8: '/usr/lib' is not a path inside of the bundle"],
    [CONFIG.replace('path app', 'path a//b'), ":8: 'a//b' is not a path inside of the bundle"],
    [CONFIG.replace('path app', 'path'), ":8: expected 'key value', found 'path'"],
    [`${CONFIG}prefix other\n`, ":10: 'prefix' is given twice"],
    [CONFIG.replace(/^stdlib.*$/m, ''), ": 'stdlib' is missing"],
    [CONFIG.replace(/^path.*$/gm, ''), ": 'path' is missing"],
    [CONFIG.replace('3.14', '3.1'), '/lib/libpython.so: is Python 3.14.6, launch.cfg asks for 3.1'],
    ['', ": 'python' is missing"],
    ['python 3.14\0', ': not a text file'],
  ])('launch.cfg: %j', (config, message) => {
    layBundle(bundle, { ...parts, config });
    const { status, stderr } = start(join(bundle, 'app'));
    expect(stderr).toContain(message);
    expect(status).toBe(127);
  });

  test('an interpreter takes only the launch.cfg that names its folder', () => {
    mkdirSync(join(bundle, 'other'));
    cpSync(join(bundle, 'runtime', 'python'), join(bundle, 'other', 'python'));
    expect(start(join(bundle, 'other', 'python')).stderr).toContain(`${bundle}/other/launch.cfg: no such file`);
  });
});

test('a bundle that nobody may write to works', () => {
  for (const path of ['', 'app', 'runtime', 'lib']) chmodSync(join(bundle, path), 0o555);
  expect(start(join(bundle, 'app')).status).toBe(42);
  for (const path of ['', 'app', 'runtime', 'lib']) chmodSync(join(bundle, path), 0o755);
});
