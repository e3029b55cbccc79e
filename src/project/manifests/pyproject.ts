import { posix } from 'node:path';
import { KilnError } from '../../model/errors';
import type { Disk } from '../disk';
import { findModules } from '../layout';
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { isTable, lineOf, parseToml, stringAt, type Table, tableAt, valueAt } from '../toml';
import type { Diagnostic, PythonProject, Requirement, SourceRef } from '../types';
import { resolveGroups } from './dependency-groups';
import { readSources } from './uv-sources';

/** A pyproject.toml as found: perhaps a project, perhaps the root of a uv workspace, perhaps tool settings only. */
export interface Manifest {
  /** Workspace-relative. */
  readonly file: string;
  readonly root: string;
  /** Absent where there is no `[project].name`. */
  readonly project?: PythonProject;
  /** `[tool.uv.workspace]`: globs relative to `root`. */
  readonly workspace?: { readonly members: readonly string[]; readonly exclude: readonly string[] };
  /** `tool.uv.managed`; such a project belongs to no lock. */
  readonly managed: boolean;
  readonly sources: Readonly<Record<string, SourceRef>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Collects what is odd, with its line, and lets the rest of the file count. */
export type Report = (message: string, needle?: string, fix?: string) => void;

const SYNTAX_FIX = 'correct the file, or list it in .nxignore if it is a template';

/**
 * Reads a pyproject.toml. Odd values become diagnostics, only broken TOML is an error.
 * @param file workspace-relative
 * @throws KilnError PYPROJECT_INVALID with file, line and column
 */
export function readManifest(file: string, text: string, disk: Disk): Manifest {
  const toml = parseToml(file, text, 'PYPROJECT_INVALID', SYNTAX_FIX);
  const diagnostics: Diagnostic[] = [];
  const report: Report = (message, needle, fix) => {
    const line = needle === undefined ? undefined : lineOf(text, needle);
    diagnostics.push({ file, message, ...(line ? { line } : {}), ...(fix ? { fix } : {}) });
  };
  const root = posix.dirname(file);
  const sources = readSources(tableAt(toml, 'tool', 'uv', 'sources'), root, report);
  const project = readProjectTable({ file, toml, root, sources, disk, report });
  const workspace = valueAt(toml, 'tool', 'uv', 'workspace');
  return {
    file,
    root,
    ...(project ? { project: { ...project, diagnostics } } : {}),
    ...(isTable(workspace)
      ? { workspace: { members: strings(workspace.members), exclude: strings(workspace.exclude) } }
      : {}),
    managed: valueAt(toml, 'tool', 'uv', 'managed') !== false,
    sources,
    diagnostics,
  };
}

/**
 * Reads a pyproject.toml that has to be a project. Sources that a uv workspace's root gives to its members are not
 * seen here: see `readWorkspace`.
 * @throws KilnError PYPROJECT_INVALID, or PROJECT_INCOMPLETE where `[project].name` is missing
 */
export function readProject(file: string, text: string, disk: Disk): PythonProject {
  const { project } = readManifest(file, text, disk);
  if (!project) {
    throw new KilnError('PROJECT_INCOMPLETE', `${file} has no [project].name`, {
      hint: 'add [project] with a name and a version',
    });
  }
  return project;
}

interface Reading {
  readonly file: string;
  readonly toml: Table;
  readonly root: string;
  readonly sources: Readonly<Record<string, SourceRef>>;
  readonly disk: Disk;
  readonly report: Report;
}

function readProjectTable({ file, toml, root, sources, disk, report }: Reading): PythonProject | undefined {
  const table = tableAt(toml, 'project');
  const name = stringAt(table, 'name');
  if (name === undefined) {
    if (valueAt(toml, 'project') !== undefined) {
      report('[project] has no name', '[project]', 'add name = "…"');
    }
    return undefined;
  }
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name)) {
    report(`the name '${name}' is no valid project name`, name, 'use letters, digits, dot, dash and underscore');
  }
  const version = stringAt(table, 'version');
  const requiresPython = stringAt(table, 'requires-python');
  const description = stringAt(table, 'description');
  const buildBackend = stringAt(toml, 'build-system', 'build-backend');
  const kiln = tableAt(toml, 'tool', 'kiln');
  return {
    root,
    file,
    manifests: [file],
    manager: 'uv',
    name,
    normalizedName: normalizeName(name),
    ...(version === undefined ? {} : { version }),
    dynamic: strings(table.dynamic),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(description === undefined ? {} : { description }),
    scripts: texts(table.scripts, '[project.scripts]', report),
    guiScripts: texts(table['gui-scripts'], '[project.gui-scripts]', report),
    entryPoints: mapTable(tableAt(table, 'entry-points'), (v, k) => texts(v, `[project.entry-points.${k}]`, report)),
    dependencies: requirements(table.dependencies, '[project].dependencies', report),
    optionalDependencies: Object.fromEntries(
      Object.entries(tableAt(table, 'optional-dependencies')).map(([extra, list]) => [
        normalizeName(extra),
        requirements(list, `[project.optional-dependencies].${extra}`, report),
      ]),
    ),
    groups: readGroups(toml, report),
    sources,
    modules: findModules({ toml, root, name, disk, report }),
    kiln,
    // PEP 517: a table without a backend means setuptools.
    ...(isTable(toml['build-system']) ? { buildBackend: buildBackend ?? 'setuptools.build_meta:__legacy__' } : {}),
    diagnostics: [],
  };
}

function readGroups(toml: Table, report: Report): Record<string, readonly Requirement[]> {
  const groups = resolveGroups(tableAt(toml, 'dependency-groups'), report);
  const legacy = valueAt(toml, 'tool', 'uv', 'dev-dependencies');
  if (legacy !== undefined) {
    groups.dev = [...(groups.dev ?? []), ...requirements(legacy, '[tool.uv].dev-dependencies', report)];
  }
  return groups;
}

/** Every entry that is a requirement; what is none is reported with its line. */
export function requirements(value: unknown, where: string, report: Report): Requirement[] {
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    report(`${where} is not a list`, where.replace(/^.*[.\]]/, ''), 'write it as a list of requirements');
    return [];
  }
  return value.flatMap((entry: unknown) => {
    const parsed = typeof entry === 'string' ? parseRequirement(entry) : undefined;
    if (!parsed) {
      const text = typeof entry === 'string' ? entry : JSON.stringify(entry);
      report(`${where}: ${text} is no requirement`, typeof entry === 'string' ? entry : undefined, 'see PEP 508');
    }
    return parsed ? [parsed] : [];
  });
}

function texts(value: unknown, where: string, report: Report): Record<string, string> {
  const table = isTable(value) ? value : {};
  return Object.fromEntries(
    Object.entries(table).filter((entry): entry is [string, string] => {
      if (typeof entry[1] !== 'string') {
        report(`${where}: ${entry[0]} is not a text`, entry[0]);
      }
      return typeof entry[1] === 'string';
    }),
  );
}

function mapTable<T>(table: Table, map: (value: unknown, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, map(value, key)]));
}

/** The texts of a list; anything else is an empty list. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];
}
