/** INI as Python's configparser reads it, as far as setup.cfg needs it. */

export interface IniValue {
  /** Lines joined by line feeds, as configparser gives them; comments left out. */
  readonly text: string;
  /** Of its key, from 1. */
  readonly line: number;
}
/** Keys of setuptools' own sections are lower case with `-` as `_`; others (extras, entry points) keep their spelling. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, IniValue>>;

export interface IniProblem {
  readonly line: number;
  readonly text: string;
}

/** Broken lines are passed over and named. */
export function parseIni(text: string): { readonly ini: Ini; readonly problems: readonly IniProblem[] } {
  const ini = new Map<string, Map<string, { lines: string[]; line: number }>>();
  const problems: IniProblem[] = [];
  let section: Map<string, { lines: string[]; line: number }> | undefined;
  let isOwn = false;
  let open: string[] | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (/^\s*[#;]/.test(raw)) {
      continue;
    }
    const body = raw.trim();
    if (body === '' || (/^\s/.test(raw) && open)) {
      open?.push(body);
      continue;
    }
    const header = /^\[(.+)\]$/.exec(body);
    if (header) {
      const name = header[1] as string;
      section = ini.get(name) ?? new Map();
      ini.set(name, section);
      isOwn = ['metadata', 'options'].includes(name);
      open = undefined;
      continue;
    }
    const at = body.search(/[=:]/);
    if (at <= 0 || !section) {
      problems.push({ line: index + 1, text: body });
      continue;
    }
    open = [body.slice(at + 1).trim()];
    const key = body.slice(0, at).trim();
    section.set(isOwn ? key.toLowerCase().replaceAll('-', '_') : key, { lines: open, line: index + 1 });
  }
  const values = [...ini].map(
    ([name, entries]) => [name, new Map([...entries].map(([k, v]) => [k, iniValue(v)]))] as const,
  );
  return { ini: new Map(values), problems };
}

function iniValue({ lines, line }: { lines: readonly string[]; line: number }): IniValue {
  return { text: lines.join('\n').trim(), line };
}

export function sectionText(ini: Ini, section: string, key: string): string | undefined {
  return ini.get(section)?.get(key)?.text;
}

/** A list: one entry per line, or separated by `separator` where there is one line only. */
export function listOf(text: string | undefined, separator: string): string[] {
  const lines = (text ?? '').split('\n').map((line) => line.trim());
  const entries = lines.length > 1 ? lines : (lines[0] ?? '').split(separator);
  return entries.map((entry) => withoutComment(entry)).filter((entry) => entry !== '');
}

/** Behind a value, `#` begins a comment after a space only. */
function withoutComment(text: string): string {
  return text.replace(/(^|\s)#.*$/, '').trim();
}
