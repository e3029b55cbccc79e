import { formatError } from '../../src/model/errors';
import { ClosureOptions } from '../../src/model/options/locks';
import { parseOptions } from '../../src/pipeline/options';
import { writeClosure } from '../../src/project/write-closure';

interface Context {
  readonly root: string;
  readonly projectsConfigurations?: { readonly projects: Readonly<Record<string, { readonly root: string }>> };
}

export default async function closure(options: unknown, context: Context): Promise<{ success: boolean }> {
  try {
    const roots = Object.values(context.projectsConfigurations?.projects ?? {}).map(({ root }) => root);
    const parsed = parseOptions(ClosureOptions, options, 'closure');
    writeClosure(parsed, context.root, roots, (line) => void process.stdout.write(`${line}\n`));
    return { success: true };
  } catch (error) {
    process.stderr.write(`${formatError(error)}\n`);
    return { success: false };
  }
}
