/** Which isolation this host can give: found out by running it, because having bubblewrap does not mean it may run. */
import { constants } from 'node:fs';
import { access, lstat, mkdtemp, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { KilnError } from '../../model/errors';
import { SYSTEM_PATH } from './command';
import { startProcess } from './process';
import { SYSTEM_ROOTS, type SystemRoot, sandboxArguments } from './sandbox';

export type Host =
  | { readonly isolation: 'bubblewrap'; readonly program: string; readonly roots: readonly SystemRoot[] }
  | { readonly isolation: 'directory' };

/** `KILN_SANDBOX`: `off` takes the plain directory, `require` makes a host without bubblewrap an error. */
export type SandboxWish = 'auto' | 'off' | 'require';

/** @throws KilnError OPTION_INVALID on another value */
export function sandboxWish(env: NodeJS.ProcessEnv): SandboxWish {
  const value = env.KILN_SANDBOX ?? '';
  if (value === '' || value === 'auto') {
    return 'auto';
  }
  if (value === 'off' || value === 'require') {
    return value;
  }
  throw new KilnError('OPTION_INVALID', `KILN_SANDBOX is ${JSON.stringify(value)}`, {
    hint: 'it can be off, require or auto',
  });
}

/**
 * @param env the user's environment: PATH, where bubblewrap is looked for, and KILN_SANDBOX
 * @throws KilnError TOOL_MISSING when KILN_SANDBOX=require and bubblewrap does not run here
 */
export async function chooseHost(env: NodeJS.ProcessEnv): Promise<Host> {
  const wish = sandboxWish(env);
  if (wish === 'off') {
    return { isolation: 'directory' };
  }
  const program = process.platform === 'linux' ? await findProgram('bwrap', env.PATH ?? '') : undefined;
  const probed = program === undefined ? { refusal: 'bwrap is not on PATH' } : await probeOnce(program);
  if ('host' in probed) {
    return probed.host;
  }
  if (wish === 'require') {
    throw new KilnError('TOOL_MISSING', `KILN_SANDBOX=require, but bubblewrap does not run here: ${probed.refusal}`, {
      hint: 'install bubblewrap, allow user namespaces, or unset KILN_SANDBOX',
    });
  }
  return { isolation: 'directory' };
}

type Probed = { readonly host: Host } | { readonly refusal: string };

/** One probe per process and program; another file at the same path is another program. */
const probes = new Map<string, Promise<Probed>>();

async function probeOnce(program: string): Promise<Probed> {
  const { mtimeMs, size, ino } = await stat(program);
  const identity = `${program} ${mtimeMs} ${size} ${ino}`;
  const known = probes.get(identity) ?? probe(program);
  probes.set(identity, known);
  return known;
}

/** Runs what a real action runs: the same namespaces and mounts. */
async function probe(program: string): Promise<Probed> {
  const roots = await systemRoots();
  const work = await mkdtemp(join(tmpdir(), 'kiln-probe-'));
  let said = '';
  try {
    const { ended } = startProcess({
      file: program,
      args: [
        ...sandboxArguments({ roots, network: false, work, inputs: [], caches: [], toolchains: [], exposed: [] }),
        ...['/bin/sh', '-c', ':'],
      ],
      cwd: work,
      env: { PATH: SYSTEM_PATH },
      stdin: 'closed',
      onStdout: () => undefined,
      onStderr: (chunk) => {
        said += chunk.toString();
      },
      signal: new AbortController().signal,
      timeoutMs: 10_000,
    });
    const { exitCode, startError } = await ended;
    return exitCode === 0
      ? { host: { isolation: 'bubblewrap', program, roots } }
      : { refusal: said.trim().split('\n')[0] || (startError ?? `exit code ${exitCode}`) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function systemRoots(): Promise<SystemRoot[]> {
  const roots: SystemRoot[] = [];
  for (const path of SYSTEM_ROOTS) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink()) {
      roots.push({ path, link: await readlink(path) });
    } else if (found?.isDirectory()) {
      roots.push({ path });
    }
  }
  return roots;
}

async function findProgram(name: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((part) => part.startsWith('/'))) {
    const file = join(folder, name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) {
      return file;
    }
  }
  return undefined;
}
