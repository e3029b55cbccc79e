/** Which interpreters compile: the one of the project, or several by name. */
import type { Toolchain } from '../engine/types';
import { KilnError } from '../model/errors';
import { type BytecodeOptions, SYSTEM } from '../model/options/bytecode';
import { minorOf, type PythonVersion, parsePython, pythonTag, versionText } from '../model/pythons';
import type { BytecodePython } from '../plan/types';
import { PINS } from '../toolchain/pins';
import { interpreterFor } from '../toolchain/runtimes';
import { selectPython } from '../toolchain/select';
import { findSystemPython } from '../toolchain/system-pythons';
import type { Session } from './session';
import { choosePython, type Subject } from './subject';

export interface CompilingPythons {
  readonly pythons: readonly BytecodePython[];
  /** By the names that the plan has; `python` is always there, for what does not depend on a version. */
  readonly toolchains: Readonly<Record<string, Toolchain>>;
}

/** @throws KilnError PYTHON_UNAVAILABLE; OPTION_INVALID for this machine's interpreters in a target whose results Nx keeps */
export async function compilingPythons(
  { python, pythons }: Pick<BytecodeOptions, 'python' | 'pythons'>,
  subject: Subject,
  session: Session,
): Promise<CompilingPythons> {
  const { config } = session.tools;
  const main = pythons.length === 0 ? choosePython(subject, session, python) : selectPython({}, config, PINS);
  const named = pythons.length === 0 ? [] : pythons;
  const found = await Promise.all(named.map((name) => onePython(name, main.version, subject, session)));
  return {
    pythons: pythons.length === 0 ? [main] : found.map(({ python: one }) => one),
    toolchains: {
      python: interpreterFor(main.version, session.tools).toolchain,
      ...Object.fromEntries(found.flatMap(({ python: { tag }, toolchain }) => (toolchain ? [[tag, toolchain]] : []))),
    },
  };
}

interface Found {
  readonly python: BytecodePython;
  readonly toolchain?: Toolchain;
}

async function onePython(name: string, main: string, subject: Subject, session: Session): Promise<Found> {
  const wanted = parsePython(name.replace(SYSTEM, '')) as PythonVersion;
  const tag = pythonTag(wanted);
  if (name.startsWith(SYSTEM) || wanted.implementation === 'pypy') {
    refuseCached(name, session);
    const { version, toolchain, program, libraries } = await findSystemPython(wanted, session.tools);
    const compiler = { toolchain: tag, program, ...(libraries === undefined ? {} : { libraries }) };
    return { python: { tag, version, compiler }, toolchain };
  }
  const text = wanted.patch === undefined ? minorOf(wanted) : versionText(wanted);
  const { version } = choosePython(subject, session, text);
  if (version === main) {
    return { python: { tag, version } };
  }
  const { toolchain } = interpreterFor(version, session.tools);
  return { python: { tag, version, compiler: { toolchain: tag, program: 'bin/python3' } }, toolchain };
}

/** Another machine has another one by that name, and would be served this one's bytecode. */
function refuseCached(name: string, { cached }: Session): void {
  if (cached) {
    throw new KilnError(
      'OPTION_INVALID',
      `pythons: ${name} is an interpreter of this machine, which no cache key knows`,
      {
        hint: 'name it in [tool.kiln.bytecode] of pyproject.toml, which makes the target uncached; or set "cache": false',
      },
    );
  }
}
