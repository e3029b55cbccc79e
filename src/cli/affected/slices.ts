/** Slices of two states of the workspace, compared without running any task. */
import { closureFolder } from '../../graph/layout';
import { KilnError } from '../../model/errors';
import { sliceFile, slicesOf, sliceText } from '../../project/closure';
import { type Disk, joinPath } from '../../project/disk';
import { assertLockFresh } from '../../project/lock-problems';
import type { LockScope } from '../../project/lock-scopes';
import { readLock } from '../../project/locks/read-lock';
import { PURPOSES } from '../../project/purposes';
import type { Purpose, Slice, SlicePackage } from '../../project/types';
import type { PythonWorkspace } from '../../project/workspace';

/** Slices of one lock by workspace-relative file; with `problem` nothing is known but their names. */
export interface LockSlices {
  readonly slices: ReadonlyMap<string, Slice | undefined>;
  readonly problem?: string;
}

/**
 * Slices of the locks of a workspace, by the lock's file.
 * @param wanted locks that may differ; reading one of fifty megabytes takes a second
 */
export function slicesOfLocks(
  { locks }: Pick<PythonWorkspace, 'locks'>,
  disk: Disk,
  wanted: (scope: LockScope) => boolean = () => true,
): Map<string, LockSlices> {
  return new Map(locks.filter(wanted).map((scope) => [scope.file, slicesOfLock(scope, disk)]));
}

export function slicesOfLock({ file, root, members, attached }: LockScope, disk: Disk): LockSlices {
  const pathOf = (project: string, purpose: Purpose): string =>
    joinPath(closureFolder(root), sliceFile(project, purpose));
  try {
    const lock = readLock(file, disk);
    assertLockFresh(lock, [...members, ...attached]);
    const slices = slicesOf(lock, members);
    return { slices: new Map(slices.map((slice) => [pathOf(slice.project, slice.purpose), slice])) };
  } catch (error) {
    if (!(error instanceof KilnError)) {
      throw error;
    }
    const files = members.flatMap(({ normalizedName }) => PURPOSES.map((purpose) => pathOf(normalizedName, purpose)));
    return { slices: new Map(files.map((path) => [path, undefined])), problem: error.message };
  }
}

/** Every slice that differs, by file, with what differs. What cannot be made counts as different. */
export function changedSlices(
  before: ReadonlyMap<string, LockSlices>,
  after: ReadonlyMap<string, LockSlices>,
): Map<string, readonly string[]> {
  const changed = new Map<string, readonly string[]>();
  for (const lock of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(lock), after.get(lock)];
    const problem = is?.problem ?? (was?.problem === undefined ? undefined : `before: ${was.problem}`);
    for (const file of new Set([...(was?.slices.keys() ?? []), ...(is?.slices.keys() ?? [])])) {
      const differences =
        problem === undefined ? compareSlices(was?.slices.get(file), is?.slices.get(file)) : [problem];
      if (differences.length > 0) {
        changed.set(file, differences);
      }
    }
  }
  return changed;
}

/** `click 8.1 → 8.2`, `+ rich 13`, `- idna 3`; empty where both are the same. */
export function compareSlices(before: Slice | undefined, after: Slice | undefined): string[] {
  if (!before || !after) {
    return [before ? 'it is gone' : 'it is new'];
  }
  if (sliceText(before) === sliceText(after)) {
    return [];
  }
  const [old, now] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  const packages = names.flatMap((name) => comparePackage(name, old.get(name) ?? [], now.get(name) ?? []));
  const [oldLocals, newLocals] = [new Set(before.localProjects), new Set(after.localProjects)];
  const differences = [
    ...packages,
    ...after.localProjects.filter((root) => !oldLocals.has(root)).map((root) => `+ ${root}`),
    ...before.localProjects.filter((root) => !newLocals.has(root)).map((root) => `- ${root}`),
  ];
  return differences.length > 0 ? differences : ['other content'];
}

/** A lock may hold several versions of a name. */
function byName({ packages }: Slice): Map<string, SlicePackage[]> {
  const found = new Map<string, SlicePackage[]>();
  for (const entry of packages) {
    const same = found.get(entry.name);
    if (same) {
      same.push(entry);
    } else {
      found.set(entry.name, [entry]);
    }
  }
  return found;
}

function comparePackage(name: string, before: readonly SlicePackage[], after: readonly SlicePackage[]): string[] {
  const versions = (list: readonly SlicePackage[]): string => list.map(({ version }) => version).join(' and ');
  if (before.length === 0 || after.length === 0) {
    return [before.length === 0 ? `+ ${name} ${versions(after)}` : `- ${name} ${versions(before)}`];
  }
  if (versions(before) !== versions(after)) {
    return [`${name} ${versions(before)} → ${versions(after)}`];
  }
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return [];
  }
  // Which fields there are is the slice's business.
  const fields = Object.keys({ ...before[0], ...after[0] }).filter((field) => {
    const [old, now] = [before, after].map((list) => list.map((p) => (p as unknown as Record<string, unknown>)[field]));
    return JSON.stringify(old) !== JSON.stringify(now);
  });
  return fields.length > 0 ? [`${name} ${versions(after)}: other ${fields.join(', ')}`] : [];
}
