/** Which programs start another platform's artefacts on a host, beside the emulators in the table of platforms. */
import type { PlatformRow } from './platforms';

/** wine's loader, best first: where both are installed, `wine` may be the one for 32 bits. */
export const WINE_PROGRAMS = ['wine64', 'wine'] as const;

/** wine runs Windows programs of the host's own CPU, on Linux. */
export function canRunUnderWine(
  platform: Pick<PlatformRow, 'os' | 'cpu'>,
  host: Pick<PlatformRow, 'os' | 'cpu'> | undefined,
): boolean {
  return platform.os === 'windows' && host?.os === 'linux' && host.cpu === platform.cpu && platform.cpu === 'x64';
}
