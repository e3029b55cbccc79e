/** `[tool.hatch]`: environments as groups, and metadata hooks that fill in dependencies. */
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { isTable, type Table, tableAt } from '../toml';
import type { Requirement } from '../types';
import { type Declared, joinLists, type Lists } from './declared';
import type { Members } from './pyproject';
import { mapTable, type Report, strings } from './report';

/** hatch's own environments, and the one that people work in, by what others call them. */
const ENVIRONMENTS: Readonly<Record<string, string>> = {
  default: 'dev',
  'hatch-test': 'test',
  'hatch-static-analysis': 'lint',
  'hatch-build': 'build',
};

/**
 * Environments are groups of their names: `[tool.hatch.envs.lint]` is group `lint`, `default` is `dev`. An environment has
 * what its `template` has, but for `default`, which is a group of its own.
 */
export function readHatchGroups(toml: Table, report: Report): Lists {
  const environments = tableAt(toml, 'tool', 'hatch', 'envs');
  let groups: Lists = {};
  for (const name of Object.keys(environments)) {
    const list = chain(name, environments).flatMap((env) => {
      const table = tableAt(environments, env);
      const lines = [...strings(table.dependencies), ...strings(table['extra-dependencies'])];
      return lines.flatMap((line) => templated(line, `[tool.hatch.envs.${env}]`, report));
    });
    const group = Object.hasOwn(ENVIRONMENTS, name) ? (ENVIRONMENTS[name] as string) : normalizeName(name);
    groups = joinLists(groups, { [group]: list });
  }
  return groups;
}

/** `workspace.members` of environments: globs, or tables with a `path`. */
export function hatchMembers(toml: Table): Members[] {
  return Object.values(tableAt(toml, 'tool', 'hatch', 'envs')).flatMap((environment) => {
    const { members, exclude } = isTable(environment) ? tableAt(environment, 'workspace') : {};
    const paths = Array.isArray(members) ? members.map((one) => (isTable(one) ? one.path : one)) : [];
    return paths.length > 0 ? [{ members: strings(paths), exclude: strings(exclude) }] : [];
  });
}

/** The environment and its templates. */
function chain(name: string, environments: Table): string[] {
  const seen: string[] = [];
  for (let next: unknown = name; typeof next === 'string' && !seen.includes(next); ) {
    if (seen.length > 0 && next === 'default') {
      break;
    }
    seen.push(next);
    next = tableAt(environments, next).template;
  }
  return seen;
}

/**
 * `[tool.hatch.metadata.hooks.*]` with `dependencies` and `optional-dependencies`: where PEP 621 calls them dynamic, a hook
 * fills them in at build time, versions by template: `acme-core[fast]=={{ version }}`.
 */
export function withHooks(project: Declared, toml: Table, report: Report): Declared {
  let { dependencies, optionalDependencies } = project;
  for (const [name, hook] of Object.entries(tableAt(toml, 'tool', 'hatch', 'metadata', 'hooks'))) {
    if (!isTable(hook)) {
      continue;
    }
    const where = `[tool.hatch.metadata.hooks.${name}]`;
    const read = (value: unknown): Requirement[] => strings(value).flatMap((line) => templated(line, where, report));
    if (project.dynamic.includes('dependencies')) {
      dependencies = [...dependencies, ...read(hook.dependencies)];
    }
    if (project.dynamic.includes('optional-dependencies')) {
      const extras = mapTable(tableAt(hook, 'optional-dependencies'), read);
      const normal = Object.entries(extras).map(([extra, list]) => [normalizeName(extra), list] as const);
      optionalDependencies = joinLists(optionalDependencies, Object.fromEntries(normal));
    }
  }
  return { ...project, dependencies, optionalDependencies };
}

/** A version that a template makes is any version here. */
function templated(line: string, where: string, report: Report): Requirement[] {
  const plain = line.replace(/(===?|~=|[<>]=?|!=)\s*[^\s,;]*\{\{[^}]*\}\}[^\s,;]*/g, '').replace(/\{\{.*?\}\}/g, '');
  const parsed = parseRequirement(plain.replace(/^([^;@]*?)[,\s]+(;|$)/, '$1$2'));
  if (!parsed) {
    report(`${where}: ${line} is no requirement`, line, 'see PEP 508');
  }
  return parsed ? [{ ...parsed, text: line }] : [];
}
