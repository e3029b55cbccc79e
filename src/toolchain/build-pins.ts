/** Build backends and what checks packages, by exact version and hash. The data is build-pins.json; `npm run pins` renews it. */
import pins from './build-pins.json';

/** By PEP 503 name, newest first; the shape is that of `PackagePins` in src/project/build-system. */
export type BuildPins = Readonly<
  Record<
    string,
    readonly { readonly version: string; readonly requires: readonly string[]; readonly wheels: readonly string[] }[]
  >
>;

export const BUILD_PINS: BuildPins = pins;
