import { BytecodeOptions } from '../model/options/bytecode';
import { FormatOptions, LintOptions, StartOptions, TestOptions, TypecheckOptions } from '../model/options/everyday';
import { FreezeOptions } from '../model/options/freeze';
import { PackageOptions } from '../model/options/package';
import { BYTECODE_KEYS, EVERYDAY_KEYS, FREEZE_KEYS, PACKAGE_KEYS } from './kiln-options';
import { readKilnTable } from './kiln-table';

const read = (kiln: Record<string, unknown>, defaults = {}) => readKilnTable({ root: '.', kiln }, defaults);

it('resolves aliases and keeps the order', () => {
  expect(read({ platforms: ['windows', 'arm64', 'linux-arm64'], pythons: ['3.14', '3.13.1'] })).toEqual({
    platforms: ['windows-x64', 'linux-arm64'],
    pythons: ['3.14', '3.13.1'],
    everyday: {},
    problems: [],
  });
});

it('leaves projects inside that say so', () => {
  expect(read({ package: false })).toMatchObject({ staysInside: true, problems: [] });
  expect(read({ package: 'no' }).problems).toEqual(['[tool.kiln].package has to be a table, or false']);
});

it('takes the workspace’s defaults where the project says nothing', () => {
  expect(read({}, { platforms: ['x64'], pythons: ['3.12'] })).toMatchObject({
    platforms: ['linux-x64'],
    pythons: ['3.12'],
  });
  expect(read({ platforms: [] }, { platforms: ['x64'] }).platforms).toEqual([]);
});

it.each([
  [{ platforms: ['linux-arm65'] }, /'linux-arm65' is no platform/],
  [{ platforms: 'linux-x64' }, /has to be a list of texts/],
  [{ pythons: [3.14] }, /has to be a list of texts/],
  [{ pythons: ['three'] }, /'three' is no Python version/],
  [{ platform: [] }, /has no 'platform'/],
  [{ freeze: true }, /freeze has to be a table, or false/],
  [{ freeze: { colour: 'red' } }, /has no 'colour'/],
  [{ freeze: { optimize: '2' } }, /optimize = "2" has to be a number/],
])('%j is a problem', (kiln, message) => {
  expect(read(kiln).problems.join('\n')).toMatch(message);
});

it('takes options of the freezer in either spelling', () => {
  expect(read({ freeze: { 'entry-point': 'a:b', maxGlibc: '2.31' } }).freeze).toEqual({
    entryPoint: 'a:b',
    maxGlibc: '2.31',
  });
});

it('takes options of everyday targets, and false', () => {
  const { everyday, problems } = read({
    test: { 'pass-env': ['DATABASE_URL'], coverage: true, tool: 'unittest' },
    lint: false,
    typecheck: { tool: 'pylint', python: 3.14 },
    format: { args: 'x' },
    start: 'yes',
  });
  expect(everyday).toEqual({
    test: { passEnv: ['DATABASE_URL'], coverage: true, tool: 'unittest' },
    lint: false,
    typecheck: {},
    format: {},
    start: {},
  });
  expect(problems).toMatchInlineSnapshot(`
[
  "[tool.kiln.typecheck].tool = "pylint" has to be one of mypy, basedpyright, pyright, ty",
  "[tool.kiln.typecheck].python = 3.14 has to be a text",
  "[tool.kiln.format].args = "x" has to be a list of texts",
  "[tool.kiln].start has to be a table, or false",
]
`);
});

it.each([
  ['freeze', FREEZE_KEYS, FreezeOptions],
  ['bytecode', BYTECODE_KEYS, BytecodeOptions],
  ['package', PACKAGE_KEYS, PackageOptions],
  ['test', EVERYDAY_KEYS.test, TestOptions],
  ['lint', EVERYDAY_KEYS.lint, LintOptions],
  ['typecheck', EVERYDAY_KEYS.typecheck, TypecheckOptions],
  ['format', EVERYDAY_KEYS.format, FormatOptions],
  ['start', EVERYDAY_KEYS.start, StartOptions],
])('[tool.kiln.%s] knows every option but those that a target or the matrix sets', (name, keys, schema) => {
  const byMatrix = ['freeze', 'bytecode', 'package'].includes(name) ? ['python'] : [];
  const set = ['platform', 'outputPath', 'format', 'check', '__unparsed__', ...byMatrix];
  expect(Object.keys(keys).sort()).toEqual(
    Object.keys(schema.shape)
      .filter((key) => !set.includes(key))
      .sort(),
  );
});
