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
import { buildFakePython, buildLaunchers, CONFIG, host, layBundle, needed, start } from './launcher.testing';

jest.setTimeout(300_000);

let root: string;
let bundle: string;
let parts: { launcher: string; library: string };
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'launcher-')));
  buildLaunchers(join(__dirname, '..'), join(root, 'built'), needed('KILN_TEST_ZIG_CACHE'), [host().id]);
  parts = { launcher: join(root, 'built', host().id, 'launcher'), library: join(root, 'libpython.so') };
  buildFakePython(parts.library, needed('KILN_TEST_ZIG_CACHE'));
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

const SET = `env CA={bundle}/ca.pem:{bundle}
env THERE=default
env EMPTY=
flag dev
flag unbuffered
warn ignore::DeprecationWarning
warn error:two words
entry tool boot/tool.py
`;

test('flags and filters are for the application alone, defaults of the environment for both', () => {
  layBundle(bundle, { ...parts, config: CONFIG + SET });
  const env = { THERE: 'already', FAKE_SHOW: 'CA THERE EMPTY' };
  const application = start(join(bundle, 'app'), [], { env }).stdout;
  expect(application).toContain(`dev_mode = 1
buffered_stdio = 0
warnoptions[0] = ignore::DeprecationWarning
warnoptions[1] = error:two words
run_filename = ${bundle}/boot.py
`);
  const variables = `CA is ${bundle}/ca.pem:${bundle}\nTHERE is already\nEMPTY is \n`;
  expect(application).toContain(variables);
  const interpreter = start(join(bundle, 'runtime', 'python'), [], { env }).stdout;
  expect(interpreter).toContain(variables);
  expect(interpreter).not.toMatch(/dev_mode|warnoptions/);
});

test('a launcher starts the entry of its own name, wherever it is linked to', () => {
  layBundle(bundle, { ...parts, config: CONFIG + SET });
  cpSync(join(bundle, 'app'), join(bundle, 'tool'));
  const line = `run_filename = ${bundle}/boot/tool.py\n`;
  expect(start(join(bundle, 'tool')).stderr).toContain(`${bundle}/boot/tool.py: No such file`);
  mkdirSync(join(bundle, 'boot'));
  writeFileSync(join(bundle, 'boot', 'tool.py'), '');
  symlinkSync(join(bundle, 'tool'), join(root, 'renamed'));
  expect(start(join(root, 'renamed'), [], { argv0: 'app' }).stdout).toContain(line);
  expect(start(join(bundle, 'app')).stdout).toContain(`run_filename = ${bundle}/boot.py\n`);
});

test('lines may end as editors on Windows end them', () => {
  layBundle(bundle, { ...parts, config: (CONFIG + SET).replaceAll('\n', '\r\n') });
  expect(start(join(bundle, 'app'), ['x']).stdout).toContain(folders(bundle));
});

describe('Python 3.10 to 3.13', () => {
  const env = { FAKE_VERSION: '3.12.1 (fake)' };
  const old = (CONFIG + SET).replace('3.14', '3.12');
  test('application: the same by a command line, sys.path before anything is imported', () => {
    layBundle(bundle, { ...parts, config: old });
    const line = `exec "$0" -c "$(printf 'x\\377\\355\\240\\200')" é 💣`;
    const { stdout, status } = start('/bin/sh', ['-c', line, join(bundle, 'app')], { env });
    expect(stdout).toBe(`home = ${bundle}/runtime
main = ${bundle}/runtime/python
main = -I
main = -S
main = -B
main = -Xutf8
main = -Xkiln_launcher
main = -Xdev
main = -u
main = -W
main = ignore::DeprecationWarning
main = -W
main = error:two words
main = ${bundle}/boot.py
main = -c
main = x<dcff><dced><dca0><dc80>
main = <e9>
main = <1f4a3>
without kiln_launcher
without utf8
list of 3
text = ${bundle}/lib/std
orig_argv[0] is set
text = ${bundle}/app
orig_argv[1] is set
text = ${bundle}/site/with space
orig_argv[2] is set
sys.path is set
text = ${bundle}/runtime
text = ${bundle}/runtime/python
sys.prefix is set
sys.exec_prefix is set
sys.base_prefix is set
sys.base_exec_prefix is set
sys.executable is set
sys._base_executable is set
orig_argv[0:12] = 
text = ${bundle}/app
orig_argv[0] is set
text = ${bundle}/app
argv[0] is set
posix starts
`);
    expect(status).toBe(42);
  });

  test('interpreter: the user’s options behind those that keep the environment out', () => {
    layBundle(bundle, { ...parts, config: old });
    const { stdout, status } = start(join(bundle, 'runtime', 'python'), ['-m', 'x'], { env });
    expect(stdout).toContain('main = -Xkiln_launcher\nmain = -m\nmain = x\n');
    expect(stdout).toContain('orig_argv[0:6] = ');
    expect(stdout).not.toContain('\nargv[0]');
    expect(status).toBe(42);
  });

  test('a missing standard library is one line', () => {
    layBundle(bundle, { ...parts, config: old.replace('lib/std', 'lib/none') });
    expect(start(join(bundle, 'app'), [], { env })).toMatchObject({
      status: 127,
      stderr: `${bundle}/app: error: Python does not start: there is no standard library: ${bundle}/lib/none\n`,
    });
  });
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
    [CONFIG.replace('3.14', '3.1'), ":2: '3.1' is not a Python that this launcher starts (3.10 or later)"],
    [CONFIG.replace('3.14', '3.13'), '/lib/libpython.so: is Python 3.14.6, launch.cfg asks for 3.13'],
    [`${CONFIG}flag fast\n`, ":10: unknown flag 'fast'; there are: dev, unbuffered,"],
    [`${CONFIG}entry tool\n`, ":10: expected 'entry name path', found 'tool'"],
    [`${CONFIG}entry tool /boot.py\n`, ":10: '/boot.py' is not a path inside of the bundle"],
    [`${CONFIG}entry tool a\nentry tool b\n`, ":11: 'tool' is given twice"],
    [`${CONFIG}env =x\n`, ":10: expected 'env NAME=value', found '=x'"],
    [`${CONFIG}env A=1\nenv A=2\n`, ":11: 'A' is given twice"],
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
