/** Command lines of test runners. Pure. */
import { join } from 'node:path';
import { KilnError } from '../../model/errors';
import type { TestOptions } from '../../model/options/everyday';
import { namesPaths, type ToolCommand, type ToolFacts } from './types';

export const JUNIT = 'junit.xml';
export const COVERAGE = 'coverage.xml';
/** Flags that need what former runs left behind. */
const REMEMBERS =
  /^(--lf|--last-failed|--ff|--failed-first|--nf|--new-first|--sw|--stepwise|--stepwise-skip|--cache-(show|clear))(=|$)/;

/**
 * The commands, one after the other, the first being the one that decides.
 * @throws KilnError TOOL_MISSING where coverage is asked for and nothing can measure it
 */
export function testCommands(options: TestOptions, facts: ToolFacts): ToolCommand[] {
  const words = options.tool === 'pytest' ? pytestWords(options, facts) : unittestWords(options, facts);
  if (!options.coverage) {
    return [python('-m', ...words)];
  }
  const env = { COVERAGE_FILE: join(facts.scratch, '.coverage') };
  if (options.tool === 'pytest' && has(facts, 'pytest-cov')) {
    const measured = facts.modules.map((module) => `--cov=${module}`);
    const [module = 'pytest', ...rest] = words;
    const report = `--cov-report=xml:${join(facts.reports, COVERAGE)}`;
    return [{ ...python('-m', module, ...measured, '--cov-report=term', report, ...rest), env }];
  }
  if (!has(facts, 'coverage')) {
    throw new KilnError('TOOL_MISSING', `coverage is asked for, but neither pytest-cov nor coverage is installed`, {
      hint: 'add pytest-cov (or coverage) to the test group and lock again',
    });
  }
  const source = facts.modules.length > 0 ? [`--source=${facts.modules.join(',')}`] : [];
  return [
    { ...python('-m', 'coverage', 'run', ...source, '-m', ...words), env },
    // Where it is set to measure in parallel, every process leaves a file of its own.
    { ...python('-m', 'coverage', 'combine', '--quiet'), env, where: `${env.COVERAGE_FILE}.` },
    { ...python('-m', 'coverage', 'xml', '--quiet', '--fail-under=0', '-o', join(facts.reports, COVERAGE)), env },
    { ...python('-m', 'coverage', 'report'), env, meaning: 'less is covered than [tool.coverage.report] wants' },
  ];
}

function pytestWords({ args, junit }: TestOptions, facts: ToolFacts): string[] {
  const { excluded, settings, strangers, scratch, memory, reports, colour } = facts;
  const file = settings?.path ?? (strangers ? join(scratch, 'empty.ini') : undefined);
  const remembers = args.some((arg) => REMEMBERS.test(arg));
  return [
    'pytest',
    // Also where settings lie further up: node ids and relative paths are the project's own.
    '--rootdir=.',
    ...(file === undefined ? [] : [`-c${file}`]),
    ...(remembers ? [`--override-ini=cache_dir=${join(memory, 'pytest')}`] : ['-p', 'no:cacheprovider']),
    ...(junit ? [`--junitxml=${join(reports, JUNIT)}`] : []),
    ...(colour ? ['--color=yes'] : []),
    ...excluded.map((folder) => `--ignore=${folder}`),
    ...args,
  ];
}

/** Without words of the user's own, tests are looked for where they usually are. */
function unittestWords({ args }: TestOptions, { exists }: ToolFacts): string[] {
  if (args.some((arg) => !arg.startsWith('-')) && !onlyOptions(args)) {
    return ['unittest', ...args];
  }
  const folder = ['tests', 'test'].find((name) => exists(name));
  // A folder that is a package is imported by its name, so that its modules can import each other by it.
  const top = folder !== undefined && exists(`${folder}/__init__.py`) ? ['-t', '.'] : [];
  return ['unittest', 'discover', ...(folder === undefined ? [] : ['-s', folder, ...top]), ...args];
}

/** `-k foo` and `-p test_*.py` are an option with its value. */
function onlyOptions(args: readonly string[]): boolean {
  return args.every((arg, i) => arg.startsWith('-') || /^-[kps]$|^-t$/.test(args[i - 1] ?? ''));
}

function has({ packages }: ToolFacts, name: string): boolean {
  return packages === undefined || packages.has(name);
}

function python(...args: string[]): ToolCommand {
  return { program: 'python', args };
}

/** Whether the user's words choose among the tests. */
export function selectsTests(args: readonly string[], facts: ToolFacts): boolean {
  return namesPaths(args, facts) || args.some((arg) => /^(-k|-m|--deselect)/.test(arg));
}
