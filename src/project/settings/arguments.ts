/** Paths among the arguments of a tool: their text is in the key, what they lead to is not. */
import type { ToolName } from '../../model/tools';
import { joinPath } from '../disk';
import { isBelow, isOutside, targetOf } from './paths';
import type { Lead, Reading, Settings } from './types';

/** Arguments that take the place of the settings that the tool would find. */
const CONFIG: Readonly<Record<ToolName, readonly string[]>> = {
  pytest: ['-c', '--config-file'],
  unittest: [],
  ruff: ['--config'],
  flake8: ['--config'],
  black: ['--config'],
  mypy: ['--config-file'],
  pyright: ['-p', '--project'],
  basedpyright: ['-p', '--project'],
  ty: ['--config-file'],
};
/** What is written, or left out, or no path. */
const NOT_READ =
  /^(--.*(ignore|exclude|omit|deselect|select|output|junit|report|cache|basetemp|log-file|html|allure|result|confcutdir|rootdir|override-ini|message-format|cov-fail).*|-[okmWnr]|--config=[^/]*=.*)$/;
const PYTHON = /\.(py|pyi|pyw|ipynb)$/;

interface Word {
  /** `--cov-config`; absent: a word that stands alone. */
  readonly flag?: string;
  readonly value: string;
}

/** Flags with their values, as far as they can be told: a word behind a flag is taken for its value too. */
function wordsOf(args: readonly string[]): Word[] {
  return args.flatMap((arg, i): Word[] => {
    const before = args[i - 1];
    if (arg.startsWith('--')) {
      const at = arg.indexOf('=');
      return at < 0 ? [] : [{ flag: arg.slice(0, at), value: arg.slice(at + 1) }];
    }
    if (/^-[A-Za-z]./.test(arg)) {
      return [{ flag: arg.slice(0, 2), value: arg.slice(2).replace(/^=/, '') }];
    }
    return arg.startsWith('-') ? [] : [{ ...(before?.startsWith('-') ? { flag: before } : {}), value: arg }];
  });
}

/** What leads out of the project's folder, and files in it that are no sources. */
export function argumentLeads(tool: ToolName, { root, args, files }: Reading): Lead[] {
  return wordsOf(args).flatMap(({ flag, value }): Lead[] => {
    const text = value.split('::')[0] as string;
    const isConfig = flag !== undefined && CONFIG[tool].concat('--append-config').includes(flag);
    if (text === '' || (flag !== undefined && NOT_READ.test(flag)) || (isConfig && isInline(text))) {
      return [];
    }
    const lead: Lead = { text, from: root, holds: isConfig ? 'file' : 'tree', key: flag ?? 'args' };
    if (/^([~/]|[a-z]:[\\/])/i.test(text)) {
      return [lead];
    }
    const path = joinPath(root, text);
    if (isConfig && files.list(path).length > 0) {
      return ['pyrightconfig.json', 'pyproject.toml'].map((name) => ({ ...lead, text: `${text}/${name}` }));
    }
    const isOther = isOutside(path) || !isBelow(path, root);
    const isData = !PYTHON.test(text) && files.read(path) !== undefined;
    return isOther || isConfig || isData ? [lead] : [];
  });
}

/** ruff and ty take settings as TOML too. */
function isInline(text: string): boolean {
  return /^[\w.-]+\s*=/.test(text);
}

/** Workspace-relative settings files that arguments name, the last being the one that counts. */
export function namedSettings(tool: ToolName, reading: Reading, flags = CONFIG[tool]): string[] {
  return wordsOf(reading.args).flatMap(({ flag, value }) => {
    if (flag === undefined || !flags.includes(flag) || isInline(value)) {
      return [];
    }
    const target = targetOf(value, reading.root);
    return 'path' in target ? [target.path] : [];
  });
}

/** @returns `undefined` where the arguments name none */
export function settingsOfArguments(tool: ToolName, reading: Reading): Settings | undefined {
  const path = namedSettings(tool, reading).at(-1);
  if (path === undefined) {
    return undefined;
  }
  // pyright takes a folder as well.
  const candidates = [path, joinPath(path, 'pyrightconfig.json'), joinPath(path, 'pyproject.toml')];
  const found = candidates.find((candidate) => reading.files.read(candidate) !== undefined) ?? path;
  return { path: found, text: reading.files.read(found) ?? '' };
}
