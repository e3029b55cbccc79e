/** How a new project and its module are called, and whether those names are still to be had. Pure. */
import { posix } from 'node:path';
import { isStandard } from '../../src/graph/imports/stdlib';
import { KilnError } from '../../src/model/errors';
import type { ProjectOptions } from '../../src/model/options/generators';
import { isValidName } from '../../src/project/manifests/pep621';
import { moduleNameOf, normalizeName } from '../../src/project/names';
import type { PythonProject } from '../../src/project/types';
import type { Surroundings } from './surroundings';

/** Source: `keyword.kwlist` of CPython 3.14. */
const KEYWORDS = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import
  in is lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);
/** A project of such a name would stand in for the package. */
const PACKAGES = new Set(['pytest', 'ruff', 'mypy', 'pyright', 'ty', 'uv', 'uv-build', 'setuptools', 'pip', 'wheel']);

/**
 * @param root workspace-relative folder
 * @throws KilnError OPTION_INVALID, NAME_TAKEN
 */
export function projectName(
  root: string,
  { name: given }: ProjectOptions,
  { roots, workspace }: Pick<Surroundings, 'roots' | 'workspace'>,
): string {
  const name = given ?? normalizeName(posix.basename(root));
  if (!isValidName(name)) {
    throw new KilnError('OPTION_INVALID', `'${name}' is no name of a Python project`, {
      hint: 'letters, digits and, between them, dots, dashes and underscores: --name=acme-hello',
    });
  }
  const normal = normalizeName(name);
  const taken = [...workspace.projects, ...workspace.broken].find(
    (other) => other.name !== undefined && normalizeName(other.name) === normal,
  );
  const folder = taken?.root ?? roots.get(name) ?? roots.get(normal);
  if (folder !== undefined) {
    throw new KilnError('NAME_TAKEN', `${folder} is called '${taken?.name ?? name}' already`, {
      hint: 'choose another name: --name=…',
    });
  }
  if (PACKAGES.has(normal)) {
    throw new KilnError('NAME_TAKEN', `'${name}' is a package that projects are built and checked with`, {
      hint: 'choose another name: --name=…',
    });
  }
  return name;
}

/**
 * @param minor newest minor of Python 3 that the project is built with
 * @throws KilnError OPTION_INVALID, NAME_TAKEN
 */
export function moduleName(
  name: string,
  { module: given, layout }: ProjectOptions,
  minor: number,
  projects: readonly Pick<PythonProject, 'name' | 'root' | 'modules'>[],
): string {
  const module = given ?? defaultModule(name, layout);
  const parts = module.split('.');
  const hint = `say what one shall import: --module=${layout === 'namespace' ? 'acme.text' : 'acme_text'}`;
  if (layout === 'namespace' ? parts.length < 2 : parts.length > 1) {
    const wants = layout === 'namespace' ? 'two names with a dot between them' : 'one name without dots';
    throw new KilnError('OPTION_INVALID', `layout=${layout} takes ${wants} for a module, not '${module}'`, { hint });
  }
  const bad = parts.find((part) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(part));
  if (bad !== undefined) {
    throw new KilnError('OPTION_INVALID', `'${bad}' is no name that Python imports`, { hint });
  }
  const keyword = parts.find((part) => KEYWORDS.has(part));
  if (keyword !== undefined) {
    throw new KilnError('NAME_TAKEN', `'${keyword}' is a word of Python, not a name`, { hint });
  }
  const [top = ''] = parts;
  if (isStandard(top, minor) || top === 'test' || top === 'tests') {
    throw new KilnError('NAME_TAKEN', `'${top}' means something to Python 3.${minor} and its tools already`, {
      lines: ['a module of that name would hide it, or be hidden by it'],
      hint,
    });
  }
  assertUnclaimed(module, projects, hint);
  return module;
}

/** `acme-text-utils` is `acme.text_utils` of the namespace `acme`. */
function defaultModule(name: string, layout: ProjectOptions['layout']): string {
  const module = moduleNameOf(name);
  return layout === 'namespace' ? module.replace('_', '.') : module;
}

/** Both could never be installed beside each other; only portions of one namespace can. */
function assertUnclaimed(
  module: string,
  projects: readonly Pick<PythonProject, 'name' | 'root' | 'modules'>[],
  hint: string,
): void {
  for (const { name, root, modules } of projects) {
    const same = modules.find(
      (other) => other.name === module || module.startsWith(`${other.name}.`) || other.name.startsWith(`${module}.`),
    );
    if (same) {
      throw new KilnError('NAME_TAKEN', `${name} (${root}) provides the module '${same.name}' already`, {
        lines: same.name === module ? [] : [`'${module}' and '${same.name}' cannot be installed beside each other`],
        hint,
      });
    }
  }
}
