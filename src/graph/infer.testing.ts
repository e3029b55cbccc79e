import { memoryDisk } from '../project/disk';
import { FILES } from '../project/workspace.testing';
import type { FingerprintCommands } from './fingerprint-commands';
import { inferProjects } from './infer';
import type { KilnPluginOptions } from './plugin-options';

export const COMMANDS: FingerprintCommands = {
  runners: 'node runners.js',
  version: (_git, root) => `node version.js ${root}`,
  packed: (question, root, within) => ['node packed.js', question, root, ...within].join(' '),
  around: (folders) => ['node around.js', ...folders].join(' '),
};

/** Infers the projects of the fixture workspace on linux-x64. */
export function inferFixture(
  changes: Readonly<Record<string, string>> = {},
  options: KilnPluginOptions = {},
  commands: FingerprintCommands = COMMANDS,
) {
  const files = { ...FILES, ...changes };
  const manifests = Object.keys(files).filter((file) => file.endsWith('pyproject.toml'));
  return inferProjects(manifests, options, memoryDisk(files), {
    host: 'linux-x64',
    commands,
  });
}

/** With the named inputs that only shorten the target written out. */
export function inputsOf(root: string, name: string, inferred = inferFixture()): unknown[] {
  const { targets, namedInputs } = inferred.projects.get(root)?.node ?? {};
  const expand = (input: unknown): unknown[] =>
    typeof input === 'string' && /Inputs$|^kiln(Environment|Generated|Package|Version)$/.test(input)
      ? (namedInputs?.[input] ?? []).flatMap(expand)
      : [input];
  return (targets?.[name]?.inputs ?? []).flatMap(expand);
}
