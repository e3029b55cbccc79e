/** Targets that look at sources: lint, format-check, format, typecheck. */
import type { TargetConfiguration } from '@nx/devkit';
import type { ToolName } from '../../model/tools';
import { projectInput } from '../layout';
import { everyday } from './everyday';
import { ignoredFiles, ignoredSources, libraryInputs, ownFiles, settingsAbove, TYPES_INPUT } from './inputs';
import { neverCached } from './never-cached';
import { platformOption } from './shared-options';
import type { Input, TargetRequest } from './types';

/** Files that decide for each tool; it looks for them from the project's folder upwards. An __init__.py makes a package of it. */
const SETTINGS: Readonly<Partial<Record<ToolName, readonly string[]>>> = {
  ruff: ['pyproject.toml', 'ruff.toml', '.ruff.toml', '.gitignore', '.ignore', '__init__.py'],
  flake8: ['.flake8', 'setup.cfg', 'tox.ini', 'pyproject.toml'],
  black: ['pyproject.toml', '.gitignore'],
  mypy: ['mypy.ini', '.mypy.ini', 'pyproject.toml', 'setup.cfg', '.gitignore', '__init__.py'],
  pyright: ['pyrightconfig.json', 'pyproject.toml'],
  basedpyright: ['pyrightconfig.json', 'pyproject.toml', '.basedpyright/baseline.json'],
  ty: ['ty.toml', 'pyproject.toml', '.gitignore', '.ignore'],
};
const SOURCES = '**/*.{py,pyi,pyw,ipynb}';

export function lintTarget(request: TargetRequest, tool: ToolName): TargetConfiguration {
  const { project, host } = request;
  return everyday(request, 'lint', {
    executor: 'nx-kiln:lint',
    purpose: 'lint',
    tool,
    inputs: (anyName) => checked(request, tool, anyName ? '**/*' : SOURCES),
    // ruff says the same everywhere; plugins of flake8 need not.
    options: tool === 'ruff' ? {} : platformOption(host),
    description: `Lints ${project.name} with ${tool}`,
  });
}

export function formatCheckTarget(request: TargetRequest, tool: ToolName): TargetConfiguration {
  return everyday(request, 'format', {
    executor: 'nx-kiln:format',
    purpose: 'lint',
    tool,
    inputs: (anyName) => checked(request, tool, anyName ? '**/*' : SOURCES),
    options: { check: true },
    description: `Says what ${tool} would format in ${request.project.name}`,
  });
}

/** Writes sources: never cached. */
export function formatTarget(request: TargetRequest, tool: ToolName): TargetConfiguration {
  const { inputs: _, ...target } = everyday(request, 'format', {
    executor: 'nx-kiln:format',
    purpose: 'lint',
    tool,
    inputs: () => [],
    options: {},
    description: `Formats ${request.project.name} with ${tool} (nx run <project>:<target>: \`nx format\` is Nx's own)`,
  });
  return { ...target, cache: false };
}

export function typecheckTarget(request: TargetRequest, tool: ToolName): TargetConfiguration {
  const { project, host, testLibraries, nested } = request;
  const target = everyday(request, 'typecheck', {
    executor: 'nx-kiln:typecheck',
    purpose: 'typecheck',
    tool,
    inputs: (anyName) => [
      ...checked(request, tool, anyName ? '**/*' : '**/*.{py,pyi,ipynb,typed}'),
      ...libraryInputs(testLibraries, TYPES_INPUT),
      ...ignoredSources(request, testLibraries),
    ],
    // What `sys.platform` says decides about branches, and native packages bring other stubs.
    options: platformOption(host),
    description: `Checks the types of ${project.name} with ${tool}`,
  });
  // pyright cannot be told to leave projects below out, and what it reads there is in no key of this one.
  return tool.endsWith('pyright') && nested.all.length > 0 ? neverCached(target) : target;
}

function checked(request: TargetRequest, tool: ToolName, sources: string): Input[] {
  const { root } = request.project;
  const settings = SETTINGS[tool] ?? [];
  return [
    ...ownFiles(request.project, sources),
    ...ignoredFiles(request),
    projectInput(root, `**/{${settings.join(',')}}`),
    ...settingsAbove(root, settings),
  ];
}
