/** Compiling the files of a tree, each alone: what bundles and the bytecode target share. */
import type { Action, Mapped, Source } from '../../../engine/types';
import type { BytecodeOptions } from '../../../model/options/bytecode';
import { scriptCommand, scriptMount } from '../helper-script';

/** What runs the worker, where it is not the pinned interpreter. */
export interface Compiler {
  /** Name of the toolchain. */
  readonly toolchain: string;
  /** Relative to the toolchain's folder: `bin/pypy3`. */
  readonly program: string;
  /** Folder of its shared libraries, relative likewise: builds of pyenv name theirs by absolute path. */
  readonly libraries?: string;
}

export interface Worker {
  /** Tree of all helper scripts. */
  readonly scripts: string;
  readonly optimize: number;
  /** Default `unchecked-hash`. */
  readonly invalidation?: BytecodeOptions['invalidation'];
  /** Seconds since 1970, for `timestamp`. */
  readonly sourceTime?: number | undefined;
  readonly compiler?: Compiler | undefined;
}

/** The long-lived worker that compiles single files. Its key holds X.Y.Z (by the interpreter's identity), never the host. */
export function pycWorker({
  scripts,
  optimize,
  invalidation = 'unchecked-hash',
  sourceTime,
  compiler,
}: Worker): Action {
  const time = sourceTime === undefined ? [] : [String(sourceTime)];
  const [program, ...rest] = scriptCommand('pyc_worker.py', String(optimize), invalidation, ...time);
  const folder = `{toolchain:${compiler?.toolchain}}`;
  return {
    kind: 'action',
    label: 'compile bytecode',
    argv: [compiler ? `${folder}/${compiler.program}` : (program as string), ...rest],
    env: {
      PYTHONHASHSEED: '0',
      ...(compiler?.libraries === undefined ? {} : { LD_LIBRARY_PATH: `${folder}/${compiler.libraries}` }),
    },
    mounts: [scriptMount(scripts, 'pyc_worker.py')],
    outputs: [],
    needs: { network: 'none' },
  };
}

export interface BytecodeStep extends Worker {
  readonly label: string;
  readonly over: Source;
  /** Path that tracebacks show before the file's own: relative to the artefact, never of the build machine. */
  readonly displayPrefix: string;
  /** Third parties ship templates and tests that are no valid Python: those stay as they are. */
  readonly onError: Mapped['onError'];
  readonly displayStrip?: string;
}

/** Every .py of a tree becomes a sourceless .pyc in its place; data stays. */
export function bytecodeStep({ label, over, displayPrefix, displayStrip, onError, ...worker }: BytecodeStep): Mapped {
  return {
    kind: 'mapped',
    label,
    worker: pycWorker(worker),
    over,
    rename: { from: '.py', to: '.pyc' },
    ...(displayStrip ? { displayStrip } : {}),
    displayPrefix,
    rest: 'keep',
    onError,
  };
}

const SUFFIX = ['', '.opt-1', '.opt-2'] as const;

/** `.cpython-314.opt-1.pyc`: how Python calls bytecode in `__pycache__`. */
export function cachedEnding(tag: string, optimize: number): string {
  return `.${tag.replace('cp', 'cpython-').replace('pp', 'pypy')}${SUFFIX[optimize]}.pyc`;
}
