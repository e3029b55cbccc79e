import type { Mount } from '../../engine/types';

/** Runs one of Kiln's helper scripts on the pinned interpreter: isolated, without site, writing no bytecode, in UTF-8. */
export function scriptCommand(script: string, ...args: readonly string[]): string[] {
  return scriptCommandOn('python', script, ...args);
}

/** The same on another interpreter than the artefact's, by the name of its toolchain. */
export function scriptCommandOn(toolchain: string, script: string, ...args: readonly string[]): string[] {
  return [`{toolchain:${toolchain}}/bin/python3`, '-I', '-S', '-B', '-X', 'utf8', `in/${script}`, ...args];
}

/** @param scripts tree of all helper scripts; only the named one enters the key */
export function scriptMount(scripts: string, script: string): Mount {
  return { at: `in/${script}`, from: { tree: scripts, path: script } };
}
