/** What the targets of one project depend on, gathered from the workspace. */
import { sliceFile } from '../project/closure';
import { declaredTools, toolSettings } from '../project/declared-tools';
import { joinPath } from '../project/disk';
import type { OptionTable } from '../project/kiln-options';
import { type KilnTable, readKilnTable } from '../project/kiln-table';
import { namedProjects, strictRuntimeClosure, testClosure } from '../project/local-closure';
import { type LockScope, lockFilesOf } from '../project/lock-scopes';
import { toolReach } from '../project/settings/reach';
import type { Purpose, PythonProject } from '../project/types';
import { lockOf } from '../project/workspace';
import { conftestsAbove } from './conftests';
import { type Context, problemOf } from './context';
import { hasTests } from './has-tests';
import { closureFolder, foldersAbove, outputFolder } from './layout';
import { computedBy } from './targets/computed-version';
import { type ReachInputs, type Reaching, reachInputs } from './targets/reach';
import type { ComputedVersion, Library, Packaged, TargetRequest } from './targets/types';

export function targetRequest(project: PythonProject, kiln: KilnTable, context: Context): TargetRequest {
  const { workspace, names, targets, roots, nested, problems, host, commands } = context;
  const name = names.get(project.root) as string;
  const lock = lockOf(project, workspace);
  const computedOf = (one: PythonProject): ComputedVersion | undefined => {
    const build = computedBy(one);
    const same = lock !== undefined && lockOf(one, workspace)?.root === lock.root;
    return (
      build && {
        root: one.root,
        build,
        told: saysVersion(one),
        ...(same ? { slice: sliceOf(lock.root, one, 'package') } : {}),
      }
    );
  };
  const libraryOf = (one: PythonProject): Library => {
    const computed = computedOf(one);
    return { name: names.get(one.root) as string, modules: one.modules, ...(computed ? { computed } : {}) };
  };
  const onDangling = ({ error }: { readonly error: Parameters<typeof problemOf>[0] }) =>
    problems.set(project.root, problemOf(error));
  return {
    project,
    kiln,
    names: targets,
    host,
    commands,
    output: outputFolder(project.root, name, roots),
    closure: lock && {
      owner: names.get(lock.root) as string,
      slice: (purpose) => sliceOf(lock.root, project, purpose),
    },
    lock: lock && { file: lock.file, files: lockFilesOf(lock) },
    computed: computedOf(project),
    libraries: strictRuntimeClosure(project, workspace, onDangling).map(libraryOf),
    packaged: packagedOf(project, context),
    testLibraries: testClosure(project, workspace, onDangling).map(libraryOf),
    nested: { python: nested.python.get(project.root) ?? [], all: nested.all.get(project.root) ?? [] },
    ...toolsOf(project, kiln, lock, context),
    reach: reachOf(project, context),
  };
}

function sliceOf(lockRoot: string, { normalizedName }: PythonProject, purpose: Purpose): string {
  return joinPath(closureFolder(lockRoot), sliceFile(normalizedName, purpose));
}

function saysVersion(project: PythonProject): boolean {
  return readKilnTable(project).package?.packageVersion !== undefined;
}

function packagedOf(project: PythonProject, { workspace, names }: Context): Packaged | undefined {
  const { build } = project;
  if (!build) {
    return undefined;
  }
  const of = (local: PythonProject) => ({
    name: names.get(local.root) as string,
    project: local,
    build: local.build,
  });
  return { build, dependencies: namedProjects(project, workspace).map(of) };
}

function reachOf({ root }: PythonProject, { disk, nested, roots, commands }: Context): Reaching {
  const known = new Map<string, ReachInputs>();
  const compute: Reaching = (request) => {
    const reach = toolReach({ ...request, root, nested: nested.all.get(root) ?? [] }, disk);
    const { places, doubts } =
      reach.conftests === undefined ? { places: [], doubts: [] } : conftestsAbove(root, reach.conftests, roots, disk);
    const whole = { ...reach, places: [...reach.places, ...places], doubts: [...reach.doubts, ...doubts] };
    return reachInputs(whole, roots, commands);
  };
  // A linter that formats as well is asked for three times.
  return (request) => {
    const key = JSON.stringify(request);
    const reach = known.get(key) ?? compute(request);
    known.set(key, reach);
    return reach;
  };
}

function toolsOf(project: PythonProject, kiln: KilnTable, lock: LockScope | undefined, { disk }: Context) {
  const { test, lint, typecheck, format } = kiln.everyday;
  const forced = { test: toolOf(test), lint: toolOf(lint), typecheck: toolOf(typecheck), format: toolOf(format) };
  const hub = lock?.members.find(({ root }) => root === lock.root);
  return {
    tools: declaredTools(project, hub, forced, toolSettings(foldersAbove(project.root), disk)),
    hasTests: hasTests(project, disk),
  };
}

function toolOf(table: OptionTable | false | undefined): string | undefined {
  return table && typeof table.tool === 'string' ? table.tool : undefined;
}
