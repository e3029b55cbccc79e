import { KilnError } from '../../../model/errors';
import type { PythonProject } from '../../../project/types';
import type { ProjectSources } from '../../types';

export interface EntryPoint {
  /** Name of the launcher: the script's, or the project's for `module:function`. */
  readonly name: string;
  readonly module: string;
  readonly function: string;
}

const REFERENCE = /^([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)$/u;

/**
 * Chooses what the application starts: the option, else the only script, else the one named like the project.
 * @throws KilnError ENTRY_POINT_MISSING
 */
export function chooseEntryPoint(project: PythonProject, option: string | undefined): EntryPoint {
  const scripts = { ...project.scripts, ...project.guiScripts };
  const names = Object.keys(scripts).sort();
  if (option?.includes(':')) {
    return parse(project, project.normalizedName, option);
  }
  const name =
    option ?? (names.length === 1 ? names[0] : names.find((n) => n === project.name || n === project.normalizedName));
  const reference = name === undefined ? undefined : scripts[name];
  if (name === undefined || reference === undefined) {
    throw missing(project, option, names);
  }
  return parse(project, name, reference);
}

function missing(project: PythonProject, option: string | undefined, names: readonly string[]): KilnError {
  const file = `${project.root}/pyproject.toml`;
  if (names.length === 0) {
    return new KilnError(
      'ENTRY_POINT_MISSING',
      `${project.name} has no entry point: ${file} has no [project.scripts]`,
      {
        hint: `add [project.scripts] with ${project.normalizedName} = "package.module:function", or set entryPoint`,
      },
    );
  }
  const what =
    option === undefined
      ? `${project.name} has ${names.length} scripts and none is named like the project`
      : `${project.name} has no script '${option}'`;
  return new KilnError('ENTRY_POINT_MISSING', what, { hint: `set entryPoint to one of: ${names.join(', ')}` });
}

function parse(project: PythonProject, name: string, reference: string): EntryPoint {
  // `pkg.mod:func [extra]` is legal in entry points; extras mean nothing once everything is installed.
  const match = REFERENCE.exec(
    reference
      .replace(/\s*\[[^\]]*\]\s*$/, '')
      .replace(/\s*:\s*/, ':')
      .trim(),
  );
  if (!match) {
    throw new KilnError('ENTRY_POINT_MISSING', `${project.name}: '${reference}' is not of the form module:function`, {
      hint: `correct it in ${project.root}/pyproject.toml, for example ${project.normalizedName} = "package.module:main"`,
    });
  }
  return { name, module: match[1] as string, function: match[2] as string };
}

/**
 * Checks that the entry module is a file of the application or of one of its local projects.
 * @throws KilnError ENTRY_POINT_MISSING naming the files that were looked for
 */
export function checkEntryModule(entry: EntryPoint, sources: readonly ProjectSources[]): void {
  const base = entry.module.replaceAll('.', '/');
  const wanted = [`${base}.py`, `${base}/__init__.py`];
  if (sources.some(({ paths }) => wanted.some((path) => paths.includes(path)))) {
    return;
  }
  const [app] = sources;
  throw new KilnError(
    'ENTRY_POINT_MISSING',
    `entry point '${entry.name}' names the module '${entry.module}', which does not exist`,
    {
      lines: wanted.map(
        (path) => `looked for ${path} in the sources of ${sources.map((s) => s.project.name).join(', ')}`,
      ),
      hint: `correct [project.scripts] in ${app?.project.root}/pyproject.toml, or create the module`,
    },
  );
}
