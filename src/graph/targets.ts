/** Inferred targets of one project. Pure: everything that they depend on is in the request. */
import type { TargetConfiguration } from '@nx/devkit';
import type { KilnTable } from '../project/kiln-table';
import type { PythonProject } from '../project/types';
import type { TargetNames } from './plugin-options';
import { bytecodeTarget, freezeTarget, smokeTarget } from './targets/build';
import { formatCheckTarget, formatTarget, lintTarget, typecheckTarget } from './targets/checks';
import { lockTarget } from './targets/closure';
import { packageTarget, wheelSmokeTarget } from './targets/package';
import { startTarget } from './targets/start';
import { testTarget } from './targets/test';
import type { Packaged, TargetRequest, Targets } from './targets/types';

/**
 * An application is what can be started: `[project.scripts]`, or what says that it wants to be frozen. A library may have
 * scripts, too: it says `freeze = false`.
 */
export function isApplication(project: PythonProject, { freeze, staysLibrary }: KilnTable): boolean {
  return !staysLibrary && (freeze !== undefined || hasScripts(project));
}

function hasScripts({ scripts, guiScripts }: PythonProject): boolean {
  return Object.keys(scripts).length + Object.keys(guiScripts).length > 0;
}

export function inferTargets(request: TargetRequest): Targets {
  const { project, kiln, names, lock } = request;
  return {
    ...packageTargets(request),
    ...(isApplication(project, kiln)
      ? { [names.build]: freezeTarget(request), [names.smoke]: smokeTarget(request) }
      : {}),
    ...(project.modules.length > 0 ? { [names.bytecode]: bytecodeTarget(request) } : {}),
    ...everydayTargets(request),
    ...(lock ? { [names.lock]: lockTarget(lock) } : {}),
  };
}

/** `build` of a library is its wheel, in a folder of its own: two targets must not write the same one. */
function packageTargets(request: TargetRequest): Targets {
  const { project, kiln, names, packaged } = request;
  if (!packaged || kiln.staysInside) {
    return {};
  }
  const known = { ...request, packaged };
  return {
    ...(isApplication(project, kiln) ? {} : libraryTargets(known)),
    [names.wheel]: packageTarget(known, 'wheel'),
    [names.sdist]: packageTarget(known, 'sdist'),
  };
}

function libraryTargets(request: TargetRequest & { readonly packaged: Packaged }): Targets {
  const { names, closure, project } = request;
  return {
    [names.build]: packageTarget(request, 'wheel', 'build'),
    ...(closure || needsNoPackage(project) ? { [names.smoke]: wheelSmokeTarget(request) } : {}),
  };
}

/** Only what is declared, and only where an environment can be made: from a lock, or for what needs no package. */
function everydayTargets(request: TargetRequest): Targets {
  const { project, kiln, names, tools, closure, hasTests } = request;
  const { test, lint, typecheck, format, start } = kiln.everyday;
  const alone = needsNoPackage(project);
  const hasSources = project.modules.length > 0 || hasTests;
  return {
    ...(tools.test && test !== false && hasTests && (closure || (alone && tools.test === 'unittest'))
      ? { [names.test]: testTarget(request, tools.test) }
      : {}),
    ...(closure && hasSources && tools.lint && lint !== false ? { [names.lint]: lintTarget(request, tools.lint) } : {}),
    ...(closure && hasSources && tools.typecheck && typecheck !== false
      ? { [names.typecheck]: typecheckTarget(request, tools.typecheck) }
      : {}),
    ...(closure && hasSources && tools.format && format !== false
      ? {
          [names.formatCheck]: formatCheckTarget(request, tools.format),
          [names.format]: formatTarget(request, tools.format),
        }
      : {}),
    ...(hasScripts(project) && start !== false && (closure || alone) ? { [names.start]: startTarget(request) } : {}),
  };
}

/** Such a project is tested and started without a lock: nothing has to be installed. */
function needsNoPackage({ dependencies, sources }: PythonProject): boolean {
  return dependencies.every(({ name }) => ['workspace', 'path'].includes(sources[name]?.kind ?? ''));
}

/** A broken manifest still answers to its targets: they say what is wrong with it. */
export function brokenTargets(names: TargetNames, output: string, file: string): Targets {
  const failing = (executor: string, options: Record<string, unknown>): TargetConfiguration => ({
    executor: `nx-kiln:${executor}`,
    cache: false,
    options,
    metadata: { description: `${file} could not be read` },
  });
  return {
    [names.build]: failing('freeze', { outputPath: output }),
    [names.smoke]: failing('smoke', { artefactPath: output, outputPath: `${output}/smoke` }),
    [names.bytecode]: failing('bytecode', { outputPath: `${output}/bytecode` }),
    [names.wheel]: failing('package', { outputPath: `${output}/wheel` }),
    [names.sdist]: failing('package', { format: 'sdist', outputPath: `${output}/sdist` }),
    [names.test]: failing('test', { tool: 'pytest', outputPath: `${output}/test` }),
    [names.lint]: failing('lint', { tool: 'ruff' }),
    [names.typecheck]: failing('typecheck', { tool: 'mypy' }),
    [names.formatCheck]: failing('format', { tool: 'ruff', check: true }),
    [names.format]: failing('format', { tool: 'ruff' }),
    [names.start]: failing('start', {}),
  };
}
