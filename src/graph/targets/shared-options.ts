import type { PlatformId } from '../../model/platforms';
import type { KilnTable } from '../../project/kiln-table';

/** Resolved at graph time, so that the key says it. */
export function platformOption(host: PlatformId | undefined): { platform?: PlatformId } {
  return host ? { platform: host } : {};
}

/** One declared Python is the Python; of several, the executor takes what it finds by itself. */
export function pythonOption({ pythons }: KilnTable): { python?: string } {
  const [only, ...others] = pythons;
  return only !== undefined && others.length === 0 ? { python: only } : {};
}
