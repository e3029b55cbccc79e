import { bytecode } from '../../src/pipeline/bytecode';
import { type ExecutorContext, withSession } from '../../src/pipeline/session';

export default function run(options: unknown, context: ExecutorContext): Promise<{ success: boolean }> {
  return withSession(context, (session) => bytecode(options, session));
}
