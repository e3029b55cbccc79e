import { test } from '../../src/pipeline/everyday/test-target';
import { type ExecutorContext, withSession } from '../../src/pipeline/session';

export default function run(options: unknown, context: ExecutorContext): Promise<{ success: boolean }> {
  return withSession(context, (session) => test(options, session));
}
