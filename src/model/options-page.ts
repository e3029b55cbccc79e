import { z } from 'zod';

type Options = Readonly<Record<string, z.ZodType>>;
type Texts = Readonly<Record<string, string>>;

interface Property {
  type?: string | readonly string[];
  anyOf?: readonly Property[];
  enum?: readonly string[];
  items?: { type?: string | readonly string[] };
  default?: unknown;
  description?: string;
  hidden?: boolean;
}

/** docs/options.md: one table per executor and generator. */
export function optionsPage(
  executors: Options,
  executorTexts: Texts,
  generators: Options,
  generatorTexts: Texts,
): string {
  return [
    '# Options',
    '',
    'Generated from `src/model/options.ts`.',
    '',
    ...Object.entries(executors).flatMap(([name, schema]) =>
      section(`nx-kiln:${name}`, executorTexts[name] ?? '', schema),
    ),
    ...Object.entries(generators).flatMap(([name, schema]) =>
      section(`nx g nx-kiln:${name}`, generatorTexts[name] ?? '', schema),
    ),
  ].join('\n');
}

function section(title: string, text: string, schema: z.ZodType): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  const shown = Object.entries(properties).filter(([, { hidden }]) => !hidden);
  const rows = shown.map(([name, property]) => {
    const fallback = required.includes(name)
      ? '(required)'
      : property.default === undefined
        ? ''
        : `\`${JSON.stringify(property.default)}\``;
    return `| \`${name}\` | ${type(property)} | ${fallback} | ${property.description ?? ''} |`;
  });
  return [`## ${title}`, '', text, '', '| option | type | default | meaning |', '|---|---|---|---|', ...rows, ''];
}

function type({ type: name, enum: values, items, anyOf }: Property): string {
  if (anyOf) {
    return anyOf.map(type).join(' or ');
  }
  if (values) {
    return values.map((value) => `\`${value}\``).join(', ');
  }
  return name === 'array'
    ? `list of ${inWords(items?.type ?? 'value')
        .map((one) => `${one}s`)
        .join(' or ')}`
    : inWords(name ?? '').join(' or ');
}

function inWords(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}
