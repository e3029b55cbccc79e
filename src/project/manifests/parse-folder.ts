/** The manifests of one folder, parsed and not yet understood. */
import { posix } from 'node:path';
import { KilnError } from '../../model/errors';
import { type Disk, joinPath } from '../disk';
import { groupOfFile } from '../lock-files';
import { isTable, parseToml, stringAt, type Table, tableAt, valueAt } from '../toml';
import { type Ini, type IniProblem, parseIni } from './ini';
import type { ManifestFiles } from './manifest-files';
import type { PythonCall } from './python-values';
import { isSetupCfgProject } from './setup-cfg';
import { findSetupCall } from './setup-py';

export interface Parsed {
  readonly root: string;
  readonly pyproject?: {
    readonly file: string;
    readonly text: string;
    /** With what hatch.toml says in its place. */
    readonly toml: Table;
    readonly hatchToml?: string;
  };
  readonly setupCfg?: {
    readonly file: string;
    readonly text: string;
    readonly ini: Ini;
    readonly problems: readonly IniProblem[];
  };
  readonly setupPy?: { readonly file: string; readonly text: string; readonly call: PythonCall };
  /** Sorted. */
  readonly requirements: readonly string[];
}

const SYNTAX_FIX = 'correct the file, or list it in .nxignore if it is a template';
/** Longer ones are no manifests. */
const MAX_LENGTH = 4_000_000;

/**
 * @throws KilnError PYPROJECT_INVALID with file, line and column for a pyproject.toml that is no TOML or no UTF-8
 */
export function parseFolder(files: ManifestFiles, disk: Disk): Parsed {
  const { root, requirements } = files;
  const pyproject = files.pyproject === undefined ? undefined : parsePyproject(files.pyproject, disk);
  const cfg = textOf(files.setupCfg, disk);
  const py = textOf(files.setupPy, disk);
  const parsedCfg = cfg && { ...cfg, ...parseIni(cfg.text) };
  const call = py && findSetupCall(py.text);
  return {
    root,
    ...(pyproject ? { pyproject } : {}),
    ...(parsedCfg ? { setupCfg: parsedCfg } : {}),
    ...(py && call ? { setupPy: { ...py, call } } : {}),
    requirements,
  };
}

/** @throws KilnError PYPROJECT_INVALID */
export function parsePyproject(file: string, disk: Disk): NonNullable<Parsed['pyproject']> | undefined {
  const text = disk.read(file);
  return text === undefined ? undefined : withHatchToml(pyprojectOf(file, text), disk);
}

/** hatchling reads `[tool.hatch]` from a file beside pyproject.toml, too: each table there stands in for the one here. */
function withHatchToml(pyproject: NonNullable<Parsed['pyproject']>, disk: Disk): NonNullable<Parsed['pyproject']> {
  const { file, toml } = pyproject;
  if (!stringAt(toml, 'build-system', 'build-backend')?.startsWith('hatchling')) {
    return pyproject;
  }
  const hatchToml = joinPath(posix.dirname(file), 'hatch.toml');
  const text = disk.read(hatchToml);
  if (text === undefined) {
    return pyproject;
  }
  const hatch = { ...tableAt(toml, 'tool', 'hatch'), ...parseToml(hatchToml, text, 'PYPROJECT_INVALID', SYNTAX_FIX) };
  return { ...pyproject, hatchToml, toml: { ...toml, tool: { ...tableAt(toml, 'tool'), hatch } } };
}

/** @throws KilnError PYPROJECT_INVALID */
export function pyprojectOf(file: string, text: string): NonNullable<Parsed['pyproject']> {
  // Decoding leaves this character where bytes were no UTF-8.
  const wrong = text.split('\n').findIndex((line) => line.includes('\uFFFD'));
  if (wrong >= 0) {
    throw new KilnError('PYPROJECT_INVALID', `${file}:${wrong + 1} is not UTF-8`, {
      lines: [`${wrong + 1} | ${text.split('\n')[wrong]?.trimEnd() ?? ''}`],
      hint: 'save the file as UTF-8: TOML has no other encoding',
    });
  }
  return { file, text, toml: parseToml(file, text, 'PYPROJECT_INVALID', SYNTAX_FIX) };
}

function textOf(file: string | undefined, disk: Disk): { file: string; text: string } | undefined {
  const text = file === undefined ? undefined : disk.read(file);
  return file === undefined || text === undefined || text.length > MAX_LENGTH ? undefined : { file, text };
}

/** Folders that hold helpers of a project rather than a project of their own. */
const HELPERS = new Set(
  'doc docs documentation example examples sample samples script scripts test tests testing tool tools ci bench benchmark benchmarks notebooks requirements deploy deployment docker infra fixtures templates vendor third_party .github .devcontainer .circleci'.split(
    ' ',
  ),
);

/** What of a folder says that there is a project: the file, in the order of authority. */
export function projectFile(
  { root, pyproject, setupCfg, setupPy, requirements }: Parsed,
  isInside: boolean,
  disk: Disk,
): string | undefined {
  if (pyproject && (stringAt(pyproject.toml, 'project', 'name') !== undefined || isPoetryProject(pyproject.toml))) {
    return pyproject.file;
  }
  if (setupCfg && isSetupCfgProject(setupCfg.ini)) {
    return setupCfg.file;
  }
  // Inside of another project it may be a part of that one's build.
  if (setupPy && (!isInside || setupPy.call.keywords.get('name')?.kind === 'text')) {
    return setupPy.file;
  }
  const isHelper = root
    .split('/')
    .some((part) => HELPERS.has(part.toLowerCase()) || (part.startsWith('.') && part !== '.'));
  return !isInside && !isHelper && requirements.length > 0 && hasCode(root, disk) ? mainOf(requirements) : undefined;
}

function mainOf(requirements: readonly string[]): string | undefined {
  return requirements.find((file) => groupOfFile(file) === 'main') ?? requirements[0];
}

function isPoetryProject(toml: Table): boolean {
  const poetry = tableAt(toml, 'tool', 'poetry');
  return stringAt(poetry, 'name') !== undefined || isTable(poetry.dependencies) || poetry['package-mode'] === false;
}

/** Modules, or packages directly below. */
function hasCode(root: string, disk: Disk): boolean {
  const entries = disk.list(root);
  const isModule = (name: string): boolean => name.endsWith('.py') && name !== 'setup.py' && name !== 'conftest.py';
  return (
    entries.some(({ name, folder }) => !folder && isModule(name)) ||
    entries.some(
      ({ name, folder }) => folder && !HELPERS.has(name) && disk.exists(posix.join(root, name, '__init__.py')),
    ) ||
    (disk.list(posix.join(root, 'src')).length > 0 &&
      disk.exists(posix.join(root, 'src')) &&
      hasCodeBelow(posix.join(root, 'src'), disk))
  );
}

function hasCodeBelow(folder: string, disk: Disk): boolean {
  return disk
    .list(folder)
    .some((entry) =>
      entry.folder ? disk.exists(posix.join(folder, entry.name, '__init__.py')) : entry.name.endsWith('.py'),
    );
}

/** `[tool.uv.workspace]` and `tool.uv.managed`. */
export function uvTable({ pyproject }: Pick<Parsed, 'pyproject'>): {
  readonly managed: boolean;
  readonly workspace?: Table;
} {
  const toml = pyproject?.toml ?? {};
  const workspace = valueAt(toml, 'tool', 'uv', 'workspace');
  return {
    managed: valueAt(toml, 'tool', 'uv', 'managed') !== false,
    ...(isTable(workspace) ? { workspace } : {}),
  };
}
