import type { Action, Source } from '../../../engine/types';
import { minorOf, parsePython } from '../../../model/pythons';
import { scriptCommand, scriptMount } from '../helper-script';

/**
 * Writes the launcher's configuration: where libpython is and what is on `sys.path`. Folders named by `.pth` files of
 * packages are folded in, so that nothing has to read those files at start-up.
 * @param pth step whose tree holds the site's top-level `.pth` files; absent without third-party packages
 */
export function launchConfigStep(scripts: string, python: string, pth: Source | undefined): Action {
  const version = parsePython(python);
  if (!version) {
    throw new Error(`not a python tag: ${python}`);
  }
  return {
    kind: 'action',
    label: 'write launch.cfg',
    argv: scriptCommand('launch_cfg.py', minorOf(version), 'out', ...(pth ? ['in/site'] : [])),
    env: { PYTHONHASHSEED: '0' },
    mounts: [scriptMount(scripts, 'launch_cfg.py'), ...(pth ? [{ at: 'in/site', from: pth }] : [])],
    outputs: ['out'],
    needs: { network: 'none' },
  };
}
