import type { Mapped } from '../../../engine/types';
import { BytecodeOptions } from '../../../model/options/bytecode';
import { project } from '../../plan.testing';
import type { BytecodePython, BytecodeRequest } from '../../types';
import { cachedEnding } from './bytecode';
import { compileall } from './compileall';

const digest = (letter: string) => letter.repeat(64);
const CP314: BytecodePython = { tag: 'cp314', version: '3.14.6' };
const PP39: BytecodePython = {
  tag: 'pp39',
  version: '3.9.16',
  compiler: { toolchain: 'pp39', program: 'bin/pypy3.9', libraries: 'lib' },
};

function plan(options: object, pythons: readonly BytecodePython[] = [CP314], over: Partial<BytecodeRequest> = {}) {
  const parsed = BytecodeOptions.parse({ outputPath: 'dist/x', ...options });
  return compileall.plan({
    options: parsed,
    application: { project: project(), trees: [digest('a')], paths: ['py_app/__init__.py', 'py_app/cli.py'] },
    libraries: [{ project: project({ name: 'text' }), trees: [digest('b')], paths: ['text.py'] }],
    pythons,
    assets: { scripts: digest('c') },
    ...over,
  });
}

/** Steps as one line each: what a step does, and what its result is called. */
function lines(options: object, pythons?: readonly BytecodePython[], over?: Partial<BytecodeRequest>): string[] {
  return Object.entries(plan(options, pythons, over).plan.steps).map(([id, step]) => {
    switch (step.kind) {
      case 'mapped': {
        const { argv, env } = step.worker;
        const { to, folder = '.' } = step.rename;
        const error = typeof step.onError === 'string' ? step.onError : JSON.stringify(step.onError);
        const program = [argv[0], ...argv.slice(argv.indexOf('in/pyc_worker.py') + 1), env.LD_LIBRARY_PATH ?? ''];
        const display = `${step.displayStrip ?? ''}>${step.displayPrefix}`;
        return `${id}: ${program.join(' ').trim()} → ${folder}/*${to}${step.keepMapped ? ' + sources' : ''}, ${display}, ${error}`;
      }
      case 'action':
        return `${id}: ${step.argv.slice(step.argv.indexOf('utf8') + 1).join(' ')}`;
      case 'assembly':
        return `${id}: ${step.place.map(({ from, at, include }) => `${'action' in from ? from.action : 'tree' in from ? from.tree[0] : ''}${include ? `(${include})` : ''}@${at}`).join(' ')}`;
    }
  });
}

it('puts bytecode where the sources were, with guards that another version reads', () => {
  expect(lines({})).toMatchInlineSnapshot(`
[
  "sources: a@ b@",
  "code-cp314-0: {toolchain:python}/bin/python3 0 unchecked-hash → ./*.pyc, >, fail",
  "artefact: code-cp314-0@ d@ code-cp314-0(py_app/__init__.pyc,text.pyc)@ code-cp314-0(py_app/__init__.pyc,text.pyc)@ code-cp314-0(py_app/__init__.pyc,text.pyc)@",
]
`);
  expect(plan({}).texts.map(({ files }) => Object.keys(files))).toEqual([['py_app/__init__.py', 'text.py']]);
  expect(plan({ guard: false }).texts).toEqual([]);
});

it('keeps sources where bytecode lies beside them, all levels in one folder', () => {
  expect(
    lines({ layout: 'pycache', optimize: [2, 0], invalidation: 'timestamp', sourceTime: 1 }),
  ).toMatchInlineSnapshot(`
[
  "sources: a@ b@",
  "code-cp314-0: {toolchain:python}/bin/python3 0 timestamp 1 → __pycache__/*.cpython-314.pyc + sources, >, fail",
  "code-cp314-2: {toolchain:python}/bin/python3 2 timestamp 1 → __pycache__/*.cpython-314.opt-2.pyc + sources, >, fail",
  "artefact: code-cp314-0@ code-cp314-2@",
]
`);
});

it('forgives what may fail wherever sources lie beside', () => {
  const steps = lines({ layout: 'pycache', onError: 'skip', mayFail: ['py_app/**'] });
  expect(steps.join('\n')).toContain('{"keep":["py_app/**"]}');
});

it('hashes texts alike in every run: sets are written in the order of their hashes before Python 3.11', () => {
  const { worker } = plan({}).plan.steps['code-cp314-0'] as Mapped;
  expect(worker.env.PYTHONHASHSEED).toBe('0');
});

