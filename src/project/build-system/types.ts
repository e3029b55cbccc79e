/** What a build of a package depends on, as files say it. Nothing is executed to know it. */
import type { Requirement } from '../types';

export type BackendFamily = 'uv' | 'hatchling' | 'setuptools' | 'poetry' | 'pdm' | 'flit' | 'other';

export interface BuildFacts {
  /** As written: `hatchling.build`; setuptools' legacy one where nothing is. */
  readonly backend: string;
  readonly family: BackendFamily;
  /** `backend-path` as written; not empty where the backend itself lies in the project. */
  readonly backendPath: readonly string[];
  /** `requires`; what PEP 517 says where there is none. */
  readonly requires: readonly Requirement[];
  /** File of `readme`, relative to the project's folder. */
  readonly readme?: string;
  readonly version: VersionSource;
  /**
   * Patterns of what a wheel reads besides manifests and modules: README, licences, data. Relative to the project's folder,
   * `../` where they leave it. Sorted.
   */
  readonly files: readonly string[];
  /** Why a wheel may read any file of the project's folder, one sentence each; empty where it cannot. */
  readonly reasons: readonly string[];
  /** Files of the project's folder that are in no wheel although there are reasons; only what is certain. */
  readonly neverInWheels?: readonly string[];
  /** Names of environment variables that the result depends on. */
  readonly env: readonly string[];
  /** Whether it compiles extensions. */
  readonly native: boolean;
  /** What of git decides about what is packed. */
  readonly asksGit?: GitQuestion;
}

/**
 * `rules`: files with rules, read without git; `ignored`: what git excludes and does not track; `tracked`: what it tracks.
 */
export type GitQuestion = 'rules' | 'ignored' | 'tracked';

/** What says the version. `code`: a program of the project, which may read any file of it. */
export type VersionSource =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'files' }
  | { readonly kind: 'code' }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'git'; readonly git: GitVersion };

export interface GitVersion {
  /** Distribution that computes it: `setuptools-scm`. */
  readonly plugin: string;
  /** Glob of the tags that count, as `git describe --match` takes it. */
  readonly match?: string;
  /** Regular expression of the tags that count, as Python takes it. */
  readonly pattern?: string;
  /** Whether a format of its own may name the branch. */
  readonly namesBranch: boolean;
}

/** What one backend's settings add. */
export interface Reads {
  readonly files?: readonly string[];
  readonly reasons?: readonly string[];
  readonly neverInWheels?: readonly string[];
  readonly env?: readonly string[];
  readonly native?: boolean;
  readonly asksGit?: GitQuestion;
  readonly version?: VersionSource;
}
