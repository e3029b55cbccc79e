import { findCandidates } from './candidates';
import { findImports, placeImports } from './scanner';

/** What follows each candidate, up to six characters. */
function candidates(source: string): string[] {
  const bytes = Buffer.from(source);
  return findCandidates(bytes).map((pos) => bytes.toString('latin1', pos, pos + 6));
}

it('passes words that no statement can begin with', () => {
  expect(candidates('# import a\nx.import b\nreimport c\nimporter\nthe import d\nimport"e"\nimport_ f')).toEqual([]);
  expect(candidates('import a\n  import b\nx; import c\nif x: import\td\nlazy import e')).toEqual([
    'import',
    'import',
    'import',
    'import',
    'import',
  ]);
  expect(candidates('from a.b import c\nfrom . import d\nfrom.e import(f)\nfrom g import*')).toEqual([
    'from a',
    'from .',
    'from.e',
    'from g',
  ]);
  // The backslash may continue the statement or end a comment.
  expect(candidates('from a \\\n import b')).toEqual(['from a', 'import']);
  expect(candidates('import_module("a"); x.import_module; __import__("b"); my__import__')).toEqual([
    'import',
    'import',
    '__impo',
  ]);
});

it.each([
  ['a line that a comment seems to continue', '# imported from a \\\nimport b', ['b']],
  ['a literal that is continued', "x = 'a\\\nimport b'\nimport c", ['c']],
  [
    'three quotes in a literal, in a comment, side by side',
    `x = '"""'\nimport a # '''\nimport b\ny = """"c"""\nimport d`,
    ['a', 'b', 'd'],
  ],
  ['three quotes behind a literal', 'x = "a""""b\nimport c"""\nimport d', ['d']],
  ['a field that goes on below (Python 3.12)', `f"{\n1}; import a"; import b`, ['b']],
  ['a field that goes on below, with three quotes behind it', `f"{\n1}'''"; import a\nimport b`, ['a', 'b']],
  ['three quotes between the names', 'from a import (  # """\n b)\nimport c\nx = """\nimport d"""', ['a b', 'c']],
  ['a call in a field', 'f"""{__import__("a")} __import__("b")"""\nimport c', ['a()', 'c']],
  ['a call in a text', '"import_module(\'a\')"\nimport b', ['b']],
])('jumps past %s', (_, source, expected) => {
  expect(findImports(Buffer.from(source))).toEqual(expected);
  expect(placeImports(Buffer.from(source)).map(({ shape }) => shape)).toEqual(expected);
});

it('remembers a statement by its text, unless the next line has a part in it', () => {
  const statements = new Map();
  const find = (source: string): readonly string[] => findImports(Buffer.from(source), statements);
  expect(find('from a import (b,\n c)')).toEqual(['a b,c']);
  expect(find('from a import (b,\n d)')).toEqual(['a b,d']);
  expect(find('from a import \\\n b')).toEqual(['a b']);
  expect(find('from a import \\\n c')).toEqual(['a c']);
  expect(find('from a import (\n)')).toEqual([]);
  expect(find('from a import (\n b)')).toEqual(['a b']);
  expect(find('import a; import b')).toEqual(['a', 'b']);
  expect(find('import a; import b')).toEqual(['a', 'b']);
  expect(find('from a import b as c, d # e')).toEqual(['a b,d']);
});
