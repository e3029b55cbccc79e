/** What is odd about imports: nobody provides them, nobody declares them, nobody uses what is declared. */

import { TOOLS } from '../../model/tools';
import { isLintTool } from '../../project/purposes';
import type { Diagnostic, PythonProject } from '../../project/types';
import { distributionOf, isImportNameKnown } from './distributions';
import { type Place, placesIn } from './places';
import { isProduct } from './project-files';
import type { Verdict } from './resolve';
import { shapeText } from './shapes';
import { findUses, type ProjectUses, type Use, type UsesRequest } from './uses';

/** One per project and module at most, at the first place; projects by folder, then by file and line. */
export function importDiagnostics(request: UsesRequest): Diagnostic[] {
  const placeOf = placesIn(request.workspaceRoot);
  return findUses(request).flatMap((project) => {
    const uses = [...project.uses()];
    return [...findings(project, uses, placeOf), ...computedImports(uses, placeOf), ...unused(project, uses)];
  });
}

type PlaceOf = (use: Use) => Place;

function findings({ project, visible }: ProjectUses, uses: readonly Use[], placeOf: PlaceOf): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const use of uses) {
    for (const verdict of use.verdicts) {
      if (!isProblem(verdict, visible.groupsOnly)) {
        continue;
      }
      const { line, where } = placeOf(use);
      const problem = problemOf(verdict, { ...use, where }, project, visible.groupsOnly);
      if (problem && !found.has(problem.message)) {
        found.set(problem.message, { file: use.file, line, ...problem });
      }
    }
  }
  return [...found.values()];
}

/** Most imports are none, wherever they stand. */
function isProblem(verdict: Verdict, groupsOnly: ReadonlySet<string>): boolean {
  switch (verdict.kind) {
    case 'own':
    case 'standard':
    case 'namespace':
      return false;
    case 'local':
      return !verdict.declared || groupsOnly.has(verdict.project.normalizedName);
    case 'distribution':
      return !verdict.declared || groupsOnly.has(verdict.name);
    default:
      return true;
  }
}

type Problem = Pick<Diagnostic, 'message' | 'fix'>;

function problemOf(
  verdict: Verdict,
  { where, shape, file }: Use & Pick<Place, 'where'>,
  project: PythonProject,
  groupsOnly: ReadonlySet<string>,
): Problem | undefined {
  // What may fail, or is never run, has no need to be there.
  const isOptional = where === 'try' || where === 'type-checking';
  const add = (name: string): string => `add ${name} to the dependencies in ${project.file}`;
  switch (verdict.kind) {
    case 'unknown':
      return isOptional || shape?.dynamic
        ? undefined
        : {
            message: `nothing that ${project.name} declares is known to provide the module '${verdict.module}'`,
            fix: `add the distribution that provides it to the dependencies in ${project.file}`,
          };
    case 'ambiguous':
      return {
        message: `several projects provide '${verdict.module}': ${verdict.projects.map(({ root }) => root).join(', ')}`,
        fix: 'declare the one that is meant as a dependency, or rename the module of the other',
      };
    case 'outside':
      return {
        message: `the relative import '${shape ? shapeText(shape) : ''}' leads out of its top-level package`,
        fix: 'use fewer dots, or the absolute name',
      };
    case 'local': {
      const { name, normalizedName, root } = verdict.project;
      return verdict.declared
        ? onlyInGroup(normalizedName)
        : { message: `${name} (${root}) is imported but not declared`, fix: add(normalizedName) };
    }
    case 'distribution':
      return verdict.declared
        ? onlyInGroup(verdict.name)
        : isOptional
          ? undefined
          : { message: `${verdict.name} is imported but not declared`, fix: add(verdict.name) };
    default:
      return undefined;
  }

  function onlyInGroup(name: string): Problem | undefined {
    return groupsOnly.has(name) && !isOptional && where === 'module' && isProduct(file, project)
      ? { message: `${name} is imported by what ships, but only a dependency group declares it`, fix: add(name) }
      : undefined;
  }
}

function computedImports(uses: readonly Use[], placeOf: PlaceOf): Diagnostic[] {
  return uses
    .filter(({ shape }) => !shape)
    .map((use) => ({
      file: use.file,
      line: placeOf(use).line,
      message: 'what is imported here is computed: it makes no edge',
    }));
}

/** Started, loaded by name, or read by type checkers rather than imported: servers, drivers, plugins, stubs. */
const NOT_IMPORTED =
  /^(types-|pytest-|sphinx|mkdocs|pylint-|mypy-|coverage|setuptools|gunicorn|uvicorn|ipykernel|jupyter|psycopg|mysqlclient|lxml|tzdata|.*-stubs$|.*-plugins?$)/;
const TOOL_NAMES: ReadonlySet<string> = new Set(Object.values(TOOLS).flat());

/** Only distributions whose import name is sure; what groups name is mostly started, not imported. */
function unused({ project, visible }: ProjectUses, uses: readonly Use[]): Diagnostic[] {
  // Without a single import nothing was seen of the project: another language, or generated sources.
  if (uses.length === 0) {
    return [];
  }
  const used = new Set<string>();
  for (const { shape, verdicts } of uses) {
    for (const verdict of verdicts) {
      if (verdict.kind === 'distribution') {
        used.add(verdict.name);
      } else if (verdict.kind === 'local') {
        used.add(verdict.project.normalizedName);
      }
    }
    for (const name of shape?.names ?? []) {
      const taken = distributionOf(`${shape?.module}.${name}`, visible.distributions);
      if (taken) {
        used.add(taken);
      }
    }
  }
  const never = project.dependencies.filter(
    ({ name }) =>
      !used.has(name) &&
      name !== project.normalizedName &&
      !NOT_IMPORTED.test(name) &&
      !isLintTool(name) &&
      !TOOL_NAMES.has(name) &&
      (isImportNameKnown(name) ||
        [...visible.direct].some((local) => local.normalizedName === name && local.modules.length > 0)),
  );
  return [...new Set(never.map(({ name }) => name))].map((name) => ({
    file: project.file,
    message: `${name} is declared but never imported`,
    fix: 'remove it from the dependencies, unless something else than an import needs it',
  }));
}
