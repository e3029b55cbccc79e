/** The part of a settings file that is a tool's own, as keys and values, whatever the file's format is. */
import { posix } from 'node:path';
import { oneOrMore } from '../manifests/report';
import { isTable, type Table, tableAt } from '../toml';
import type { SettingsFiles } from './files';

/** Where a tool's settings stand: in TOML by the path of a table, in INI by the name of a section. */
export interface Sections {
  /** In pyproject.toml, the first that is there. */
  readonly pyproject: readonly (readonly string[])[];
  /** In a TOML file of its own; `[]`: the whole file. */
  readonly toml?: readonly string[];
  /** In INI files, the first that is there. */
  readonly ini?: readonly string[];
}

/** @param path workspace-relative */
export function sectionOf(path: string, { pyproject, toml, ini = [] }: Sections, files: SettingsFiles): Table {
  if (posix.basename(path) === 'pyproject.toml') {
    const tables = pyproject.map((keys) => tableAt(files.toml(path), ...keys));
    return tables.find((table) => Object.keys(table).length > 0) ?? {};
  }
  if (path.endsWith('.toml')) {
    return toml ? tableAt(files.toml(path), ...toml) : {};
  }
  const sections = ini.flatMap((name) => files.ini(path).get(name) ?? []);
  return Object.fromEntries([...(sections[0] ?? [])].map(([key, { text }]) => [key, text]));
}

/** The texts of a list; a text is split, for that is how INI writes lists. */
export function wordsOf(value: unknown, separator: RegExp): string[] {
  return oneOrMore(value)
    .flatMap((text) => (typeof value === 'string' ? text.split(separator) : [text]))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Names of settings whose values nobody opens, and all texts of the others. */
export function otherTexts(table: Table, known: (key: string) => boolean): [string, string][] {
  return Object.entries(table)
    .filter(([key, value]) => !known(key) && !isTable(value))
    .flatMap(([key, value]) => wordsOf(value, /[\s,]+/).map((word): [string, string] => [key, word]));
}
