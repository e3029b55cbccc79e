/** Adds a member to `[tool.uv.workspace]` without touching anything else of the file (docs/decisions/0013). */
import type { AST } from 'toml-eslint-parser';
import { KilnError } from '../../src/model/errors';
import { parseToml, valueAt } from '../../src/project/toml';

interface Edit {
  /** Offset in the text. */
  readonly at: number;
  readonly insert: string;
}

/**
 * The text of a pyproject.toml with one more member of the uv workspace; every other byte stays.
 * @param file workspace-relative, for errors
 * @param text `undefined` where there is no file yet
 * @param member folder below the workspace's root
 * @throws KilnError PYPROJECT_INVALID where the file cannot be read, or writes its tables in a way that leaves no place
 */
export async function addMember(file: string, text: string | undefined, member: string): Promise<string> {
  const newline = text?.includes('\r\n') ? '\r\n' : '\n';
  const table = `[tool.uv.workspace]${newline}members = [${JSON.stringify(member)}]${newline}`;
  if (text === undefined || text.trim() === '') {
    return table;
  }
  const before = parseToml(file, text, 'PYPROJECT_INVALID', 'correct it, then run the generator again');
  const { parseTOML } = await import('toml-eslint-parser');
  // Positions are those of the text without its byte order mark.
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const ast = parseTOML(body, { tomlVersion: '1.0' });
  const array = membersArray(ast);
  const edits = array
    ? elementEdits(array, member, body, newline)
    : (tableEdits(ast, member, body, newline) ?? appended(body, table, newline));
  const after = mark + applyEdits(body, edits);
  assertAdded(file, after, membersOf(before), member);
  return after;
}

function membersOf(toml: unknown): readonly unknown[] {
  const members = valueAt(toml, 'tool', 'uv', 'workspace', 'members');
  return Array.isArray(members) ? members : [];
}

/** Tables can be written in more ways than are worth editing: what came out is read again before anybody sees it. */
function assertAdded(file: string, text: string, members: readonly unknown[], member: string): void {
  const refused = (cause?: unknown): KilnError =>
    new KilnError('PYPROJECT_INVALID', `${file} writes [tool.uv.workspace] in a way that Kiln does not edit`, {
      hint: `add "${member}" to its members by hand, then run the generator again`,
      cause,
    });
  let added: readonly unknown[];
  try {
    added = membersOf(parseToml(file, text, 'PYPROJECT_INVALID', ''));
  } catch (error) {
    throw refused(error);
  }
  if (JSON.stringify(added) !== JSON.stringify([...members, member])) {
    throw refused();
  }
}

/** The value at `tool.uv.workspace.members`, however tables and dotted keys lead there. */
function membersArray(ast: AST.TOMLProgram): AST.TOMLArray | undefined {
  const find = (pairs: readonly AST.TOMLKeyValue[], prefix: readonly string[]): AST.TOMLArray | undefined => {
    for (const { key, value } of pairs) {
      const path = [...prefix, ...key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))];
      if (value.type === 'TOMLArray' && path.join('\0') === ['tool', 'uv', 'workspace', 'members'].join('\0')) {
        return value;
      }
      const inner = value.type === 'TOMLInlineTable' ? find(value.body, path) : undefined;
      if (inner) {
        return inner;
      }
    }
    return undefined;
  };
  const [top] = ast.body;
  const tables = top.body.filter((node) => node.type === 'TOMLTable');
  return [
    { pairs: top.body.filter((node) => node.type === 'TOMLKeyValue'), prefix: [] as string[] },
    ...tables.map((table) => ({ pairs: table.body, prefix: table.resolvedKey.map(String) })),
  ]
    .map(({ pairs, prefix }) => find(pairs, prefix))
    .find((found) => found !== undefined);
}

/** In the form that the array has: behind the last element, or on a line of its own below it. */
function elementEdits(
  { elements, range: [start, end] }: AST.TOMLArray,
  member: string,
  text: string,
  newline: string,
): Edit[] {
  const last = elements.at(-1);
  const close = end - 1;
  const quote = last?.type === 'TOMLValue' && last.kind === 'string' && last.style === 'literal' ? "'" : '"';
  const element = `${quote}${member}${quote}`;
  const tail = text.slice(last?.range[1] ?? start + 1, close);
  if (!tail.includes('\n')) {
    return [{ at: last?.range[1] ?? close, insert: last ? `, ${element}` : element }];
  }
  if (!last) {
    const indent = `${indentOf(text, start)}    `;
    const line = lineStart(text, close);
    return [{ at: line, insert: `${indent}${element},${newline}` }];
  }
  const hasComma = /^(\s*(#.*)?\n)*\s*,/.test(tail);
  const below = last.range[1] + tail.indexOf('\n');
  const lineEnd = text[below - 1] === '\r' ? below - 1 : below;
  const line = `${newline}${indentOf(text, last.range[0])}${element}${hasComma ? ',' : ''}`;
  return [...(hasComma ? [] : [{ at: last.range[1], insert: ',' }]), { at: lineEnd, insert: line }];
}

/** `[tool.uv.workspace]` that names no members yet. */
function tableEdits(ast: AST.TOMLProgram, member: string, text: string, newline: string): Edit[] | undefined {
  const table = ast.body[0].body.find(
    (node) =>
      node.type === 'TOMLTable' && node.kind === 'standard' && node.resolvedKey.join('\0') === 'tool\0uv\0workspace',
  ) as AST.TOMLTable | undefined;
  if (!table) {
    return undefined;
  }
  // Behind the heading and its comment.
  const [line = ''] = text.slice(table.key.range[1]).split(/\r?\n/, 1);
  return [{ at: table.key.range[1] + line.length, insert: `${newline}members = [${JSON.stringify(member)}]` }];
}

function appended(text: string, table: string, newline: string): Edit[] {
  const gap = text.endsWith('\n') ? newline : `${newline}${newline}`;
  return [{ at: text.length, insert: `${gap}${table}` }];
}

/** From the last one to the first, so that offsets stay what they are. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits].reverse().reduce((done, { at, insert }) => `${done.slice(0, at)}${insert}${done.slice(at)}`, text);
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** White space that the line of an offset begins with. */
function indentOf(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? '';
}
