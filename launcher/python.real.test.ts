import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootSource } from '../src/plan/stages/bundle/boot';
import { buildLaunchers, host, needed, PYTHONS, ROOT, runtime, start } from './launcher.testing';
import { canFetchPython, MAVEN_PYTHON, mavenRuntime } from './maven-python.testing';

jest.setTimeout(300_000);

/** Prints one JSON line of what the application sees, or does what its first argument says. */
const APPLICATION = `
import gc, os, sys

def double(x):
    return 2 * x

def pool(method):
    import multiprocessing
    with multiprocessing.get_context(method).Pool(1) as pool:
        print(pool.map(double, [1, 2]))

def show(facts):
    import json
    print(json.dumps(facts))

def facts():
    flags = {name: getattr(sys.flags, name) for name in ('isolated', 'no_site', 'utf8_mode', 'dont_write_bytecode')}
    show({
        'argv': sys.argv, 'executable': sys.executable, 'base': sys._base_executable, 'path': sys.path, 'flags': flags,
        'prefixes': [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix], 'os': os.__file__,
        'odd': [name for name in ('LC_CTYPE', 'PYTHONEXECUTABLE') if name in os.environ], 'options': sys._xoptions,
        'frozen': hasattr(sys, 'frozen'), 'exit': exit is sys.exit, 'rare': gc.get_threshold()[0] == 100_000,
    })

def set():
    show({
        'dev': sys.flags.dev_mode, 'unbuffered': sys.stdout.write_through,
        'warn': sys.warnoptions, 'a': os.environ['A'],
    })

def inner(module):
    import _SUB as subinterpreters
    subinterpreters.run_string(subinterpreters.create(), 'import sys, ' + module + '; print(sys.path == ' + repr(sys.path) + ', sys.argv)')

def child(*args):
    import subprocess
    done = subprocess.run([sys.executable, *args], input='print(6 * 7)', capture_output=True, text=True)
    show([done.returncode, done.stdout, done.stderr])

def main():
    what, *args = sys.argv[1:] or ['facts']
    if what in ('exit', 'return', 'message', 'interrupt'):
        if what == 'exit': sys.exit(int(args[0]))
        if what == 'message': sys.exit('a message')
        if what == 'interrupt':
            import signal
            signal.raise_signal(signal.SIGINT)
        return int(args[0])
    globals()[what](*args)
`;

const RUNTIMES = [
  ['by PyInitConfig', PYTHONS.byInitConfig],
  ['by Py_Main', PYTHONS.byMain],
  ...(canFetchPython() ? ([['by Py_Main as 3.13 has it', MAVEN_PYTHON.version]] as const) : []),
] as const;

let built: string;
beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'launcher built '));
  buildLaunchers(ROOT, built, needed('KILN_TEST_ZIG_CACHE'), [host().id]);
});
afterAll(() => rmSync(built, { recursive: true }));

