import type { Action, Mapped, Source } from '../../../engine/types';
import type { BytecodeRequest, PlannedBuild, Tool } from '../../types';
import { scriptCommand, scriptMount } from '../helper-script';

/** The long-lived worker that compiles single files. Its key holds X.Y.Z (by the interpreter's identity), never the host. */
export function pycWorker(scripts: string, optimize: number): Action {
  return {
    kind: 'action',
    label: 'compile bytecode',
    argv: scriptCommand('pyc_worker.py', String(optimize), 'unchecked-hash'),
    env: { PYTHONHASHSEED: '0' },
    mounts: [scriptMount(scripts, 'pyc_worker.py')],
    outputs: [],
    needs: { network: 'none' },
  };
}

export interface BytecodeStep {
  readonly label: string;
  readonly over: Source;
  /** Path that tracebacks show before the file's own: relative to the artefact, never of the build machine. */
  readonly displayPrefix: string;
  readonly scripts: string;
  readonly optimize: number;
  /** Third parties ship templates and tests that are no valid Python: those stay as they are. */
  readonly onError: Mapped['onError'];
}

/** Every .py of a tree becomes a sourceless .pyc in its place; data stays. */
export function bytecodeStep({ label, over, displayPrefix, scripts, optimize, onError }: BytecodeStep): Mapped {
  return {
    kind: 'mapped',
    label,
    worker: pycWorker(scripts, optimize),
    over,
    rename: { from: '.py', to: '.pyc' },
    displayPrefix,
    rest: 'keep',
    onError,
  };
}

/** Bytecode of one project: what `nx run <project>:bytecode` writes. */
export const compileall = {
  name: 'compileall',
  stage: 'bytecode',
  supports: () => ({ how: 'native' }),
  plan({ application, assets, options }: BytecodeRequest): PlannedBuild {
    return {
      plan: {
        steps: {
          sources: {
            kind: 'assembly',
            label: `take ${application.project.name}`,
            place: application.trees.map((tree) => ({ from: { tree }, at: '' })),
          },
          bytecode: bytecodeStep({
            label: `compile ${application.project.name}`,
            over: { action: 'sources' },
            displayPrefix: '',
            scripts: assets.scripts,
            optimize: options.optimize,
            onError: 'fail',
          }),
        },
        result: 'bytecode',
      },
      texts: [],
    };
  },
} as const satisfies Tool<BytecodeRequest>;
