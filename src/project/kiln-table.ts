/** `[tool.kiln]`, checked by hand: the graph reads it on every Nx command and must not load zod. */
import { findPlatform, PLATFORM_IDS, type PlatformId } from '../model/platforms';
import { parsePython } from '../model/pythons';
import { isTable } from './toml';
import type { PythonProject } from './types';

export interface KilnTable {
  /** The matrix; empty where nothing is declared. */
  readonly platforms: readonly PlatformId[];
  /** As written: `3.14`, `3.14.6`. */
  readonly pythons: readonly string[];
  /** Options of the freeze executor by their own names; absent without `[tool.kiln.freeze]`. */
  readonly freeze?: Readonly<Record<string, string | number>>;
  /** What is wrong, one line each. A build refuses to start with any. */
  readonly problems: readonly string[];
}

/** Options of `[tool.kiln.freeze]` and their types; a test compares them with the zod schema. */
export const FREEZE_KEYS: Readonly<Record<string, 'string' | 'number'>> = {
  tool: 'string',
  entryPoint: 'string',
  name: 'string',
  archive: 'string',
  maxGlibc: 'string',
  optimize: 'number',
};
const KEYS = ['platforms', 'pythons', 'freeze', 'compile'];

/** Reads `[tool.kiln]` over the workspace's defaults; what is wrong is left out and named in `problems`. */
export function readKilnTable(
  project: Pick<PythonProject, 'kiln' | 'root'>,
  defaults: { readonly platforms?: readonly string[]; readonly pythons?: readonly string[] } = {},
): KilnTable {
  const { kiln } = project;
  const problems = Object.keys(kiln)
    .filter((key) => !KEYS.includes(key))
    .map((key) => `[tool.kiln] has no '${key}'; it has ${KEYS.join(', ')}`);
  const platforms = list(kiln.platforms ?? defaults.platforms, 'platforms', problems).flatMap((spelling) => {
    const found = findPlatform(spelling);
    if (!found) {
      problems.push(`[tool.kiln].platforms: '${spelling}' is no platform; there are ${PLATFORM_IDS.join(', ')}`);
    }
    return found ? [found.id] : [];
  });
  const pythons = list(kiln.pythons ?? defaults.pythons, 'pythons', problems).filter((version) => {
    const found = parsePython(version);
    if (!found) {
      problems.push(`[tool.kiln].pythons: '${version}' is no Python version such as 3.14 or 3.14.6`);
    }
    return found !== undefined;
  });
  return {
    platforms: [...new Set(platforms)],
    pythons: [...new Set(pythons)],
    ...(kiln.freeze === undefined ? {} : { freeze: readFreeze(kiln.freeze, problems) }),
    problems,
  };
}

function list(value: unknown, key: string, problems: string[]): string[] {
  if (value === undefined) {
    return [];
  }
  const texts = Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];
  if (!Array.isArray(value) || texts.length < value.length) {
    problems.push(`[tool.kiln].${key} = ${JSON.stringify(value)} has to be a list of texts`);
  }
  return texts;
}

/** Keys may be written as TOML people do, `entry-point`. */
function readFreeze(value: unknown, problems: string[]): Record<string, string | number> {
  if (!isTable(value)) {
    problems.push('[tool.kiln].freeze has to be a table');
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]): [string, string | number][] => {
      const name = key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const kind = Object.hasOwn(FREEZE_KEYS, name) ? FREEZE_KEYS[name] : undefined;
      if (kind === undefined) {
        problems.push(`[tool.kiln.freeze] has no '${key}'; it has ${Object.keys(FREEZE_KEYS).join(', ')}`);
      } else if (typeof entry !== kind) {
        problems.push(
          `[tool.kiln.freeze].${key} = ${JSON.stringify(entry)} has to be a ${kind === 'string' ? 'text' : kind}`,
        );
      } else {
        return [[name, entry as string | number]];
      }
      return [];
    }),
  );
}
