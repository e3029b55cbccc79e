import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trim-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A small runtime as Windows has it; every module that is not asked for goes. */
const RUNTIME = {
  'python314.dll': '',
  'Lib/LICENSE.txt': '',
  'Lib/os.py': 'import stat\n',
  'Lib/stat.py': '',
  'Lib/encodings/utf_8.py': '',
  'Lib/json/__init__.py': 'from .decoder import JSONDecoder\n',
  'Lib/json/decoder.py': 'def late():\n    import fractions\n',
  'Lib/fractions.py': "if __name__ == '__main__':\n    import doctest\n",
  'Lib/doctest.py': '',
  'Lib/sqlite3/__init__.py': 'from _sqlite3 import *\n',
  'Lib/queue.py': '',
  'Lib/wave.py': '',
  'DLLs/_sqlite3.pyd': '',
  'DLLs/sqlite3.dll': '',
  'DLLs/other.dll': '',
  'DLLs/winsound.pyd': '',
};

function trim(code: Record<string, string>, ...keep: string[]) {
  for (const [path, content] of [
    ...Object.entries(RUNTIME).map(([path, text]) => [join('runtime', path), text] as const),
    ...Object.entries(code).map(([path, text]) => [join('code', path), text] as const),
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const script = join(__dirname, 'trim_stdlib.py');
  const args = ['-I', '-S', script, 'runtime', 'Lib', 'DLLs', 'code', 'out', ...keep];
  const { status, stderr } = spawnSync('python3', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    return { status, stderr };
  }
  const out = readdirSync(join(root, 'out/runtime'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(root, 'out/runtime/').length));
  const explained = readFileSync(join(root, 'out/stdlib-trimmed.txt'), 'utf8').trimEnd().split('\n');
  return { status, gone: Object.keys(RUNTIME).filter((path) => !out.includes(path)), explained };
}
const extras = ['json', 'fractions', 'sqlite3', 'queue', 'wave'];
const lostOf = (gone: readonly string[] = []) =>
  extras.filter((name) => gone.some((path) => path.startsWith(`Lib/${name}`)));

test('keeps what the interpreter needs, and leaves out what nothing mentions', () => {
  const { gone, explained } = trim({ 'app/x.py': 'print(1)\n' });
  expect(gone).toEqual(
    Object.keys(RUNTIME).filter((path) => !/python314|LICENSE|os\.py|stat|encodings|other/.test(path)),
  );
  expect(explained).toContain('kept stat for Python itself');
  expect(explained).toContain('left out winsound (0 bytes)');
});

test.each([
  ['an import', { 'app/x.py': 'import json.decoder\n' }, ['sqlite3', 'queue', 'wave']],
  [
    'an import in a function',
    { 'site/y/z.py': 'def f():\n    from queue import Queue\n' },
    ['json', 'fractions', 'sqlite3', 'wave'],
  ],
  ['a string', { 'app/x.py': "import_module('wave')\n" }, ['json', 'fractions', 'sqlite3', 'queue']],
  ['a dotted string', { 'app/x.py': "use = 'sqlite3.dbapi2'\n" }, ['json', 'fractions', 'queue', 'wave']],
  ['the front of a string', { 'app/x.py': 'm = f"json.{name}"\n' }, ['sqlite3', 'queue', 'wave']],
  [
    'what is no program',
    { 'site/x.py': "if __name__ == '__main__':\n    import wave\nelse:\n    import queue\n" },
    ['json', 'fractions', 'sqlite3', 'wave'],
  ],
  [
    'a module that is imported',
    { 'site/x.py': "if __name__ != '__main__':\n    import queue\n" },
    ['json', 'fractions', 'sqlite3', 'wave'],
  ],
  [
    'a program of the application (-m)',
    { 'app/x.py': "if __name__ == '__main__':\n    import wave\n" },
    ['json', 'fractions', 'sqlite3', 'queue'],
  ],
  ['an added file', { 'data/0/plugin.py': 'import wave\n' }, ['json', 'fractions', 'sqlite3', 'queue']],
  ['a compiled file', { 'site/x.pyd': '\0fractionssqlite3\0' }, ['json', 'queue', 'wave']],
  [
    'a file that is no Python',
    { 'site/x.py': 'import queue\nprint "old"\n' },
    ['json', 'fractions', 'sqlite3', 'wave'],
  ],
  ['the option', { 'app/x.py': '' }, ['fractions', 'json', 'queue', 'sqlite3']],
])('keeps what %s names', (what, code, lost) => {
  expect(lostOf(trim(code, ...(what === 'the option' ? ['wave'] : [])).gone)).toEqual(
    extras.filter((e) => lost.includes(e)),
  );
});

test('keeps shared libraries with the module that needs them, and says for whom', () => {
  const { gone, explained } = trim({ 'app/x.py': 'import sqlite3\n' });
  expect(gone).not.toContain('DLLs/sqlite3.dll');
  expect(explained).toEqual(expect.arrayContaining(['kept sqlite3 for app/x.py', 'kept _sqlite3 for sqlite3']));
});

test('refuses to keep what is not there', () => {
  expect(trim({}, 'sqlite')).toEqual({ status: 1, stderr: 'no such module: sqlite\n' });
});

test.each([
  ['pdb', 'a breakpoint', { 'app/x.py': 'breakpoint()\n' }],
  ['late', 'what a kept module imports by name', { 'app/x.py': 'import eager\n' }],
  ['ssl', 'what C asks for', { 'app/x.py': 'import _ssl\n' }],
])('keeps %s for %s', (name, _, code) => {
  const more = {
    'Lib/pdb.py': '',
    'Lib/eager.py': 'import importlib\nimportlib.import_module("late")\n',
    'Lib/late.py': '',
    'Lib/ssl.py': '',
    'DLLs/_ssl.pyd': '',
  };
  const { explained } = trim({
    ...code,
    ...Object.fromEntries(Object.entries(more).map(([at, text]) => [`../runtime/${at}`, text])),
  });
  expect(explained?.filter((line) => line.startsWith('kept')).map((line) => line.split(' ')[1])).toContain(name);
});

test('takes no word of another meaning for a module, nor its own files for the standard library’s', () => {
  const code = {
    'site/x.so': 'a cmdline and requeued',
    'app/pkg/x.py': 'from .wave import y\nfrom .queue import z\n',
    '../runtime/Lib/cmd.py': '',
    '../runtime/Lib/_sysconfigdata__linux_.py': '',
  };
  const { explained = [] } = trim(code);
  const left = explained.filter((line) => line.startsWith('left out')).map((line) => line.split(' ')[2]);
  expect(left).toEqual(expect.arrayContaining(['wave', 'cmd']));
  expect(explained.join('\n')).not.toContain('_sysconfigdata');
});
