/** What Kiln fetches by exact version and hash. The data is pins.json; `npm run pins` renews it. */
import pins from './pins.json';

export interface WheelPin {
  readonly version: string;
  /** Host → sha256 of each of its wheels. */
  readonly wheels: Readonly<Record<string, readonly string[]>>;
}

export interface ArchivePin {
  readonly url: string;
  readonly sha256: string;
}

export interface ModulePin {
  readonly module: string;
  readonly version: string;
  /** go.sum's `h1:` hash. */
  readonly sum: string;
}

export interface Pins {
  readonly uv: WheelPin;
  readonly zig: WheelPin;
  /** Minor → the exact version, and where uv finds it, by platform. */
  readonly pythons: Readonly<
    Record<string, { readonly version: string; readonly archives: Readonly<Record<string, ArchivePin>> }>
  >;
  /** Exact Python version → the Go module that carries it. */
  readonly goModules: Readonly<Record<string, ModulePin>>;
}

export const PINS: Pins = pins;
