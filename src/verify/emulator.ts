/** Finds the program that runs another platform's programs on this host. */
import { KilnError } from '../model/errors';
import type { Platform, PlatformId } from '../model/platforms';
import { canRunUnderWine } from '../model/runners';
import { onPath } from './on-path';
import { platformOf } from './policy';
import { runnerVersion } from './runner-version';
import { sysrootPlaces } from './sysroot';

export interface Emulator {
  /** `qemu-aarch64`, also where the program is called `qemu-aarch64-static`. */
  readonly name: string;
  /** Absolute path of the program. */
  readonly path: string;
  /** `7.2.22` */
  readonly version: string;
  /** CPU model that is asked for; the default model makes Python eight times slower on arm64. */
  readonly cpu: string;
  /** Folders that may hold the platform's loader and C library, best first. */
  readonly sysroots: readonly string[];
}

/**
 * qemu-user for a platform, from PATH; the static build first, as it needs nothing of the root that it runs in.
 * @param env the user's environment: PATH and KILN_SYSROOT_<CPU>
 * @returns undefined where the platform has none or it is not installed
 * @throws KilnError EMULATOR_MISSING when it is there and does not tell its version
 */
export function findEmulator(id: PlatformId, env: NodeJS.ProcessEnv): Emulator | undefined {
  const platform = platformOf(id);
  if (!platform.qemu) {
    return undefined;
  }
  const name = `qemu-${platform.qemu.name}`;
  const path = [`${name}-static`, name].flatMap((file) => onPath(file, env.PATH ?? ''))[0];
  return path
    ? {
        name,
        path,
        version: runnerVersion(path, /version (\d+(?:\.\d+)+)/, {}),
        cpu: platform.qemu.cpu,
        sysroots: sysrootPlaces(platform, env),
      }
    : undefined;
}

/** @returns the error for a host that has no emulator for a platform: which one, and how to get it */
export function emulatorMissing(platform: Platform, host: PlatformId): KilnError {
  if (canRunUnderWine(platform, platformOf(host))) {
    return new KilnError('EMULATOR_MISSING', `wine is not installed, which runs ${platform.id} here`, {
      hint: 'apt-get install wine (Debian, Ubuntu), or put wine and wineserver on PATH',
    });
  }
  return platform.qemu && host.startsWith('linux')
    ? new KilnError('EMULATOR_MISSING', `qemu-${platform.qemu.name} is not installed, which runs ${platform.id} here`, {
        hint: 'apt-get install qemu-user-static (Debian, Ubuntu), or put it on PATH',
      })
    : new KilnError('EMULATOR_MISSING', `there is no emulator that runs ${platform.id} on ${host}`, {
        hint: `run this target on ${platform.id}, or set minimumLevel=linked to record that it was built and checked, and not started`,
      });
}
