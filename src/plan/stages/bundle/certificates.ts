/** CA certificates and time zones: what of them is the system's, and what has to be in the lock. */
import { KilnError } from '../../../model/errors';
import type { FreezeOptions } from '../../../model/options/freeze';
import type { Platform } from '../../../model/platforms';
import type { CertificateSearch } from './boot';

const CERTIFI = 'site/certifi/cacert.pem';

/**
 * What boot files do before the application starts; undefined where nothing is to be done. Python reads the certificates
 * of Windows itself.
 * @param packages names of the locked packages, normalised
 * @throws KilnError PROJECT_INCOMPLETE where certificates are to be bundled and certifi is not locked
 */
export function certificateSearch(
  { certificates }: Pick<FreezeOptions, 'certificates'>,
  packages: readonly string[],
  { os }: Pick<Platform, 'os'>,
): CertificateSearch | undefined {
  const isThere = packages.includes('certifi');
  if (certificates === 'bundled') {
    if (!isThere) {
      throw lacking('certificates=bundled', 'certifi');
    }
    return undefined;
  }
  return certificates === 'system' || os === 'windows' ? undefined : isThere ? { bundled: CERTIFI } : {};
}

/** Lines of launch.cfg that go with it: `certificates=bundled` is a default like any other. */
export function certificateEnv({ certificates }: Pick<FreezeOptions, 'certificates'>): string[] {
  return certificates === 'bundled' ? [`SSL_CERT_FILE={bundle}/${CERTIFI}`] : [];
}

/** @throws KilnError PROJECT_INCOMPLETE where time zones are to be bundled and tzdata is not locked */
export function assertTimezones(options: Pick<FreezeOptions, 'timezones'>, packages: readonly string[]): void {
  if (options.timezones === 'bundled' && !packages.includes('tzdata')) {
    throw lacking('timezones=bundled', 'tzdata');
  }
}

function lacking(option: string, name: string): KilnError {
  return new KilnError('PROJECT_INCOMPLETE', `${option} needs the package ${name}, which the lock does not have`, {
    hint: `add it to the project's dependencies, for example \`uv add ${name}\``,
  });
}
