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
    ...alternatives(schema),
    ...(takesWords ? { additionalProperties: true } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** From a command line everything comes as text: Nx makes a number of it where `oneOf` names one, and ignores `anyOf`. */
function alternatives(schema: Record<string, unknown>): Record<string, unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>);
  return {
    ...schema,
    properties: Object.fromEntries(
      properties.map(([name, { anyOf, ...property }]) => [name, anyOf ? { oneOf: anyOf, ...property } : property]),
    ),
  };
}
