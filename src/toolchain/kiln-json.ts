/** kiln.json at the workspace root: pins that differ from Kiln's own. zod is the authority on what it may hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { KilnError } from '../model/errors';
import { PLATFORM_IDS } from '../model/platforms';
import type { KilnConfig } from './types';

export const KILN_JSON = 'kiln.json';

const exact = z.string().regex(/^3\.\d+\.\d+$/, 'an exact Python version such as 3.14.6');
const minor = z.string().regex(/^3\.\d+$/, 'a minor Python version such as 3.14');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in lower case hex');
const byPlatform = <T extends z.ZodType>(value: T) => z.record(exact, z.partialRecord(z.enum(PLATFORM_IDS), value));

export const KilnJson = z.strictObject({
  $schema: z.string().optional(),
  pythons: z
    .record(minor, exact)
    .default({})
    .refine((pythons) => Object.entries(pythons).every(([key, version]) => version.startsWith(`${key}.`)), {
      error: 'every minor names an exact version of itself: "3.14": "3.14.6"',
    })
    .describe('Minor version → the exact version that it means in this workspace.'),
  runtimes: z
    .discriminatedUnion('provider', [
      z.strictObject({
        provider: z.literal('uv'),
        archives: byPlatform(z.strictObject({ url: z.url(), sha256 })).optional(),
      }),
      z.strictObject({
        provider: z.literal('go-module'),
        modules: z.record(
          exact,
          z.strictObject({
            module: z.string().min(1),
            version: z.string().regex(/^v\d/, 'a module version such as v1.2.3'),
            sum: z.string().regex(/^h1:[A-Za-z0-9+/]{43}=$/, 'the h1: hash that go.sum would hold'),
          }),
        ),
      }),
      z.strictObject({
        provider: z.literal('archive'),
        archives: byPlatform(z.strictObject({ path: z.string().min(1), sha256 })),
      }),
    ])
    .default({ provider: 'uv' })
    .describe('Where runtimes come from.'),
  buildRequirements: z
    .record(
      z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a normalised package name such as flit-core'),
      z.strictObject({
        version: z.string().min(1),
        wheels: z.array(sha256).min(1),
        requires: z.array(z.string()).default([]),
      }),
    )
    .optional()
    .describe('Packages that build wheels and sdists: exact version, sha256 of its wheels, names of what it needs.'),
});

/** What holds without a kiln.json. */
export const DEFAULT_CONFIG: KilnConfig = { pythons: {}, runtimes: { provider: 'uv' } };

/**
 * Reads kiln.json; without one the defaults hold.
 * @throws KilnError CONFIG_INVALID naming the place and the value
 */
export function readKilnConfig(workspaceRoot: string): KilnConfig {
  let text: string;
  try {
    text = readFileSync(join(workspaceRoot, KILN_JSON), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return DEFAULT_CONFIG;
    }
    throw new KilnError('CONFIG_INVALID', `${KILN_JSON} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return parseKilnConfig(text);
}

/** @throws KilnError CONFIG_INVALID naming the place and the value */
export function parseKilnConfig(text: string): KilnConfig {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  const parsed = KilnJson.safeParse(value);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => describeIssue(issue, value));
    throw new KilnError('CONFIG_INVALID', `${KILN_JSON}: ${lines[0]}`, {
      lines: lines.slice(1),
      hint: 'correct kiln.json at the workspace root; `npx nx g nx-kiln:init --runtimes=…` writes one (docs/toolchains.md)',
    });
  }
  const { pythons, runtimes, buildRequirements } = parsed.data;
  return {
    pythons,
    runtimes: runtimes as KilnConfig['runtimes'],
    ...(buildRequirements
      ? { buildRequirements: Object.fromEntries(Object.entries(buildRequirements).map(([name, pin]) => [name, [pin]])) }
      : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new KilnError('CONFIG_INVALID', `${KILN_JSON} is not JSON: ${(error as Error).message}`, {
      hint: 'JSON has no comments and no comma after the last entry',
      cause: error,
    });
  }
}

/** `pythons.3.14 = "3.14": an exact Python version such as 3.14.6` */
function describeIssue(issue: z.core.$ZodIssue, root: unknown): string {
  const path = issue.path.map(String).join('.') || '(top level)';
  if (issue.code === 'unrecognized_keys') {
    return `${path}: unknown ${issue.keys.map((key) => `'${key}'`).join(', ')}`;
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], root);
  const shown = value === undefined ? 'missing' : JSON.stringify(value);
  return `${path} = ${shown.length > 80 ? `${shown.slice(0, 77)}…` : shown}: ${reason(issue)}`;
}

function reason(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_format') {
    return issue.message;
  }
  if (issue.code === 'invalid_key') {
    return issue.issues[0]?.message ?? issue.message;
  }
  return issue.message;
}
