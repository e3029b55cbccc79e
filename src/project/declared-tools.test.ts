import { declaredTools, toolSettings } from './declared-tools';
import { memoryDisk } from './disk';
import type { Requirement } from './types';

const needs = (...names: string[]): Requirement[] =>
  names.map((name) => ({ name, extras: [], specifier: '', text: name }));
const NOTHING = { dependencies: [], optionalDependencies: {}, groups: {} };
const never = () => false;

it.each([
  ['a group named after tests', { groups: { test: needs('pytest') } }, { test: 'pytest' }],
  [
    'dev, which serves tests and types',
    { groups: { dev: needs('pytest', 'mypy') } },
    { test: 'pytest', typecheck: 'mypy' },
  ],
  ['an extra', { optionalDependencies: { tests: needs('pytest') } }, { test: 'pytest' }],
  ['what ships', { dependencies: needs('pytest') }, { test: 'pytest' }],
  ['linters, wherever they stand', { groups: { docs: needs('ruff') } }, { lint: 'ruff', format: 'ruff' }],
  ['a group that serves nothing of it', { groups: { docs: needs('pytest', 'ruffian') } }, {}],
  ['a group that serves other things', { groups: { lint: needs('mypy', 'pytest') } }, { typecheck: 'mypy' }],
])('takes tools from %s', (_, parts, expected) => {
  expect(declaredTools({ ...NOTHING, ...parts }, undefined, {}, never)).toEqual(expected);
});

it('takes tools from groups of the workspace’s root, not from what the root itself needs', () => {
  const hub = { ...NOTHING, dependencies: needs('pytest'), groups: { dev: needs('mypy', 'ruff') } };
  expect(declaredTools(NOTHING, hub, {}, never)).toEqual({ lint: 'ruff', typecheck: 'mypy', format: 'ruff' });
});

it('lets [tool.kiln] choose, also what nobody declares', () => {
  const project = { ...NOTHING, groups: { dev: needs('pytest', 'mypy', 'pyright') } };
  const forced = { test: 'unittest', typecheck: 'pyright', lint: 'no-such-tool' };
  expect(declaredTools(project, undefined, forced, never)).toEqual({ test: 'unittest', typecheck: 'pyright' });
});

describe('of several', () => {
  const project = { ...NOTHING, groups: { dev: needs('ruff', 'black', 'flake8', 'mypy', 'pyright') } };
  const tools = (files: Record<string, string>) =>
    declaredTools(project, undefined, {}, toolSettings(['.', 'a'], memoryDisk(files)));

  it.each([
    ['nothing is configured', {}, { lint: 'ruff', typecheck: 'mypy', format: 'black' }],
    ['a table', { 'a/pyproject.toml': '[tool.pyright]\n' }, { typecheck: 'pyright' }],
    ['a table above', { 'pyproject.toml': '[tool.pyright.x]\n' }, { typecheck: 'pyright' }],
    ['a file', { 'a/.flake8': '' }, { lint: 'flake8' }],
    ['a section', { 'a/setup.cfg': '[metadata]\n[flake8]\n' }, { lint: 'flake8' }],
    ['ruff’s formatter', { 'a/pyproject.toml': '[tool.ruff.format]\n' }, { format: 'ruff', lint: 'ruff' }],
    ['ruff’s formatter in its own file', { 'ruff.toml': '[format]\n' }, { format: 'ruff' }],
    ['ruff, but not its formatter', { 'a/ruff.toml': 'line-length = 88\n' }, { lint: 'ruff', format: 'black' }],
  ])('takes the one that is configured: %s', (_, files, expected) => {
    expect(tools(files as Record<string, string>)).toMatchObject(expected);
  });
});
