/** `nx test`: a project's tests in an environment of their own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { placeOutput } from '../../engine/output';
import { makeTree } from '../../engine/tree';
import type { Entry } from '../../engine/types';
import { KilnError } from '../../model/errors';
import { TestOptions } from '../../model/options/everyday';
import { COVERAGE, JUNIT, selectsTests, testCommands } from '../../plan/everyday/test-command';
import { checkOutputPath } from '../record';
import type { Session } from '../session';
import { runEveryday } from './everyday';
import { parseWords } from './parse-words';

const NO_TESTS = 5;

/** @throws KilnError TESTS_FAILED, OUTPUT_MISSING */
export async function test(raw: unknown, session: Session): Promise<void> {
  const options = parseWords(TestOptions, raw, 'nx-kiln:test');
  await runEveryday(
    {
      tool: options.tool,
      options,
      purpose: 'test',
      imports: true,
      runsProject: true,
      commands: (facts) => testCommands(options, facts),
      finish: async (code, { reports }, _, { project }) => {
        checkOutputPath(options.outputPath, [project], session);
        await placeReports(reports, code === 0, options, session);
      },
      failure: (code, facts, { meaning }) =>
        meaning
          ? new KilnError('TESTS_FAILED', meaning, { hint: 'the table above says how much is covered' })
          : failure(code, options, selectsTests(options.args, facts)),
    },
    session,
  );
}

/** Reports of failed tests are wanted most of all; only success needs them all. */
async function placeReports(
  reports: string,
  passed: boolean,
  options: TestOptions,
  { store, workspaceRoot }: Session,
): Promise<void> {
  const wanted = [
    ...(options.tool === 'pytest' && options.junit ? [JUNIT] : []),
    ...(options.coverage ? [COVERAGE] : []),
  ];
  const there = wanted.filter((name) => existsSync(join(reports, name)));
  if (passed && there.length < wanted.length) {
    const missing = wanted.filter((name) => !there.includes(name));
    throw new KilnError('OUTPUT_MISSING', `${options.tool} ended well but did not write ${missing.join(', ')}`, {
      hint: 'a setting or plugin of the project sends its reports elsewhere; see addopts',
    });
  }
  const entries: Entry[] = [];
  for (const name of there) {
    entries.push({ path: name, ...(await store.putFile(join(reports, name))) });
  }
  if (wanted.length > 0) {
    const owned = (path: string): boolean => [JUNIT, COVERAGE].includes(path);
    await placeOutput({
      store,
      tree: makeTree(entries),
      folder: options.outputPath,
      workspaceRoot,
      protect: [],
      owned,
    });
  }
}

function failure(code: number, { tool }: TestOptions, selected: boolean): KilnError {
  if (code === NO_TESTS) {
    return new KilnError('TESTS_FAILED', `${tool} found no tests`, {
      hint: selected
        ? 'the arguments choose none; look at their spelling'
        : 'a target without tests proves nothing: add one (tests/test_….py), or switch the target off with test = false in [tool.kiln]',
    });
  }
  return new KilnError('TESTS_FAILED', code === 1 ? 'tests failed' : `${tool} ended with ${code}`, {
    hint: code === 1 ? 'what failed stands above' : 'the tool could not do its work; its words stand above',
  });
}
