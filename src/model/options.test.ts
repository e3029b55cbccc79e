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
    properties: Record<string, { description?: string; default?: unknown }>;
    additionalProperties: boolean;
  };

  it('use no word of Nx', () => {
    expect(Object.keys(document.properties).filter((name) => RESERVED.includes(name))).toEqual([]);
  });

  it('are flat and readable for Nx', () => {
    expect(JSON.stringify(document)).not.toMatch(/oneOf|anyOf|allOf|\$ref|"type":"object".*"type":"object"/);
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
