/** Options that `[tool.kiln.<target>]` may hold, and their types. A test compares them with the zod schemas. */
import { TOOLS } from '../model/tools';
import { isTable } from './toml';

type Kind = 'text' | 'number' | 'number or list of numbers' | 'true or false' | 'list of texts' | readonly string[];
export type OptionValue = string | number | boolean | readonly string[] | readonly number[];
export type OptionTable = Readonly<Record<string, OptionValue>>;

export const FREEZE_KEYS: Readonly<Record<string, Kind>> = {
  tool: 'text',
  entryPoint: 'text',
  entryPoints: 'list of texts',
  dependencyScripts: 'list of texts',
  name: 'text',
  archive: 'text',
  onefile: 'true or false',
  sources: 'text',
  data: 'list of texts',
  env: 'list of texts',
  pythonFlags: 'list of texts',
  warnings: 'list of texts',

  stdlib: 'text',
  stdlibKeep: 'list of texts',
  pth: 'text',
  certificates: 'text',
  timezones: 'text',
  icon: 'text',
  maxGlibc: 'text',
  maxMacos: 'text',
  optimize: 'number',
};

export const BYTECODE_KEYS: Readonly<Record<string, Kind>> = {
  pythons: 'list of texts',
  scope: ['project', 'dependencies', 'site'],
  layout: ['legacy', 'pycache', 'zip'],
  optimize: 'number or list of numbers',
  invalidation: ['unchecked-hash', 'checked-hash', 'timestamp'],
  sourceTime: 'number',
  stripPath: 'text',
  prependPath: 'text',
  onError: ['fail', 'warn', 'skip'],
  mayFail: 'list of texts',
  guard: 'true or false',
};

export const PACKAGE_KEYS: Readonly<Record<string, Kind>> = {
  localDependencies: ['ranges', 'exact', 'bundled'],
  packageVersion: 'text',
  sourceDateEpoch: 'number',
  configSettings: 'list of texts',
};

const SHARED = {
  python: 'text',
  environment: ['kiln', 'project'],
  passEnv: 'list of texts',
  args: 'list of texts',
} as const satisfies Record<string, Kind>;

export const EVERYDAY_KEYS = {
  test: { tool: TOOLS.test, ...SHARED, junit: 'true or false', coverage: 'true or false' },
  lint: { tool: TOOLS.lint, ...SHARED },
  typecheck: { tool: TOOLS.typecheck, ...SHARED },
  format: { tool: TOOLS.format, ...SHARED },
  start: { python: SHARED.python, environment: SHARED.environment, args: SHARED.args, script: 'text' },
} as const satisfies Record<string, Readonly<Record<string, Kind>>>;

/** What a project says about each target of everyday work; `false`: it does not want it. */
export type EverydayTables = { readonly [W in keyof typeof EVERYDAY_KEYS]?: OptionTable | false };

/**
 * Options of a table by their own names; keys may be written as TOML people do, `entry-point`. What is wrong is left out
 * and named in `problems`.
 */
export function readOptions(
  value: unknown,
  table: string,
  keys: Readonly<Record<string, Kind>>,
  problems: string[],
): OptionTable {
  if (!isTable(value)) {
    const canBeFalse = table in EVERYDAY_KEYS || table === 'package' || table === 'freeze';
    problems.push(`[tool.kiln].${table} has to be a table${canBeFalse ? ', or false' : ''}`);
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]): [string, OptionValue][] => {
      const name = key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const kind = Object.hasOwn(keys, name) ? keys[name] : undefined;
      if (kind === undefined) {
        problems.push(`[tool.kiln.${table}] has no '${key}'; it has ${Object.keys(keys).join(', ')}`);
        return [];
      }
      if (!fits(entry, kind)) {
        const wanted = typeof kind === 'string' ? `a ${kind}` : `one of ${kind.join(', ')}`;
        problems.push(
          `[tool.kiln.${table}].${key} = ${JSON.stringify(entry)} has to be ${wanted.replace('a true', 'true')}`,
        );
        return [];
      }
      return [[name, entry as OptionValue]];
    }),
  );
}

function fits(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'number or list of numbers':
      return [value].flat().every((v) => typeof v === 'number');
    case 'true or false':
      return typeof value === 'boolean';
    case 'list of texts':
      return Array.isArray(value) && value.every((v) => typeof v === 'string');
    default:
      return kind.some((allowed) => allowed === value);
  }
}
