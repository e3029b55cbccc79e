/** Puts into words why an artefact did not start. */
import type { Ended } from '../engine/runner/process';
import { KilnError } from '../model/errors';
import type { Platform } from '../model/platforms';
import type { Start } from './start';
import { sysrootVariable } from './sysroot';

/** Lines of output that an error shows. */
const SHOWN = 20;

export interface Attempt {
  /** Path of the program in the artefact. */
  readonly executable: string;
  readonly platform: Platform;
  readonly start: Start;
  readonly timeoutS: number;
  /** Both streams as they came. */
  readonly output: string;
}

/** The error that an end stands for; undefined when the artefact ended by itself with exit code 0. */
export function smokeFailure(attempt: Attempt, ended: Ended): KilnError | undefined {
  const { executable, timeoutS, output, start } = attempt;
  if (ended.cancelled) {
    return new KilnError('CANCELLED', `${executable} was interrupted`);
  }
  const end = endInWords(ended, timeoutS);
  if (!end) {
    return undefined;
  }
  const lines = output.trimEnd().split('\n').slice(-SHOWN).filter(Boolean);
  const { name } = start.runner.kind === 'emulator' ? start.runner : { name: undefined };
  return new KilnError('SMOKE_FAILED', `${executable} ${end}${name ? ` (under ${name})` : ''}`, {
    lines: [...lines, `command: ${start.copyable}`],
    hint: likelyCause(attempt, ended) ?? 'run the command to see it fail; the artefact itself is left as it was built',
  });
}

function endInWords({ timedOut, startError, killedBy, exitCode }: Ended, timeoutS: number): string | undefined {
  if (timedOut) {
    return `did not end within ${timeoutS} s`;
  }
  if (startError) {
    return `could not be started: ${startError}`;
  }
  if (killedBy) {
    return `was ended by ${killedBy}`;
  }
  return exitCode === 0 ? undefined : `ended with exit code ${exitCode ?? '?'}`;
}

/** What wine says of a library that it does not find, except of one that it is told to do without. */
const WINE_MISSES = /err:module:import_dll Library (?!propsys)(\S+) \(which is needed by/i;

/** What usually lies behind an output, with the thing to do; the first that fits. */
export function likelyCause({ output, platform, start }: Attempt, ended: Ended): string | undefined {
  const found = (pattern: RegExp): string | undefined => pattern.exec(output)?.[1];
  if (ended.timedOut) {
    return 'give it arguments that make it end, such as args=["--version"], or a longer timeout';
  }
  const loader = found(/Could not open '([^']+)': No such file/);
  if (loader) {
    return `the emulator found no ${loader}: set ${sysrootVariable(platform)} to a folder that holds it`;
  }
  const glibc = found(/version [`'](GLIBC_[\d.]+)' not found/);
  if (glibc) {
    return `the C library that it ran with is older than ${glibc}: set maxGlibc to what the machines have`;
  }
  const library = found(/([\w.+-]+\.so[\w.]*): cannot open shared object file/);
  if (library) {
    const emulated = start.runner.kind === 'emulator' ? ` and not in the ${platform.id} libraries of this host` : '';
    return `${library} is not in the artefact${emulated}: no package that it is built from brings it`;
  }
  const module = found(/ModuleNotFoundError: No module named '([^']+)'/);
  if (module) {
    return `module ${module} is not in the artefact: add what provides it to [project].dependencies and lock again; one of a trimmed standard library to stdlibKeep`;
  }
  const dll = found(WINE_MISSES);
  if (dll) {
    return `${dll} is not in the artefact and not in wine: no package that it is built from brings it`;
  }
  if (/Exec format error/.test(output) || ended.startError === 'ENOEXEC') {
    return start.runner.kind === 'emulator' && !start.runner.children
      ? 'it starts another program, which this host refuses to emulate: user namespaces with binfmt_misc are needed (Linux 6.7 or newer)'
      : `it, or a program that it starts, is not for ${platform.id}`;
  }
  if (ended.killedBy === 'SIGILL' || /uncaught target signal 4 /.test(output)) {
    return 'it uses instructions that this CPU lacks: a package was built for newer CPUs only';
  }
  if (ended.startError === 'ENOENT') {
    return `its loader is not on this machine: is this a ${platform.id} system?`;
  }
  return ended.startError === 'EACCES' ? 'it is not executable: build it again, or check how it was copied' : undefined;
}
