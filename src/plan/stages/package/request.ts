import type { Digest } from '../../../engine/types';
import type { Cell } from '../../../model/cells';
import type { PackageOptions } from '../../../model/options/package';
import type { PythonProject } from '../../../project/types';
import type { AssetDigests, ProjectSources } from '../../types';

/** All that a wheel or an sdist depends on. */
export interface PackageRequest {
  readonly options: PackageOptions;
  readonly project: PythonProject;
  /** Of the host: backends run here. */
  readonly cell: Cell;
  /** Exact: `3.14.6`. */
  readonly pythonVersion: string;
  /** All that the backend may read, laid out as in the project's folder. */
  readonly sources: Digest;
  /** Of the project in there; not '' where the build reads files from above it. */
  readonly folder: string;
  /** Files that stand beside the manifest for what git would say; no part of the package. */
  readonly beside: Digest;
  /** What git says of the files in there, where the backend lets it decide; relative to the project's folder, sorted. */
  readonly git: { readonly tracked?: readonly string[]; readonly ignored?: readonly string[] };
  /** Exact and hashed; '' for a backend that needs nothing. */
  readonly backendRequirements: string;
  readonly checkRequirements: string;
  /** What the backend is told of the version, by variable. */
  readonly env: Readonly<Record<string, string>>;
  /** Local projects that the package needs. */
  readonly libraries: readonly PythonProject[];
  /** Those whose modules are put inside. */
  readonly bundled: readonly ProjectSources[];
  readonly assets: AssetDigests;
}
