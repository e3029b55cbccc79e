/** Where the tests of a project are: beside its modules, inside of them, or where pytest is told to look. */
import { posix } from 'node:path';
import { type Disk, joinPath } from './disk';
import { parseIni } from './manifests/ini';
import type { PythonProject } from './types';

const FILE = /^(test_.*|.*_test|tests?)\.py$/;
const FOLDER = /^tests?$/;
/** Tests lie no deeper below a folder of that name. */
const MAX_DEPTH = 4;

type Project = Pick<PythonProject, 'root' | 'modules' | 'testPaths'>;

/**
 * Workspace-relative folders and files that hold tests, sorted; what lies in another one of them is left out. `testpaths` of
 * pytest count alone where they lead somewhere.
 */
export function testRoots(project: Project, disk: Disk): string[] {
  const configured = testPaths(project, disk)
    .map((path) => joinPath(project.root, beforeGlob(path)))
    .filter((path) => isInside(project.root, path) && disk.exists(path));
  return topmost(configured.length > 0 ? configured : foundTests(project, disk));
}

/** pytest.ini wins over pyproject.toml and setup.cfg, tox.ini is the last. */
function testPaths({ root, testPaths = [] }: Project, disk: Disk): readonly string[] {
  const inIni = (file: string): string[] => {
    const text = disk.read(joinPath(root, file));
    const written = text === undefined ? undefined : parseIni(text).ini.get('pytest')?.get('testpaths')?.text;
    return (written ?? '').split(/\s+/).filter(Boolean);
  };
  return (
    [() => inIni('pytest.ini'), () => testPaths, () => inIni('tox.ini')]
      .map((read) => read())
      .find((p) => p.length > 0) ?? []
  );
}

/** pytest takes patterns; the folder that they begin in holds them all. */
function beforeGlob(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/');
  const at = parts.findIndex((part) => /[*?[]/.test(part));
  return (at < 0 ? parts : parts.slice(0, at)).join('/') || '.';
}

function foundTests({ root, modules }: Project, disk: Disk): string[] {
  const inModules = modules.filter(({ kind }) => kind !== 'module').map(({ path }) => path);
  return [root, ...inModules].flatMap((folder) =>
    disk.list(folder).flatMap((entry) => {
      const path = joinPath(folder, entry.name);
      const counts = entry.folder
        ? FOLDER.test(entry.name) && holdsPython(path, disk, MAX_DEPTH)
        : FILE.test(entry.name);
      return counts ? [path] : [];
    }),
  );
}

function holdsPython(folder: string, disk: Disk, depth: number): boolean {
  const entries = disk.list(folder);
  return (
    entries.some((entry) => !entry.folder && entry.name.endsWith('.py')) ||
    (depth > 0 && entries.some((entry) => entry.folder && holdsPython(joinPath(folder, entry.name), disk, depth - 1)))
  );
}

function isInside(root: string, path: string): boolean {
  return !posix.relative(root, path).startsWith('..');
}

function topmost(paths: readonly string[]): string[] {
  const all = [...new Set(paths)].sort();
  return all.filter((path) => !all.some((other) => other !== path && (other === '.' || path.startsWith(`${other}/`))));
}
