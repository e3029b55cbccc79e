/** The way that all tools of everyday work go: options → environment → facts → commands → exit code. */
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { KilnError } from '../../model/errors';
import type { ToolName } from '../../model/tools';
import { surroundings, wantsColour } from '../../plan/everyday/surroundings';
import type { ToolCommand, ToolFacts } from '../../plan/everyday/types';
import type { Purpose, PythonProject } from '../../project/types';
import { makeEnvironment, type PythonEnvironment } from '../environment';
import type { Session } from '../session';
import { choosePython, readSubject, type Subject } from '../subject';
import { checkReach } from './check-reach';
import { projectEnvironment } from './project-environment';
import { openRunFolder, type RunFolder } from './run-folder';
import { copyable, runTool, type ToolRun } from './run-tool';
import { toolFacts } from './tool-facts';

/** The part of the options that all targets of everyday work share. */
export interface SharedOptions {
  readonly platform?: string | undefined;
  readonly python?: string | undefined;
  readonly environment: 'kiln' | 'project';
  readonly passEnv: readonly string[];
  readonly args: readonly string[];
}

export interface Everyday {
  readonly tool: ToolName;
  readonly options: SharedOptions;
  readonly purpose: Purpose;
  /** Whether the tool imports the project and what it depends on. */
  readonly imports: boolean;
  /** Whether what the tool starts looks at the environment itself: then colour is asked for by an argument only. */
  readonly runsProject: boolean;
  readonly commands: (facts: ToolFacts) => readonly ToolCommand[];
  /** Called with the exit code of the first command, before the run's folder goes. */
  readonly finish?: (code: number, run: RunFolder, facts: ToolFacts, subject: Subject) => Promise<void>;
  /** An error for an exit code that is not 0, in words of the tool. */
  readonly failure: (code: number, facts: ToolFacts, command: ToolCommand) => KilnError;
}

/** @throws KilnError of `failure` when the tool says no; what making the environment throws */
export async function runEveryday(everyday: Everyday, session: Session): Promise<void> {
  const { tool, options } = everyday;
  checkShared(options, session);
  checkReach(everyday, session);
  const subject = readSubject(session);
  const environment = await environmentFor(everyday, subject, session);
  checkTool(tool, environment, everyday.purpose, subject.project);
  const run = openRunFolder(environment);
  try {
    const colour = wantsColour(session.env, process.stdout.isTTY === true);
    const facts = toolFacts({ tool, subject, environment, run, colour }, session);
    const env = surroundings({
      environment: environment.folder,
      run: run.path,
      user: session.env,
      passEnv: options.passEnv,
      colour: colour && !everyday.runsProject,
    });
    const commands = everyday.commands(facts);
    const runs = commands.map((command): ToolRun => ({ command, environment, env }));
    const { code, failed } = await runAll(runs, session);
    await everyday.finish?.(code, run, facts, subject);
    if (failed) {
      session.print(`\nthe same by hand: ${copyable(runs[0] as ToolRun, session)}`);
      throw everyday.failure(code, facts, failed);
    }
  } finally {
    run.dispose();
  }
}

/** The first that fails decides; what comes after it only reports. */
async function runAll(runs: readonly ToolRun[], session: Session): Promise<{ code: number; failed?: ToolCommand }> {
  let result: { code: number; failed?: ToolCommand } = { code: 0 };
  for (const run of runs) {
    const { command } = run;
    const code = command.where === undefined || isThere(command.where) ? await runTool(run, session) : 0;
    result = result.code === 0 && code !== 0 ? { code, failed: command } : result;
  }
  return result;
}

/** @param start how the absolute path of a file begins */
function isThere(start: string): boolean {
  return readdirSync(dirname(start)).some((name) => name.startsWith(basename(start)));
}

async function environmentFor(
  { options, purpose, imports }: Everyday,
  subject: Subject,
  session: Session,
): Promise<PythonEnvironment> {
  if (options.environment === 'project') {
    return projectEnvironment(subject, session);
  }
  return makeEnvironment(
    subject,
    {
      purpose,
      python: choosePython(subject, session, options.python),
      libraries: imports ? subject.testLibraries() : [],
      importsProject: imports,
    },
    session,
  );
}

/** Linters, type checkers and formatters end with 1 when they found something, and with more when they could not look. */
export function checkFailed(tool: ToolName, code: number): KilnError {
  return new KilnError('CHECK_FAILED', `${tool} ended with ${code}`, {
    hint: code === 1 ? 'what it found stands above' : 'the tool could not do its work; its words stand above',
  });
}

/**
 * What would make a kept result untrue is refused.
 * @throws KilnError PLATFORM_UNSUPPORTED, OPTION_INVALID
 */
export function checkShared(options: SharedOptions, session: Session): void {
  const { host, cached, keyedEnv, targetName } = session;
  if (options.platform !== undefined && options.platform !== host.id) {
    throw new KilnError(
      'PLATFORM_UNSUPPORTED',
      `${targetName || 'this target'} runs on this machine, ${host.id}, not on ${options.platform}`,
      { hint: `leave platform out; to see the artefact of ${options.platform} start, run the target smoke` },
    );
  }
  if (cached && options.environment === 'project') {
    throw new KilnError(
      'OPTION_INVALID',
      `${targetName} is cached, and nobody knows what the project’s environment holds`,
      {
        hint: `write environment = "project" into [tool.kiln.${targetName}] of pyproject.toml: then it is not cached`,
      },
    );
  }
  const loose = cached ? options.passEnv.filter((name) => !keyedEnv.includes(name)) : [];
  if (loose.length > 0) {
    throw new KilnError('OPTION_INVALID', `${targetName} is cached, and its key does not hold ${loose.join(', ')}`, {
      lines: ['a result with one value would be replayed for another'],
      hint: `write passEnv into [tool.kiln.${targetName}] of pyproject.toml: then it is part of the key`,
    });
  }
}

/** @throws KilnError TOOL_MISSING */
function checkTool(tool: ToolName, { packages }: PythonEnvironment, purpose: Purpose, project: PythonProject): void {
  if (tool !== 'unittest' && packages && !packages.has(tool)) {
    throw new KilnError('TOOL_MISSING', `${tool} is not among the packages for ${purpose} of ${project.name}`, {
      hint: `add ${tool} to a dependency group of ${project.file} (${GROUP[purpose]}), and make the lock again`,
    });
  }
}

const GROUP: Readonly<Record<Purpose, string>> = {
  build: 'what ships: the dependencies themselves',
  package: 'build',
  test: 'test or dev',
  lint: 'lint or dev',
  typecheck: 'typecheck or dev',
};
