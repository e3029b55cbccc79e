/** The parts of a bundle, a few steps each: runtime, application, packages, boot files. */
import type { Mapped, Source, Step } from '../../../engine/types';
import type { FreezeRequest, ProjectSources, TextTree } from '../../types';
import { bytecodeStep } from '../bytecode/bytecode';
import { scriptCommand, scriptMount } from '../helper-script';
import { exportStep, siteStep } from '../third-party/site';
import { type BootOptions, bootSource, bootTemplate, type CertificateSearch } from './boot';
import type { DependencyScript, Launchers } from './launchers';
import { type Places, placesOf } from './places';

export const REQUIREMENTS = 'requirements.txt';
const TEMPLATE = 'boot.txt';

type Compiled = Pick<Mapped, 'label' | 'over' | 'displayPrefix' | 'onError'>;

/** Bytecode in the place of its source, or in `__pycache__` beside a source that is shipped. */
function compileStep({ cell, assets, options }: FreezeRequest, withSources: boolean, step: Compiled): Mapped {
  const compiled = bytecodeStep({ ...step, scripts: assets.scripts, optimize: options.optimize });
  const tag = cell.python.replace(/^cp/, 'cpython-');
  return withSources
    ? { ...compiled, rename: { from: '.py', to: `.${tag}.pyc`, folder: '__pycache__' }, keepMapped: true }
    : compiled;
}

/** Step that has the runtime's files as a bundle takes them, sources instead of bytecode. */
export function runtimeFiles(request: Pick<FreezeRequest, 'options'>): { readonly action: string } {
  return { action: isTrimmed(request) ? 'trimmed' : 'runtime-files' };
}

/** Whether modules of the standard library are left out (docs/decisions/0017-one-file-is-trimmed.md). */
export function isTrimmed({ options }: Pick<FreezeRequest, 'options'>): boolean {
  return options.stdlib === 'trimmed' || (options.stdlib === 'auto' && options.onefile);
}

