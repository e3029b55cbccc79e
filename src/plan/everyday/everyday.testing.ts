/** Facts for tests of command lines, and a way to read the result. */
import type { ToolCommand, ToolFacts } from './types';

export const facts = (over: Partial<ToolFacts> = {}): ToolFacts => ({
  python: '/env/bin/python',
  packages: new Set(['pytest']),
  excluded: [],
  modules: ['src/app'],
  sourceRoots: ['src'],
  namespaces: false,
  strangers: false,
  scratch: '/run/scratch',
  memory: '/cache/memory',
  reports: '/run/reports',
  colour: false,
  cached: true,
  placeInBlack: '',
  exists: (path) => ['src', 'tests', 'tests/test_a.py'].includes(path),
  list: (folder) =>
    (FILES[folder] ?? []).map((name) => ({ name, isFolder: !/\.\w+$/.test(name) || name.startsWith('.') })),
  brings: () => true,
  ...over,
});

/** Names in folders; what has an ending is a file. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  '.': ['.github', 'README.md', 'dist', 'libs', 'manage.py', 'src', 'tests'],
  libs: ['a', 'b[c]', 'conftest.py'],
};

export const line = ({ program, args, env = {} }: ToolCommand): string =>
  [...Object.entries(env).map(([name, value]) => `${name}=${value}`), program, ...args].join(' ');
