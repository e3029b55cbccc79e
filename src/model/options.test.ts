import { z } from 'zod';
import { EXECUTOR_OPTIONS, GENERATOR_OPTIONS } from './options';

/** Nx's command line takes these for itself: `nx build app --target=x` never reaches an executor. */
const RESERVED =
  'target project configuration runner parallel batch version verbose graph tui cloud help exclude files base head'.split(
    ' ',
  );

const all = Object.entries({ ...EXECUTOR_OPTIONS, ...GENERATOR_OPTIONS });

describe.each(all)('options of %s', (_, schema) => {
  const document = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', reused: 'inline' }) as {
    properties: Record<string, { description?: string; default?: unknown; anyOf?: { type: string }[] }>;
    additionalProperties: boolean;
  };

  it('use no word of Nx', () => {
    expect(Object.keys(document.properties).filter((name) => RESERVED.includes(name))).toEqual([]);
  });

  it('are flat and readable for Nx', () => {
    // A number or a list of numbers is as far as it goes.
    const alternatives = Object.values(document.properties).flatMap(({ anyOf = [] }) => anyOf);
    expect(alternatives.filter(({ type }) => type === 'object')).toEqual([]);
    const flat = JSON.stringify(document).replaceAll('"anyOf"', '');
    expect(flat).not.toMatch(/oneOf|anyOf|allOf|\$ref|"type":"object".*"type":"object"/);
    expect(document.additionalProperties).toBe(false);
  });

  it('are all described', () => {
    expect(Object.entries(document.properties).filter(([, { description }]) => !description)).toEqual([]);
  });
});

it('refuses what Nx lets through', () => {
  const base = { outputPath: 'dist/app' };
  expect(EXECUTOR_OPTIONS.freeze.safeParse({ ...base, optimize: 3 }).success).toBe(false);
  expect(EXECUTOR_OPTIONS.freeze.safeParse({ ...base, maxGlibc: 'new' }).success).toBe(false);
  expect(EXECUTOR_OPTIONS.freeze.safeParse({ ...base, name: '../x' }).success).toBe(false);
  expect(EXECUTOR_OPTIONS.freeze.safeParse(base).success).toBe(true);
});

it.each([
  [{ env: ['FOO'] }, 'NAME=value'],
  [{ env: ['=1'] }, 'NAME=value'],
  [{ env: ['A=1\nflag dev'] }, 'NAME=value'],
  [{ env: ['A=1', 'A=2'] }, 'each variable once'],
  [{ warnings: ['ignore\nflag dev'] }, 'one line'],
])('refuses what no launcher could read: %j', (options, message) => {
  const { error } = EXECUTOR_OPTIONS.freeze.safeParse({ outputPath: 'dist/app', ...options });
  expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
});

it('takes values of variables as they are, empty ones too', () => {
  const env = ['A=', 'B=x = y;{bundle}/z', 'ä.b=1'];
  expect(EXECUTOR_OPTIONS.freeze.parse({ outputPath: 'dist/app', env }).env).toEqual(env);
});

it('takes the number that Nx makes of a version', () => {
  const base = { outputPath: 'dist/app' };
  const pythonOf = (python: unknown) => EXECUTOR_OPTIONS.freeze.parse({ ...base, python }).python;
  expect([3.14, 3.1, '3.14.6', undefined].map(pythonOf)).toEqual(['3.14', '3.10', '3.14.6', undefined]);
  expect(EXECUTOR_OPTIONS.freeze.safeParse({ ...base, python: 3 }).success).toBe(false);
  const pythonsOf = (pythons: unknown) => EXECUTOR_OPTIONS.bytecode.parse({ ...base, pythons }).pythons;
  expect([3.13, [3.1, 'pp39'], ['3.13', 'cp312']].map(pythonsOf)).toEqual([
    ['3.13'],
    ['3.10', 'pp39'],
    ['3.13', 'cp312'],
  ]);
  const limits = (maxGlibc: unknown, maxMacos: unknown) => {
    const parsed = EXECUTOR_OPTIONS.freeze.parse({ ...base, maxGlibc, maxMacos });
    return [parsed.maxGlibc, parsed.maxMacos];
  };
  expect(limits(2.35, 14)).toEqual(['2.35', '14']);
  expect(limits(2.3, 10.15)).toEqual(['2.30', '10.15']);
  expect(limits(undefined, undefined)).toEqual(['2.28', '13.0']);
});
