/** What requirements files of a folder say of its project, where pip manages it. */
import { type Disk, joinPath } from '../disk';
import { groupOfFile } from '../lock-files';
import { includeOf, requirementsLines } from '../locks/requirements-lines';
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { stringAt } from '../toml';
import type { Requirement, SourceRef } from '../types';
import { type Declared, NOTHING } from './declared';
import { parsePyproject } from './parse-folder';
import { editableLine, placeLine } from './pdm';

interface Found {
  readonly group: string;
  readonly requirement: Requirement;
  readonly source?: SourceRef;
}

/**
 * `requirements.txt` is what ships, `requirements-dev.txt` and `requirements/dev.txt` are groups. What was compiled from a
 * `.in` file beside it says less than that file, which is read instead.
 * @param files workspace-relative
 * @param root workspace-relative folder of the project; pip takes paths from there
 */
export function readRequirementsFiles(files: readonly string[], root: string, disk: Disk): Declared {
  const found = files.flatMap((file) => {
    const source = file.replace(/\.txt$/, '.in');
    const group = groupOfFile(file);
    return linesOf(disk.exists(source) ? source : file, group, root, disk, new Set());
  });
  // The folder itself is the project.
  const others = found.filter(({ source }) => !(source?.kind === 'path' && source.path === root));
  const groups = new Map<string, Requirement[]>();
  for (const { group, requirement } of others) {
    groups.set(group, [...(groups.get(group) ?? []), requirement]);
  }
  const dependencies = unique(groups.get('main') ?? []);
  groups.delete('main');
  return {
    ...NOTHING,
    dependencies,
    groups: Object.fromEntries([...groups].map(([name, list]) => [name, unique(list)])),
    sources: Object.fromEntries(
      others.flatMap(({ requirement, source }) => (source ? [[requirement.name, source] as const] : [])),
    ),
  };
}

function linesOf(file: string, group: string, root: string, disk: Disk, seen: Set<string>): Found[] {
  if (seen.has(file)) {
    return [];
  }
  seen.add(file);
  return requirementsLines(disk.read(file) ?? '').flatMap(({ text }): Found[] => {
    const include = includeOf(text, file);
    if (include) {
      const isOwn = include.constraint || include.file.startsWith('..');
      // What ships is in the project's dependencies already.
      const ships = group !== 'main' && groupOfFile(include.file) === 'main';
      return isOwn || ships ? [] : linesOf(include.file, group, root, disk, seen);
    }
    const entry = lineEntry(text, root);
    return entry ? [{ group, ...withOwnName(entry, text, disk) }] : [];
  });
}

function lineEntry(text: string, root: string): Omit<Found, 'group'> | undefined {
  const bare = text.replace(/\s--[a-z-]+[=\s].*$/, '');
  const editable = editableLine(bare, root);
  if (editable || bare.startsWith('-')) {
    return editable;
  }
  const parsed = parseRequirement(bare);
  if (parsed && parsed.url === undefined) {
    return { requirement: parsed };
  }
  // An archive or a folder; pip takes any path with a separator.
  return placeLine(/^[\w.-]+[\\/]/.test(bare) ? joinPath('.', bare).replace(/^/, './') : bare, root, false);
}

/** A folder without a name in the line is called what its own manifest says; where that cannot be read, like itself. */
function withOwnName(entry: Omit<Found, 'group'>, text: string, disk: Disk): Omit<Found, 'group'> {
  const { requirement, source } = entry;
  const name = source?.kind === 'path' && !/egg=|\s@\s/.test(text) ? nameAt(source.path, disk) : undefined;
  return name === undefined ? entry : { ...entry, requirement: { ...requirement, name: normalizeName(name) } };
}

function nameAt(folder: string, disk: Disk): string | undefined {
  try {
    const toml = parsePyproject(joinPath(folder, 'pyproject.toml'), disk)?.toml;
    return stringAt(toml, 'project', 'name') ?? stringAt(toml, 'tool', 'poetry', 'name');
  } catch {
    // Its own project says what is wrong with it.
    return undefined;
  }
}

function unique(list: readonly Requirement[]): Requirement[] {
  return [...new Map(list.map((requirement) => [requirement.text, requirement])).values()];
}
