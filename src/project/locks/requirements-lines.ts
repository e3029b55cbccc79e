/** The lines of a requirements file as pip takes them apart. */
import { posix } from 'node:path';
import { type Disk, joinPath } from '../disk';

export interface RequirementsLine {
  /** Without continuation, comment and hashes. */
  readonly text: string;
  /** Of its first part, from 1. */
  readonly line: number;
  readonly hashes: readonly string[];
  /** Who needs it, where pip-compile or uv noted that: `# via click`. PEP 503 is up to the reader. */
  readonly via: readonly string[];
}

/** Logical lines; comments behind and below a line belong to it where they say `via`. */
export function requirementsLines(text: string): RequirementsLine[] {
  const lines: RequirementsLine[] = [];
  const physical = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  let via: string[] | undefined;
  for (let i = 0; i < physical.length; i += 1) {
    const line = i + 1;
    let whole = physical[i] as string;
    while (/\\\s*$/.test(whole) && !/^\s*#/.test(whole) && i + 1 < physical.length) {
      i += 1;
      whole = `${whole.replace(/\\\s*$/, '')} ${physical[i]?.trim() ?? ''}`;
    }
    const [, body = '', comment] = /^((?:(?!(?:^|\s)#).)*)(?:\s*#\s*(.*))?$/s.exec(whole) ?? [];
    if (body.trim() !== '') {
      const hashes = [...body.matchAll(/\s--hash[=\s]+([\w-]+:[0-9a-fA-F]+)/g)].map((m) =>
        (m[1] as string).toLowerCase(),
      );
      via = [];
      lines.push({ text: body.replace(/\s--hash[=\s]+\S+/g, '').trim(), line, hashes, via });
    }
    addVia(comment, via);
  }
  return lines;
}

/** `via click`, `via` and then one name per line; `via -r file` says that the file itself asks for it. */
function addVia(comment: string | undefined, via: string[] | undefined): void {
  const names = /^(?:via\s+)?((?:[A-Za-z0-9._-]+(?:\[[^\]]*\])?(?:\s*\([^)]*\))?(?:,\s*|$))+)$/.exec(
    comment?.trim() ?? '',
  );
  if (names && via && comment?.trim() !== 'via') {
    via.push(
      ...(names[1] as string)
        .split(',')
        .map((name) => name.replace(/[[(].*$/, '').trim())
        .filter(Boolean),
    );
  }
}

const INCLUDE = /^(?:(-r|--requirement|-c|--constraint)(?:\s*=\s*|\s+|(?=[^\s=-])))(.+)$/;

/** What `-r` and `-c` name, workspace-relative; addresses have none. */
export function includeOf(
  text: string,
  file: string,
): { readonly file: string; readonly constraint: boolean } | undefined {
  const m = INCLUDE.exec(text);
  const path = m?.[2]?.trim().replace(/^(["'])(.*)\1$/, '$2');
  return m && path && !/^[a-z+]+:\/\//i.test(path)
    ? { file: joinPath(posix.dirname(file), path.replaceAll('\\', '/')), constraint: (m[1] as string).includes('c') }
    : undefined;
}

/** Every file that a requirements file includes, also by others, workspace-relative. */
export function includedFiles(file: string, disk: Disk, seen: Set<string> = new Set([file])): string[] {
  const text = disk.read(file);
  return (text === undefined ? [] : requirementsLines(text)).flatMap((line) => {
    const included = includeOf(line.text, file)?.file;
    if (included === undefined || seen.has(included)) {
      return [];
    }
    seen.add(included);
    return [included, ...includedFiles(included, disk, seen)];
  });
}
