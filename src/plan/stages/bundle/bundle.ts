import type { Assembly, Placement, Step } from '../../../engine/types';
import { parsePython } from '../../../model/pythons';
import { textTree } from '../../text-tree';
import type { FreezeRequest, PlannedBuild, Support, Tool } from '../../types';
import { type ArchiveFormat, archiveStep } from '../archive/archive';
import { onefileSteps } from '../onefile/onefile';
import { assertTimezones, certificateEnv, certificateSearch } from './certificates';
import { distInfo } from './dist-info';
import { type EntryPoint, entryModule } from './entry-point';
import { LAUNCH_CONFIG, launchConfig, launchConfigStep } from './launch-config';
import { chooseLaunchers, type Launchers, refuseScripts } from './launchers';
import { type Places, placesOf, TRIMMED } from './places';
import {
  applicationSteps,
  bootSteps,
  bootTexts,
  inRuntime,
  isTrimmed,
  REQUIREMENTS,
  runtimeFiles,
  runtimeSteps,
  siteSteps,
} from './steps';

/** Minors whose launcher, bytecode and layout are known. */
const MINORS = { from: 10, to: 14 } as const;

/** Kiln's own freezer: a launcher, a relocatable Python, the packages and the application, in one folder. */
export const bundle = {
  name: 'bundle',
  stage: 'freeze',
  supports(host, cell): Support {
    if (cell.platform.state !== 'built') {
      return {
        how: 'no',
        why: `bundles for ${cell.platform.id} are not built yet`,
        instead: 'docs/platforms.md lists the platforms that are',
      };
    }
    const version = parsePython(cell.python);
    const isKnown = version?.implementation === 'cpython' && version.major === 3 && !version.freethreaded;
    if (!isKnown || version.minor < MINORS.from || version.minor > MINORS.to) {
      return {
        how: 'no',
        why: `there are no bundles of ${cell.python}`,
        instead: `set python to a CPython from 3.${MINORS.from} to 3.${MINORS.to}`,
      };
    }
    return { how: host.id === cell.platform.id ? 'native' : 'cross' };
  },
  plan: planBundle,
} as const satisfies Tool<FreezeRequest>;

export function launchersOf({ application, options }: FreezeRequest): Launchers {
  return chooseLaunchers(application.project, options);
}

/** What a user starts, relative to the artefact. */
export function executableOf(request: FreezeRequest): string {
  const { name } = launchersOf(request).main;
  const file = `${name}${placesOf(request.cell.platform, request.cell.python).suffix}`;
  return request.options.onefile ? file : `${name}/${file}`;
}

function archiveFormat({ options, cell }: FreezeRequest): ArchiveFormat | undefined {
  if (options.archive === 'auto') {
    return cell.platform.os === 'windows' ? 'zip' : 'tar.gz';
  }
  return options.archive === 'none' ? undefined : options.archive;
}

/** Name of the archive beside the folder; undefined where none is wanted. */
export function archiveName(request: FreezeRequest): string | undefined {
  const { application, cell } = request;
  const { normalizedName, version = '0' } = application.project;
  const format = archiveFormat(request);
  return format && `${normalizedName}-${version}-${cell.id}.${format}`;
}

