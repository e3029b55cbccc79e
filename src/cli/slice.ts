/** `nx-kiln slice`: what of the lock is in a project's key. */
import { createHash } from 'node:crypto';
import { nearest } from '../graph/nearest';
import { KilnError } from '../model/errors';
import { sliceText } from '../project/closure';
import { nodeDisk } from '../project/disk';
import { PURPOSES } from '../project/purposes';
import type { Purpose } from '../project/types';
import { lockOf } from '../project/workspace';
import { slicesOfLock } from './affected/slices';
import type { Command } from './command';
import { type Inferred, inferNow } from './nx/infer-workspace';
import { openWorkspace } from './nx/workspace';

export const slice: Command = {
  summary: 'Print the part of the lock that is in the key of a project',
  words: '<project> [purpose]',
  arity: [1, 2],
  flags: {},
  async run({ cwd, words: [name = '', purpose = 'build'], print, note }) {
    if (!(PURPOSES as readonly string[]).includes(purpose)) {
      throw new KilnError('OPTION_INVALID', `'${purpose}' is no purpose`, {
        hint: `it is one of ${PURPOSES.join(', ')}`,
      });
    }
    const workspace = await openWorkspace(cwd);
    const disk = nodeDisk(workspace.root);
    const inferred = inferNow(workspace).inferred;
    const project = findProject(name, inferred);
    const scope = lockOf(project, inferred.workspace);
    if (!scope) {
      throw new KilnError('LOCK_MISSING', `${name} belongs to no lock, so none is in its key`, {
        hint: '`nx-kiln projects` shows which lock is whose',
      });
    }
    const { slices, problem } = slicesOfLock(scope, disk);
    const [file, found] =
      [...slices].find(([, s]) => s?.project === project.normalizedName && s.purpose === (purpose as Purpose)) ?? [];
    if (!found || file === undefined) {
      throw new KilnError('LOCK_OUTDATED', problem ?? `${scope.file} does not hold ${name}`, {
        hint: '`nx-kiln doctor` says more',
      });
    }
    const text = sliceText(found);
    print(text.trimEnd());
    note(
      `${found.packages.length} packages of ${scope.file}, sha256 ${createHash('sha256').update(text).digest('hex')}`,
    );
    note(`the closure task writes it to ${file}`);
    return 0;
  },
};

/** By Nx name, by name in its manifest, or by folder. @throws KilnError OPTION_INVALID */
function findProject(wanted: string, { workspace, names }: Inferred) {
  const root = wanted.replace(/^\.\//, '').replace(/\/$/, '') || '.';
  const { projects } = workspace;
  const found =
    projects.find((project) => names.get(project.root) === wanted) ??
    projects.find((project) => project.name === wanted || project.root === root);
  if (!found) {
    const meant = nearest(wanted, [...names.values()]);
    throw new KilnError('OPTION_INVALID', `there is no Python project '${wanted}'`, {
      hint: meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : '`nx-kiln projects` lists them',
    });
  }
  return found;
}
