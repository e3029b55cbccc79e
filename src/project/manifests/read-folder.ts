/** One folder's manifests → at most one project. Order of authority: `[project]`, `[tool.poetry]`, setup.cfg, setup.py. */
import { posix } from 'node:path';
import { readBuild } from '../build-system/build-facts';
import type { Disk } from '../disk';
import { claimsOf } from '../layout/backends';
import { findModules } from '../layout/find-modules';
import { normalizeName } from '../names';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';
import type { Diagnostic, PythonProject } from '../types';
import { declare } from './declare';
import { joinLists } from './declared';
import { hatchMembers } from './hatch';
import { readLicences } from './licences';
import { managerOf } from './manager';
import { managerGroups } from './manager-groups';
import { type Parsed, projectFile, uvTable } from './parse-folder';
import { isValidName, readProjectTable } from './pep621';
import { sourcesOfUrls } from './places';
import type { Manifest } from './pyproject';
import { oneOrMore, type Report, reporter, strings } from './report';
import { isSetupCfgUsed } from './setup-cfg';
import { readSources } from './uv-sources';

export interface Neighbourhood {
  readonly disk: Disk;
  /** Whether a uv workspace takes the folder. */
  readonly isMember: boolean;
  /** Whether the folder lies in that of another project which is no workspace's root. */
  readonly isInside: boolean;
  /** Whether another folder is a project. */
  readonly isProject: (folder: string) => boolean;
}

const LEGACY_BACKEND = 'setuptools.build_meta:__legacy__';

/** Never throws: what is odd is a diagnostic. */
export function readFolder(parsed: Parsed, around: Neighbourhood): Manifest {
  const { root, pyproject } = parsed;
  const diagnostics: Diagnostic[] = [];
  const toml = pyproject?.toml ?? {};
  const report = reporter(pyproject?.file ?? root, pyproject?.text ?? '', diagnostics);
  const sources = readSources(tableAt(toml, 'tool', 'uv', 'sources'), root, report);
  const file = projectFile(parsed, around.isInside, around.disk);
  const project = file === undefined ? undefined : readProjectOf({ parsed, around, file, sources, diagnostics });
  if (file === undefined && pyproject) {
    readProjectTable(toml, report);
  }
  const { managed, workspace } = uvTable(parsed);
  return {
    file: file ?? pyproject?.file ?? parsed.setupCfg?.file ?? parsed.setupPy?.file ?? parsed.requirements[0] ?? root,
    root,
    ...(project ? { project: { ...project, diagnostics } } : {}),
    ...(workspace ? { workspace: { members: strings(workspace.members), exclude: strings(workspace.exclude) } } : {}),
    environments: hatchMembers(toml),
    managed,
    sources: record(sources),
    diagnostics,
  };
}

interface Reading {
  readonly parsed: Parsed;
  readonly around: Neighbourhood;
  readonly file: string;
  readonly sources: PythonProject['sources'];
  readonly diagnostics: Diagnostic[];
}

function readProjectOf(reading: Reading): PythonProject {
  const { parsed, around, file, sources, diagnostics } = reading;
  const { root, pyproject } = parsed;
  const toml = pyproject?.toml ?? {};
  const text = [pyproject, parsed.setupCfg, parsed.setupPy].find((one) => one?.file === file)?.text ?? '';
  const report = reporter(file, text, diagnostics);
  const backend = backendOf(parsed, toml, file);
  const manager = around.isMember ? 'uv' : managerOf(toml, backend, root, around.disk);
  const declared = declare({ parsed, disk: around.disk, file, manager, backend, report, diagnostics });
  const extra = managerGroups(parsed, toml, manager, around.disk, report);
  const name = declared.name ?? fallbackName(root, file, report);
  if (!isValidName(name)) {
    report(`the name '${name}' is no valid project name`, name, 'use letters, digits, dot, dash and underscore');
  }
  const { claims, files, name: _, ...fields } = declared;
  const local = [...declared.dependencies, ...Object.values(declared.optionalDependencies).flat()];
  // uv reads no groups but its own and those of PEP 735.
  const groups = joinLists(manager === 'uv' ? {} : declared.groups, extra.groups);
  const isHub = (root === '.' || valueAt(toml, 'tool', 'uv', 'workspace') !== undefined) && backend === undefined;
  const testPaths = testPathsOf(parsed, toml);
  const licences = readLicences(parsed);
  const build = readBuild({ parsed, disk: around.disk, backend, version: fields.version, dynamic: fields.dynamic });
  return {
    ...fields,
    root,
    file,
    manifests: [...new Set([file, ...filesRead(parsed), ...files])].sort(),
    manager,
    name,
    normalizedName: normalizeName(name),
    dependencies: [...declared.dependencies, ...extra.dependencies],
    groups: record(groups),
    optionalDependencies: record(declared.optionalDependencies),
    sources: record({
      ...extra.sources,
      ...sourcesOfUrls([...local, ...Object.values(groups).flat()], root),
      ...declared.sources,
      ...sources,
    }),
    modules: findModules({
      root,
      name,
      claims: claimsOf(toml, name, backend) ?? claims,
      isHub,
      isPacked: backend !== undefined,
      disk: around.disk,
      isProject: around.isProject,
      report,
    }),
    ...(stringAt(toml, 'project', 'name') === undefined ? { lacksProjectTable: true as const } : {}),
    kiln: tableAt(toml, 'tool', 'kiln'),
    ...(licences.length > 0 ? { licences } : {}),
    ...(testPaths.length > 0 ? { testPaths } : {}),
    ...(backend === undefined ? {} : { buildBackend: backend }),
    ...(build ? { build } : {}),
    diagnostics: [],
  };
}

/** Names are people's own: `constructor` is one, and must not be found where nobody wrote it. */
function record<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), entries);
}

/** PEP 517: a table without a backend means setuptools, and so does a setup.cfg or setup.py that is the project. */
function backendOf({ pyproject, setupCfg, setupPy }: Parsed, toml: Table, file: string): string | undefined {
  if (isTable(toml['build-system'])) {
    return stringAt(toml, 'build-system', 'build-backend') ?? LEGACY_BACKEND;
  }
  return file !== pyproject?.file && (file === setupCfg?.file || file === setupPy?.file) ? LEGACY_BACKEND : undefined;
}

function fallbackName(root: string, file: string, report: Report): string {
  const name = root === '.' ? 'python-workspace' : posix.basename(root);
  if (posix.basename(file) === 'setup.py' || posix.basename(file) === 'setup.cfg') {
    report(`the name of the project is computed; Kiln calls it ${name}`, 'setup(', 'write name as a plain text');
  }
  return name;
}

/** Requirements files lock a project, which is the closure's business; a setup.cfg of linters says nothing about it. */
function filesRead({ pyproject, setupCfg, setupPy }: Parsed): string[] {
  const cfg = setupCfg && isSetupCfgUsed(setupCfg.ini) ? setupCfg : undefined;
  return [pyproject?.file, pyproject?.hatchToml, cfg?.file, setupPy?.file].filter((file) => file !== undefined);
}

/** `testpaths` of pytest, relative to the project's folder. */
function testPathsOf({ setupCfg }: Parsed, toml: Table): string[] {
  const pytest = tableAt(toml, 'tool', 'pytest');
  const written =
    tableAt(pytest, 'ini_options').testpaths ??
    pytest.testpaths ??
    setupCfg?.ini.get('tool:pytest')?.get('testpaths')?.text;
  return oneOrMore(written)
    .flatMap((paths) => paths.split(/\s+/))
    .filter(Boolean);
}
