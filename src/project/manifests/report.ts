/** What is odd in a manifest becomes a diagnostic; the rest of the file counts. */
import { parseRequirement } from '../requirement';
import { isTable, lineOf, type Table } from '../toml';
import type { Diagnostic, Requirement } from '../types';

/** Collects what is odd, with its line, and lets the rest of the file count. */
export type Report = (message: string, needle?: string, fix?: string) => void;

/** @param into gets the diagnostics of the file; a needle that the text does not hold gives no line */
export function reporter(file: string, text: string, into: Diagnostic[]): Report {
  return (message, needle, fix) => {
    const line = needle === undefined ? undefined : lineOf(text, needle);
    into.push({ file, message, ...(line ? { line } : {}), ...(fix ? { fix } : {}) });
  };
}

/** Every entry that is a requirement; what is none is reported with its line. */
export function requirements(value: unknown, where: string, report: Report): Requirement[] {
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    report(`${where} is not a list`, where.replace(/^.*[.\]]/, ''), 'write it as a list of requirements');
    return [];
  }
  return value.flatMap((entry: unknown) => {
    const parsed = typeof entry === 'string' ? parseRequirement(entry) : undefined;
    if (!parsed) {
      const text = typeof entry === 'string' ? entry : JSON.stringify(entry);
      report(`${where}: ${text} is no requirement`, typeof entry === 'string' ? entry : undefined, 'see PEP 508');
    }
    return parsed ? [parsed] : [];
  });
}

/** The texts of a table; other values are reported. */
export function texts(value: unknown, where: string, report: Report): Record<string, string> {
  const table = isTable(value) ? value : {};
  return Object.fromEntries(
    Object.entries(table).filter((entry): entry is [string, string] => {
      if (typeof entry[1] !== 'string') {
        report(`${where}: ${entry[0]} is not a text`, entry[0]);
      }
      return typeof entry[1] === 'string';
    }),
  );
}

/** The texts of a list; anything else is an empty list. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];
}

/** The texts of a list, or the one text that stands instead of it. */
export function oneOrMore(value: unknown): string[] {
  return typeof value === 'string' ? [value] : strings(value);
}

export function mapTable<T>(table: Table, map: (value: unknown, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, map(value, key)]));
}
