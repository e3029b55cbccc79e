/** What ruff's settings lead to: a chain of `extend`, and folders that decide which imports are the project's own. */
import { joinPath } from '../disk';
import { parseToml, stringAt, type Table } from '../toml';
import type { SettingsFiles } from './files';
import { folderOf, targetOf } from './paths';
import { sectionOf, wordsOf } from './sections';
import type { Found, Lead, Reading } from './types';

const SECTIONS = { pyproject: [['tool', 'ruff']], toml: [] };
/** Which files it looks at, besides Python's. */
const NAMING = ['include', 'extend-include', 'extension'];

export function ruffFound({ root, settings, args, files }: Reading): Found {
  const leads: Lead[] = [];
  const seen = new Set<string>();
  let anyName = false;
  let hasSources = false;
  const read = (table: Table, from: string, file: string | undefined): void => {
    const origin = file === undefined ? {} : { file };
    anyName ||= NAMING.some((key) => table[key] !== undefined);
    const sources = wordsOf(table.src, /\n/);
    if (!hasSources && table.src !== undefined) {
      hasSources = true;
      leads.push(...sources.map((text): Lead => ({ text, from, holds: 'names', key: 'src', ...origin })));
    }
    const extended = stringAt(table, 'extend');
    if (extended === undefined) {
      return;
    }
    leads.push({ text: extended, from, holds: 'file', key: 'extend', ...origin });
    const target = targetOf(extended, from);
    if ('path' in target && !seen.has(target.path)) {
      seen.add(target.path);
      read(sectionOf(target.path, SECTIONS, files), folderOf(target.path), target.path);
    }
  };
  for (const inline of inlineTables(args)) {
    read(inline, root, undefined);
  }
  if (settings) {
    read(sectionOf(settings.path, SECTIONS, files), folderOf(settings.path), settings.path);
  }
  if (settings && !hasSources) {
    const from = folderOf(settings.path);
    leads.push(...['.', 'src'].map((text): Lead => ({ text, from, holds: 'names', key: 'src', file: settings.path })));
  }
  return { leads, anyName, ignores: true };
}

/** `--config 'extend = "../x.toml"'` */
function inlineTables(args: readonly string[]): Table[] {
  return args.flatMap((arg, i) => {
    const text = arg.startsWith('--config=') ? arg.slice('--config='.length) : args[i - 1] === '--config' ? arg : '';
    if (!text.includes('=')) {
      return [];
    }
    try {
      return [parseToml('--config', text, 'OPTION_INVALID', '')];
    } catch {
      // A path with a sign of equality, or what ruff itself will refuse.
      return [];
    }
  });
}

/**
 * Settings files of ruff below a project's folder: they count for what lies beside and below them.
 * @param skipped whether a workspace-relative folder belongs to somebody else
 */
export function nestedRuffFiles(root: string, files: SettingsFiles, skipped: (folder: string) => boolean): string[] {
  const walk = (folder: string): string[] =>
    files.list(folder).flatMap(({ name, folder: isFolder }) => {
      const path = joinPath(folder, name);
      if (isFolder) {
        return name.startsWith('.') || skipped(path) ? [] : walk(path);
      }
      return ['ruff.toml', '.ruff.toml', 'pyproject.toml'].includes(name) && folder !== root ? [path] : [];
    });
  return walk(root);
}
