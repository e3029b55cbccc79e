/** What a story can do and check besides running commands. Paths are relative to its workspace. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { bumpLock, bumpWorkspace } from './bump';
import { lockWith } from './bump-managers';
import { signalGroup } from './processes';
import type { PythonIndex } from './python-index';
import { openIndex, type Stage, writeFiles } from './stage';
import { tinyProject } from './tiny';

interface Verb {
  readonly arguments: number;
  /** @throws Error saying what is not as the story wants it */
  run(stage: Stage, args: readonly string[], body: string): void | Promise<void>;
}

/** ELF's e_machine, as `file` says it. */
const MACHINES: Readonly<Record<number, string>> = { 62: 'x86-64', 183: 'aarch64' };

/** System and CPU of a Windows or macOS program; undefined for what is neither. */
export function foreignPlatform(bytes: Buffer): string | undefined {
  if (bytes.length > 64 && bytes.subarray(0, 2).toString('latin1') === 'MZ') {
    const header = bytes.readUInt32LE(0x3c);
    return bytes.readUInt32BE(header) === 0x50450000 && bytes.readUInt16LE(header + 4) === 0x8664
      ? 'windows-x64'
      : undefined;
  }
  const isMacho = bytes.length > 8 && bytes.readUInt32BE(0) === 0xcffaedfe;
  return isMacho ? { 0x01000007: 'macos-x64', 0x0100000c: 'macos-arm64' }[bytes.readUInt32LE(4)] : undefined;
}

const at = (stage: Stage, path = '') => (isAbsolute(path) ? path : join(stage.workspace, path));

function want(condition: boolean, message: string): void {
  if (!condition) {
    throw new Error(message);
  }
}

/** Files with type, executable bit and content, so that two folders can be compared in one line. */
export function listing(path: string, below = ''): string[] {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info?.isDirectory()) {
    const bytes = info ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'absent';
    return [`${below || '.'} ${info && info.mode & 0o111 ? 'x' : '-'} ${bytes}`];
  }
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = below ? `${below}/${entry.name}` : entry.name;
      return entry.isSymbolicLink()
        ? [`${name} -> ${readlinkSync(join(path, entry.name))}`]
        : listing(join(path, entry.name), name);
    });
}

function differences(a: readonly string[], b: readonly string[]): string[] {
  const [inA, inB] = [new Set(a), new Set(b)];
  return [...a.filter((line) => !inB.has(line)), ...b.filter((line) => !inA.has(line))];
}

function compare(stage: Stage, [a, b]: readonly string[], same: boolean): void {
  want(existsSync(at(stage, a)) && existsSync(at(stage, b)), `${a} and ${b} must exist`);
  const different = differences(listing(at(stage, a)), listing(at(stage, b)));
  const shown = different.slice(0, 6).join('\n');
  want((different.length === 0) === same, `${a} and ${b} ${same ? `differ:\n${shown}` : 'are the same'}`);
}

