/** Derives what Nx reads (schema.json) from the zod options. One source, byte-compared by a test. */
import { z } from 'zod';

/** Nx reads draft 7; `io: input` keeps defaulted options optional. */
export function toNxSchema(name: string, description: string, options: z.ZodType): string {
  const { $schema: _, ...schema } = z.toJSONSchema(options, {
    target: 'draft-7',
    io: 'input',
    reused: 'inline',
  }) as Record<string, unknown>;
  const document = {
    $schema: 'https://json-schema.org/schema',
    $id: `nx-kiln-${name}`,
    title: name,
    description,
    version: 2,
    cli: 'nx',
    ...schema,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
