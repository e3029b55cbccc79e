/** A whole Kiln process of its own, for tests that kill it or let two race: runs one plan of this folder's engine. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Plan } from './types';

export interface ChildPlan {
  readonly store: string;
  readonly plan: Plan;
  readonly cores?: number;
  /** Inputs as texts by path. */
  readonly inputs?: readonly Readonly<Record<string, string>>[];
}

/** Loads TypeScript as it is, then runs the plan that stands in the environment and prints what came of it. */
const BOOT = `
const { transformFileSync } = require(process.env.SWC);
const options = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs', ignoreDynamic: true },
};
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
const { run } = require(process.env.ENGINE + '/run.ts');
const { openStore } = require(process.env.ENGINE + '/store/store.ts');
const { requestOf, textInput } = require(process.env.ENGINE + '/engine.testing.ts');
const { store, plan, cores, inputs = [] } = JSON.parse(process.env.CHILD_PLAN);
(async () => {
  const opened = await openStore({ root: store, maxBytes: 1e9 });
  console.log('running');
  const request = requestOf(plan, { cores: cores ?? 2, inputs: inputs.map(textInput) });
  const { digest, steps } = await run(request, opened);
  const waited = request.events.filter(({ kind }) => kind === 'wait').map(({ reason }) => reason);
  console.log(JSON.stringify({ digest, misses: steps.map(({ misses }) => misses), waited }));
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`;

export interface Child {
  readonly process: ChildProcess;
  /** Settles when the engine is loaded and the plan is about to run. */
  readonly running: Promise<void>;
  /** The last line that it printed, parsed; its exit code, or the signal that ended it. */
  readonly ended: Promise<{
    result?: { digest: string; misses: number[]; waited: string[] };
    how: number | string;
    said: string;
  }>;
}

export function startChild(plan: ChildPlan, env: Readonly<Record<string, string>> = {}): Child {
  const { NODE_OPTIONS: _, ...own } = process.env;
  const child = spawn(process.execPath, ['-e', BOOT], {
    env: { ...own, ...env, SWC: require.resolve('@swc/core'), ENGINE: __dirname, CHILD_PLAN: JSON.stringify(plan) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const running = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      out += chunk;
      resolve();
    });
    child.once('close', () => resolve());
  });
  const ended: Child['ended'] = new Promise((resolve) => {
    child.once('close', (code, signal) => {
      const last = out.trim().split('\n').at(-1) ?? '';
      resolve({
        ...(last.startsWith('{') ? { result: JSON.parse(last) } : {}),
        how: signal ?? code ?? 'unknown',
        said,
      });
    });
  });
  return { process: child, running, ended };
}