function planBundle(request: FreezeRequest): PlannedBuild {
  const { application, libraries, options, cell, assets, lock, packages } = request;
  const places = placesOf(cell.platform, cell.python);
  const launchers = launchersOf(request);
  const { main, others, dependencies } = launchers;
  for (const entry of [main, ...others]) {
    entryModule(entry, [application, ...libraries]);
  }
  const boot = textTree(bootTexts(launchers, certificateSearch(options, packages, cell.platform)));
  const metadata = [application, ...libraries].map(({ project }) => textTree(distInfo(project)));
  const requirements = lock.kind === 'requirements' ? textTree({ [REQUIREMENTS]: lock.text }) : undefined;
  const hasSite = lock.kind !== 'none';
  if (!hasSite) {
    refuseScripts(dependencies);
  }
  const entries = [...others, ...dependencies].map(({ name }) => name);
  assertTimezones(options, packages);
  const { pythonFlags: flags, warnings } = options;
  const env = [...options.env, ...certificateEnv(options).filter((line) => !isSet(options.env, line))];
  const config = textTree({
    [LAUNCH_CONFIG]: launchConfig({ python: cell.python, places, entries, env, flags, warnings }),
  });
  const steps: Record<string, Step> = {
    ...runtimeSteps(request, places),
    ...applicationSteps(request, metadata),
    ...(hasSite ? siteSteps(request, requirements) : {}),
    ...bootSteps(request, dependencies, boot.digest),
    ...(hasSite ? { launch: launchConfigStep(assets.scripts, config.digest, { action: 'pth' }) } : {}),
    bundle: layout(
      request,
      places,
      [main, ...others, ...dependencies],
      [
        ...(hasSite ? [{ from: { action: 'site' }, at: 'site', exclude: ['*.pth'] }] : []),
        hasSite ? { from: { action: 'launch', path: 'out' }, at: '' } : { from: { tree: config.digest }, at: '' },
      ],
    ),
    ...artefactSteps(request, main.name, entries),
  };
  const texts = [boot, config, ...metadata, ...(requirements ? [requirements] : [])];
  return { plan: { steps, result: 'artefact' }, texts };
}

function isSet(env: readonly string[], line: string): boolean {
  const name = line.slice(0, line.indexOf('=') + 1);
  return env.some((other) => other.startsWith(name));
}

function layout(
  request: FreezeRequest,
  { suffix, interpreter, stdlib }: Places,
  launchers: readonly Pick<EntryPoint, 'name' | 'gui'>[],
  rest: readonly Placement[],
): Assembly {
  const { cell, data } = request;
  const { launcher } = request.assets;
  if (launcher === undefined) {
    throw new Error('a bundle was planned without a launcher');
  }
  const start = (at: string, name: string, gui?: true): Placement => {
    const program = gui && cell.platform.os === 'windows' ? 'launcherw' : 'launcher';
    return { from: { tree: launcher }, at, include: [program], rename: { [program]: name }, executable: [program] };
  };
  return {
    kind: 'assembly',
    label: 'lay out the bundle',
    place: [
      ...launchers.map(({ name, gui }) => start('', `${name}${suffix}`, gui)),
      start('runtime', interpreter),
      { from: runtimeFiles(request), at: 'runtime', exclude: [`${inRuntime(stdlib)}/**`] },
      { from: { action: 'stdlib' }, at: stdlib },
      { from: { action: 'app' }, at: 'app' },
      { from: { action: 'boot' }, at: '' },
      ...rest,
      ...data.map(({ tree, at }) => ({ from: { tree }, at })),
    ],
  };
}

/** The folder under the application's name, or the one file with what stands for other launchers, and an archive of it. */
function artefactSteps(request: FreezeRequest, name: string, others: readonly string[]): Record<string, Step> {
  const { assets, cell, options } = request;
  const { scripts, onefile: stub } = assets;
  const [file, format] = [archiveName(request), archiveFormat(request)];
  const packed = options.onefile ? { action: 'onefile' } : { action: 'bundle' };
  if (options.onefile && stub === undefined) {
    throw new Error('one file was planned without its stub');
  }
  return {
    ...(options.onefile && stub
      ? onefileSteps({ bundle: { action: 'bundle' }, name, others, cell, stub, scripts })
      : {}),
    ...(file !== undefined && format !== undefined
      ? { archive: archiveStep({ folder: packed, name, file, format, scripts }) }
      : {}),
    artefact: {
      kind: 'assembly',
      label: `assemble ${cell.id}`,
      place: [
        { from: packed, at: options.onefile ? '' : name },
        ...(file === undefined ? [] : [{ from: { action: 'archive', path: 'out' }, at: '' }]),
        ...(isTrimmed(request) ? [{ from: { action: 'trim', path: `out/${TRIMMED}` }, at: '' }] : []),
      ],
    },
  };
}
