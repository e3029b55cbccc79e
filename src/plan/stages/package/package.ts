/** Wheels and sdists by `uv build`, offline, with pinned tools. */
import type { Action, Step } from '../../../engine/types';
import type { PythonProject } from '../../../project/types';
import { textTree } from '../../text-tree';
import type { PlannedBuild, Support, Tool } from '../../types';
import { bytecodeStep, cachedEnding } from '../bytecode/bytecode';
import { scriptCommand, scriptMount } from '../helper-script';
import { siteStep } from '../third-party/site';
import { localRequirements } from './local-requirements';
import type { PackageRequest } from './request';

/** Where the built file lies in the result, and what the checks found out about it. */
export const DIST_FOLDER = 'dist';
export const FACTS_FILE = 'facts.json';

const SCRIPTS = ['build_package.py', 'dist_archive.py', 'dist_metadata.py', 'git_stand_in.py'];
const REQUIREMENTS = 'requirements.txt';
const REQUEST = 'request.json';

export const uvBuild = {
  name: 'uv build',
  stage: 'package',
  // What is pure Python is the same everywhere; what is not is refused when the file says so.
  supports: (): Support => ({ how: 'native' }),
  plan: planPackage,
} as const satisfies Tool<PackageRequest>;

function planPackage(request: PackageRequest): PlannedBuild {
  const { options, project, assets } = request;
  const backend = textTree({ [REQUIREMENTS]: request.backendRequirements });
  const checks = textTree({ [REQUIREMENTS]: request.checkRequirements });
  const told = textTree({ [REQUEST]: requestText(request) });
  const { format } = options;
  const steps: Record<string, Step> = {
    ...(request.backendRequirements === ''
      ? {}
      : { backend: fetch(request, backend.digest, `what builds ${project.name}`, true) }),
    checks: fetch(request, checks.digest, 'what checks packages', false),
    ...compiledSteps(request),
    ...bundledStep(request),
    build: buildStep(request, told.digest),
    check: {
      kind: 'action',
      label: `check the ${format} of ${project.name}`,
      argv: scriptCommand('check_metadata.py', 'in/described', 'in/site', `out/${FACTS_FILE}`),
      env: { PYTHONHASHSEED: '0' },
      mounts: [
        scriptMount(assets.scripts, 'check_metadata.py'),
        // Not the file itself: what says the same was checked before.
        { at: 'in/described', from: { action: 'build', path: 'out/described' } },
        { at: 'in/site', from: { action: 'checks-compiled' } },
      ],
      outputs: [`out/${FACTS_FILE}`],
      needs: { network: 'none' },
    },
    artefact: {
      kind: 'assembly',
      label: `take the ${format}`,
      place: [
        { from: { action: 'build', path: 'out/dist' }, at: DIST_FOLDER },
        { from: { action: 'check', path: `out/${FACTS_FILE}` }, at: '' },
      ],
    },
  };
  return { plan: { steps, result: 'artefact' }, texts: [backend, checks, told] };
}

/** Bytecode beside the sources of what a build imports: each build would compile it anew. */
function compiledSteps({ backendRequirements, cell, assets }: PackageRequest): Record<string, Step> {
  const compiled = (action: string, label: string): Step => ({
    ...bytecodeStep({
      label,
      over: { action, path: 'out/site' },
      displayPrefix: `${action}/`,
      scripts: assets.scripts,
      optimize: 0,
      onError: 'keep',
    }),
    rename: { from: '.py', to: cachedEnding(cell.python, 0), folder: '__pycache__' },
    keepMapped: true,
  });
  const checks = { 'checks-compiled': compiled('checks', 'compile what checks packages') };
  return backendRequirements === ''
    ? checks
    : {
        ...checks,
        'backend-compiled': compiled('backend', 'compile what builds packages'),
        'backend-programs': {
          kind: 'assembly',
          label: 'take programs of the backend',
          place: [{ from: { action: 'backend' }, at: '', include: ['out/bin/**'] }],
        },
      };
}

/** Pinned tools run on the host: its platform decides which of their wheels is taken. */
function fetch(
  { cell, pythonVersion, assets }: PackageRequest,
  requirements: string,
  what: string,
  programs: boolean,
): Action {
  const step = siteStep({
    cell,
    pythonVersion,
    maxGlibc: '2.28',
    scripts: assets.scripts,
    requirements: { tree: requirements, path: REQUIREMENTS },
    programs,
  });
  return { ...step, label: `fetch ${what}` };
}

function buildStep(
  { options, project, sources, beside, assets, backendRequirements, bundled }: PackageRequest,
  request: string,
): Action {
  return {
    kind: 'action',
    label: `build the ${options.format} of ${project.name}`,
    argv: scriptCommand('build_package.py', '{toolchain:uv}/uv', `in/${REQUEST}`),
    env: {
      PYTHONHASHSEED: '0',
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUTF8: '1',
      TZ: 'UTC',
      LC_ALL: 'C.UTF-8',
      UV_NO_PROGRESS: '1',
    },
    mounts: [
      ...SCRIPTS.map((name) => scriptMount(assets.scripts, name)),
      { at: `in/${REQUEST}`, from: { tree: request, path: REQUEST } },
      { at: 'in/source', from: { tree: sources } },
      { at: 'in/beside', from: { tree: beside } },
      ...(backendRequirements === ''
        ? []
        : [
            { at: 'in/backend/site', from: { action: 'backend-compiled' } },
            { at: 'in/backend/bin', from: { action: 'backend-programs' } },
          ]),
      ...(bundled.length > 0 ? [{ at: 'in/bundled', from: { action: 'bundled' } }] : []),
    ],
    outputs: ['out/dist', 'out/described'],
    needs: { network: 'none', timeoutS: 1800 },
  };
}

function bundledStep({ bundled }: PackageRequest): Record<string, Step> {
  return bundled.length === 0
    ? {}
    : {
        bundled: {
          kind: 'assembly',
          label: `take ${bundled.map(({ project }) => project.name).join(', ')}`,
          place: bundled.flatMap(({ trees }) => trees.map((tree) => ({ from: { tree }, at: '' }))),
        },
      };
}

/** What the script is told; a text of its own, because arguments are too short for it. */
function requestText({ options, project, folder, libraries, env, git }: PackageRequest): string {
  const { format, sourceDateEpoch, configSettings } = options;
  const request = {
    format,
    folder,
    epoch: sourceDateEpoch,
    settings: configSettings,
    program: configSettings.length === 0 ? backendProgram(project.build) : '',
    env,
    beside: [],
    tracked: git.tracked ?? null,
    ignored: git.ignored ?? null,
    ...localRequirements(options, libraries, project),
  };
  return `${JSON.stringify(request, null, 1)}\n`;
}

/** The hooks of uv_build do nothing but start this program of its wheel (each minor since 0.7); what lies in the project may do more. */
function backendProgram(build: PythonProject['build']): string {
  return build?.backend === 'uv_build' && build.backendPath.length === 0 ? 'uv-build' : '';
}
