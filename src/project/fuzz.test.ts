/** Odd manifests and locks, made from sound ones: nothing but a KilnError comes out, and nothing stays behind. */
import { KilnError } from '../model/errors';
import { platformById } from '../model/platforms';
import { type PythonVersion, parsePython } from '../model/pythons';
import { slicesOf, sliceText } from './closure';
import { type Disk, memoryDisk } from './disk';
import { mutate, randomOf } from './fuzz.testing';
import { SEEDS } from './fuzz-seeds.testing';
import { installSet } from './install-set';
import { strictRuntimeClosure, testClosure } from './local-closure';
import { lockProblems } from './lock-problems';
import { readLock } from './locks/read-lock';
import { LOCKS, VERSIONS } from './locks/readers.testing';
import { markerEnvironment } from './markers';
import { testRoots } from './test-files';
import type { LockManager } from './types';
import { type PythonWorkspace, plainNames, readWorkspace } from './workspace';
import { FILES } from './workspace.testing';
import { workspaceDiagnostics } from './workspace-diagnostics';

const ENVIRONMENT = markerEnvironment(platformById('linux-x64') as never, parsePython('3.14') as PythonVersion);
const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort();

/** Whatever comes out but a KilnError is a defect; the input is shown. */
function survive(input: Readonly<Record<string, string>>, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof KilnError)) {
      throw new Error(`${error instanceof Error ? error.stack : error}\n${JSON.stringify(input)}`);
    }
  }
}

/** Everything that the graph does with what it reads. */
function useWorkspace(workspace: PythonWorkspace, disk: Disk): void {
  workspaceDiagnostics(workspace, disk);
  for (const project of workspace.projects) {
    JSON.stringify(project);
    testRoots(project, disk);
    plainNames(project, workspace);
    strictRuntimeClosure(project, workspace, () => undefined);
    testClosure(project, workspace, () => undefined);
  }
}

function useLock(file: string, workspace: PythonWorkspace, disk: Disk, isCompared: boolean): void {
  const lock = readLock(file, disk);
  slicesOf(lock, workspace.projects).map(sliceText);
  // Markers on every platform: a hundred times the work of the rest.
  if (isCompared) {
    lockProblems(lock, workspace.projects);
  }
  for (const project of workspace.projects.slice(0, 3)) {
    for (const purpose of ['build', 'test'] as const) {
      survive(
        { [file]: disk.read(file) ?? '' },
        () => void installSet(lock, project, { purpose, environment: ENVIRONMENT }),
      );
    }
  }
}

it.each(Object.keys(SEEDS))('survives mutations of %s', (name) => {
  const random = randomOf(name);
  const seed = SEEDS[name] as string;
  for (let round = 0; round < 450; round += 1) {
    const file = name.replace(/^[^/]*\//, '');
    const files = {
      [`apps/a/${file}`]: mutate(seed, random),
      'apps/a/src/a/__init__.py': '',
      'libs/core/pyproject.toml': '[project]\nname = "core"\n',
    };
    survive(files, () => {
      const disk = memoryDisk(files);
      useWorkspace(readWorkspace(Object.keys(files), disk), disk);
    });
  }
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(PROTOTYPE);
});

it.each(Object.keys(LOCKS) as LockManager[])('survives mutations of a lock of %s', (manager) => {
  const random = randomOf(manager);
  const lockFiles = manager === 'uv' ? { 'uv.lock': FILES['uv.lock'] as string } : LOCKS[manager](VERSIONS);
  const workspace = readWorkspace(Object.keys(FILES), memoryDisk(FILES));
  for (let round = 0; round < 400; round += 1) {
    const [file, text] = Object.entries(lockFiles)[round % Object.keys(lockFiles).length] as [string, string];
    const files = { ...FILES, ...lockFiles, [file]: mutate(text, random) };
    survive({ [file]: files[file] as string }, () => useLock(file, workspace, memoryDisk(files), round % 8 === 0));
  }
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(PROTOTYPE);
});
