import type { Assembly, Placement, Step } from '../../../engine/types';
import { KilnError } from '../../../model/errors';
import { textTree } from '../../text-tree';
import type { FreezeRequest, PlannedBuild, ProjectSources, Support, TextTree, Tool } from '../../types';
import { archiveStep } from '../archive/archive';
import { bytecodeStep } from '../bytecode/bytecode';
import { exportStep, siteStep } from '../third-party/site';
import { bootSource } from './boot';
import { distInfo } from './dist-info';
import { checkEntryModule, chooseEntryPoint, type EntryPoint } from './entry-point';
import { launchConfigStep } from './launch-config';
import { RUNTIME_EXCLUDE } from './runtime-parts';

/** What of packages' `.pth` files a bundle leaves out; lies beside the launcher, only where there is something. */
export const SKIPPED_LINES = 'pth-skipped.txt';

const REQUIREMENTS = 'requirements.txt';

/** Names that the layout takes beside the launcher (docs/bundle.md). */
const RESERVED = ['app', 'site', 'runtime', 'boot.pyc', 'launch.cfg', SKIPPED_LINES];

/** Kiln's own freezer: a launcher, a relocatable Python, the packages and the application, in one folder. */
export const bundle = {
  name: 'bundle',
  stage: 'freeze',
  supports(host, cell): Support {
    if (cell.platform.state !== 'built') {
      return {
        how: 'no',
        why: `bundles for ${cell.platform.id} are not built yet`,
        instead: 'linux-x64 and linux-arm64 work today',
      };
    }
    if (cell.python !== 'cp314') {
      return { how: 'no', why: `bundles of ${cell.python} are not built yet`, instead: 'set python=3.14' };
    }
    return { how: host.id === cell.platform.id ? 'native' : 'cross' };
  },
  plan: planBundle,
} as const satisfies Tool<FreezeRequest>;

/** What the launcher is called, and the folder around it. */
export function launcherName(request: FreezeRequest): EntryPoint {
  const chosen = chooseEntryPoint(request.application.project, request.options.entryPoint);
  const entry = { ...chosen, name: request.options.name ?? chosen.name };
  if (RESERVED.includes(entry.name)) {
    throw new KilnError(
      'NAME_CLASH',
      `a bundle cannot have a launcher called '${entry.name}': its layout uses that name`,
      {
        hint: `set name, for example name=${request.application.project.normalizedName}-cli`,
      },
    );
  }
  return entry;
}

export function archiveName({ application: { project }, cell }: FreezeRequest): string {
  return `${project.normalizedName}-${project.version ?? '0'}-${cell.id}.tar.gz`;
}

function planBundle(request: FreezeRequest): PlannedBuild {
  const { application, libraries, options, cell, assets, lock } = request;
  const entry = launcherName(request);
  checkEntryModule(entry, [application, ...libraries]);
  const boot = textTree({ 'boot.py': bootSource({ module: entry.module, function: entry.function }) });
  const metadata = [application, ...libraries].map(({ project }) => textTree(distInfo(project)));
  const requirements = lock.kind === 'requirements' ? textTree({ [REQUIREMENTS]: lock.text }) : undefined;
  const hasSite = lock.kind !== 'none';
  const steps: Record<string, Step> = {
    ...runtimeSteps(request),
    ...applicationSteps(request, metadata),
    ...(hasSite ? siteSteps(request, requirements) : {}),
    boot: bytecodeStep({
      label: 'compile boot.py',
      over: { tree: boot.digest },
      displayPrefix: '',
      scripts: assets.scripts,
      optimize: options.optimize,
      onError: 'fail',
    }),
    launch: launchConfigStep(assets.scripts, cell.python, hasSite ? { action: 'pth' } : undefined),
    bundle: layout(entry.name, hasSite, assets.launcher),
  };
  const file = archiveName(request);
  const packed = options.archive === 'tar.gz';
  if (packed) {
    steps.archive = archiveStep({ folder: { action: 'bundle' }, name: entry.name, file, scripts: assets.scripts });
  }
  steps.artefact = {
    kind: 'assembly',
    label: `assemble ${cell.id}`,
    place: [
      { from: { action: 'bundle' }, at: entry.name },
      ...(packed ? [{ from: { action: 'archive', path: 'out' }, at: '' }] : []),
    ],
  };
  return { plan: { steps, result: 'artefact' }, texts: [boot, ...metadata, ...(requirements ? [requirements] : [])] };
}

