/** The bill of materials beside an artefact: CycloneDX 1.6, made of what the key determines. No time, no host. */
import { createHash } from 'node:crypto';
import type { Models } from '@cyclonedx/cyclonedx-library';

export interface SbomPackage {
  /** PEP 503. */
  readonly name: string;
  readonly version?: string;
  readonly summary?: string;
  readonly licences?: readonly string[];
  /** sha256 of the file that was installed, where the lock tells. */
  readonly sha256?: string;
  /** Names of packages and projects that it needs, PEP 503; those that are not inside are passed over. */
  readonly requires?: readonly string[];
  /** PEP 440; of packages that a wheel asks for without bringing them. */
  readonly specifier?: string;
}

export type SbomTool = Pick<SbomPackage, 'name' | 'version'>;

export interface SbomFacts {
  readonly kind: 'application' | 'library';
  readonly project: SbomPackage;
  readonly platform?: string;
  /** sha256 over the artefact's files. */
  readonly digest: string;
  /** Projects of the workspace inside. */
  readonly projects: readonly SbomPackage[];
  /** Third-party packages inside; of a wheel, those that it asks for. */
  readonly packages: readonly SbomPackage[];
  /** Python that is shipped. */
  readonly runtime?: {
    readonly version: string;
    /** What Kiln knows it by, digest included. */
    readonly identity: string;
  };
  /** What made it. */
  readonly tools: readonly SbomTool[];
}

type Library = typeof import('@cyclonedx/cyclonedx-library') & {
  readonly licences: import('@cyclonedx/cyclonedx-library').Contrib.License.Factories.LicenseFactory;
};
type Described = Pick<SbomPackage, 'name' | 'version' | 'summary' | 'licences' | 'sha256'> & {
  readonly purl?: string;
  readonly properties?: Readonly<Record<string, string | undefined>>;
};

/** The same facts give the same bytes, in whatever order: the library would sort by the words of the user's language. */
export async function sbomText(given: SbomFacts): Promise<string> {
  const lib = await loadLibrary();
  const facts = sorted(given);
  const { Models, Serialize, Spec } = lib;
  const bom = new Models.Bom({
    serialNumber: serialNumber(facts),
    ...contents(facts, lib),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: false, space: 1 })}\n`;
}

/** Loaded when a build ends, and by nothing else. */
async function loadLibrary(): Promise<Library> {
  const library = await import('@cyclonedx/cyclonedx-library');
  const { default: parseExpression } = await import('spdx-expression-parse');
  return {
    ...library,
    licences: new library.Contrib.License.Factories.LicenseFactory((text) => void parseExpression(text)),
  };
}

function sorted(facts: SbomFacts): SbomFacts {
  const byName = <T extends { readonly name: string }>(list: readonly T[]): T[] =>
    [...list].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { ...facts, projects: byName(facts.projects), packages: byName(facts.packages), tools: byName(facts.tools) };
}

function contents(
  facts: SbomFacts,
  lib: Library,
): { metadata: Models.Metadata; components: Models.ComponentRepository } {
  const { Models, Enums } = lib;
  const { Application, Library: LibraryType, Platform } = Enums.ComponentType;
  const { kind, project, digest, platform, runtime } = facts;
  const root = component(
    kind === 'application' ? Application : LibraryType,
    { ...project, properties: { 'kiln:digest': digest, 'kiln:platform': platform } },
    lib,
  );
  const projects = facts.projects.map((one) => ({ one, made: component(LibraryType, one, lib) }));
  const packages = facts.packages.map((one) => ({
    one,
    made: component(LibraryType, { ...one, purl: purlOf(one), properties: { 'kiln:specifier': one.specifier } }, lib),
  }));
  const python = runtime && component(Platform, runtimePart(runtime), lib);
  if (python && runtime) {
    python.cpe = `cpe:2.3:a:python:python:${runtime.version}:*:*:*:*:*:*:*`;
    root.dependencies.add(python.bomRef);
  }
  connect([{ one: project, made: root }, ...projects, ...packages]);
  const inside = [...projects, ...packages].map(({ made }) => made);
  const tools = facts.tools.map((tool) => component(Application, toolPart(tool), lib));
  return {
    metadata: new Models.Metadata({
      component: root,
      tools: new Models.Tools({ components: new Models.ComponentRepository(tools) }),
    }),
    components: new Models.ComponentRepository([...inside, ...(python ? [python] : [])]),
  };
}

function component(
  type: Models.Component['type'],
  part: Described & { readonly ref?: string },
  lib: Library,
): Models.Component {
  const { Models, Enums } = lib;
  const { name, version, summary, purl, sha256, properties = {} } = part;
  const made = new Models.Component(type, name, {
    bomRef: part.ref ?? purl ?? `${name}@${version ?? ''}`,
    ...(version === undefined ? {} : { version }),
    ...(summary === undefined ? {} : { description: summary }),
    ...(purl === undefined ? {} : { purl }),
    licenses: licencesOf(part.licences ?? [], lib),
  });
  if (sha256 !== undefined) {
    made.hashes.set(Enums.HashAlgorithm['SHA-256'], sha256);
  }
  for (const [key, value] of Object.entries(properties)) {
    if (value) {
      made.properties.add(new Models.Property(key, value));
    }
  }
  return made;
}

/** An expression stands alone; beside others it can only be a name. */
function licencesOf(texts: readonly string[], { Models, licences }: Library): Models.LicenseRepository {
  return new Models.LicenseRepository(
    texts.length === 1
      ? [licences.makeFromString(texts[0] as string)]
      : texts.map((text) => licences.makeDisjunctive(text)),
  );
}

function connect(parts: readonly { readonly one: SbomPackage; readonly made: Models.Component }[]): void {
  const byName = new Map(parts.map(({ one, made }) => [one.name, made]));
  for (const { one, made } of parts) {
    for (const name of [...new Set(one.requires)].sort()) {
      const other = byName.get(name);
      if (other && other !== made) {
        made.dependencies.add(other.bomRef);
      }
    }
  }
}

function purlOf({ name, version }: SbomPackage): string {
  return `pkg:pypi/${name}${version === undefined ? '' : `@${encodeURIComponent(version)}`}`;
}

function runtimePart({ version, identity }: NonNullable<SbomFacts['runtime']>): Described {
  const purl = `pkg:generic/cpython@${version}`;
  return { name: 'cpython', version, purl, licences: ['PSF-2.0'], properties: { 'kiln:identity': identity } };
}

function toolPart({ name, version }: SbomTool): Described & { readonly ref: string } {
  return { name, ...(version === undefined ? {} : { version }), ref: `tool:${name}@${version ?? ''}` };
}

/** A UUID of version 8 (RFC 9562): made of the facts, so that the same artefact has the same number. */
function serialNumber(facts: SbomFacts): string {
  const hex = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
