/** Every import of a workspace with what it means: edges and diagnostics are made from it. */
import { type Disk, joinPath } from '../../project/disk';
import { normalizeName } from '../../project/names';
import type { PythonProject } from '../../project/types';
import { lockOf, type PythonWorkspace } from '../../project/workspace';
import { type HashedFile, type Scanned, scanFiles } from './cache';
import { indexModules, type ModuleIndex } from './modules';
import { isPython, looseNames, packageOf } from './project-files';
import { type Importer, type LocalVerdict, resolveImport, type Verdict } from './resolve';
import { COMPUTED, readShape, type Shape } from './shapes';
import { type Visible, visibleFrom } from './visible';

/** One import of one file. */
export interface Use {
  readonly file: string;
  /** Imports of the file before it. */
  readonly nth: number;
  /** Absent where a value says what is imported. */
  readonly shape?: Shape;
  readonly verdicts: readonly Verdict[];
}

export interface ProjectUses {
  readonly project: PythonProject;
  readonly visible: Visible;
  /** By file, then by place in it. */
  readonly uses: () => Iterable<Use>;
  /** What means other projects of the workspace, in the same order, without the places. */
  readonly locals: () => Iterable<Local>;
}

export interface Local {
  readonly file: string;
  readonly verdicts: readonly LocalVerdict[];
}

export interface UsesRequest {
  readonly workspace: PythonWorkspace;
  readonly disk: Disk;
  /** Files with their hashes of each project, by its folder. */
  readonly filesOf: (root: string) => readonly HashedFile[];
  readonly workspaceRoot: string;
}

export function findUses({ workspace, disk, filesOf, workspaceRoot }: UsesRequest): ProjectUses[] {
  const files = workspace.projects.map(({ root }) =>
    filesOf(root)
      .filter(({ file }) => isPython(file))
      .sort((a, b) => (a.file < b.file ? -1 : 1)),
  );
  if (files.every((some) => some.length === 0)) {
    return [];
  }
  const scanned = scanFiles(files.flat(), workspaceRoot);
  const shapes = scanned.shapes.map((text) => (text === COMPUTED ? undefined : readShape(text)));
  const index = indexModules(workspace.projects, disk);
  const lockedBy = new Map<string, ReadonlySet<string>>();
  let first = 0;
  return workspace.projects.map((project, number) => {
    const own = files[number] as readonly HashedFile[];
    const rows = { ...scanned, rows: scanned.rows.slice(first, first + own.length) };
    first += own.length;
    const visible = visibleFrom(project, workspace);
    const importer = importerFor(visible, index, own, () => lockedNames(project, workspace, disk, lockedBy));
    return {
      project,
      visible,
      uses: () => usesIn(own, rows, shapes, importer),
      locals: () => localsIn(own, rows, shapes, importer),
    };
  });
}

function importerFor(
  visible: Visible,
  index: ModuleIndex,
  files: readonly HashedFile[],
  locked: () => ReadonlySet<string>,
): Importer {
  let loose: ReadonlySet<string> | undefined;
  return {
    visible,
    index,
    locked,
    isLoose: (name) => {
      loose ??= looseNames(
        files.map(({ file }) => file),
        visible.project.root,
      );
      return loose.has(name);
    },
  };
}

function* usesIn(
  files: readonly HashedFile[],
  { cells, rows }: Scanned,
  shapes: readonly (Shape | undefined)[],
  importer: Importer,
): Generator<Use> {
  const resolve = resolver(shapes, importer);
  for (const [number, { file }] of files.entries()) {
    const row = rows[number] as number;
    const length = cells[row] as number;
    const packageName = length > 0 ? packageOf(file, importer.visible.project) : undefined;
    for (let nth = 0; nth < length; nth += 1) {
      const shape = shapes[cells[row + 1 + nth] as number];
      const verdicts = shape ? resolve(cells[row + 1 + nth] as number, packageName) : [];
      yield { file, nth, ...(shape ? { shape } : {}), verdicts };
    }
  }
}

/** The same few imports stand in most files, and few of them lead anywhere: the graph asks for these alone. */
function localsIn(
  files: readonly HashedFile[],
  { cells, rows }: Scanned,
  shapes: readonly (Shape | undefined)[],
  importer: Importer,
): Local[] {
  const { project } = importer.visible;
  const resolve = resolver(shapes, importer);
  const isClosed = staysInside(project, importer.index);
  const known = new Map<number, readonly LocalVerdict[]>();
  const found: Local[] = [];
  for (const [number, { file }] of files.entries()) {
    const row = rows[number] as number;
    const end = row + (cells[row] as number);
    for (let cell = row + 1; cell <= end; cell += 1) {
      const shapeNumber = cells[cell] as number;
      const shape = shapes[shapeNumber];
      if (!shape || (shape.level > 0 && isClosed)) {
        continue;
      }
      let verdicts = shape.level === 0 ? known.get(shapeNumber) : undefined;
      if (!verdicts) {
        const packageName = shape.level === 0 ? undefined : packageOf(file, project);
        verdicts = resolve(shapeNumber, packageName).filter(isLocal);
        known.set(shapeNumber, verdicts);
      }
      if (verdicts.length > 0) {
        found.push({ file, verdicts });
      }
    }
  }
  return found;
}

function isLocal(verdict: Verdict): verdict is LocalVerdict {
  return verdict.kind === 'local';
}

/** Whether relative imports can only mean the project itself: no other one has a part of its packages. */
function staysInside({ modules }: PythonProject, { namespaces }: ModuleIndex): boolean {
  return modules.every(({ name, path, sourceRoot }) => {
    const top = name.split('.', 1)[0] as string;
    return !namespaces.has(top) && path === joinPath(sourceRoot, top);
  });
}

/** Remembers what absolute imports mean: it is the same in all files of a project. */
function resolver(shapes: readonly (Shape | undefined)[], importer: Importer) {
  const known = new Map<number, readonly Verdict[]>();
  return (number: number, packageName: string | undefined): readonly Verdict[] => {
    const shape = shapes[number] as Shape;
    const verdicts = (shape.level === 0 ? known.get(number) : undefined) ?? resolveImport(shape, packageName, importer);
    known.set(number, verdicts);
    return verdicts;
  };
}

/** Names in the lock of a project, without local projects. A line's start is enough: no other key is called so there. */
function lockedNames(
  project: PythonProject,
  workspace: PythonWorkspace,
  disk: Disk,
  known: Map<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const scope = lockOf(project, workspace);
  if (!scope) {
    return new Set();
  }
  let names = known.get(scope.file);
  if (!names) {
    const local = new Set(workspace.projects.map(({ normalizedName }) => normalizedName));
    const text = disk.read(scope.file) ?? '';
    const written = [...text.matchAll(/^name = "([^"]+)"|^([\w.-]+)(?:\[[^\]]*\])? *==/gm)];
    names = new Set(
      written.map(([, toml, pin]) => normalizeName((toml ?? pin) as string)).filter((name) => !local.has(name)),
    );
    known.set(scope.file, names);
  }
  return names;
}
