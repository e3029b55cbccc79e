/** verification.json: how far an artefact was checked, and by whom. No times, no output, no absolute path. */
import type { Digest } from '../engine/types';
import type { PlatformId } from '../model/platforms';
import type { Level } from './types';

export const VERIFICATION_FILE = 'verification.json';

/** Who ran an artefact. */
export type Runner =
  | { readonly kind: 'native' }
  | {
      readonly kind: 'emulator';
      readonly name: string;
      readonly version: string;
      /** The emulated CPU model. */
      readonly cpu: string;
      /** Whether programs that the artefact starts were emulated too. */
      readonly children: boolean;
    };

export interface VerificationFacts {
  /** Digest of the artefact, as its manifest has it. */
  readonly artefact: Digest;
  readonly platform: PlatformId;
  readonly args: readonly string[];
  /** Absent: it could not be started here. */
  readonly run?: { readonly runner: Runner; readonly exitCode: number };
}

/** The level that a runner stands for; without one an artefact is only linked. */
export function levelOf(runner: Runner | undefined): Level {
  return runner ? (runner.kind === 'native' ? 'executed' : 'emulated') : 'linked';
}

/** The text of verification.json: the same facts give the same bytes. The level follows from the runner, never from a claim. */
export function verification({ artefact, platform, args, run }: VerificationFacts): string {
  const facts = {
    format: 1,
    artefact,
    platform,
    level: levelOf(run?.runner),
    ...(run ? { runner: runnerFacts(run.runner), args: [...args], exitCode: run.exitCode } : {}),
  };
  return `${JSON.stringify(facts, null, 1)}\n`;
}

/** Keys in one order, whatever order the caller has. */
function runnerFacts(runner: Runner): Runner {
  if (runner.kind === 'native') {
    return { kind: 'native' };
  }
  const { kind, name, version, cpu, children } = runner;
  return { kind, name, version, cpu, children };
}
