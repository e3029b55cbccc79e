/** Provider `uv`: the archives that `uv python install` takes, or what kiln.json pins, by URL and sha256. Pure. */
import type { ArchivePin, Pins } from '../pins';
import type { RuntimeProvider } from '../types';

type UvProvider = Extract<RuntimeProvider, { provider: 'uv' }>;

/** The archive of an exact version; kiln.json wins over Kiln's pins. */
export function uvArchive(
  provider: UvProvider,
  pins: Pick<Pins, 'pythons'>,
  version: string,
  platform: string,
): ArchivePin | undefined {
  const pinned = Object.values(pins.pythons).find((python) => python.version === version);
  return provider.archives?.[version]?.[platform] ?? pinned?.archives[platform];
}
