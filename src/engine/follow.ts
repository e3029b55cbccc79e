/** Puts what links lead to in their place, as if copies lay there. */
import { type BigIntStats, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { KilnError } from '../model/errors';
import { codeOf } from './disk-errors';
import { type Walked, walk } from './walk';

/**
 * @param folder absolute
 * @param found what a walk of it gave
 * @param enter asked for every folder by its path below `folder`; false leaves it out
 * @returns files and others; a link that leads nowhere is left out, as who opens it finds nothing
 * @throws KilnError TREE_INVALID for a link to a folder that it lies in; what Node throws when a folder cannot be read
 */
export function followLinks(
  folder: string,
  found: readonly Walked[],
  enter: (path: string) => boolean,
  above: readonly string[] = [],
): Walked[] {
  return found.flatMap((entry): Walked[] => {
    if (entry.kind !== 'link') {
      return [entry];
    }
    const { path } = entry;
    const stat = targetOf(`${folder}/${path}`);
    if (!stat?.isDirectory()) {
      return stat ? [{ path, kind: stat.isFile() ? 'file' : 'other' }] : [];
    }
    if (!enter(path)) {
      return [];
    }
    const passed = [...above, realpathSync(dirname(`${folder}/${path}`))];
    refuseCircle(`${folder}/${path}`, passed);
    const below = walk(`${folder}/${path}`, (inner) => enter(`${path}/${inner}`));
    const inside = below.map(({ path: inner, kind }) => ({ path: `${path}/${inner}`, kind }));
    return followLinks(folder, inside, enter, passed);
  });
}

function targetOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    // Links in a circle lead nowhere.
    if (codeOf(error) === 'ELOOP') {
      return undefined;
    }
    throw error;
  }
}

/** @param passed real folders of the links that led here */
function refuseCircle(link: string, passed: readonly string[]): void {
  const target = realpathSync(link);
  if (passed.some((at) => at === target || at.startsWith(`${target}/`) || target === '/')) {
    throw new KilnError('TREE_INVALID', `the link ${link} leads in a circle: it lies in ${target}`, {
      hint: 'remove the link, or let it lead to the files that are meant',
    });
  }
}
