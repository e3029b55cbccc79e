/** Interpreters of this machine: on PATH, and those that pyenv keeps. Only for targets that are not cached: no key knows them. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { KilnError } from '../model/errors';
import { minorOf, type PythonVersion, versionText } from '../model/pythons';
import { execute, findOnPath } from './exec';
import type { Interpreter, ToolchainContext } from './types';

export interface SystemPython extends Interpreter {
  /** Relative to the toolchain's folder: `bin/python3.13`. */
  readonly program: string;
  /** Folder of its shared libraries, relative likewise; absent where the system's loader finds them. */
  readonly libraries?: string;
}

const PROBE_MS = 10_000;
/** What an interpreter says about itself; the real one, not a virtual environment's link or a version manager's shim. */
const PROBE = `import json, os, sys
print(json.dumps([sys.implementation.name, list(sys.version_info[:3]), sys.version, sys.base_prefix,
    os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable), hasattr(sys, "abiflags") and "t" in sys.abiflags]))`;

interface Said {
  readonly implementation: string;
  readonly version: string;
  /** `sys.version`: says the build, too. */
  readonly build: string;
  readonly prefix: string;
  readonly executable: string;
  readonly freethreaded: boolean;
}

/**
 * The first interpreter of that implementation and version: PATH, then pyenv's folder.
 * @throws KilnError PYTHON_UNAVAILABLE naming where was looked
 */
export async function findSystemPython(wanted: PythonVersion, ctx: ToolchainContext): Promise<SystemPython> {
  const candidates = candidateFiles(wanted, ctx.env);
  for (const file of candidates) {
    const said = await probe(file, ctx);
    const program = said && relative(said.prefix, said.executable);
    if (said && isWanted(said, wanted) && program && !program.startsWith('..') && !isAbsolute(program)) {
      return systemPython(said, program);
    }
  }
  const name = `${wanted.implementation === 'pypy' ? 'PyPy' : 'CPython'} ${versionText(wanted)}`;
  throw new KilnError('PYTHON_UNAVAILABLE', `this machine has no ${name}`, {
    lines: candidates.length > 0 ? ['looked at:', ...candidates.map((file) => `  ${file}`)] : [],
    hint: 'install it so that it is on PATH, or let pyenv install it',
  });
}

function systemPython({ implementation, version, build, prefix }: Said, program: string): SystemPython {
  const hash = createHash('sha256').update(build).digest('hex').slice(0, 12);
  return {
    version,
    program,
    toolchain: { identity: `system-${implementation}-${version}-${hash}`, resolve: async () => prefix },
    // Builds of pyenv find theirs by an absolute path, which a sandbox does not show.
    ...(prefix !== '/usr' && existsSync(join(prefix, 'lib')) ? { libraries: 'lib' } : {}),
  };
}

function candidateFiles(wanted: PythonVersion, env: NodeJS.ProcessEnv): string[] {
  const base = wanted.implementation === 'pypy' ? 'pypy' : 'python';
  const names = [`${base}${minorOf(wanted)}`, `${base}3`, base];
  const root = env.PYENV_ROOT ?? join(env.HOME ?? homedir(), '.pyenv');
  const kept = join(root, 'versions');
  const managed = existsSync(kept) ? readdirSync(kept).sort().reverse() : [];
  return [
    ...names.flatMap((name) => findOnPath(name, env)),
    ...managed.map((version) => join(kept, version, 'bin', names[0] as string)).filter((file) => existsSync(file)),
  ];
}

async function probe(file: string, ctx: ToolchainContext): Promise<Said | undefined> {
  const env = Object.fromEntries(Object.entries(ctx.env).filter((entry): entry is [string, string] => !!entry[1]));
  const args = ['-I', '-S', '-c', PROBE];
  const { ok, stdout } = await execute({ file, args, cwd: homedir(), env, signal: ctx.signal, timeoutMs: PROBE_MS });
  return ok ? parseProbe(stdout) : undefined;
}

/** Something else on PATH may have the name of an interpreter and print what it likes. */
export function parseProbe(text: string): Said | undefined {
  try {
    const [implementation, version, build, prefix, executable, freethreaded] = JSON.parse(text);
    return { implementation, version: version.join('.'), build, prefix, executable, freethreaded };
  } catch {
    return undefined;
  }
}

/** @returns whether an interpreter is what was asked for, to the last number that was given */
export function isWanted(
  said: Pick<Said, 'implementation' | 'version' | 'freethreaded'>,
  wanted: PythonVersion,
): boolean {
  const version = `${said.version}.`;
  return (
    said.implementation === wanted.implementation &&
    said.freethreaded === wanted.freethreaded &&
    version.startsWith(`${versionText(wanted)}.`)
  );
}
