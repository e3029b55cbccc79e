/** pyproject.toml of a new project, as a person would have written it. Pure. */
import { posix } from 'node:path';
import { moduleNameOf, normalizeName } from '../../src/project/names';
import type { NewProject, Tool } from './new-project';

/** Group and requirement of each tool, in the words of docs/projects.md. pyright is JavaScript: its Node is locked with it. */
const TOOLS: Readonly<Record<Tool, readonly [group: string, requirement: string]>> = {
  pytest: ['test', 'pytest>=9'],
  ruff: ['lint', 'ruff>=0.15'],
  mypy: ['typecheck', 'mypy>=2'],
  pyright: ['typecheck', 'pyright[nodejs]>=1.1.400'],
  ty: ['typecheck', 'ty'],
};

/** uv's backend needs nothing else; those who use pip know setuptools. */
const BACKENDS = {
  uv: ['uv_build>=0.9,<1', 'uv_build'],
  pip: ['setuptools>=77', 'setuptools.build_meta'],
} as const;

export function pyprojectText(project: NewProject): string {
  const [requirement, backend] = BACKENDS[project.manager];
  return [
    table('project', [
      `name = ${toml(project.name)}`,
      'version = "0.1.0"',
      ...(project.description ? [`description = ${toml(project.description)}`] : []),
      `requires-python = ${toml(project.requiresPython)}`,
      `dependencies = [${project.dependencies.map(({ name }) => toml(name)).join(', ')}]`,
    ]),
    project.kind === 'app'
      ? table('project.scripts', [`${normalizeName(project.name)} = ${toml(`${project.module}.cli:main`)}`])
      : '',
    table('dependency-groups', project.tools.map(groupLine)),
    table('build-system', [`requires = [${toml(requirement)}]`, `build-backend = ${toml(backend)}`]),
    // Groups of their own keep a linter's bump away from tests; uv installs only `dev` by itself.
    table('tool.uv', project.manager === 'uv' && project.tools.length > 0 ? ['default-groups = "all"'] : []),
    table('tool.uv.build-backend', project.manager === 'uv' ? backendLines(project) : []),
    table('tool.uv.sources', project.manager === 'uv' ? sourceLines(project) : []),
    table('tool.mypy', project.ownMypySettings ? mypyLines(project) : []),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function table(name: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `[${name}]\n${lines.map((line) => `${line}\n`).join('')}`;
}

function groupLine(tool: Tool): string {
  const [group, requirement] = TOOLS[tool];
  return `${group} = [${toml(requirement)}]`;
}

/** uv_build looks for `src/<name>` by itself. */
function backendLines({ name, module, layout }: NewProject): string[] {
  return [
    ...(module === moduleNameOf(name) ? [] : [`module-name = ${toml(module)}`]),
    ...(layout === 'flat' ? ['module-root = ""'] : []),
  ];
}

function sourceLines({ root, dependencies }: NewProject): string[] {
  return dependencies.map(({ name, root: target, isMember }) => {
    const path = posix.relative(root, target);
    return `${key(name)} = ${isMember ? '{ workspace = true }' : `{ path = ${toml(path)}, editable = true }`}`;
  });
}

/** A folder of a namespace does not say its whole name: the root does. */
function mypyLines({ layout }: NewProject): string[] {
  return ['strict = true', ...(layout === 'namespace' ? ['mypy_path = "src"', 'explicit_package_bases = true'] : [])];
}

/** A basic string: JSON's escapes are TOML's, but for DEL. */
function toml(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', '\\u007F');
}

function key(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : toml(name);
}
