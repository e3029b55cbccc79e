/** What the settings of flake8, black and ty lead to. */
import { folderOf, isBelow } from './paths';
import { otherTexts, sectionOf, wordsOf } from './sections';
import type { Found, Lead, Reading } from './types';

/** Of flake8 itself: nothing of it is opened. Plugins have files of words and the like. */
const FLAKE8 =
  /^(exclude|extend[-_]exclude|filename|per[-_]file[-_]ignores|(extend[-_])?(select|ignore)|format|output[-_]file|stdin[-_]display[-_]name|.*[-_](extensions|complexity|length))$/;

/** Local plugins are imported from `paths`, which begin at the settings file. */
export function flake8Found({ root, settings, files }: Reading, more: readonly string[]): Found {
  const read = (file: string): Found => {
    const from = folderOf(file);
    const table = sectionOf(file, { pyproject: [], ini: ['flake8'] }, files);
    const local = sectionOf(file, { pyproject: [], ini: ['flake8:local-plugins'] }, files);
    const leads = wordsOf(local.paths, /[\s,]+/).map(
      (text): Lead => ({ text, from, holds: 'modules', file, key: 'local-plugins' }),
    );
    const opened = otherTexts(table, (key) => FLAKE8.test(key)).flatMap(([key, text]): Lead[] =>
      [...new Set([from, root])]
        .filter((folder) => text.includes('../') || isThere(text, folder, files.list))
        .map((folder) => ({ text, from: folder, holds: 'tree', file, key })),
    );
    return { leads: [...leads, ...opened], anyName: table.filename !== undefined };
  };
  const found = [...(settings ? [settings.path] : []), ...more].map(read);
  return { leads: found.flatMap(({ leads }) => leads), anyName: found.some(({ anyName }) => anyName === true) };
}

/** Whether a word of a setting is the name of something in a folder. */
function isThere(text: string, folder: string, list: Reading['files']['list']): boolean {
  const [first = ''] = text.replace(/^\.\//, '').split('/');
  return /[./]/.test(text) && list(folder).some(({ name }) => name === first);
}

/** black reads one file and the sources; `include` lets it read more than Python's. */
export function blackFound({ settings, args, files }: Reading): Found {
  const table = settings
    ? sectionOf(settings.path, { pyproject: [['tool', 'black']], toml: ['tool', 'black'] }, files)
    : {};
  return {
    leads: [],
    anyName: table.include !== undefined || args.some((arg) => /^--include(=|$)/.test(arg)),
    ignores: true,
  };
}

/** ty takes the folder of its settings for the project: imports are resolved from there. */
export function tyFound({ root, settings, files }: Reading): Found {
  if (!settings) {
    return { leads: [], ignores: true };
  }
  const file = settings.path;
  const from = folderOf(file);
  const table = sectionOf(file, { pyproject: [['tool', 'ty']], toml: [] }, files);
  const environment = (table.environment ?? {}) as Readonly<Record<string, unknown>>;
  const src = (table.src ?? {}) as Readonly<Record<string, unknown>>;
  const lead = (key: string, text: string): Lead => ({ text, from, holds: 'modules', file, key });
  return {
    leads: [
      ...(isBelow(from, root) ? [] : [lead('the folder of the settings', '.')]),
      ...['extra-paths', 'root', 'typeshed'].flatMap((key) =>
        wordsOf(environment[key], /\n/).map((text) => lead(key, text)),
      ),
      ...wordsOf(src.root, /\n/).map((text) => lead('root', text)),
      ...(isBelow(from, root) ? wordsOf(src.include, /\n/).map((text) => lead('include', text)) : []),
    ],
    anyName: src.include !== undefined,
    ignores: true,
  };
}
