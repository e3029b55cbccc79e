/** The `kiln.json` beside an artefact: only facts that its key determines. No times, no host, no absolute paths. */

export const MANIFEST_FILE = 'kiln.json';
/** The bill of materials beside it. */
export const SBOM_FILE = 'sbom.cdx.json';

export interface ManifestFile {
  readonly path: string;
  readonly sha256?: string;
  /** Bytes. */
  readonly size?: number;
  readonly executable?: true;
  readonly link?: string;
}

export interface Manifest {
  /** Format of this file. */
  readonly format: 1;
  readonly project: string;
  readonly version?: string;
  readonly stage: 'freeze' | 'bytecode' | 'package';
  readonly tool: string;
  readonly cell?: string;
  readonly platform?: string;
  /** Exact version of Python. */
  readonly python: string;
  /** Relative path of what a user starts. */
  readonly executable?: string;
  readonly entryPoint?: string;
  /** Names of the launchers beside it. */
  readonly launchers?: readonly string[];
  /** The executable holds the whole bundle. */
  readonly onefile?: true;
  /** Of bytecode; absent where sources are packed. */
  readonly optimize?: number;
  /** Of bytecode in several levels, or of several Pythons: all of them. */
  readonly optimizeLevels?: readonly number[];
  readonly pythons?: Readonly<Record<string, string>>;
  /** Of bytecode: `legacy`, `pycache` or `zip`. */
  readonly layout?: string;
  /** Highest glibc that any binary needs. */
  readonly glibc?: string;
  /** Oldest macOS that has all that any binary needs. */
  readonly macos?: string;
  /** Path of the archive, where one was asked for. */
  readonly archive?: string;
  /** Of a wheel or sdist: what its metadata says. */
  readonly requiresPython?: string;
  readonly requires?: readonly string[];
  /** `py3-none-any`; of a wheel. */
  readonly tags?: readonly string[];
  /** Whether building twice in two places gives these bytes. */
  readonly reproducible: true;
  /** Third-party packages inside, by name. */
  readonly packages: Readonly<Record<string, string>>;
  /** Projects of the workspace inside, by name. */
  readonly projects: readonly string[];
  /** sha256 over the list of files: what the artefact *is*. */
  readonly digest: string;
  readonly files: readonly ManifestFile[];
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}
