import { KilnError } from '../model/errors';

/** Options of the plugin in nx.json. */
export interface KilnPluginOptions {
  readonly buildTargetName?: string;
  readonly smokeTargetName?: string;
  readonly bytecodeTargetName?: string;
  readonly wheelTargetName?: string;
  readonly sdistTargetName?: string;
  readonly closureTargetName?: string;
  readonly testTargetName?: string;
  readonly lintTargetName?: string;
  readonly typecheckTargetName?: string;
  readonly formatCheckTargetName?: string;
  readonly formatTargetName?: string;
  readonly startTargetName?: string;
  readonly lockTargetName?: string;
  /** Default of `[tool.kiln].platforms`. */
  readonly platforms?: readonly string[];
  /** Default of `[tool.kiln].pythons`. */
  readonly pythons?: readonly string[];
  /** Whether edges between projects are inferred; default true. */
  readonly inferDependencies?: boolean;
}

/** Names of inferred targets unless nx.json gives others. `nx format` is a command of Nx's own: `nx run <project>:format`. */
const DEFAULT_NAMES = {
  build: 'build',
  smoke: 'smoke',
  bytecode: 'bytecode',
  wheel: 'wheel',
  sdist: 'sdist',
  closure: 'closure',
  test: 'test',
  lint: 'lint',
  typecheck: 'typecheck',
  formatCheck: 'format-check',
  format: 'format',
  start: 'start',
  lock: 'lock',
} as const satisfies {
  readonly [K in keyof KilnPluginOptions as K extends `${infer N}TargetName` ? N : never]-?: string;
};

export type TargetNames = Readonly<Record<keyof typeof DEFAULT_NAMES, string>>;

const KINDS: Readonly<Record<keyof KilnPluginOptions, 'string' | 'strings' | 'boolean'>> = {
  buildTargetName: 'string',
  smokeTargetName: 'string',
  bytecodeTargetName: 'string',
  wheelTargetName: 'string',
  sdistTargetName: 'string',
  closureTargetName: 'string',
  testTargetName: 'string',
  lintTargetName: 'string',
  typecheckTargetName: 'string',
  formatCheckTargetName: 'string',
  formatTargetName: 'string',
  startTargetName: 'string',
  lockTargetName: 'string',
  platforms: 'strings',
  pythons: 'strings',
  inferDependencies: 'boolean',
};

/**
 * Checks what nx.json gives to the plugin (by hand: zod would cost every Nx command 150 ms).
 * @throws KilnError OPTION_INVALID
 */
export function readPluginOptions(raw: unknown): KilnPluginOptions {
  if (raw === undefined || raw === null) {
    return {};
  }
  for (const [key, value] of Object.entries(raw as object)) {
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key as keyof KilnPluginOptions] : undefined;
    const fits =
      kind === 'strings' ? Array.isArray(value) && value.every((v) => typeof v === 'string') : typeof value === kind;
    if (kind === undefined || !fits) {
      const problem =
        kind === undefined ? 'is no option of the plugin' : `has to be a ${kind.replace('strings', 'list of texts')}`;
      throw new KilnError('OPTION_INVALID', `nx.json: nx-kiln: ${key} = ${JSON.stringify(value)} ${problem}`, {
        hint: `options are ${Object.keys(KINDS).join(', ')}`,
      });
    }
  }
  return raw as KilnPluginOptions;
}

export function targetNames(options: KilnPluginOptions): TargetNames {
  return Object.fromEntries(
    Object.entries(DEFAULT_NAMES).map(([target, name]) => [
      target,
      options[`${target as keyof TargetNames}TargetName`] ?? name,
    ]),
  ) as TargetNames;
}
