/** What launchers do on Windows, told by launchers themselves under wine: Python 3.14 and one from before. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { winePrefix } from '../src/toolchain/wine-prefix';
import { smoke } from '../src/verify/smoke';
import { findWine, type Wine } from '../src/verify/wine';
import { buildLaunchers, context, needed, PYTHONS, ROOT, runtime } from './launcher.testing';

jest.setTimeout(300_000);

/** The application: says what it sees, or does what its first argument says. */
const APPLICATION = `import os, sys
if __name__ == '__main__':
    what = sys.argv[1] if len(sys.argv) > 1 else ''
    if what == 'exit':
        sys.exit(5)
    if what == 'pool':
        import multiprocessing
        with multiprocessing.Pool(1) as pool:
            print(pool.map(abs, [-1, 2]))
    else:
        import json, _ctypes
        print(json.dumps({
            'argv': sys.argv[1:], 'path': sys.path, 'executable': sys.executable, 'prefix': sys.prefix,
            'isolated': sys.flags.isolated, 'env': [os.environ.get(name) for name in ('CA', 'MODE')],
            'warn': sys.warnoptions, 'options': sys._xoptions,
        }))
`;

/** Run by the launcher as an interpreter: starts the others, as a user's program or shell would. */
const TRIAL = `import json, os, subprocess, sys
bundle = os.path.dirname(sys.prefix)
def run(name, *args):
    done = subprocess.run([os.path.join(bundle, name), *args], capture_output=True)
    return [done.returncode, done.stdout.decode(), done.stderr.decode()]
answers = {
    'seen': json.loads(run('tool.exe', 'é b', 'q"x', '*', '\\U0001f4a3', '', 'a\\\\"b', 'c\\\\', 'x\\ud800y')[1]),
    'entry': run('Other.EXE'), 'exit': run('tool.exe', 'exit'), 'pool': run('tool.exe', 'pool'),
    'linked': run(os.path.join('..', 'linked.exe')), 'alone': run(os.path.join('runtime', 'DLLs', 'alone.exe'))[::2],
    'windowed': run('windowed.exe', 'exit')[0], 'self': [sys.executable, sys.path[1:]],
}
os.rename(os.path.join(bundle, 'boot.py'), os.path.join(bundle, 'gone'))
answers['missing'] = run('tool.exe')[::2]
with open(os.path.join(bundle, 'launch.cfg'), 'a') as config: config.write('\\nbogus x\\n')
answers['bogus'] = run('tool.exe')[::2]
answers['bundle'] = bundle
print(json.dumps(answers))
`;

/** wine expands no wildcards, whatever it is asked for: what Windows would do with `*` shows in what wine notes of the asking. */
const NOTES = '-all,err+module,warn+msvcrt';

const wine = findWine('windows-x64', 'linux-x64', process.env) as Wine;
let root = '';
let pristine = '';
let built = '';
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'launcher wine é '));
  built = join(root, 'built');
  buildLaunchers(ROOT, built, needed('KILN_TEST_ZIG_CACHE'), ['windows-x64']);
  pristine = await winePrefix(await context(), wine);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** As the bundle's layout has it, with sources in place of bytecode. */
function layBundle(from: string, minor: string): string {
  const bundle = join(root, minor, 'the bundle');
  for (const folder of ['runtime/DLLs', 'app', 'boot']) {
    mkdirSync(join(bundle, folder), { recursive: true });
  }
  symlinkSync(join(from, 'Lib'), join(bundle, 'runtime', 'Lib'));
  for (const at of ['', 'DLLs']) {
    for (const name of readdirSync(join(from, at)).filter((file) => /\.(dll|pyd)$/.test(file))) {
      symlinkSync(join(from, at, name), join(bundle, 'runtime', at, name));
    }
  }
  const launcher = join(built, 'windows-x64', 'launcher');
  for (const name of ['tool.exe', 'Other.exe', 'runtime/python.exe', 'runtime/DLLs/alone.exe']) {
    copyFileSync(launcher, join(bundle, name));
  }
  copyFileSync(join(built, 'windows-x64', 'launcherw'), join(bundle, 'windowed.exe'));
  symlinkSync(join(bundle, 'Other.exe'), join(root, minor, 'linked.exe'));
  writeFileSync(join(bundle, 'boot.py'), APPLICATION);
  writeFileSync(join(bundle, 'boot', 'other.py'), 'print("other")\n');
  const config = [
    ...[
      `python ${minor}`,
      `lib runtime/python${minor.replace('.', '')}.dll`,
      'boot boot.py',
      'entry other boot/other.py',
    ],
    ...['prefix runtime', 'stdlib runtime/Lib', 'path runtime/DLLs', 'path app'],
    ...['env CA={bundle}/ca.pem', 'env MODE=default', 'warn ignore::DeprecationWarning'],
  ];
  writeFileSync(join(bundle, 'launch.cfg'), config.join('\r\n'));
  return bundle;
}

test.each(Object.values(PYTHONS))('Python %s', async (version) => {
  const minor = version.replace(/\.\d+$/, '');
  const artefact = layBundle(await runtime(version, 'windows-x64'), minor);
  const { stdout, stderr } = await smoke({
    ...({ artefact, executable: 'runtime/python.exe', platform: 'windows-x64', host: 'linux-x64' } as const),
    ...{ args: ['-c', TRIAL], timeoutS: 200, env: { MODE: 'given', WINEDEBUG: NOTES }, wine: { ...wine, pristine } },
    signal: new AbortController().signal,
    onOutput: () => undefined,
  });
  const isNote = (line: string): boolean => line.includes(':warn:msvcrt:');
  expect(stderr.split('\n').filter((line) => line !== '' && !isNote(line))).toEqual([]);
  expect([...new Set(stderr.match(/_configure_wide_argv \(\d+\)/g))]).toEqual(['_configure_wide_argv (1)']);
  const { bundle, ...answers } = JSON.parse(stdout);
  const path = ['Lib', 'DLLs'].map((name) => `${bundle}\\runtime\\${name}`).concat(`${bundle}\\app`);
  expect(answers).toEqual({
    seen: {
      argv: ['é b', 'q"x', '*', '💣', '', 'a\\"b', 'c\\', 'x\ud800y'],
      path,
      executable: `${bundle}\\runtime\\python.exe`,
      prefix: `${bundle}\\runtime`,
      isolated: 1,
      env: [`${bundle}/ca.pem`, 'given'],
      warn: ['ignore::DeprecationWarning'],
      options: {},
    },
    entry: [0, 'other\r\n', ''],
    exit: [5, '', ''],
    pool: [0, '[1, 2]\r\n', ''],
    linked: [0, 'other\r\n', ''],
    alone: [127, expect.stringMatching(/DLLs\\launch\.cfg: no such file: this program works inside of its bundle/)],
    windowed: 5,
    self: [`${bundle}\\runtime\\python.exe`, path],
    missing: [127, `${bundle}\\tool.exe: error: ${bundle}\\boot.py: No such file or directory\n`],
    bogus: [127, `${bundle}\\tool.exe: error: ${bundle}\\launch.cfg:12: unknown key 'bogus'\n`],
  });
});
