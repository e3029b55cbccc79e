/** What the settings of pyright and basedpyright lead to. Imports are resolved from the folder of the settings file. */

import { strings } from '../manifests/report';
import { stringAt, type Table, tableAt, valueAt } from '../toml';
import type { SettingsFiles } from './files';
import { folderOf, isBelow, targetOf } from './paths';
import type { Found, Lead, Reading } from './types';

type Name = 'pyright' | 'basedpyright';

export function pyrightFound(tool: Name, { root, settings, files }: Reading): Found {
  if (!settings) {
    return { leads: [] };
  }
  const own = folderOf(settings.path);
  const seen = new Set<string>();
  const read = (path: string): Lead[] => {
    if (seen.has(path)) {
      return [];
    }
    seen.add(path);
    const table = tableIn(path, tool, files);
    const from = folderOf(path);
    const extended = stringAt(table, 'extends');
    const target = extended === undefined ? undefined : targetOf(extended, from);
    return [
      ...leadsOf(table, path, isBelow(own, root)),
      ...(extended === undefined ? [] : [{ text: extended, from, holds: 'file', file: path, key: 'extends' } as const]),
      ...(target && 'path' in target ? read(target.path) : []),
    ];
  };
  const above: Lead[] = isBelow(own, root)
    ? []
    : [{ text: '.', from: own, holds: 'modules', file: settings.path, key: 'the folder of the settings' }];
  return { leads: [...read(settings.path), ...above] };
}

/** @param chooses whether `include` says what is checked: without it the project's folder is named */
function leadsOf(table: Table, file: string, chooses: boolean): Lead[] {
  const environments = valueAt(table, 'executionEnvironments');
  const tables = [table, ...(Array.isArray(environments) ? environments : [])] as Table[];
  const lead = (key: string, holds: Lead['holds'], text: string): Lead => ({
    text: text.replace(/^\$\{workspaceFolder\}\/?/, ''),
    from: folderOf(file),
    holds,
    file,
    key,
  });
  return [
    ...tables.flatMap((one) => strings(one.extraPaths).map((text) => lead('extraPaths', 'modules', text))),
    ...tables.slice(1).flatMap(({ root }) => (typeof root === 'string' ? [lead('root', 'modules', root)] : [])),
    ...strings([table.venv]).map((text) => ({
      ...lead('venv', 'file', text),
      doubt: 'it takes packages from an environment that no key holds, before those that Kiln gives it',
    })),
    ...(chooses ? strings(table.include).map((text) => lead('include', 'modules', text)) : []),
    ...['stubPath', 'typeshedPath', 'baselineFile'].flatMap((key) => {
      const text = stringAt(table, key);
      return text === undefined ? [] : [lead(key, key === 'baselineFile' ? 'file' : 'modules', text)];
    }),
  ];
}

function tableIn(path: string, tool: Name, files: SettingsFiles): Table {
  if (!path.endsWith('.toml')) {
    return tableAt(files.json(path));
  }
  const tables = tableAt(files.toml(path), 'tool');
  return tool === 'basedpyright' && tables.basedpyright !== undefined
    ? tableAt(tables, 'basedpyright')
    : tableAt(tables, 'pyright');
}
