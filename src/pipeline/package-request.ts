import { join, posix } from 'node:path';
import { scanFolder } from '../engine/scan';
import { makeTree, treeDigest } from '../engine/tree';
import type { Entry, InputTree, Tree } from '../engine/types';
import { cell } from '../model/cells';
import { KilnError } from '../model/errors';
import type { PackageOptions } from '../model/options/package';
import { type PythonVersion, parsePython } from '../model/pythons';
import { scriptAssets } from '../plan/assets';
import type { PackageRequest } from '../plan/stages/package/request';
import { textInput, textTree } from '../plan/text-tree';
import type { ProjectSources } from '../plan/types';
import { buildRequirementsText, pinBuildRequirements } from '../project/build-system/build-requirements';
import { missedFolders, packagePatterns, packsWholeFolder } from '../project/build-system/package-files';
import type { BuildFacts } from '../project/build-system/types';
import { type PackageIndex, packageIndexes } from '../project/indexes';
import { type InstallPackage, installSet } from '../project/install-set';
import { markerEnvironment } from '../project/markers';
import { literal } from '../project/product-files';
import { parseRequirement } from '../project/requirement';
import type { Requirement } from '../project/types';
import { BUILD_PINS } from '../toolchain/build-pins';
import { assertDeclared } from './declared-option';
import { filesInBuildFolders, gitFacts } from './package-git';
import { ruleFilesAbove } from './package-rules';
import { versionHints } from './package-version';
import { productTree } from './product-tree';
import type { Session } from './session';
import { readSources } from './sources';
import { choosePython, freshLock, readSubject, type Subject } from './subject';

export interface ReadPackage {
  readonly request: PackageRequest;
  readonly inputs: readonly InputTree[];
  readonly indexes: readonly PackageIndex[];
  /** Folders inside that belong to other projects, which a backend may have packed; relative to the project's. */
  readonly missed: readonly string[];
}

/** What `check_metadata.py` imports. */
const CHECKS: readonly Requirement[] = ['packaging', 'readme-renderer'].flatMap((text) => parseRequirement(text) ?? []);

/**
 * Reads everything that a wheel or an sdist depends on.
 * @throws KilnError before any work where the project cannot be packed
 */
export async function readPackageRequest(options: PackageOptions, session: Session): Promise<ReadPackage> {
  const subject = readSubject(session);
  const { project, libraries, disk, scope } = subject;
  const build = buildFacts(subject, options);
  const python = choosePython(subject, session, options.python);
  const wanted = cell(python.tag, session.host);
  const environment = markerEnvironment(session.host, parsePython(python.version) as PythonVersion);
  const locked = lockedForBuilding(subject, environment);
  const { buildRequirements: own = {} } = session.tools.config;
  const pins = { locked, own, pins: BUILD_PINS };
  const checks = { locked: [], own: {}, pins: BUILD_PINS };
  if (options.localDependencies === 'bundled') {
    assertDeclared('package', 'localDependencies', 'bundled', project, session);
  }
  const bundled = options.localDependencies === 'bundled' ? libraries : [];
  const [source, ...inside] = await Promise.all([
    readPackageSources(subject, options, session),
    ...bundled.map((library) => readSources(library, subject.pythonRoots, session)),
  ]);
  const scripts = scriptAssets();
  const backendRequirements = buildRequirementsText(pinBuildRequirements(build.requires, pins, environment));
  const hints = await versionHints(project, build, options, backendRequirements, session);
  const git = await gitFacts(project, source.files, backendRequirements, session);
  const beside = textInput(textTree(hints.files));
  return {
    request: {
      options,
      project,
      cell: wanted,
      pythonVersion: python.version,
      sources: source.input.digest,
      folder: source.folder,
      git,
      backendRequirements,
      checkRequirements: buildRequirementsText(pinBuildRequirements(CHECKS, checks, environment)),
      env: hints.env,
      beside: beside.digest,
      // METADATA says nothing of what a named project needs in turn: that may have no version yet.
      libraries: options.localDependencies === 'bundled' ? libraries : subject.named(),
      bundled: inside.map(({ sources }): ProjectSources => sources),
      assets: { scripts: scripts.digest },
    },
    inputs: [source.input, beside, ...inside.flatMap(({ inputs }) => inputs), scripts],
    indexes: packageIndexes(scope?.root ?? '.', disk),
    missed: missedFolders(project, options.format, { python: subject.pythonRoots, all: session.projectRoots }),
  };
}

