import type { Toolchain } from '../engine/types';
import type { PlatformId } from '../model/platforms';
import type { BuildPins } from './build-pins';

/** What every toolchain function needs of its surroundings; made once per process. */
export interface ToolchainContext {
  readonly workspaceRoot: string;
  /** Kiln's cache folder (`KILN_CACHE_DIR`); tools live in `<cacheDir>/tools`. */
  readonly cacheDir: string;
  /** The user's environment; read by allow-list, never passed on whole. */
  readonly env: NodeJS.ProcessEnv;
  readonly host: PlatformId;
  readonly config: KilnConfig;
  /** `KILN_OFFLINE=1`: what is missing is an OFFLINE error, the network is never touched. */
  readonly offline: boolean;
  /** Steps over two seconds say what they do; `bytes` where sizes are known. */
  readonly onProgress: (progress: { label: string; done?: number; total?: number; unit?: 'bytes' }) => void;
  readonly signal: AbortSignal;
}

/** kiln.json as read: the user's pins over Kiln's own. */
export interface KilnConfig {
  readonly pythons: Readonly<Record<string, string>>; // minor → X.Y.Z
  readonly runtimes: RuntimeProvider;
  /** Build backends that Kiln's own pins lack, or other versions of them: by PEP 503 name. */
  readonly buildRequirements?: BuildPins;
}

/** Where runtimes come from: a decision, not a race (design.md §9). */
export type RuntimeProvider =
  /** `archives` pins versions that Kiln's own pins do not hold: what uv downloads, by exact Python version, then platform. */
  | {
      readonly provider: 'uv';
      readonly archives?: Readonly<
        Record<string, Readonly<Record<string, { readonly url: string; readonly sha256: string }>>>
      >;
    }
  /** `sum` is the go.sum `h1:` hash of the module by exact Python version. */
  | {
      readonly provider: 'go-module';
      readonly modules: Readonly<
        Record<string, { readonly module: string; readonly version: string; readonly sum: string }>
      >;
    }
  /** By exact Python version, then platform: a file or a folder, relative to the workspace; sha256 as `digestArchive` gives it. */
  | {
      readonly provider: 'archive';
      readonly archives: Readonly<
        Record<string, Readonly<Record<string, { readonly path: string; readonly sha256: string }>>>
      >;
    };

/** A relocatable Python for a platform, known before it is fetched. */
export interface Runtime {
  /** `3.14.6` */
  readonly version: string;
  readonly platform: PlatformId;
  /** Identity: version, platform, provider's digest. Folder of the resolved toolchain: bin/, lib/ … (no host path inside). */
  readonly toolchain: Toolchain;
}

/** The runtime of the host, used as an interpreter. Executable: `<folder>/bin/python3` (Windows: `python.exe`). */
export interface Interpreter {
  readonly version: string;
  /** Identity for stages whose result depends on X.Y.Z alone: `cpython-3.14.6`. Same folder as the host's runtime. */
  readonly toolchain: Toolchain;
}

/** uv, found on PATH or bootstrapped. Executable: `<folder>/uv`. Identity `uv-X.Y.Z`. */
export interface Uv {
  readonly version: string;
  readonly toolchain: Toolchain;
}
