/** Options, configurations, configuration files of Nx, Kiln and uv, and Kiln itself. */
import { PYTHON, type Row, RUN_AGAIN, STORED, type Tasks } from '../row';
import { json } from '../workspace';
import { append, argument, link, rename, replace, type Verb, write } from '../world';
import { ELSEWHERE } from './elsewhere';

const NX = { analytics: false, neverConnectToCloud: true, plugins: ['nx-kiln'] };
const nxJson = (more: object): Verb => write('nx.json', json({ ...NX, ...more }));
/** What runs tools again, and what compiles. */
const COMPILED: Tasks = {
  ...PYTHON,
  one: 'build bytecode test lint typecheck',
  common: 'bytecode test',
};
const KILN = 'node_modules/nx-kiln';

export const SETTINGS: readonly Row[] = [
  {
    id: 'an option, in pyproject.toml',
    why: 'every target reads the manifest; other bytecode is made',
    change: [replace('apps/one/pyproject.toml', '[tool.kiln.freeze]\n', '[tool.kiln.freeze]\noptimize = 2\n')],
    miss: { one: 'build test lint typecheck wheel sdist' },
    store: { one: 'bytecode' },
  },
  {
    id: 'an option, in project.json',
    why: 'Nx hashes all targets of a project into each; the store knows what the option does not concern',
    change: [write('apps/one/project.json', json({ name: 'one', targets: { build: { options: { optimize: 1 } } } }))],
    miss: { one: 'build test lint typecheck sdist' },
    store: { one: 'bytecode wheel' },
  },
  {
    id: 'another project’s options',
    why: 'they are that project’s own',
    change: [append('apps/two/pyproject.toml', '\n[tool.kiln.freeze]\nname = "second"\n')],
    miss: { two: 'lint' },
    store: { two: 'build bytecode' },
  },
  {
    id: 'a default of the environment, and an icon',
    why: 'another launch.cfg, which no step makes here; Linux has no icons, and the key has to hold the file for Windows',
    change: [
      write('apps/two/logo.ico', 'no icon yet'),
      append('apps/two/pyproject.toml', '\n[tool.kiln.freeze]\nenv = ["TWO_HOME={bundle}/app"]\nicon = "logo.ico"\n'),
    ],
    miss: { two: 'lint' },
    store: { two: 'build bytecode' },
  },
  {
    id: 'an option of bytecode',
    why: 'other bytecode is made, and the same application',
    change: [append('apps/two/pyproject.toml', '\n[tool.kiln.bytecode]\noptimize = 1\n')],
    miss: { two: 'bytecode lint' },
    store: { two: 'build' },
  },
  {
    id: 'a script of another project’s manifest',
    why: 'its slices are made again and are the same for the others',
    change: [replace('apps/two/pyproject.toml', 'two = "two:main"', 'second = "two:main"')],
    miss: { two: 'lint' },
    store: { two: 'build bytecode' },
  },
  {
    id: 'the configuration: another platform',
    why: 'bytecode, tests and checks do not depend on it',
    change: [argument('--configuration=linux-arm64')],
    miss: { one: 'build', two: 'build' },
    shared: { two: 'build' },
  },
  {
    id: 'kiln.json',
    why: 'it decides about interpreters and tools of all',
    change: [replace('kiln.json', '"pythons": {', '"pythons": { "3.99": "3.99.1",')],
    miss: RUN_AGAIN,
    store: STORED,
  },
  {
    id: 'uv.toml above',
    why: 'it can say where packages come from, which is no part of what they are',
    change: [write('uv.toml', 'offline = false\n')],
    store: { one: 'build wheel sdist', two: 'build', common: 'build wheel sdist' },
  },
  {
    id: 'a field of nx.json',
    why: 'Nx hashes the whole file into every task; the store knows better',
    change: [nxJson({ parallel: 2 })],
    miss: { ...RUN_AGAIN, web: 'build' },
    store: STORED,
  },
  {
    id: 'targetDefaults that replace inputs',
    why: 'a lost input would be a wrong hit: refused',
    change: [nxJson({ targetDefaults: { build: { inputs: ['default'] } } })],
    refused: 'INPUTS_OVERRIDDEN',
  },
  {
    id: 'targetDefaults that extend inputs',
    why: '"..." keeps what Kiln inferred',
    change: [nxJson({ targetDefaults: { build: { inputs: ['...', '{workspaceRoot}/LICENSE'] } } })],
    miss: { ...RUN_AGAIN, web: 'build' },
    store: STORED,
  },
  {
    id: '.gitignore',
    why: 'Nx hashes it into every task; the store knows better',
    change: [append('.gitignore', '*.log\n')],
    miss: { ...RUN_AGAIN, web: 'build' },
    store: STORED,
  },
  {
    id: 'another Kiln: a file of the installed package',
    why: 'it may build in another way; steps that it plans as before are known (`web` names no inputs: Nx takes every package for one)',
    change: [append(`${KILN}/dist/src/pipeline/record.js`, '\n// another one\n')],
    miss: { ...RUN_AGAIN, web: 'build' },
    store: STORED,
  },
  {
    id: 'another Kiln: the script that compiles bytecode',
    why: 'it may compile in another way',
    change: [append(`${KILN}/dist/src/plan/stages/bytecode/pyc_worker.py`, '\n# another one\n')],
    miss: { ...COMPILED, web: 'build' },
    store: { one: 'wheel sdist', common: 'build wheel sdist' },
  },
  {
    id: 'Kiln linked instead of installed',
    why: 'the same files make the same things',
    change: [rename(KILN, 'checkout/nx-kiln'), link(KILN, '../checkout/nx-kiln')],
  },
  {
    id: 'a file of a linked Kiln',
    core: true,
    why: 'as of an installed one',
    change: [
      rename(KILN, 'checkout/nx-kiln'),
      link(KILN, '../checkout/nx-kiln'),
      append('checkout/nx-kiln/dist/src/pipeline/record.js', '\n// yet another one\n'),
    ],
    miss: { ...RUN_AGAIN, web: 'build' },
    store: STORED,
  },
  ...ELSEWHERE,
];
