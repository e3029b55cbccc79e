/** Inputs for what settings and arguments of a tool lead to. */
import { LEFTOVERS_PATTERN } from '../../project/leftovers';
import { literal } from '../../project/product-files';
import type { ReachRequest } from '../../project/settings/reach';
import type { Place, Reach } from '../../project/settings/types';
import type { FingerprintCommands } from '../fingerprint-commands';
import type { Input } from './types';

/** What decides about a result besides the project's folder and the usual settings above it. */
export interface ReachInputs extends Pick<Reach, 'anyName' | 'doubts'> {
  readonly inputs: readonly Input[];
}

export type Reaching = (request: Pick<ReachRequest, 'tool' | 'args' | 'passEnv'>) => ReachInputs;

/** @param roots folders of all projects */
export function reachInputs(
  { places, names, ignores, anyName, doubts }: Reach,
  roots: ReadonlySet<string>,
  { around, sources }: FingerprintCommands,
): ReachInputs {
  const narrow = places.filter((place) => !isWide(place, roots));
  // Nx takes what git sees apart from what lies on disk: each has exclusions of its own.
  const patterns = (of: readonly Place[]): string[] => [
    ...new Set([...of.flatMap(patternsOf), ...of.flatMap(exclusionsOf)]),
  ];
  return {
    inputs: [
      ...patterns(places),
      ...patterns(narrow).map((fileset): Input => ({ fileset, includeIgnored: true })),
      ...(sources && narrow.length > 0 ? [{ runtime: sources(narrow.map(({ path }) => path)) }] : []),
      ...(ignores || names.length > 0 ? [{ runtime: around(names) }] : []),
    ],
    anyName,
    doubts,
  };
}

/** Where projects lie below, there are also environments and artefacts: what git does not see is left alone. */
function isWide({ path }: Place, roots: ReadonlySet<string>): boolean {
  return path === '.' || [...roots].some((root) => root.startsWith(`${path}/`));
}

/** Workspace-relative patterns of what a place holds. */
export function patternsOf({ path, holds }: Place): string[] {
  const at = path === '.' ? '{workspaceRoot}/' : `{workspaceRoot}/${literal(path)}`;
  if (holds === 'file' || /\.pyi?$/.test(path)) {
    return [at];
  }
  const below = path === '.' ? at : `${at}/`;
  return holds === 'modules' ? [`${below}**/*.{py,pyi}`] : [...(path === '.' ? [] : [at]), `${below}**/*`];
}

function exclusionsOf({ path, holds }: Place): string[] {
  return holds === 'file' ? [] : [`!{workspaceRoot}/${path === '.' ? '' : `${literal(path)}/`}${LEFTOVERS_PATTERN}`];
}
