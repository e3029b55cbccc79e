/** launch.cfg, what a bundle's launchers read (launcher/config.h). */
import type { Action, Source } from '../../../engine/types';
import { minorOf, type PythonTag, parsePython } from '../../../model/pythons';
import { scriptCommand, scriptMount } from '../helper-script';
import type { Places } from './places';

export const LAUNCH_CONFIG = 'launch.cfg';

/** What a launcher starts that is not called as one of `entries`. */
export const BOOT = 'boot.pyc';

export interface LaunchConfig {
  readonly python: PythonTag;
  readonly places: Pick<Places, 'library' | 'stdlib' | 'dynload'>;
  /** Names of further launchers; each starts `boot/<name>.pyc`. */
  readonly entries: readonly string[];
  /** `NAME=value`: defaults that the user's environment overrides. `{bundle}` in a value is the bundle's folder. */
  readonly env: readonly string[];
  readonly flags: readonly string[];
  /** Filters as Python's -W takes them. */
  readonly warnings: readonly string[];
}

/** The lines that need no look at packages: without those it is the whole file. */
export function launchConfig({ python, places, entries, env, flags, warnings }: LaunchConfig): string {
  const version = parsePython(python);
  if (!version) {
    throw new Error(`not a python tag: ${python}`);
  }
  const lines: readonly (readonly [string, string])[] = [
    ['python', minorOf(version)],
    ['lib', places.library],
    ['boot', BOOT],
    ...entries.map((name) => ['entry', `${name} boot/${name}.pyc`] as const),
    ['prefix', 'runtime'],
    ['stdlib', places.stdlib],
    ...env.map((value) => ['env', value] as const),
    ...flags.map((flag) => ['flag', flag] as const),
    ...warnings.map((filter) => ['warn', filter] as const),
    ['path', places.dynload],
    ['path', 'app'],
  ];
  const text = lines.map(([key, value]) => `${key} ${value}\n`).join('');
  return `# Read by the launcher beside this file; relative to this folder.\n${text}`;
}

/**
 * Adds the packages and the folders that their `.pth` files name, so that nothing has to read those files at start-up.
 * @param base tree of the file without them
 * @param pth step whose tree holds the site's top-level `.pth` files
 */
export function launchConfigStep(scripts: string, base: string, pth: Source): Action {
  return {
    kind: 'action',
    label: 'write launch.cfg',
    argv: scriptCommand('launch_cfg.py', `in/${LAUNCH_CONFIG}`, 'in/site', 'out'),
    env: { PYTHONHASHSEED: '0' },
    mounts: [
      scriptMount(scripts, 'launch_cfg.py'),
      { at: `in/${LAUNCH_CONFIG}`, from: { tree: base, path: LAUNCH_CONFIG } },
      { at: 'in/site', from: pth },
    ],
    outputs: ['out'],
    needs: { network: 'none' },
  };
}