/** @throws KilnError PROJECT_INCOMPLETE, PACKAGE_NATIVE */
function buildFacts({ project: { name, root, build, file } }: Subject, { format }: PackageOptions): BuildFacts {
  if (!build) {
    throw new KilnError('PROJECT_INCOMPLETE', `${name} (${root}) is not meant to be packed: it has no [build-system]`, {
      hint: `add to ${posix.join(root, 'pyproject.toml')}: [build-system] requires = ["uv_build"], build-backend = "uv_build"`,
    });
  }
  // An sdist of it holds sources only.
  if (build.native && format === 'wheel') {
    throw new KilnError('PACKAGE_NATIVE', `${name} compiles extension modules (${build.backend}, ${file})`, {
      lines: ['a compiler of this machine would make a wheel that no other machine makes again'],
      hint: 'pure wheels and sdists are what the target makes; wheels with extensions come with the stage compile',
    });
  }
  return build;
}

/** What the lock has for building; a project without a lock, or one that the lock does not know, has nothing. */
function lockedForBuilding(
  subject: Subject,
  environment: ReturnType<typeof markerEnvironment>,
): readonly InstallPackage[] {
  if (!subject.scope) {
    return [];
  }
  const { lock, scope } = freshLock(subject);
  const hub = scope.members.find(({ root }) => root === scope.root);
  return installSet(lock, subject.project, { purpose: 'package', environment, ...(hub ? { hub } : {}) }).packages;
}

interface PackageSources {
  readonly input: InputTree;
  /** Of the project in the tree; not '' where the build reads files from above it. */
  readonly folder: string;
  /** The project's own, relative to its folder. */
  readonly files: readonly string[];
}

/** Where nothing lies that settings name. */
const UNREAD = ['**/{.git,node_modules,.nx,.venv}/**'];
const NOTHING: Tree = { entries: [] };

/** Exactly what the target's key holds, laid out as in the workspace as far as that matters. */
async function readPackageSources(
  { project, pythonRoots, disk }: Subject,
  { format }: PackageOptions,
  session: Session,
): Promise<PackageSources> {
  const { workspaceRoot, projectRoots } = session;
  const patterns = packagePatterns(project, format, { python: pythonRoots, all: projectRoots });
  const [above, include] = partition(patterns.include, (pattern) => pattern.startsWith('../'));
  const rules = project.build?.asksGit === 'rules' ? ruleFilesAbove(project, disk, workspaceRoot) : [];
  const outside = [...above, ...rules];
  const own = await ownFiles(project, { include, exclude: patterns.exclude }, format, session);
  const files = own.entries.map(({ path }) => path);
  // Settings say by `../..` where the repository begins.
  if (outside.length === 0 && project.build?.version.kind !== 'git') {
    const folder = join(workspaceRoot, project.root);
    const tree = productTree(own, folder);
    return { input: { digest: treeDigest(tree), tree, from: { folder } }, folder: '', files };
  }
  const elsewhere = outside.map((pattern) => posix.join(literal(project.root), pattern));
  const others =
    outside.length > 0
      ? await scanFolder(workspaceRoot, { include: elsewhere, exclude: UNREAD, follow: true })
      : NOTHING;
  const placed = own.entries.map((entry): Entry => ({ ...entry, path: posix.join(project.root, entry.path) }));
  const tree = productTree(makeTree([...placed, ...others.entries.filter(apartFrom(placed))]), workspaceRoot);
  return { input: { digest: treeDigest(tree), tree, from: { folder: workspaceRoot } }, folder: project.root, files };
}

/** With what lies in places for builds and is none: a second look there, because it is rare. */
async function ownFiles(
  project: Subject['project'],
  { include, exclude }: { readonly include: readonly string[]; readonly exclude: readonly string[] },
  format: PackageOptions['format'],
  session: Session,
): Promise<Tree> {
  const { workspaceRoot, store } = session;
  const scan = (wanted: readonly string[], unwanted: readonly string[]): Promise<Tree> =>
    scanFolder(join(workspaceRoot, project.root), {
      include: wanted,
      exclude: unwanted,
      follow: true,
      index: { store },
    });
  const plain = await scan(include, exclude);
  const built = new Set(packsWholeFolder(project, format) ? await filesInBuildFolders(project, session) : []);
  if (built.size === 0) {
    return plain;
  }
  const folders = [...new Set([...built].map((path) => `${path.split('/')[0]}/**`))];
  const inside = await scan(
    folders,
    exclude.filter((pattern) => !folders.includes(pattern)),
  );
  return makeTree([...plain.entries, ...inside.entries.filter(({ path }) => built.has(path))]);
}

function apartFrom(others: readonly Entry[]): (entry: Entry) => boolean {
  const paths = new Set(others.map(({ path }) => path));
  return ({ path }) => !paths.has(path);
}

function partition<T>(list: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((one) => !test(one))];
}
