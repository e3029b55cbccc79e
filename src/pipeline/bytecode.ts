/** `nx run <project>:bytecode`: each source compiled alone, the folder left in place where nothing changed. */
import { BytecodeOptions } from '../model/options/bytecode';
import { scriptAssets } from '../plan/assets';
import { COMPILEALL } from '../plan/stages';
import { interpreterFor } from '../toolchain/runtimes';
import { healing } from './heal';
import { parseOptions } from './options';
import { checkOutputPath, record } from './record';
import { runPlan } from './run-plan';
import type { Session } from './session';
import { readSources } from './sources';
import { choosePython, readSubject } from './subject';

/** @throws KilnError */
export async function bytecode(raw: unknown, session: Session): Promise<void> {
  const options = parseOptions(BytecodeOptions, raw, 'nx-kiln:bytecode');
  const subject = readSubject(session);
  checkOutputPath(options.outputPath, [subject.project], session);
  const python = choosePython(subject, session, options.python);
  const { sources, inputs } = await readSources(subject.project, subject.pythonRoots, session);
  const scripts = scriptAssets();
  const planned = COMPILEALL.plan({ options, application: sources, assets: { scripts: scripts.digest } });
  const toolchains = { python: interpreterFor(python.version, session.tools).toolchain };
  await healing(async (checked) => {
    const result = await runPlan(
      { planned, toolchains, inputs: [...inputs, scripts], projects: [sources], checked },
      session,
    );
    const facts = {
      stage: COMPILEALL.stage,
      tool: COMPILEALL.name,
      python: python.version,
      optimize: options.optimize,
      packages: {},
    };
    await record({ result, outputPath: options.outputPath, projects: [subject.project], facts }, session);
  });
}
