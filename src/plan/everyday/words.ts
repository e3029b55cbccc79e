/** What was typed behind a target: options of Kiln's, and words for the tool. Pure. */
import { shellWords } from '../../project/shell-words';

/** Where Nx puts the words as they were typed (`$default: { $source: 'unparsed' }`). */
export const UNPARSED = '__unparsed__';

/** An option's name, and whether it stands alone (`--coverage`) or takes a value. */
export type OptionNames = ReadonlyMap<string, 'flag' | 'value'>;

/**
 * Nx parses every word as if it were an option of the target, and gives the words themselves besides. Those that are no
 * option of Kiln's are the tool's: they follow the configured `args`, or what `--args="…"` says in their place.
 * @param raw options as Nx gives them
 * @returns the same without what only Nx's parsing made of the tool's words; `args` holds all words for the tool
 */
export function takeWords(raw: unknown, names: OptionNames): Readonly<Record<string, unknown>> {
  const { [UNPARSED]: typed, ...options } = { ...(raw as Record<string, unknown>) };
  const words = Array.isArray(typed) ? typed.map(String) : [];
  const forTool: string[] = [];
  let replaced: string[] | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    const name = ownName(word, names);
    if (name === undefined) {
      forTool.push(word);
      continue;
    }
    const takesNext = names.get(name) === 'value' && !word.includes('=');
    if (name === 'args') {
      const value = takesNext ? (words[at + 1] ?? '') : word.slice(word.indexOf('=') + 1);
      replaced = [...(replaced ?? []), ...shellWords(value)];
    }
    at += takesNext ? 1 : 0;
  }
  const own = Object.entries(options).filter(([name]) => names.has(name) || !isMadeOf(name, forTool));
  const configured = Array.isArray(options.args) ? (options.args as unknown[]) : [];
  return { ...Object.fromEntries(own), args: [...(replaced ?? configured), ...forTool] };
}

/** `--pass-env=X`, `--passEnv X`, `--no-junit` */
function ownName(word: string, names: OptionNames): string | undefined {
  const written = /^--(no-)?([A-Za-z][\w-]*)(=|$)/.exec(word);
  if (!written) {
    return undefined;
  }
  const name = camel(written[2] as string);
  const known = names.get(name);
  return known !== undefined && (!written[1] || known === 'flag') ? name : undefined;
}

/** What Nx itself adds where a schema is open; `verbose` when it was asked for itself (`--verbose`, NX_VERBOSE_LOGGING). */
const ADDED = ['_', 'verbose'];

/** Whether Nx made an option of that name from one of the words; what nobody typed is a mistake in a file. */
function isMadeOf(name: string, words: readonly string[]): boolean {
  return (
    ADDED.includes(name) ||
    words.some((word) => {
      const long = /^--?(no-)?([^=]+)/.exec(word)?.[2] ?? '';
      const short = /^-([A-Za-z0-9]+)/.exec(word)?.[1] ?? '';
      return camel(long) === camel(name) || long.split('.')[0] === name || short.includes(name);
    })
  );
}

function camel(text: string): string {
  return text.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
