import { findImports, placeImports } from './scanner';

/** `line shape` of each import, with ` (where)` unless it is loaded with the module. */
function scan(source: string | Buffer): string[] {
  const bytes = Buffer.from(source as string);
  const placed = placeImports(bytes);
  // Reading everything and jumping from candidate to candidate find the same.
  expect(findImports(bytes)).toEqual(placed.map(({ shape }) => shape));
  return placed.map(({ line, shape, where }) => `${line} ${shape}${where === 'module' ? '' : ` (${where})`}`);
}

const lines = (...text: string[]): string => text.join('\n');

it('reads every form of the statements', () => {
  expect(scan('import os, a.b as c , d . e')).toEqual(['1 os', '1 a.b', '1 d.e']);
  expect(scan('from a import (b, # c\n  d as e,\n)\nfrom f import*')).toEqual(['1 a b,d', '4 f *']);
  expect(scan('from.import a\nfrom . . .b import c\nfrom....d import e')).toEqual(['1 . a', '2 ...b c', '3 ....d e']);
  expect(scan('import \\\n  a\nfrom b\\\n import c\nimport\\\nd')).toEqual(['1 a', '3 b c', '5 d']);
  expect(scan('x = 1; import a;from b import c')).toEqual(['1 a', '1 b c']);
  expect(scan('if x: import a\nelse: import b\nclass A: import c\nlazy import d')).toEqual([
    '1 a',
    '2 b',
    '3 c',
    '4 d',
  ]);
});

it('takes no text for code', () => {
  expect(scan('# import a\n"import b"\nx = """\nimport c\n"""\nimport d # import e')).toEqual(['6 d']);
  expect(scan('"\\"; import a"\nr"\\"; import b\n\'\\\\\'; import c')).toEqual(['3 c']);
  expect(scan('x = "a\\\nimport b"\nimport c')).toEqual(['3 c']);
  expect(scan('"""a\\"""\nimport b\n"""\nimport c')).toEqual(['4 c']);
  expect(scan('x.import_ = 1\nimporter = from_ = reimport\nraise A from b\ny = yield from c\nimport d')).toEqual([
    '5 d',
  ]);
});

it('finds the end of literals with replacement fields', () => {
  expect(scan('f"{a["b"]}"; import c')).toEqual(['1 c']);
  expect(scan('f"{f"{f"{1}"}"}"; import a')).toEqual(['1 a']);
  expect(scan('f"{{import a}} {x!r:>{width}} \\N{DASH} {y:%H:%M}"; import b')).toEqual(['1 b']);
  expect(scan("rf'\\{x}'; import a\nt'{x:{{}}}'; import b")).toEqual(['1 a', '2 b']);
  expect(scan('f"""{\nx # "\n}"""\nimport a')).toEqual(['4 a']);
  expect(scan('f"{__import__("os").sep}"')).toEqual(['1 os()']);
});

it('tells under what an import runs', () => {
  expect(
    scan('def f():\n\timport a\nasync  def g(): import b\nclass C:\n  import c\n  def h(self):\n    import d'),
  ).toEqual(['2 a (function)', '3 b (function)', '5 c', '7 d (function)']);
  expect(
    scan(
      lines(
        'if typing.TYPE_CHECKING:',
        '  import a',
        'elif x:',
        '  import b',
        'if not TYPE_CHECKING:',
        '  import c',
        'else:',
        '  import d',
        'if TYPE_CHECKING or x: import e',
      ),
    ),
  ).toEqual(['2 a (type-checking)', '4 b', '6 c', '8 d (type-checking)', '9 e']);
});

it('knows imports that may fail, also when their handler comes last', () => {
  const handled = (handler: string): string[] => scan(`try:\n  import a\n${handler}:\n  pass`);
  expect(handled('except ImportError')).toEqual(['2 a (try)']);
  expect(handled('except (X, # :\n  ModuleNotFoundError) as e')).toEqual(['2 a (try)']);
  expect(handled('except')).toEqual(['2 a (try)']);
  expect(handled('except KeyError:\n  pass\nexcept ImportError')).toEqual(['2 a (try)']);
  expect(handled('except KeyError')).toEqual(['2 a']);
  expect(handled('finally')).toEqual(['2 a']);
  expect(
    scan('try:\n  import a\n  def f():\n    import b\nexcept ImportError:\n  import c\nelse:\n  import d\nimport e'),
  ).toEqual(['2 a (try)', '4 b (function)', '6 c (try)', '8 d', '9 e']);
  expect(scan('with contextlib.suppress(ImportError):\n  import a\nimport b')).toEqual(['2 a (try)', '3 b']);
});

it('takes calls with one literal, and lists the others', () => {
  const source = lines(
    'importlib.import_module("a.b")',
    'import_module(r\'c\' ".d", package)',
    '__import__(name="e")',
    'import_module(".f", __package__)',
    'self.import_module("no")',
    'def import_module(name): pass',
    'import_module("g" + x)',
    'import_module(f"h{x}")',
  );
  expect(scan(source)).toEqual(['1 a.b()', '2 c.d()', '3 e()', '4 .f()', '7 ?', '8 ?']);
});

it('reads all line ends, marks and encodings as Python does', () => {
  expect(scan('# x\rimport a\r\nimport b\r"""\r"""; import c')).toEqual(['2 a', '3 b', '5 c']);
  expect(scan('\ufeffimport a')).toEqual(['1 a']);
  expect(scan('def f():\n  x\n\fimport a\n \f  import b')).toEqual(['3 a', '4 b']);
  expect(scan(Buffer.from('# -*- coding: latin-1 -*-\nimport caf\xe9', 'latin1'))).toEqual(['2 café']);
  // Its second byte is a backslash where nothing decodes it.
  expect(
    scan(
      Buffer.concat([Buffer.from('# coding: shift_jis\nx = "'), Buffer.from([0x95, 0x5c]), Buffer.from('"\nimport a')]),
    ),
  ).toEqual(['3 a']);
  expect(scan('import \u210c')).toEqual(['1 H']);
});

it('never throws: Python 2, other languages, what is cut off', () => {
  expect(scan('print "import a", `b`\nexec "import c"\nexcept X, e: import d\nimport e')).toEqual(['3 d', '4 e']);
  expect(scan('{% import x %}\nfrom {{ a }} import b\nimport')).toEqual([]);
  expect(scan('"""\nimport a')).toEqual([]);
  expect(scan('f"{x\nimport a')).toEqual(['2 a']);
  const deep = `${'f"{'.repeat(50_000)}import a`;
  expect(() => [scan(deep), scan(`f"${'{a:'.repeat(50_000)}import`), scan('('.repeat(50_000))]).not.toThrow();
  for (let end = 0; end < 60; end += 1) {
    expect(() =>
      scan('try: from .a import (b, c)\nexcept ImportError: f"{__import__("d")!r:>{e}}"'.slice(0, end)),
    ).not.toThrow();
  }
});
