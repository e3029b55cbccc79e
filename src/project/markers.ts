/** Environment markers of PEP 508. What cannot be told counts as true: rather a package too many than one too few. */
import type { Platform } from '../model/platforms';
import { minorOf, type PythonVersion, versionText } from '../model/pythons';
import { normalizeName } from './names';
import { satisfies } from './versions';

/** Values by variable; a variable that is not there is unknown. */
export type MarkerEnvironment = Readonly<Record<string, string>>;

const SYSTEM = {
  linux: { sys_platform: 'linux', platform_system: 'Linux', os_name: 'posix' },
  macos: { sys_platform: 'darwin', platform_system: 'Darwin', os_name: 'posix' },
  windows: { sys_platform: 'win32', platform_system: 'Windows', os_name: 'nt' },
} as const;

/** What markers see on a platform with a Python; a version without a patch counts as its `.0`. */
export function markerEnvironment(platform: Platform, python: PythonVersion): MarkerEnvironment {
  const full = python.patch === undefined ? `${minorOf(python)}.0` : versionText(python);
  const cpython = python.implementation === 'cpython';
  return {
    ...SYSTEM[platform.os],
    // Windows spells its machines in capitals.
    platform_machine: platform.os === 'windows' ? platform.wheelCpu.toUpperCase() : platform.wheelCpu,
    python_version: minorOf(python),
    python_full_version: full,
    implementation_name: python.implementation,
    platform_python_implementation: cpython ? 'CPython' : 'PyPy',
    ...(cpython ? { implementation_version: full } : {}),
  };
}

const TOKEN =
  /\s*(?:(\()|(\))|(and|or)\b|(not\s+in|in)\b|(===|==|~=|!=|<=|>=|<|>)|"([^"]*)"|'([^']*)'|([A-Za-z_][\w.]*))/y;
const VERSIONS = new Set(['python_version', 'python_full_version', 'implementation_version']);
/** Variables of PEP 751 that hold several names, here comma separated. */
const LISTS = new Set(['extras', 'dependency_groups']);
/** Old spellings, still legal. */
const RENAMED: Readonly<Record<string, string>> = {
  'os.name': 'os_name',
  'sys.platform': 'sys_platform',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  python_implementation: 'platform_python_implementation',
};

type Token = { readonly kind: 'open' | 'close' | 'logic' | 'operator' | 'value' | 'name'; readonly text: string };

/**
 * Evaluates a marker; an absent, unreadable or unknown one is true.
 * @param extras normalised names of the extras that are switched on
 */
export function evaluateMarker(
  marker: string | undefined,
  environment: MarkerEnvironment,
  extras: ReadonlySet<string> = new Set(),
): boolean {
  const tokens = marker === undefined || marker.trim() === '' ? [] : tokenize(marker);
  if (!tokens || tokens.length === 0) {
    return true;
  }
  const state = { tokens, at: 0, environment, extras };
  const result = parseOr(state);
  // Left-over tokens: no marker after all.
  return result === undefined || state.at < tokens.length ? true : result;
}

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const source = text.trim();
  while (pattern.lastIndex < source.length) {
    const m = pattern.exec(source);
    if (!m) {
      return undefined;
    }
    const value = m[6] ?? m[7];
    tokens.push(
      m[1]
        ? { kind: 'open', text: '(' }
        : m[2]
          ? { kind: 'close', text: ')' }
          : m[3]
            ? { kind: 'logic', text: m[3] }
            : (m[4] ?? m[5])
              ? { kind: 'operator', text: ((m[4] ?? m[5]) as string).replace(/\s+/, ' ') }
              : value !== undefined
                ? { kind: 'value', text: value }
                : { kind: 'name', text: m[8] as string },
    );
  }
  return tokens;
}

interface State {
  readonly tokens: readonly Token[];
  at: number;
  readonly environment: MarkerEnvironment;
  readonly extras: ReadonlySet<string>;
}

/** `undefined` from any of these means that the text is no marker. */
function parseOr(state: State): boolean | undefined {
  let result = parseAnd(state);
  while (result !== undefined && state.tokens[state.at]?.text === 'or' && state.tokens[state.at]?.kind === 'logic') {
    state.at += 1;
    const right = parseAnd(state);
    result = right === undefined ? undefined : result || right;
  }
  return result;
}

function parseAnd(state: State): boolean | undefined {
  let result = parseAtom(state);
  while (result !== undefined && state.tokens[state.at]?.text === 'and' && state.tokens[state.at]?.kind === 'logic') {
    state.at += 1;
    const right = parseAtom(state);
    result = right === undefined ? undefined : result && right;
  }
  return result;
}

function parseAtom(state: State): boolean | undefined {
  if (state.tokens[state.at]?.kind === 'open') {
    state.at += 1;
    const inner = parseOr(state);
    const closed = state.tokens[state.at]?.kind === 'close';
    state.at += 1;
    return closed ? inner : undefined;
  }
  const [left, operator, right] = state.tokens.slice(state.at, state.at + 3);
  if (!left || !right || operator?.kind !== 'operator') {
    return undefined;
  }
  state.at += 3;
  return left.kind === 'name'
    ? compare(left.text, operator.text, right, state, false)
    : compare(right.text, operator.text, left, state, true);
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function compare(variable: string, operator: string, value: Token, state: State, swapped: boolean): boolean {
  const name = RENAMED[variable] ?? variable;
  if (name === 'extra') {
    const on = state.extras.has(normalizeName(value.text));
    return operator === '==' ? on : operator === '!=' ? !on : true;
  }
  const actual = state.environment[name];
  if (actual === undefined || value.kind !== 'value') {
    return true;
  }
  const wanted = value.text;
  if (operator === 'in' || operator === 'not in') {
    const found = LISTS.has(name)
      ? actual.split(',').includes(normalizeName(wanted))
      : swapped
        ? actual.includes(wanted)
        : isIn(name, actual, wanted);
    return operator === 'in' ? found : !found;
  }
  if (VERSIONS.has(name)) {
    return satisfies(actual, swapped ? (MIRRORED[operator] ?? operator) : operator, wanted) ?? true;
  }
  return operator === '==' || operator === '===' ? actual === wanted : operator === '!=' ? actual !== wanted : true;
}

/** `python_version in "3.11, 3.12"` lists versions; for texts it is the substring test of Python. */
function isIn(name: string, actual: string, wanted: string): boolean {
  return VERSIONS.has(name) ? wanted.split(/[\s,|]+/).includes(actual) : wanted.includes(actual);
}
