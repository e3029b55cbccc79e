/**
 * A program: prints which runners this machine has for artefacts. Nx hashes what it prints and ignores how it ends, so
 * it writes nothing else, and something random where it cannot tell: such a result is shared with nobody.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { thisHost } from '../model/host';
import { PLATFORMS, type PlatformRow } from '../model/platforms';
import { canRunUnderWine, WINE_PROGRAMS } from '../model/runners';

/** One line per platform that something here can start: `linux-arm64 qemu-aarch64 version 7.2.22 cortex-a72`. */
export function describeRunners(
  host: string | undefined,
  rows: readonly PlatformRow[],
  versionOf: (program: string) => string | undefined,
): string[] {
  const hostRow = rows.find(({ id }) => id === host);
  const firstVersion = (programs: readonly string[]): string | undefined => {
    for (const program of programs) {
      const version = versionOf(program);
      if (version) {
        return version;
      }
    }
    return undefined;
  };
  return rows.flatMap((row) => {
    const { id, qemu, state } = row;
    if (state !== 'built') {
      return [];
    }
    if (id === host) {
      return [`${id} native`];
    }
    if (canRunUnderWine(row, hostRow)) {
      return [`${id} ${firstVersion(WINE_PROGRAMS) ?? 'none'}`];
    }
    const version = qemu && firstVersion([`qemu-${qemu.name}-static`, `qemu-${qemu.name}`]);
    return qemu && version ? [`${id} ${version} ${qemu.cpu}`] : [`${id} none`];
  });
}

/** First line of `--version` of a program on PATH; `undefined` where there is none. */
function versionOnPath(program: string): string | undefined {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  return (
    found &&
    execFileSync(found, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0]
  );
}

if (require.main === module) {
  try {
    process.stdout.write(`${describeRunners(thisHost()?.id, PLATFORMS, versionOnPath).join('\n')}\n`);
  } catch {
    process.stdout.write(`unknown ${randomUUID()}\n`);
  }
}
