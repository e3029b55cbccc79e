/** Real processes for tests: runs TypeScript text in a Node of its own, with the engine's modules at hand. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lets Node load .ts files, as jest does. */
const HOOK = `
const swc = require(${JSON.stringify(require.resolve('@swc/core'))});
require.extensions['.ts'] = (module, file) => module._compile(swc.transformSync(require('fs').readFileSync(file, 'utf8'), {
  filename: file, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs', ignoreDynamic: true },
}).code, file);
`;

export interface Script {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Waits for a line of its output. */
  line(): Promise<string>;
  /** Waits for its end. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string; errors: string }>;
}

/**
 * @param script body of an async function that knows `load('lock')` (a module of the engine), `args` and `say(line)`
 * @param prefix command that the process runs under: `['unshare', '-m', …]`
 */
export function startScript(script: string, args: readonly string[] = [], prefix: readonly string[] = []): Script {
  const text = `${HOOK}
const load = (name) => require(${JSON.stringify(__dirname)} + '/' + name + '.ts');
const say = (line) => require('fs').writeSync(1, line + '\\n');
const args = process.argv.slice(1);
(async () => { ${script} })().catch((error) => { console.error(error.code, error.message, error.hint ?? '', error.stack); process.exit(1); });`;
  const [command, ...rest] = [...prefix, process.execPath, '-e', text, '--', ...args];
  const child = spawn(command as string, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  let taken = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part;
  });
  let over = false;
  const end = once(child, 'close').then((how) => {
    over = true;
    return how;
  });
  return {
    pid: child.pid as number,
    process: child,
    async line() {
      for (;;) {
        const lines = output.split('\n');
        if (lines.length > taken + 1) {
          return lines[taken++] as string;
        }
        if (over) {
          throw new Error(`the process ended: ${errors}`);
        }
        await Promise.race([once(child.stdout, 'data'), end]);
      }
    },
    async ended() {
      const [code, signal] = (await end) as [number | null, NodeJS.Signals | null];
      return { code, signal, output, errors };
    },
  };
}

/** A new folder with the real path, with blanks, unicode and shell characters in its name. */
export function awkwardFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'kiln é $(x) ')));
}

/** Writes files below a folder, making what is missing. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