/** Standard library and shared library. Files that are equal on two platforms are compiled once. */
function runtimeSteps({ cell, assets, options }: FreezeRequest): Record<string, Step> {
  return {
    'runtime-files': {
      kind: 'assembly',
      label: `take the runtime for ${cell.id}`,
      place: [{ from: { toolchain: 'runtime' }, at: '', include: ['lib/**'], exclude: RUNTIME_EXCLUDE }],
    },
    runtime: bytecodeStep({
      label: 'compile the standard library',
      over: { action: 'runtime-files' },
      displayPrefix: 'runtime/',
      scripts: assets.scripts,
      optimize: options.optimize,
      onError: 'keep',
    }),
  };
}

function applicationSteps(
  { application, libraries, assets, options }: FreezeRequest,
  metadata: readonly TextTree[],
): Record<string, Step> {
  const projects: readonly ProjectSources[] = [application, ...libraries];
  return {
    'app-files': {
      kind: 'assembly',
      label: `take ${projects.map(({ project }) => project.name).join(', ')}`,
      place: [...projects.flatMap(({ trees }) => trees), ...metadata.map(({ digest }) => digest)].map(place),
    },
    app: bytecodeStep({
      label: `compile ${application.project.name}`,
      over: { action: 'app-files' },
      displayPrefix: 'app/',
      scripts: assets.scripts,
      optimize: options.optimize,
      onError: 'fail',
    }),
  };
}

function siteSteps(
  { lock, cell, pythonVersion, options, assets }: FreezeRequest,
  requirements: TextTree | undefined,
): Record<string, Step> {
  return {
    ...(lock.kind === 'uv' ? { requirements: exportStep(lock) } : {}),
    'site-files': siteStep({
      cell,
      pythonVersion,
      maxGlibc: options.maxGlibc,
      scripts: assets.scripts,
      requirements: requirements
        ? { tree: requirements.digest, path: REQUIREMENTS }
        : { action: 'requirements', path: 'out/requirements.txt' },
    }),
    site: bytecodeStep({
      label: 'compile packages',
      over: { action: 'site-files', path: 'out/site' },
      displayPrefix: 'site/',
      scripts: assets.scripts,
      optimize: options.optimize,
      onError: 'keep',
    }),
    pth: {
      kind: 'assembly',
      label: 'find .pth files',
      place: [{ from: { action: 'site-files', path: 'out/site' }, at: '', include: ['*.pth'] }],
    },
  };
}

function layout(name: string, hasSite: boolean, launcher: string | undefined): Assembly {
  if (launcher === undefined) {
    throw new Error('a bundle was planned without a launcher');
  }
  const site: Placement[] = hasSite ? [{ from: { action: 'site' }, at: 'site', exclude: ['*.pth'] }] : [];
  return {
    kind: 'assembly',
    label: 'lay out the bundle',
    place: [
      { from: { tree: launcher }, at: '', rename: { launcher: name }, executable: ['launcher'] },
      { from: { tree: launcher }, at: 'runtime', rename: { launcher: 'python' }, executable: ['launcher'] },
      { from: { action: 'runtime' }, at: 'runtime' },
      { from: { action: 'app' }, at: 'app' },
      ...site,
      { from: { action: 'boot' }, at: '' },
      { from: { action: 'launch', path: 'out' }, at: '' },
    ],
  };
}

function place(tree: string): Placement {
  return { from: { tree }, at: '' };
}
