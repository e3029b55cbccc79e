/** Gathers what the bill of materials says: from the artefact's own metadata, the lock, the toolchains. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readContent } from '../engine/store/read-content';
import { isFile } from '../engine/tree';
import type { FileEntry, Toolchain, Tree } from '../engine/types';
import type { FreezeRequest } from '../plan/types';
import type { InstallPackage } from '../project/install-set';
import { normalizeName } from '../project/names';
import { parseRequirement } from '../project/requirement';
import type { PythonProject, Requirement } from '../project/types';
import { wheelsFor } from '../project/wheel-tags';
import { type PackageMetadata, readMetadata } from '../report/package-metadata';
import { type SbomPackage, type SbomTool, sbomText } from '../report/sbom';
import type { Session } from './session';

export interface BundleContents {
  readonly request: FreezeRequest;
  /** What the lock says of the packages inside. */
  readonly locked: readonly InstallPackage[];
  /** The bundle as a folder, also where it ends as one file. */
  readonly tree: Tree;
  /** Of the artefact. */
  readonly digest: string;
  readonly toolchains: Readonly<Record<'python' | 'runtime' | 'uv', Pick<Toolchain, 'identity'>>>;
}

/** The text of a bundle's bill of materials. */
export async function bundleSbom(
  { request, locked, tree, digest, toolchains }: BundleContents,
  session: Pick<Session, 'store'>,
): Promise<string> {
  const { application, libraries, cell, pythonVersion } = request;
  const installed = await installedPackages(tree, session);
  return sbomText({
    kind: 'application',
    project: projectPart(application.project),
    platform: cell.platform.id,
    digest,
    projects: libraries.map(({ project }) => projectPart(project)),
    packages: installed.map((metadata) => packagePart(metadata, locked, request)),
    runtime: { version: pythonVersion, identity: toolchains.runtime.identity },
    tools: makers(toolchains),
  });
}

export interface PackageContents {
  readonly project: PythonProject;
  /** As its metadata says: a version may come from git. */
  readonly version: string;
  /** `Requires-Dist` of the metadata. */
  readonly requires: readonly string[];
  /** Local projects whose modules are inside. */
  readonly bundled: readonly PythonProject[];
  readonly digest: string;
  /** `name==version` lines of the backend and what it needs. */
  readonly backendRequirements: string;
  readonly toolchains: Readonly<Record<'python' | 'uv', Pick<Toolchain, 'identity'>>>;
}

/** The text of a wheel's or an sdist's bill of materials: what it asks for has no version yet. */
export function packageSbom(contents: PackageContents): Promise<string> {
  const { project, version, requires, bundled, digest, backendRequirements, toolchains } = contents;
  const asked = requires
    .flatMap((line) => parseRequirement(line) ?? [])
    .filter(({ marker }) => !/\bextra\b/.test(marker ?? ''));
  const packages = askedFor(asked);
  return sbomText({
    kind: 'library',
    project: { ...projectPart(project), version, requires: packages.map(({ name }) => name) },
    digest,
    projects: bundled.map(projectPart),
    packages,
    tools: [...makers(toolchains), ...pinnedTools(backendRequirements)],
  });
}

/** A name may be asked for several times, by markers: any of its specifiers may hold. */
function askedFor(requirements: readonly Requirement[]): SbomPackage[] {
  const names = [...new Set(requirements.map(({ name }) => name))];
  return names.map((name) => {
    const specifiers = requirements.flatMap((one) => (one.name === name ? [one.specifier] : []));
    return { name, specifier: specifiers.every(Boolean) ? [...new Set(specifiers)].join(' | ') : '' };
  });
}

function projectPart({ normalizedName, version, description, licences, dependencies }: PythonProject): SbomPackage {
  return {
    name: normalizedName,
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { summary: description }),
    ...(licences === undefined ? {} : { licences }),
    requires: dependencies.map(({ name }) => name),
  };
}

/**
 * What is really inside, by its own words.
 * @throws KilnError CONTENT_LOST
 */
async function installedPackages(tree: Tree, { store }: Pick<Session, 'store'>): Promise<PackageMetadata[]> {
  const entries = tree.entries.filter(
    (entry): entry is FileEntry => isFile(entry) && /^[^/]+\/site\/[^/]+\.dist-info\/METADATA$/.test(entry.path),
  );
  return Promise.all(
    entries.map(async (entry) => {
      const text = await readContent(entry, store);
      const { name, version, ...rest } = readMetadata(text.toString('utf8'));
      const [, named = '', numbered = ''] = /([^/]+)-([^/-]+)\.dist-info\/METADATA$/.exec(entry.path) ?? [];
      return { ...rest, name: name || named, version: version || numbered };
    }),
  );
}

function packagePart(
  { name, version, summary, licences, requires }: PackageMetadata,
  locked: readonly InstallPackage[],
  request: FreezeRequest,
): SbomPackage {
  const normal = normalizeName(name);
  const sha256 = installedHash(
    locked.find((one) => one.name === normal),
    request,
  );
  return {
    name: normal,
    version,
    ...(summary === undefined ? {} : { summary }),
    licences,
    ...(sha256 === undefined ? {} : { sha256 }),
    requires: requires.map(normalizeName),
  };
}

/** Of the wheel that fits best, as uv chooses it; where the lock lists hashes without files, only a single one is sure. */
function installedHash(one: InstallPackage | undefined, { cell, options }: FreezeRequest): string | undefined {
  const [best] = one ? wheelsFor(cell, one.wheels, options) : [];
  const hash = best ? best.hash : one?.hashes.length === 1 ? one.hashes[0] : undefined;
  return /^sha256:([0-9a-f]{64})$/.exec(hash ?? '')?.[1];
}

/** Identities of these are name and version. */
function makers({ python, uv }: Readonly<Record<'python' | 'uv', Pick<Toolchain, 'identity'>>>): SbomTool[] {
  const found = [python, uv].map(({ identity }) => {
    const [, name = identity, version] = /^([a-z]+)-(\d.*)$/.exec(identity) ?? [];
    return { name, ...(version === undefined ? {} : { version }) };
  });
  return [kiln(), ...found];
}

/** `setuptools==80.9.0 --hash=…` */
function pinnedTools(requirements: string): SbomTool[] {
  return [...requirements.matchAll(/^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)/gm)].map(
    ([, name = '', version = '']) => ({
      name: normalizeName(name),
      version,
    }),
  );
}

/** Its version is in the key of every build. */
function kiln(): SbomTool {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    const { name, version } = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
      : {};
    if (name === 'nx-kiln') {
      return { name, ...(version === undefined ? {} : { version }) };
    }
  }
  return { name: 'nx-kiln' };
}
