import { lock } from '../../src/pipeline/everyday/lock-target';
import { type ExecutorContext, withSession } from '../../src/pipeline/session';

export default function run(options: unknown, context: ExecutorContext): Promise<{ success: boolean }> {
  return withSession(context, (session) => lock(options, session));
}
