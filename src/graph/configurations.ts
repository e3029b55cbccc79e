import { PLATFORM_IDS, PLATFORMS, type PlatformId, platformById } from '../model/platforms';

export interface PlatformConfiguration {
  readonly platform: PlatformId;
}

/** Aliases are CPUs and systems; other spellings are suggested, not accepted, so that a project has one name per thing. */
const CPUS = [...new Set(PLATFORMS.map(({ cpu }) => cpu))];
const SYSTEMS = [...new Set(PLATFORMS.map(({ os }) => os))];

/**
 * A configuration for every platform and alias. An alias means the first *declared* platform with that CPU or system,
 * else the one on Linux, else the table's first; the host is never asked, so laptop and CI mean the same.
 * @param declared `[tool.kiln].platforms`
 */
export function platformConfigurations(declared: readonly PlatformId[]): Record<string, PlatformConfiguration> {
  const chosen = declared.flatMap((id) => platformById(id) ?? []);
  const alias = (fits: (platform: (typeof PLATFORMS)[number]) => boolean): PlatformId =>
    (
      chosen.find((p) => PLATFORMS.some((row) => row.id === p.id && fits(row))) ??
      PLATFORMS.find((p) => p.os === 'linux' && fits(p)) ??
      (PLATFORMS.find(fits) as (typeof PLATFORMS)[number])
    ).id;
  return Object.fromEntries([
    ...PLATFORM_IDS.map((id) => [id, { platform: id }] as const),
    ...CPUS.map((cpu) => [cpu, { platform: alias((p) => p.cpu === cpu) }] as const),
    ...SYSTEMS.map(
      (os) =>
        [os, { platform: os === 'macos' ? macos(chosen.map(({ id }) => id)) : alias((p) => p.os === os) }] as const,
    ),
  ]);
}

/** Without a declaration macOS means the CPU that Apple sells. */
function macos(declared: readonly PlatformId[]): PlatformId {
  return declared.find((id) => platformById(id)?.os === 'macos') ?? 'macos-arm64';
}

/** Names that mean a platform wherever a project has an application. */
export const PLATFORM_CONFIGURATION_NAMES: readonly string[] = Object.keys(platformConfigurations([]));
