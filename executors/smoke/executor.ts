import { type ExecutorContext, withSession } from '../../src/pipeline/session';
import { smoke } from '../../src/pipeline/smoke';

export default function run(options: unknown, context: ExecutorContext): Promise<{ success: boolean }> {
  return withSession(context, (session) => smoke(options, session));
}
