/** Facts for tests of command lines, and a way to read the result. */
import type { ToolCommand, ToolFacts } from './types';

export const facts = (over: Partial<ToolFacts> = {}): ToolFacts => ({
  python: '/env/bin/python',
  pythonVersion: '3.14',
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
  exists: (path) => ['src', 'tests', 'tests/test_a.py'].includes(path),
  ...over,
});

export const line = ({ program, args, env = {} }: ToolCommand): string =>
  [...Object.entries(env).map(([name, value]) => `${name}=${value}`), program, ...args].join(' ');
