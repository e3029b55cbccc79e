/** `[tool.kiln]`, checked by hand: the graph reads it on every Nx command and must not load zod. */
import { findPlatform, PLATFORM_IDS, type PlatformId } from '../model/platforms';
import { parsePython } from '../model/pythons';
import {
  BYTECODE_KEYS,
  EVERYDAY_KEYS,
  type EverydayTables,
  FREEZE_KEYS,
  type OptionTable,
  PACKAGE_KEYS,
  readOptions,
} from './kiln-options';
import type { PythonProject } from './types';

export interface KilnTable {
  /** The matrix; empty where nothing is declared. */
  readonly platforms: readonly PlatformId[];
  /** As written: `3.14`, `3.14.6`. */
  readonly pythons: readonly string[];
  /** Options of the freeze executor by their own names; absent without `[tool.kiln.freeze]`. */
  readonly freeze?: OptionTable;
  /** `freeze = false`: a library whose scripts make no application of it. */
  readonly staysLibrary?: true;
  /** Likewise of the bytecode executor. */
  readonly bytecode?: OptionTable;
  /** Likewise of the package executor, for wheels and sdists. */
  readonly package?: OptionTable;
  /** `package = false`: a project that stays in the workspace wants neither wheel nor sdist. */
  readonly staysInside?: true;
  /** Likewise of test, lint, typecheck, format and start; `false` switches the target off. */
  readonly everyday: EverydayTables;
  /** What is wrong, one line each. A build refuses to start with any. */
  readonly problems: readonly string[];
}

const KEYS = ['platforms', 'pythons', 'freeze', 'bytecode', 'package', 'compile', ...Object.keys(EVERYDAY_KEYS)];

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
    ...readFreeze(kiln.freeze, problems),
    ...(kiln.bytecode === undefined
      ? {}
      : { bytecode: readOptions(kiln.bytecode, 'bytecode', BYTECODE_KEYS, problems) }),
    ...readPackage(kiln.package, problems),
    everyday: readEveryday(kiln, problems),
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

function readFreeze(value: unknown, problems: string[]): Pick<KilnTable, 'freeze' | 'staysLibrary'> {
  if (value === false) {
    return { staysLibrary: true };
  }
  return value === undefined ? {} : { freeze: readOptions(value, 'freeze', FREEZE_KEYS, problems) };
}

function readPackage(value: unknown, problems: string[]): Pick<KilnTable, 'package' | 'staysInside'> {
  if (value === false) {
    return { staysInside: true };
  }
  return value === undefined ? {} : { package: readOptions(value, 'package', PACKAGE_KEYS, problems) };
}

function readEveryday(kiln: PythonProject['kiln'], problems: string[]): EverydayTables {
  return Object.fromEntries(
    Object.entries(EVERYDAY_KEYS)
      .filter(([name]) => kiln[name] !== undefined)
      .map(([name, keys]) => [name, kiln[name] === false ? false : readOptions(kiln[name], name, keys, problems)]),
  );
}
