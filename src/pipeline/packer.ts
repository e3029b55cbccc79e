/** Who packs one-file applications: the newest Python that there is, as the bytes depend on its zstd. */
import type { Toolchain } from '../engine/types';
import { KilnError } from '../model/errors';
import { PINS } from '../toolchain/pins';
import { interpreterFor } from '../toolchain/runtimes';
import { selectPython } from '../toolchain/select';
import type { ToolchainContext } from '../toolchain/types';

/** The first minor whose standard library has zstd. */
const PYTHON = '3.14';

/** @throws KilnError PYTHON_UNAVAILABLE */
export function packer(tools: ToolchainContext): Toolchain {
  return interpreterFor(packerVersion(tools.config), tools).toolchain;
}

/** @throws KilnError PYTHON_UNAVAILABLE that speaks of packing: the application may run on another Python */
export function packerVersion(config: ToolchainContext['config']): string {
  try {
    return selectPython({ requested: PYTHON }, config, PINS).version;
  } catch (cause) {
    const lines = cause instanceof KilnError ? cause.lines : [];
    throw new KilnError('PYTHON_UNAVAILABLE', `onefile packs with Python ${PYTHON}, which is not available`, {
      lines: [...lines, 'the application itself may run on another one'],
      hint: `pin ${PYTHON} in kiln.json ("pythons" and "runtimes", see docs/toolchains.md), or leave onefile out`,
      cause,
    });
  }
}
