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

/** One line per platform that something here can start: `linux-arm64 qemu-aarch64 version 7.2.22 cortex-a72`. */
export function describeRunners(
  host: string | undefined,
  rows: readonly PlatformRow[],
  versionOf: (program: string) => string | undefined,
): string[] {
  return rows.flatMap(({ id, qemu, state }) => {
    if (state !== 'built') {
      return [];
    }
    if (id === host) {
      return [`${id} native`];
    }
    const version = qemu && (versionOf(`qemu-${qemu.name}-static`) ?? versionOf(`qemu-${qemu.name}`));
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
