/** What all targets of everyday work have in common. */
import type { TargetConfiguration } from '@nx/devkit';
import type { ToolName } from '../../model/tools';
import type { OptionTable } from '../../project/kiln-options';
import type { Diagnostic, Purpose } from '../../project/types';
import { dependsOnClosure, ENVIRONMENT_INPUT, sliceInput } from './inputs';
import { neverCached } from './never-cached';
import { pythonOption } from './shared-options';
import type { Input, TargetRequest, Targets } from './types';

interface Everyday {
  readonly executor: string;
  readonly purpose: Purpose;
  readonly tool: ToolName;
  /** @param anyName whether the tool looks at more than sources */
  readonly inputs: (anyName: boolean) => readonly Input[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly string[];
  readonly description: string;
}

/** @param table its part of [tool.kiln] */
export function everyday(
  request: TargetRequest,
  table: 'test' | 'lint' | 'typecheck' | 'format',
  { executor, purpose, tool, inputs, options, outputs, description }: Everyday,
): TargetConfiguration {
  const { kiln } = request;
  const own = optionsOf(kiln.everyday[table]);
  const {
    anyName,
    doubts,
    inputs: elsewhere,
  } = request.reach({
    tool,
    args: strings(own.args),
    passEnv: strings(own.passEnv),
  });
  const target: Targets[string] = {
    executor,
    cache: true,
    continuous: false,
    ...dependsOnClosure(request),
    inputs: [
      ...inputs(anyName),
      ...elsewhere,
      ...sliceInput(request, purpose),
      ...strings(own.passEnv).map((env) => ({ env })),
      ENVIRONMENT_INPUT,
    ],
    ...(outputs ? { outputs: [...outputs] } : {}),
    options: { tool, ...pythonOption(kiln), ...options, ...own },
    metadata: { description: [description, ...uncached(doubts)].join('; ') },
  };
  // What a project's own environment holds is not in the key, nor what a doubt says.
  return own.environment === 'project' || doubts.length > 0 ? neverCached(target) : target;
}

function uncached([doubt]: readonly Diagnostic[]): string[] {
  return doubt ? [`not cached: ${doubt.file}${doubt.line ? `:${doubt.line}` : ''} ${doubt.message}`] : [];
}

export function optionsOf(table: OptionTable | false | undefined): Readonly<Record<string, unknown>> {
  return table === undefined || table === false ? {} : table;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