it('gives every Python a folder, every level one in it, and zips without sources', () => {
  expect(lines({ layout: 'zip', optimize: [0, 1] }, [CP314, PP39])).toMatchInlineSnapshot(`
[
  "sources: a@ b@",
  "code-cp314-0: {toolchain:python}/bin/python3 0 unchecked-hash → ./*.pyc, >, fail",
  "folder-cp314-0: code-cp314-0@ d@",
  "zip-cp314-0: in/import_zip.py in/folder out/py-app.zip",
  "code-cp314-1: {toolchain:python}/bin/python3 1 unchecked-hash → ./*.pyc, >, fail",
  "folder-cp314-1: code-cp314-1@ d@",
  "zip-cp314-1: in/import_zip.py in/folder out/py-app.zip",
  "code-pp39-0: {toolchain:pp39}/bin/pypy3.9 0 unchecked-hash {toolchain:pp39}/lib → ./*.pyc, >, fail",
  "folder-pp39-0: code-pp39-0@ 7@",
  "zip-pp39-0: in/import_zip.py in/folder out/py-app.zip",
  "code-pp39-1: {toolchain:pp39}/bin/pypy3.9 1 unchecked-hash {toolchain:pp39}/lib → ./*.pyc, >, fail",
  "folder-pp39-1: code-pp39-1@ 7@",
  "zip-pp39-1: in/import_zip.py in/folder out/py-app.zip",
  "artefact: zip-cp314-0@cp314/opt-0 zip-cp314-1@cp314/opt-1 zip-pp39-0@pp39/opt-0 zip-pp39-1@pp39/opt-1",
]
`);
});

it('forgives what may fail, not what gets a guard, and says why', () => {
  const steps = lines({ onError: 'warn', mayFail: ['py_app/t/**'], stripPath: 'py_app/', prependPath: '/opt' });
  expect(steps).toMatchInlineSnapshot(`
[
  "sources: a@ b@",
  "code-cp314-0: {toolchain:python}/bin/python3 0 unchecked-hash → ./*.pyc, py_app>/opt/, {"keep":["py_app/t/**"],"except":["py_app/__init__.py","text.py"]}",
  "not-compiled-code: {toolchain:python}/bin/python3 0 unchecked-hash → ./*.pyc, py_app>/opt/, {"keep":["py_app/t/**"],"except":["py_app/__init__.py","text.py"]}",
  "not-compiled-files: not-compiled-code(**/*.py)@",
  "not-compiled: in/not_compiled.py in/files out/not-compiled.txt",
  "artefact: code-cp314-0@ d@ code-cp314-0(py_app/__init__.pyc,text.pyc)@ code-cp314-0(py_app/__init__.pyc,text.pyc)@ code-cp314-0(py_app/__init__.pyc,text.pyc)@ not-compiled(out/not-compiled.txt)@",
]
`);
  expect(lines({ onError: 'skip', guard: false }).join('\n')).toContain('{"keep":["**"]}');
});

it('compiles packages of the lock too, which may fail', () => {
  const cell = { id: 'cp314-linux-x64', python: 'cp314', platform: { uvPlatform: 'x86_64-manylinux' } } as never;
  const site = { cell, lock: { kind: 'requirements', text: 'click==8\n' } } as const;
  expect(lines({ scope: 'site' }, [{ ...CP314, site }])).toMatchInlineSnapshot(`
[
  "sources: a@ b@",
  "fetched-cp314: in/fetch_site.py {toolchain:uv}/uv x86_64-manylinux_2_28 3.14.6 in/requirements.txt out/site",
  "packages-cp314: fetched-cp314@",
  "code-cp314-0: {toolchain:python}/bin/python3 0 unchecked-hash → ./*.pyc, >, fail",
  "site-cp314-0: {toolchain:python}/bin/python3 0 unchecked-hash → ./*.pyc, >, keep",
  "artefact: code-cp314-0@ site-cp314-0@ d@ code-cp314-0(py_app/__init__.pyc,text.pyc)@ code-cp314-0(py_app/__init__.pyc,text.pyc)@ code-cp314-0(py_app/__init__.pyc,text.pyc)@",
]
`);
  // Their bytecode would be of another optimisation; their .pth files nobody reads.
  expect(plan({ scope: 'site' }, [{ ...CP314, site }]).plan.steps['packages-cp314']).toMatchObject({
    place: [{ exclude: ['*.pth', '**/__pycache__/**'] }],
  });
  const none = lines({ scope: 'site' }, [{ ...CP314, site: { cell, lock: { kind: 'none' } } }]);
  expect(none.join('\n')).not.toContain('fetch_site');
});

it('compiles on the same worker as bundles, so that results are shared', () => {
  const own = plan({}).plan.steps['code-cp314-0'];
  expect(own).toMatchObject({
    worker: { argv: expect.arrayContaining(['{toolchain:python}/bin/python3', '0', 'unchecked-hash']) },
  });
});

it.each([
  ['cp314', 0, '.cpython-314.pyc'],
  ['cp313', 1, '.cpython-313.opt-1.pyc'],
  ['pp311', 2, '.pypy311.opt-2.pyc'],
])('calls bytecode of %s at level %d *%s', (tag, level, ending) => {
  expect(cachedEnding(tag, level)).toBe(ending);
});
