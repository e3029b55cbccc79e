import { typecheck } from '../../src/pipeline/everyday/typecheck-target';
import { type ExecutorContext, withSession } from '../../src/pipeline/session';

export default function run(options: unknown, context: ExecutorContext): Promise<{ success: boolean }> {
  return withSession(context, (session) => typecheck(options, session));
}
