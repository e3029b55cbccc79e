import { FormatOptions, LintOptions } from '../../model/options/everyday';
import { facts, line } from './everyday.testing';
import { formatCommand } from './format-command';
import { lintCommand } from './lint-command';

const lint = (tool: string, args: string[] = [], over = {}): string =>
  line(lintCommand(LintOptions.parse({ tool, args }), facts(over)));
const format = (tool: string, check: boolean, over = {}): string =>
  line(formatCommand(FormatOptions.parse({ tool, check }), facts(over)));

const OTHERS = { excluded: ['libs/b.c', 'dist'] };
const UP = { settings: { path: '../pyproject.toml', text: '[tool.x]' } };

it('linters', () => {
  expect([
    lint('ruff'),
    lint('ruff', ['--select', 'E'], OTHERS),
    lint('ruff', ['tests'], { strangers: true }),
    lint('flake8', [], { ...OTHERS, ...UP, colour: true }),
    lint('flake8', [], { strangers: true }),
  ]).toMatchInlineSnapshot(`
[
  "ruff check --no-cache --no-fix .",
  "ruff check --no-cache --config extend-exclude = ["./libs/b.c","./dist"] --no-fix --select E .",
  "ruff check --no-cache --isolated --no-fix tests",
  "python -m flake8 --config ../pyproject.toml --extend-exclude=./libs/b.c,./dist .",
  "python -m flake8 --isolated .",
]
`);
});

it('a cached linter writes no sources; one that is not cached may', () => {
  expect(() => lint('ruff', ['--fix'])).toThrow(/lint is cached, and --fix writes sources/);
  expect(() => lint('ruff', ['--unsafe-fixes', '--add-noqa'])).toThrow(/--unsafe-fixes --add-noqa/);
  expect(lint('ruff', ['--fix'], { cached: false })).toBe('ruff check --no-cache --fix .');
});

it('formatters', () => {
  expect([
    format('ruff', true, OTHERS),
    format('ruff', false, { cached: false }),
    format('black', true, { ...OTHERS, strangers: true }),
    format('black', false, { ...UP, cached: false }),
  ]).toMatchInlineSnapshot(`
[
  "ruff format --check --no-cache --config extend-exclude = ["./libs/b.c","./dist"] .",
  "ruff format --no-cache .",
  "BLACK_CACHE_DIR=/run/scratch/black python -m black --check --config=/run/scratch/empty.toml --force-exclude=^/(libs/b\\.c|dist)/ .",
  "BLACK_CACHE_DIR=/run/scratch/black python -m black --config=../pyproject.toml .",
]
`);
  expect(() => format('ruff', false)).toThrow(/writes sources, and this target is cached/);
});