/** A path of the bundle as the runtime's own folder has it. */
export function inRuntime(path: string): string {
  return path.replace(/^runtime\//, '');
}

/**
 * Standard library and shared libraries. Files that are equal on two platforms are compiled once: their display paths are
 * those of Linux on every platform.
 */
export function runtimeSteps(request: FreezeRequest, places: Places): Record<string, Step> {
  const { cell, options } = request;
  return {
    'runtime-files': {
      kind: 'assembly',
      label: `take the runtime for ${cell.id}`,
      place: [{ from: { toolchain: 'runtime' }, at: '', include: places.include, exclude: places.exclude }],
    },
    ...(isTrimmed(request) ? trimSteps(request, places) : {}),
    stdlib: compileStep(request, options.sources === 'all', {
      label: 'compile the standard library',
      over: { ...runtimeFiles(request), path: inRuntime(places.stdlib) },
      displayPrefix: `${placesOf({ os: 'linux' }, cell.python).stdlib}/`,
      onError: 'keep',
    }),
  };
}

/** Leaves out what of the standard library nothing in the bundle mentions; TRIMMED says what was kept for whom. */
function trimSteps({ assets, lock, options, data }: FreezeRequest, { stdlib, dynload }: Places): Record<string, Step> {
  return {
    trim: {
      kind: 'action',
      label: 'trim the standard library',
      argv: scriptCommand(
        'trim_stdlib.py',
        'in/runtime',
        inRuntime(stdlib),
        inRuntime(dynload),
        'in/code',
        'out',
        ...options.stdlibKeep,
      ),
      env: { PYTHONHASHSEED: '0' },
      mounts: [
        scriptMount(assets.scripts, 'trim_stdlib.py'),
        { at: 'in/runtime', from: { action: 'runtime-files' } },
        { at: 'in/code/app', from: { action: 'app-files' } },
        ...(lock.kind === 'none' ? [] : [{ at: 'in/code/site', from: { action: 'site-files', path: 'out/site' } }]),
        ...data.map(({ tree }, index) => ({ at: `in/code/data/${index}`, from: { tree } })),
      ],
      outputs: ['out'],
      needs: { network: 'none' },
    },
    trimmed: {
      kind: 'assembly',
      label: 'take the trimmed runtime',
      place: [{ from: { action: 'trim', path: 'out/runtime' }, at: '' }],
    },
  };
}

export function applicationSteps(request: FreezeRequest, metadata: readonly TextTree[]): Record<string, Step> {
  const { application, libraries, options } = request;
  const projects: readonly ProjectSources[] = [application, ...libraries];
  const trees = [...projects.flatMap(({ trees }) => trees), ...metadata.map(({ digest }) => digest)];
  return {
    'app-files': {
      kind: 'assembly',
      label: `take ${projects.map(({ project }) => project.name).join(', ')}`,
      place: trees.map((tree) => ({ from: { tree }, at: '' })),
    },
    app: compileStep(request, options.sources !== 'none', {
      label: `compile ${application.project.name}`,
      over: { action: 'app-files' },
      displayPrefix: 'app/',
      onError: 'fail',
    }),
  };
}

/** Packages of the lock; none of these steps is there without any. */
export function siteSteps(request: FreezeRequest, requirements: TextTree | undefined): Record<string, Step> {
  const { lock, cell, pythonVersion, options, assets } = request;
  return {
    ...(lock.kind === 'uv' ? { requirements: exportStep(lock) } : {}),
    'site-files': siteStep({
      cell,
      pythonVersion,
      maxGlibc: options.maxGlibc,
      maxMacos: options.maxMacos,
      scripts: assets.scripts,
      ...(lock.kind === 'requirements' && lock.archives ? { archives: lock.archives } : {}),
      requirements: requirements
        ? { tree: requirements.digest, path: REQUIREMENTS }
        : { action: 'requirements', path: 'out/requirements.txt' },
    }),
    site: compileStep(request, options.sources === 'all', {
      label: 'compile packages',
      over: { action: 'site-files', path: 'out/site' },
      displayPrefix: 'site/',
      onError: 'keep',
    }),
    pth: {
      kind: 'assembly',
      label: 'find .pth files',
      place: [{ from: { action: 'site-files', path: 'out/site' }, at: '', include: ['*.pth'] }],
    },
  };
}

/** Literal boot files: of the application, of further entry points, and what those of packages are made from. */
export function bootTexts(
  { main, others, dependencies }: Launchers,
  certificates: CertificateSearch | undefined,
): Record<string, string> {
  const source = ({ module, function: path }: BootOptions): string =>
    bootSource({ module, function: path, ...(certificates ? { certificates } : {}) });
  return {
    'boot.py': source(main),
    ...Object.fromEntries(others.map((entry) => [`boot/${entry.name}.py`, source(entry)])),
    ...(dependencies.length > 0 ? { [TEMPLATE]: bootTemplate(certificates) } : {}),
  };
}

export function bootSteps(
  request: FreezeRequest,
  dependencies: readonly DependencyScript[],
  texts: string,
): Record<string, Step> {
  const compile = (over: Source): Mapped =>
    compileStep(request, false, { label: 'compile boot files', over, displayPrefix: '', onError: 'fail' });
  if (dependencies.length === 0) {
    return { boot: compile({ tree: texts }) };
  }
  const { scripts } = request.assets;
  const wanted = dependencies.map(({ name, package: owner }) => (owner === undefined ? name : `${owner}:${name}`));
  return {
    scripts: {
      kind: 'action',
      label: `find ${wanted.join(', ')}`,
      argv: scriptCommand('entry_scripts.py', 'in/site', `in/${TEMPLATE}`, 'out', ...wanted),
      env: { PYTHONHASHSEED: '0' },
      mounts: [
        scriptMount(scripts, 'entry_scripts.py'),
        { at: `in/${TEMPLATE}`, from: { tree: texts, path: TEMPLATE } },
        { at: 'in/site', from: { action: 'described' } },
      ],
      outputs: ['out'],
      needs: { network: 'none' },
    },
    described: {
      kind: 'assembly',
      label: 'find scripts of packages',
      place: [{ from: { action: 'site-files', path: 'out/site' }, at: '', include: ['*.dist-info/entry_points.txt'] }],
    },
    'boot-files': {
      kind: 'assembly',
      label: 'take boot files',
      place: [
        { from: { tree: texts }, at: '', exclude: [TEMPLATE] },
        { from: { action: 'scripts', path: 'out' }, at: '' },
      ],
    },
    boot: compile({ action: 'boot-files' }),
  };
}
