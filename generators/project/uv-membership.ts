/** Which uv workspace a new project belongs to. Pure. */
import { posix } from 'node:path';
import { KilnError } from '../../src/model/errors';
import { type Disk, joinPath } from '../../src/project/disk';
import { type Manifest, readManifest } from '../../src/project/manifests/pyproject';
import { hubOf } from '../../src/project/uv-workspaces';
import type { Surroundings } from './surroundings';

export interface Membership {
  /** Workspace-relative folder of the uv workspace: there lies the lock. The project's own where it stands alone. */
  readonly folder: string;
  /** What has to be added to `members` of the pyproject.toml there; absent where a pattern takes the folder already. */
  readonly member?: string;
}

/**
 * The nearest uv workspace above takes the project; where there is none, the workspace's root becomes one. A project
 * stands alone where that is what the others do, or where another manager has the root.
 * @throws KilnError FOLDER_TAKEN where the uv workspace excludes the folder, PYPROJECT_INVALID
 */
export function uvMembership(root: string, { disk, workspace }: Pick<Surroundings, 'disk' | 'workspace'>): Membership {
  const hub = hubAbove(root, disk);
  if (!hub) {
    return rootIsFree(disk) && !standAlone(workspace) ? { folder: '.', member: root } : { folder: root };
  }
  const below = posix.relative(hub.root, root);
  if (hubOf(root, [hub])) {
    return { folder: hub.root };
  }
  const excluded = hub.workspace?.exclude.find((pattern) =>
    hubOf(root, [{ root: hub.root, workspace: { members: [pattern], exclude: [] } }]),
  );
  if (excluded !== undefined) {
    throw new KilnError('FOLDER_TAKEN', `${hub.file} excludes ${below} from its uv workspace: '${excluded}'`, {
      hint: 'choose another folder, or change exclude',
    });
  }
  return { folder: hub.root, member: below };
}

/** @throws KilnError FOLDER_TAKEN where uv would take the folder of a project that is not managed by it */
export function assertNoMember(root: string, disk: Disk): void {
  const hub = hubAbove(root, disk);
  if (hub && hubOf(root, [hub])) {
    throw new KilnError('FOLDER_TAKEN', `${root} is a member of the uv workspace of ${hub.file}`, {
      hint: `use --manager=uv, choose another folder, or add it to exclude there`,
    });
  }
}

/** Whether the uv workspace of a folder takes another one. */
export function isMemberOf(folder: string, root: string, disk: Disk): boolean {
  const hub = hubAt(folder, disk);
  return hub !== undefined && hubOf(root, [hub]) !== undefined;
}

function hubAbove(root: string, disk: Disk): Manifest | undefined {
  for (let folder = root; folder !== '.'; ) {
    folder = posix.dirname(folder);
    const hub = hubAt(folder, disk);
    if (hub) {
      return hub;
    }
  }
  return undefined;
}

function hubAt(folder: string, disk: Disk): Manifest | undefined {
  const file = joinPath(folder, 'pyproject.toml');
  const text = disk.read(file);
  const manifest = text === undefined ? undefined : readManifest(file, text, disk);
  return manifest?.workspace && manifest;
}

/** Nothing there, settings alone, or a project of uv's. */
function rootIsFree(disk: Disk): boolean {
  const text = disk.read('pyproject.toml');
  if (text === undefined) {
    return !disk.exists('setup.py') && !disk.exists('setup.cfg');
  }
  const { project, managed } = readManifest('pyproject.toml', text, disk);
  return managed && (project === undefined || project.manager === 'uv');
}

/** Whether projects of uv's have locks of their own here. */
function standAlone({ locks }: Surroundings['workspace']): boolean {
  return locks.some(({ manager, root }) => manager === 'uv' && root !== '.');
}
