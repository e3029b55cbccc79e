/** In-process tree work: placements to one tree. Pure; contents are never touched. */
import { KilnError } from '../model/errors';
import { matcher } from './patterns';
import { makeTree } from './tree';
import type { Entry, Placement, Tree } from './types';

export interface PlacedSource {
  readonly placement: Placement;
  /** The source's tree, already narrowed to its `path`. */
  readonly tree: Tree;
  /** How a person knows the source: the label of its step, or the name of its toolchain. */
  readonly name: string;
}

interface Placed {
  readonly entry: Entry;
  readonly name: string;
}

/**
 * Puts every source where its placement says.
 * @throws KilnError NAME_CLASH when two sources want one path with different content, or one wants a folder where another has a file
 */
export function assemble(label: string, sources: readonly PlacedSource[]): Tree {
  const placed = new Map<string, Placed>();
  for (const source of sources) {
    for (const entry of placedEntries(source)) {
      const there = placed.get(entry.path);
      placed.set(entry.path, { entry: there ? merge(label, there, entry, source.name) : entry, name: source.name });
    }
  }
  for (const { entry, name } of placed.values()) {
    refuseFileAsFolder(label, placed, entry.path, name);
  }
  return makeTree([...placed.values()].map(({ entry }) => entry));
}

function placedEntries({ placement, tree }: PlacedSource): Entry[] {
  const { at, include, exclude = [], rename = {}, executable = [] } = placement;
  const wanted = include ? matcher(include) : () => true;
  const unwanted = matcher(exclude);
  const runs = matcher(executable);
  const prefix = at === '' ? '' : `${at}/`;
  return tree.entries
    .filter(({ path }) => wanted(path) && !unwanted(path))
    .map((entry) => {
      const path = `${prefix}${Object.hasOwn(rename, entry.path) ? rename[entry.path] : entry.path}`;
      return 'sha256' in entry && runs(entry.path) ? { ...entry, path, executable: true } : { ...entry, path };
    });
}

/** Equal content at one path is one file; it is executable when either source says so. */
function merge(label: string, there: Placed, entry: Entry, name: string): Entry {
  if ('link' in entry && 'link' in there.entry && entry.link === there.entry.link) {
    return entry;
  }
  if ('sha256' in entry && 'sha256' in there.entry && entry.sha256 === there.entry.sha256) {
    return there.entry.executable ? there.entry : entry;
  }
  throw new KilnError(
    'NAME_CLASH',
    `${label}: ${entry.path} comes with different content from ${there.name} and ${name}`,
    {
      hint: 'rename the file in one of the two, or leave it out of one',
    },
  );
}

function refuseFileAsFolder(label: string, placed: ReadonlyMap<string, Placed>, path: string, name: string): void {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const above = placed.get(path.slice(0, slash));
    if (above) {
      throw new KilnError(
        'NAME_CLASH',
        `${label}: ${above.entry.path} is a file of ${above.name} and a folder of ${name}`,
        {
          hint: 'rename the file or the folder, or leave one of the two out',
        },
      );
    }
  }
}
