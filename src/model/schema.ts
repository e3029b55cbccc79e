/** Derives what Nx reads (schema.json) from the zod options. One source, byte-compared by a test. */
import { z } from 'zod';

/** Nx reads draft 7; `io: input` keeps defaulted options optional. */
export function toNxSchema(name: string, description: string, options: z.ZodType): string {
  const { $schema: _, ...schema } = z.toJSONSchema(options, {
    target: 'draft-7',
    io: 'input',
    reused: 'inline',
  }) as Record<string, unknown>;
  // Words for the tool are not known here; the executor sorts them from its own options, and refuses what nobody typed.
  const takesWords = '__unparsed__' in ((schema.properties ?? {}) as object);
  const document = {
    $schema: 'https://json-schema.org/schema',
    $id: `nx-kiln-${name}`,
    title: name,
    description,
    version: 2,
    cli: 'nx',
    ...schema,
    ...(takesWords ? { additionalProperties: true } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
