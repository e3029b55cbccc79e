/**
 * What lies behind links. Nx sees no link to a folder, and of a link to a file it sees a change only where the link itself
 * is made anew. So every pattern that a link lies in is continued behind the link. Pure.
 */
import { matchGlob } from '../../project/globs';
import type { Link } from '../../project/links';
import { literal } from '../../project/product-files';
import { workspaceInput } from '../layout';
import type { Input } from './types';

export interface Followed {
  readonly inputs: readonly Input[];
  /** Those that lie in a pattern. */
  readonly links: readonly Link[];
  /** Path of the first link that no pattern can follow. */
  readonly open?: string;
}

/** Folders of outputs: what they hold when Nx makes the key is not what they hold when the task runs. */
const OUTPUTS = /^(dist|\.nx|\.kiln|\.git)(\/|$)/;

/**
 * @param root workspace-relative folder of the project whose inputs these are
 * @param links sorted: those of the project, and those behind them
 */
export function followInputs(inputs: readonly Input[], root: string, links: readonly Link[]): Followed {
  const added: Input[] = [];
  const met = new Set<Link>();
  let open: string | undefined;
  let fresh = inputs.flatMap((input) => patternsOf(input, root));
  const known = new Set(fresh);
  while (fresh.length > 0) {
    const next: string[] = [];
    for (const link of links) {
      const behind = [...new Set(fresh.flatMap((pattern) => continued(pattern, link)))];
      if (behind.some((pattern) => !isExclude(pattern))) {
        // The link by name: one that is called otherwise makes another key.
        added.push(workspaceInput(link.path));
        met.add(link);
        open ??= isOpen(link, root) ? link.path : undefined;
      }
      if (!isOpen(link, root) && !isCircle(link)) {
        added.push(...behind.map(toInput));
        next.push(...behind);
      }
    }
    fresh = [...new Set(next)].filter((pattern) => !known.has(pattern));
    for (const pattern of fresh) {
      known.add(pattern);
    }
  }
  return {
    inputs: added.length > 0 ? [...inputs, ...added] : inputs,
    links: [...met],
    ...(open === undefined ? {} : { open }),
  };
}

/** Out of the workspace, into outputs, or up to more than the project. */
function isOpen(link: Link, root: string): boolean {
  const { target } = link;
  return (
    target === undefined ||
    OUTPUTS.test(target) ||
    (isCircle(link) && target !== root && (target === '.' || isBelow(root, target)))
  );
}

/** It lies in what it leads to: that is there already. */
function isCircle({ path, target, folder }: Link): boolean {
  return folder && target !== undefined && (target === '.' || isBelow(path, target));
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function isExclude(pattern: string): boolean {
  return pattern.startsWith('!');
}

/** Patterns from the workspace's root, `!` before those that leave out; named inputs and others have none. */
function patternsOf(input: Input, root: string): string[] {
  const fileset = typeof input === 'string' ? input : 'fileset' in input ? input.fileset : '';
  const [, not, base, text = ''] = /^(!?)\{(projectRoot|workspaceRoot)\}\/(.*)$/.exec(fileset) ?? [];
  const folder = base === 'projectRoot' && root !== '.' ? `${literal(root)}/` : '';
  return base === undefined ? [] : spelledOut(text).map((pattern) => `${not}${folder}${pattern}`);
}

/** Alternatives with a slash inside are patterns of their own. */
function spelledOut(pattern: string): string[] {
  const [, before = '', list = '', after = ''] = /^(.*?)\{([^{}]*\/[^{}]*)\}(.*)$/.exec(pattern) ?? [];
  return list === '' ? [pattern] : list.split(',').flatMap((one) => spelledOut(`${before}${one}${after}`));
}

/** Also what git ignores: a link is followed wherever it leads. */
function toInput(pattern: string): Input {
  const fileset = isExclude(pattern) ? `!{workspaceRoot}/${pattern.slice(1)}` : `{workspaceRoot}/${pattern}`;
  return { fileset, includeIgnored: true };
}

function continued(pattern: string, { path, target, folder }: Link): string[] {
  const not = isExclude(pattern) ? '!' : '';
  const rests = restsOf(pattern.slice(not.length).split('/'), path.split('/'));
  if (target === undefined) {
    return not === '' && rests.length > 0 ? [literal(path)] : [];
  }
  if (!folder) {
    return not === '' && rests.some((rest) => rest.every((segment) => segment === '**')) ? [literal(target)] : [];
  }
  // What leaves out this place alone says nothing of other links to the same.
  const isKept = ([first, ...more]: readonly string[]): boolean =>
    not ? first === '**' && more.length > 0 : first !== undefined;
  return rests.filter(isKept).map((rest) => `${not}${literal(target)}/${rest.join('/')}`);
}

/** What is left of a pattern when its beginning has matched the whole path, in every way that it can. */
function restsOf(pattern: readonly string[], path: readonly string[]): string[][] {
  const [first, ...more] = pattern;
  const [name, ...below] = path;
  if (name === undefined) {
    return [[...pattern]];
  }
  if (first === '**') {
    return [...restsOf(more, path), ...restsOf(pattern, below)];
  }
  return first !== undefined && matchGlob(first)(name) ? restsOf(more, below) : [];
}
