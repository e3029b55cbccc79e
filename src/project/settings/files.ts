/** Reads files with settings. What cannot be read says nothing: the tool itself will say what is wrong with it. */
import { posix } from 'node:path';
import type { ToolName } from '../../model/tools';
import type { Disk, DiskEntry } from '../disk';
import { findLinks } from '../links';
import { type Ini, parseIni } from '../manifests/ini';
import { parseToml, type Table } from '../toml';
import { settingsIn } from './find-settings';
import { parseJsonc } from './jsonc';
import type { Settings } from './types';

export interface SettingsFiles {
  /** Text of a workspace-relative file; `undefined` where there is none or a folder. */
  read(path: string): string | undefined;
  list(folder: string): readonly DiskEntry[];
  toml(path: string): Table;
  ini(path: string): Ini;
  json(path: string): unknown;
  /** The first link on the way to a path or below it, generated folders apart. */
  linkAt(path: string): string | undefined;
  /** The nearest settings of a tool, from a folder upwards. */
  settings(tool: ToolName, folder: string): Settings | undefined;
}

/** One per disk: a thousand projects share the settings above them, and a disk is read once. */
const known = new WeakMap<Disk, SettingsFiles>();

export function settingsFiles(disk: Disk): SettingsFiles {
  const found = known.get(disk) ?? newFiles(disk);
  known.set(disk, found);
  return found;
}

function newFiles(disk: Disk): SettingsFiles {
  const names = memo((folder) => new Map(list(folder).map((entry) => [entry.name, entry.folder])));
  const list = (folder: string): readonly DiskEntry[] => attempt(() => disk.list(folder)) ?? [];
  // The folder is looked at first: it knows of ten names that are not there at once.
  const read = memo((path) =>
    names(posix.dirname(path)).get(posix.basename(path)) === false ? attempt(() => disk.read(path)) : undefined,
  );
  const nearest = new Map<string, Settings | undefined>();
  const settings = (tool: ToolName, folder: string): Settings | undefined => {
    const key = `${tool} ${folder}`;
    if (!nearest.has(key)) {
      const above = folder === '.' ? undefined : () => settings(tool, posix.dirname(folder));
      nearest.set(key, settingsIn(tool, folder, { read }) ?? above?.());
    }
    return nearest.get(key);
  };
  return {
    list,
    read,
    settings,
    toml: memo((path) => attempt(() => parseToml(path, read(path) ?? '', 'CONFIG_INVALID', '')) ?? {}),
    ini: memo((path) => parseIni(read(path) ?? '').ini),
    linkAt: memo((path) => linkOnTheWay(path, disk) ?? attempt(() => findLinks(path, disk, isLookedAt)[0]?.path)),
    json: memo((path) => attempt(() => parseJsonc(read(path) ?? '{}'))),
  };
}

const LEFT_OUT = /(^|\/)(\.[^/]+|__pycache__|node_modules|venv|virtualenv|build|dist|[^/]*\.egg-info)$/;

function isLookedAt(folder: string): boolean {
  return !LEFT_OUT.test(folder);
}

function linkOnTheWay(path: string, disk: Disk): string | undefined {
  const parts = path.split('/');
  return parts
    .map((_, i) => parts.slice(0, i + 1).join('/'))
    .find((at) => {
      const entries = attempt(() => disk.list(posix.dirname(at))) ?? [];
      return entries.some(({ name, link }) => name === posix.basename(at) && link !== undefined);
    });
}

function memo<T>(compute: (path: string) => T): (path: string) => T {
  const results = new Map<string, T>();
  return (path) => {
    if (!results.has(path)) {
      results.set(path, compute(path));
    }
    return results.get(path) as T;
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // For the tool to report: with such a file it fails, and failures are kept nowhere.
    return undefined;
  }
}
