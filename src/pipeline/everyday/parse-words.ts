import { z } from 'zod';
import { type OptionNames, takeWords } from '../../plan/everyday/words';
import { parseOptions } from '../options';

/**
 * Options of a target whose command line is open to its tool.
 * @throws KilnError OPTION_INVALID
 */
export function parseWords<Schema extends z.ZodObject>(
  schema: Schema,
  raw: unknown,
  executor: string,
): z.output<Schema> {
  return parseOptions(schema, takeWords(raw, namesOf(schema)), executor);
}

function namesOf(schema: z.ZodObject): OptionNames {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as {
    properties?: Record<string, { type?: string; hidden?: boolean }>;
  };
  return new Map(
    Object.entries(properties)
      .filter(([, { hidden }]) => !hidden)
      .map(([name, { type }]) => [name, type === 'boolean' ? 'flag' : 'value'] as const),
  );
}
