import { z } from 'zod';
import { KilnError } from '../model/errors';

/**
 * Nx checked the shape; this is the authority on values.
 * @throws KilnError OPTION_INVALID naming the option, the value and what is allowed
 */
export function parseOptions<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
  executor: string,
): z.output<Schema> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) {
    return parsed.data;
  }
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.') || ('keys' in issue ? (issue.keys as string[]).join(', ') : 'options');
    const value =
      issue.path.length === 0
        ? undefined
        : issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], raw);
    return `${name}${value === undefined ? '' : ` = ${JSON.stringify(value)}`}: ${issue.message}`;
  });
  throw new KilnError(
    'OPTION_INVALID',
    `${executor}: ${lines.length === 1 ? 'an option is' : `${lines.length} options are`} not valid`,
    {
      lines,
      hint: 'see docs/options.md, or nx show target <project>:<target>',
    },
  );
}