describe.each(RUNTIMES)('Python started %s', (_, exact) => {
  let root: string;
  let app: string;
  let folder: string;
  const version = exact.replace(/\.\d+$/, '');
  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'launcher python ')));
    folder = exact === MAVEN_PYTHON.version ? mavenRuntime() : await runtime(exact, host().id);
    app = join(root, 'bundle', 'app name');
    layRealBundle(join(built, host().id, 'launcher'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  /** Sources in place of bytecode and the runtime by link: how files got here does not matter to the launcher. */
  function layRealBundle(launcher: string): void {
    const bundle = join(root, 'bundle');
    mkdirSync(join(bundle, 'runtime'), { recursive: true });
    mkdirSync(join(bundle, 'app'));
    symlinkSync(join(folder, 'lib'), join(bundle, 'runtime', 'lib'));
    copyFileSync(launcher, app);
    copyFileSync(launcher, join(bundle, 'runtime', 'python'));
    writeFileSync(
      join(bundle, 'app', 'tried.py'),
      APPLICATION.replace('_SUB', Number(version.slice(2)) < 13 ? '_xxsubinterpreters' : '_interpreters'),
    );
    writeFileSync(join(bundle, 'boot.py'), bootSource({ module: 'tried', function: 'main' }));
    const cfg = [
      `python ${version}`,
      `lib runtime/lib/libpython${version}.so.1.0`,
      'boot boot.py',
      'prefix runtime',
      `stdlib runtime/lib/python${version}`,
      `path runtime/lib/python${version}/lib-dynload`,
      'path app',
    ];
    writeFileSync(join(bundle, 'launch.cfg'), `${cfg.join('\n')}\n`);
  }

  const JUNK = { PYTHONHOME: '/x', PYTHONPATH: '/x', PYTHONEXECUTABLE: '/x', PYTHONINSPECT: '1', LC_ALL: 'C' };

  test('the application sees its bundle and nothing of the environment', () => {
    const { stdout, stderr } = start(app, [], { env: JUNK, argv0: 'called' });
    expect(stderr).toBe('');
    const bundle = join(root, 'bundle');
    const runtime = join(bundle, 'runtime');
    expect(JSON.parse(stdout)).toEqual({
      argv: ['called'],
      executable: join(runtime, 'python'),
      base: join(runtime, 'python'),
      path: [
        join(runtime, `lib/python${version}`),
        join(runtime, `lib/python${version}/lib-dynload`),
        join(bundle, 'app'),
      ],
      flags: { isolated: 1, no_site: 1, utf8_mode: 1, dont_write_bytecode: 1 },
      prefixes: Array(4).fill(runtime),
      os: join(runtime, `lib/python${version}/os.py`),
      odd: [],
      options: {},
      frozen: false,
      exit: true,
      rare: false,
    });
    expect(readdirSync(bundle).sort()).toEqual(['app', 'app name', 'boot.py', 'launch.cfg', 'runtime']);
    expect(readdirSync(join(bundle, 'app'))).toEqual(['tried.py']);
  });

  test.each([
    [['exit', '5'], { status: 5 }],
    [['return', '6'], { status: 6 }],
    [['message'], { status: 1, stderr: 'a message\n' }],
    [['interrupt'], { status: null, signal: 'SIGINT' }],
  ])('ends as Python ends: %j', (args, expected) => {
    expect(start(app, args)).toMatchObject(expected);
  });

  test.each(['fork', 'spawn', 'forkserver'])('multiprocessing by %s', (method) => {
    expect(start(app, ['pool', method], { env: JUNK })).toMatchObject({ stdout: '[2, 4]\n', stderr: '', status: 0 });
  });

  test.each([
    [
      ['-c', 'import sys; print(sys.argv)', 'a b', 'é'],
      [0, "['-c', 'a b', 'é']\n", ''],
    ],
    [
      ['-I', '-S', '-c', 'import tried; print(tried.double(4))'],
      [0, '8\n', ''],
    ],
    [['-'], [0, '42\n', '']],
    [
      ['-OO', '-W', 'error', '-c', 'import sys; print(sys.flags.optimize, sys.warnoptions)'],
      [0, "2 ['error']\n", ''],
    ],
    [
      ['-c', 'raise SystemExit(9)'],
      [9, '', ''],
    ],
  ])('sys.executable %j', (args, expected) => {
    const { stdout } = start(app, ['child', ...args], { env: JUNK });
    expect(JSON.parse(stdout)).toEqual(expected);
  });

  test('a second interpreter of the process has the same sys.path', () => {
    // On 3.13 it sees the standard library alone (docs/architecture.md).
    const limited = version === '3.13';
    expect(start(app, ['inner', 'tried'], { env: JUNK }).stdout).toMatch(limited ? /^$/ : /^True /);
    expect(start(app, ['inner', 'json'], { env: JUNK }).stdout).toMatch(limited ? /^False / : /^True /);
  });

  test('a module of the start that is imported again changes nothing', () => {
    const script =
      'import sys; sys.path[:] = ["x"]; sys.argv[:] = "y"; del sys.modules["posix"]; import posix; print(sys.path, sys.argv)';
    expect(start(join(root, 'bundle', 'runtime', 'python'), ['-c', script]).stdout).toBe("['x'] ['y']\n");
  });

  test('flags and filters of launch.cfg', () => {
    const file = join(root, 'bundle', 'launch.cfg');
    const usual = readFileSync(file, 'utf8');
    const flags = ['flag dev', 'flag unbuffered', 'warn ignore::DeprecationWarning', 'env A={bundle}/a'];
    writeFileSync(file, `${usual}${flags.join('\n')}\n`);
    try {
      expect(JSON.parse(start(app, ['set']).stdout)).toEqual({
        dev: true,
        unbuffered: true,
        warn: ['default', 'ignore::DeprecationWarning'],
        a: join(root, 'bundle', 'a'),
      });
      expect(
        start(join(root, 'bundle', 'runtime', 'python'), [
          '-c',
          'import sys; print(sys.warnoptions, sys.flags.dev_mode)',
        ]).stdout,
      ).toBe('[] False\n');
    } finally {
      writeFileSync(file, usual);
    }
  });

  test('a script runs beside its own modules, an isolated interpreter does not look there', () => {
    const scripts = join(root, 'scripts');
    mkdirSync(scripts);
    writeFileSync(join(scripts, 'sibling.py'), 'X = 1\n');
    writeFileSync(join(scripts, 'script.py'), 'import sibling, sys\nprint(sibling.X, sys.argv[1:])\n');
    const python = join(root, 'bundle', 'runtime', 'python');
    expect(start(python, [join(scripts, 'script.py'), 'a'])).toMatchObject({ stdout: "1 ['a']\n", status: 0 });
    expect(start(python, ['-m', 'script'], { cwd: scripts })).toMatchObject({ stdout: '1 []\n', status: 0 });
    expect(start(python, ['-I', '-m', 'script'], { cwd: scripts }).stderr).toContain('No module named script');
    expect(start(python, ['--no-such-option']).status).toBe(2);
    expect(start(python, ['--version']).stdout).toMatch(new RegExp(`^Python ${version.replace('.', '\\.')}\\.\\d+\n$`));
  });

  test('odd bytes of the command line arrive as Python always gives them', () => {
    const line = `exec "$0" -c 'import sys; print(ascii(sys.argv), ascii(sys.orig_argv[3:]))' "$(printf 'x\\377')" é`;
    const { stdout } = start('/bin/sh', ['-c', line, join(root, 'bundle', 'runtime', 'python')]);
    expect(stdout).toBe("['-c', 'x\\udcff', '\\xe9'] ['x\\udcff', '\\xe9']\n");
  });

  test('the launcher itself is not changed by a run', () => {
    expect(readFileSync(app).equals(readFileSync(join(built, host().id, 'launcher')))).toBe(true);
  });
});
