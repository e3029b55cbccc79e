/** What all targets of everyday work have in common. */
import type { TargetConfiguration } from '@nx/devkit';
import type { OptionTable } from '../../project/kiln-options';
import type { Purpose } from '../../project/types';
import { dependsOnClosure, ENVIRONMENT_INPUT, sliceInput } from './inputs';
import { pythonOption } from './shared-options';
import type { Input, TargetRequest } from './types';

interface Everyday {
  readonly executor: string;
  readonly purpose: Purpose;
  readonly tool: string;
  readonly inputs: readonly Input[];
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
  return {
    executor,
    // What a project's own environment holds is not in the key.
    cache: own.environment !== 'project',
    continuous: false,
    ...dependsOnClosure(request),
    inputs: [
      ...inputs,
      ...sliceInput(request, purpose),
      ...strings(own.passEnv).map((env) => ({ env })),
      ENVIRONMENT_INPUT,
    ],
    ...(outputs ? { outputs: [...outputs] } : {}),
    options: { tool, ...pythonOption(kiln), ...options, ...own },
    metadata: { description },
  };
}

export function optionsOf(table: OptionTable | false | undefined): Readonly<Record<string, unknown>> {
  return table === undefined || table === false ? {} : table;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
