import { KilnError } from '../../../model/errors';
import type { PythonProject } from '../../../project/types';
import type { ProjectSources } from '../../types';

export interface EntryPoint {
  /** Name of the launcher: the script's, or the project's for `module:function`. */
  readonly name: string;
  readonly module: string;
  readonly function: string;
  /** Of [project.gui-scripts]: on Windows it starts without a console. */
  readonly gui?: true;
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
    return readEntryPoint(project, project.normalizedName, option);
  }
  const name =
    option ?? (names.length === 1 ? names[0] : names.find((n) => n === project.name || n === project.normalizedName));
  const reference = name !== undefined && Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (name === undefined || reference === undefined) {
    throw missing(project, option, names);
  }
  const entry = readEntryPoint(project, name, reference);
  return Object.hasOwn(project.guiScripts, name) ? { ...entry, gui: true } : entry;
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

/**
 * @param reference `package.module:function`
 * @throws KilnError ENTRY_POINT_MISSING where it is of another form
 */
export function readEntryPoint(project: PythonProject, name: string, reference: string): EntryPoint {
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

/** Files that a module can be, as paths on `sys.path`. */
function filesOf(module: string): string[] {
  const base = module.replaceAll('.', '/');
  return [`${base}.py`, `${base}/__init__.py`];
}

/**
 * Finds the entry module among the files of the application and its local projects.
 * @returns whose file it is, and its path on `sys.path`
 * @throws KilnError ENTRY_POINT_MISSING naming the files that were looked for
 */
export function entryModule(
  entry: EntryPoint,
  sources: readonly ProjectSources[],
): { readonly project: PythonProject; readonly path: string } {
  const wanted = filesOf(entry.module);
  for (const { project, paths } of sources) {
    const path = wanted.find((file) => paths.includes(file));
    if (path !== undefined) {
      return { project, path };
    }
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

/** Ways to have a name that its text does not show; then a start decides. */
const DYNAMIC = /\bimport\s*\(?\s*\*|\bglobals\s*\(|\b__getattr__\b|\bexec\s*\(|\bsetattr\s*\(|\bsys\.modules\b/;

/**
 * Checks, as far as the module's text shows it, that the entry point is there and can be called.
 * @param text source of the module
 * @param file as the user knows it
 * @throws KilnError ENTRY_POINT_MISSING for a name that nothing binds, a coroutine function, or a plain value
 */
export function checkEntryFunction(entry: EntryPoint, text: string, file: string): void {
  const [name = ''] = entry.function.split('.');
  const problem = DYNAMIC.test(text) ? undefined : problemOf(name, entry.function !== name, text);
  if (problem) {
    throw new KilnError('ENTRY_POINT_MISSING', `entry point '${entry.name}': ${problem} in ${file}`, {
      hint: `name something that can be called: ${entry.name} = "${entry.module}:<function>"`,
    });
  }
}

function problemOf(name: string, isDotted: boolean, text: string): string | undefined {
  const word = `(?<![\\w.])${name.replace(/[^\w]/gu, '')}(?!\\w)`;
  const lines = text.split(/\r?\n/).filter((line) => new RegExp(word, 'u').test(line.replace(/#.*$/, '')));
  if (lines.length === 0) {
    return `there is no '${name}'`;
  }
  if (isDotted) {
    return undefined;
  }
  const defines = new RegExp(`^\\s*(?:(?:async\\s+)?def|class)\\s+${word}`, 'u');
  const binds = new RegExp(
    `\\b(?:def|class|import|as|for|global|case)\\b.*${word}|^\\s*\\(?${word}[\\s,)]*$|${word}\\s*(?:=(?!=)|:|,)`,
    'u',
  );
  const plain = new RegExp(`^${word}\\s*(?::[^=]+)?=\\s*(?:-?\\d|['"\\[{]|None\\b|True\\b|False\\b)`, 'u');
  const bindings = lines.filter((line) => binds.test(line));
  if (bindings.length > 0 && bindings.every((line) => defines.test(line) && /^async\s/.test(line))) {
    return `'${name}' is a coroutine function, which nothing would await,`;
  }
  return bindings.length > 0 && bindings.every((line) => plain.test(line))
    ? `'${name}' is a value and no function`
    : undefined;
}