/** Looks a dotted key up. */
function lookUp(value: unknown, key: string): unknown {
  return key.split('.').reduce((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}

function indexOf({ servers }: Stage): PythonIndex {
  const [server] = servers;
  want(server !== undefined, 'there is no index yet');
  return server as PythonIndex;
}

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Command lines of processes whose working folder or arguments lie in the story's folder. */
function processesBelow(folder: string): string[] {
  const root = realpathSync(folder);
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        return command !== '' && (command.includes(root) || cwd.startsWith(root)) ? [`${pid} ${command}`] : [];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
}

export const VERBS: Readonly<Record<string, Verb>> = {
  write: { arguments: 1, run: (stage, [path], body) => writeFiles(stage.workspace, { [path as string]: body }) },
  append: { arguments: 1, run: (stage, [path], body) => appendFile(at(stage, path), body) },
  replace: {
    arguments: 3,
    async run(stage, [path, from, to]) {
      const text = await readFile(at(stage, path), 'utf8');
      want(text.includes(from as string), `${path} does not hold ${from}`);
      await writeFile(
        at(stage, path),
        text.replace(from as string, () => to as string),
      );
    },
  },
  remove: { arguments: 1, run: (stage, [path]) => rmSync(at(stage, path), { recursive: true, force: true }) },
  copy: {
    arguments: 2,
    run: (stage, [from, to]) => cp(at(stage, from), at(stage, to), { recursive: true, verbatimSymlinks: true }),
  },
  env: {
    arguments: 1,
    run(stage, [assignment = '']) {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(assignment) ?? [];
      want(name !== undefined, `env takes NAME=value, not ${assignment}`);
      stage.env[name as string] = value;
    },
  },
  exists: { arguments: 1, run: (stage, [path]) => want(existsSync(at(stage, path)), `${path} does not exist`) },
  missing: { arguments: 1, run: (stage, [path]) => want(!existsSync(at(stage, path)), `${path} exists`) },
  'same-bytes': { arguments: 2, run: (stage, args) => compare(stage, args, true) },
  'other-bytes': { arguments: 2, run: (stage, args) => compare(stage, args, false) },
  remember: {
    arguments: 1,
    run: (stage, [path = '']) => void stage.remembered.set(path, listing(at(stage, path)).join('\n')),
  },
  unchanged: {
    arguments: 1,
    run(stage, [path = '']) {
      const before = stage.remembered.get(path)?.split('\n') ?? [];
      const changed = differences(before, listing(at(stage, path)));
      want(before.length > 0 && changed.length === 0, `${path} changed:\n${changed.slice(0, 6).join('\n')}`);
    },
  },
  json: {
    arguments: 3,
    run(stage, [path, key = '', wanted]) {
      const value = lookUp(JSON.parse(readFileSync(at(stage, path), 'utf8')), key);
      const found = typeof value === 'string' ? value : String(JSON.stringify(value));
      want(found === wanted, `${path}: ${key} is ${found}, not ${wanted}`);
    },
  },
  elf: {
    arguments: 2,
    run(stage, [path, wanted]) {
      const bytes = readFileSync(at(stage, path));
      want(bytes.subarray(0, 4).toString('latin1') === '\x7fELF', `${path} is no ELF file`);
      const found = MACHINES[bytes.readUInt16LE(18)] ?? 'something else';
      want(found === wanted, `${path} is for ${found}, not ${wanted}`);
    },
  },
  /** `binary p windows-x64`, `macos-x64` or `macos-arm64`: what a program is for, whatever its name. */
  binary: {
    arguments: 2,
    run(stage, [path, wanted]) {
      const found = foreignPlatform(readFileSync(at(stage, path)));
      want(found === wanted, `${path} is for ${found ?? 'something else'}, not ${wanted}`);
    },
  },
  /** `forget nx`: Nx's cache; `forget kiln`: what Kiln's store holds, tools stay. */
  forget: {
    arguments: 1,
    run(stage, [what]) {
      want(what === 'nx' || what === 'kiln', `forget takes nx or kiln, not ${what}`);
      const folders =
        what === 'nx'
          ? [stage.env.NX_CACHE_DIRECTORY as string, stage.env.NX_WORKSPACE_DATA_DIRECTORY as string]
          : readdirSync(stage.variables.cache as string)
              .filter((name) => name !== 'tools' && name !== 'caches')
              .map((name) => join(stage.variables.cache as string, name));
      for (const folder of folders) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  },
  /** Starts the local package index, `plain` or `tls`. */
  index: { arguments: 1, run: (stage, [kind = '']) => openIndex(stage, kind) },
  /** Makes apps/tiny depend on one package of the local index, lock included. */
  locked: { arguments: 1, run: (stage, [name = '']) => writeFiles(stage.workspace, tinyProject([name])) },
  /** Two applications, a library and TypeScript in the words of a manager; a lock of uv's is there, others come by `locks`. */
  'two-apps': {
    arguments: 1,
    run: (stage, [manager = '']) => writeFiles(stage.workspace, bumpWorkspace(manager, stage.variables.index ?? '')),
  },
  /** `locks pdm`: both applications are locked, by the real tool. */
  locks: {
    arguments: 1,
    async run(stage, [manager = '']) {
      await lockWith(stage, 'apps/one', manager);
      await lockWith(stage, 'apps/two', manager);
    },
  },
  /** `bump pdm kiln-tested`: the tool brings the package up to date in the lock of the first application. */
  bump: {
    arguments: 2,
    run: (stage, [manager = '', name = '']) => lockWith(stage, 'apps/one', manager, name),
  },
  /** `withhold kiln-shipped 1.1`: the index does not show it, until `publish`. */
  withhold: { arguments: 2, run: (stage, args) => void indexOf(stage).withheld.add(args.join(' ')) },
  publish: {
    arguments: 2,
    run: (stage, args) => want(indexOf(stage).withheld.delete(args.join(' ')), `${args.join(' ')} is there already`),
  },
  /** `lock 1.1 1.0`: versions of the package that ships and of the one that only tests need. */
  lock: {
    arguments: 2,
    run: (stage, [shipped = '', tested = '']) => writeFiles(stage.workspace, { 'uv.lock': bumpLock(shipped, tested) }),
  },
  /** Waits for a background command to print something. */
  until: {
    arguments: 2,
    async run(stage, [name = '', text = '']) {
      const running = stage.running.get(name);
      want(running !== undefined, `no background command '${name}'`);
      let ended = false;
      void running?.done.then(() => {
        ended = true;
      });
      await waitUntil(() => ended || (running?.output().includes(text) ?? true));
      want(running?.output().includes(text) ?? false, `'${name}' ended without '${text}':\n${running?.output()}`);
    },
  },
  /** As a terminal does: the whole process group gets it. */
  signal: {
    arguments: 2,
    run(stage, [name = '', signal]) {
      const running = stage.running.get(name);
      want(running !== undefined, `no background command '${name}'`);
      signalGroup(running as NonNullable<typeof running>, signal as NodeJS.Signals);
    },
  },
  /** No process of the story is left. */
  idle: {
    arguments: 0,
    run(stage) {
      const left = processesBelow(stage.variables.root as string);
      want(left.length === 0, `still running:\n${left.join('\n')}`);
    },
  },
};
