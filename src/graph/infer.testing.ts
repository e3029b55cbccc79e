import { memoryDisk } from '../project/disk';
import { FILES } from '../project/workspace.testing';
import type { FingerprintCommands } from './fingerprint-commands';
import { inferProjects } from './infer';
import type { KilnPluginOptions } from './plugin-options';

/** Infers the projects of the fixture workspace on linux-x64. */
export function inferFixture(
  changes: Readonly<Record<string, string>> = {},
  options: KilnPluginOptions = {},
  commands: FingerprintCommands = { runners: 'node runners.js' },
) {
  const files = { ...FILES, ...changes };
  const manifests = Object.keys(files).filter((file) => file.endsWith('pyproject.toml'));
  return inferProjects(manifests, options, memoryDisk(files), {
    host: 'linux-x64',
    commands,
  });
}
