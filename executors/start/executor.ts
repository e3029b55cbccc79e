import { start } from '../../src/pipeline/everyday/start-target';
import { type ExecutorContext, withSession } from '../../src/pipeline/session';

export default function run(options: unknown, context: ExecutorContext): Promise<{ success: boolean }> {
  return withSession(context, (session) => start(options, session));
}
