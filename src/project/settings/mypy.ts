/** What mypy's settings lead to. Paths begin where it runs, the project's folder; those of plugins at the settings file. */
import { folderOf } from './paths';
import { sectionOf, wordsOf } from './sections';
import type { Found, Lead, Reading } from './types';

const SECTIONS = { pyproject: [['tool', 'mypy']], ini: ['mypy'] };
const CONFIG_FOLDER = /^\$(MYPY_CONFIG_FILE_DIR\b|\{MYPY_CONFIG_FILE_DIR\})\/*/;

export function mypyFound({ root, settings, args, files }: Reading): Found {
  const asked = args.includes('--exclude-gitignore');
  if (!settings) {
    return { leads: [], ignores: asked };
  }
  const { path } = settings;
  const table = sectionOf(path, SECTIONS, files);
  const lead = (key: string, holds: Lead['holds'], written: string): Lead => {
    const beside = CONFIG_FOLDER.test(written);
    const text = beside ? written.replace(CONFIG_FOLDER, '') || '.' : written;
    return { text, from: beside ? folderOf(path) : root, holds, file: path, key };
  };
  const listed = (key: string, separator: RegExp): string[] => wordsOf(table[key], separator);
  const sources = listed('files', /[,\n]/);
  const leads = [
    ...listed('mypy_path', /[,:\n]/).map((text) => lead('mypy_path', 'modules', text)),
    ...listed('package_root', /[,\n]/).map((text) => lead('package_root', 'modules', text)),
    ...sources.map((text) => lead('files', 'modules', text)),
    ...['custom_typeshed_dir', 'quickstart_file'].flatMap((key) =>
      listed(key, /\n/).map((text) => lead(key, 'tree', text)),
    ),
    ...listed('plugins', /[,\n]/).flatMap((text) => pluginLeads(text, path)),
  ];
  return {
    leads,
    anyName: sources.some((text) => !/\.pyi?$/.test(text) && /\.\w+$/.test(text)),
    ignores: asked || ['true', '1', 'yes', 'on'].includes(String(table.exclude_gitignore).toLowerCase()),
  };
}

/** A plugin by its file can import what lies beside it; one by its name comes from the environment or the project. */
function pluginLeads(text: string, file: string): Lead[] {
  const plugin = text.replace(/:[^/\\:]*$/, '');
  return plugin.endsWith('.py')
    ? [{ text: folderOf(plugin), from: folderOf(file), holds: 'modules', file, key: 'plugins' }]
    : [];
}
