/** Jest's global set-up of the end-to-end tests: the folder of a run, which goes with it unless KILN_E2E_KEEP is set. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function makeRunFolder(): void {
  process.env.KILN_E2E_ROOT = realpathSync(mkdtempSync(join(tmpdir(), 'kiln-e2e-')));
}

export function removeRunFolder(): void {
  if (!process.env.KILN_E2E_KEEP) {
    rmSync(process.env.KILN_E2E_ROOT as string, { recursive: true, force: true, maxRetries: 3 });
  }
}
