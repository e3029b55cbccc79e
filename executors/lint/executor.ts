import { lint } from '../../src/pipeline/everyday/lint-target';
import { type ExecutorContext, withSession } from '../../src/pipeline/session';

export default function run(options: unknown, context: ExecutorContext): Promise<{ success: boolean }> {
  return withSession(context, (session) => lint(options, session));
}
