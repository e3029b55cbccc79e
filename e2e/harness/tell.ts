/** Tells one story: sets its stage, goes through its steps, names the line that went wrong. */
import { type Done, type Running, signalGroup, start } from './processes';
import { clearStage, fillIn, type Stage, type StageOptions, setStage } from './stage';
import { type Expectation, type Outcome, type Step, type Story, StoryError, words } from './story';
import { timed } from './times';
import { VERBS } from './verbs';

const SHOWN_LINES = 60;

export interface TellOptions extends Pick<StageOptions, 'name' | 'each' | 'setting' | 'registry'> {
  /** Seconds after which whatever runs is killed, which fails the story at that line. */
  readonly timeoutS: number;
}

/** @throws StoryError with file, line and the end of the output */
export async function tell(file: string, story: Story, options: TellOptions): Promise<void> {
  const { workspace = [], cache = ['common'], nx = [] } = story.settings;
  const stage = await timed([options.name, 'stage'], () =>
    setStage({ ...options, workspace, nx: nx[0], cache: cache[0] as string }),
  );
  const deadline = setTimeout(() => {
    for (const running of stage.running.values()) {
      signalGroup(running, 'SIGKILL');
    }
  }, options.timeoutS * 1000);
  try {
    for (const step of story.steps) {
      await timed([options.name, stepName(step)], () => take(stage, step)).catch((error: unknown) => {
        throw new StoryError(file, step.line, error instanceof Error ? error.message : String(error));
      });
    }
  } finally {
    clearTimeout(deadline);
    await clearStage(stage);
  }
}

function stepName(step: Step): string {
  return `${step.line} ${step.kind === 'run' ? step.command : step.kind === 'verb' ? step.verb : `join ${step.name}`}`;
}

async function take(stage: Stage, step: Step): Promise<void> {
  if (step.kind === 'verb') {
    const args = step.args.map((arg) => fillIn(arg, stage.variables));
    await VERBS[step.verb]?.run(stage, args, fillIn(step.body ?? '', stage.variables));
  } else if (step.kind === 'join') {
    await end(stage, step.name, step);
  } else {
    const name = step.name ?? `line ${step.line}`;
    stage.running.set(name, begin(stage, fillIn(step.command, stage.variables)));
    if (step.name === undefined) {
      await end(stage, name, step);
    }
  }
}

function begin(stage: Stage, command: string): Running {
  const shell = /^sh:\s*(.*)$/s.exec(command);
  const argv = shell ? ['sh', '-ec', shell[1] as string] : words(command);
  return start(argv, { cwd: stage.workspace, env: stage.env });
}

async function end(stage: Stage, name: string, outcome: Outcome): Promise<void> {
  const running = stage.running.get(name);
  if (!running) {
    throw new Error(`no background command '${name}'`);
  }
  const done = await running.done;
  stage.running.delete(name);
  // What a command leaves in its group would disturb the next one.
  signalGroup(running, 'SIGKILL');
  const problem = judge(done, outcome, stage.variables);
  if (problem) {
    throw new Error(`${problem}\n${done.all.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')}`);
  }
}

/** What a finished command did not do as the story wants; pure. */
export function judge(done: Done, outcome: Outcome, variables: Readonly<Record<string, string>>): string | undefined {
  const unmet = outcome.expect
    .map((expectation) => ({ ...expectation, text: fillIn(expectation.text, variables) }))
    .find((expectation) => !met(done, expectation));
  if (unmet) {
    return `line ${unmet.line} wants output ${unmet.kind === 'not' ? 'without' : 'with'} '${unmet.text}'; exit ${done.code}, output:`;
  }
  const right = outcome.exit === 'fails' ? done.code !== 0 : done.code === outcome.exit;
  return right ? undefined : `exit ${done.code} instead of ${outcome.exit}; output:`;
}

function met({ stdout, all }: Done, { kind, text }: Expectation): boolean {
  return kind === 'stdout' ? stdout.includes(text) : all.includes(text) === (kind === 'any');
}
