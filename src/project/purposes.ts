/** What each purpose takes from a project's groups and extras, as data. */
import { TOOLS } from '../model/tools';
import type { Purpose } from './types';

export const PURPOSES: readonly Purpose[] = ['build', 'package', 'test', 'lint', 'typecheck'];

/**
 * Groups and extras that serve a purpose, by the names that teams give them. They count as a whole: a linter in `dev`
 * moves `test` and `typecheck` too, for it is in their environments. Teams that mind give linters a group `lint`.
 */
export const GROUP_NAMES: Readonly<Record<Purpose, readonly string[]>> = {
  build: [],
  package: ['build', 'package', 'packaging'],
  test: ['test', 'tests', 'testing', 'dev', 'develop', 'development', 'coverage', 'cov'],
  lint: ['lint', 'linting', 'linter', 'linters', 'format', 'formatting', 'fmt', 'style', 'check', 'checks'],
  typecheck: [
    ...['types', 'typing', 'typecheck', 'type-check', 'type-checking', 'mypy', 'pyright'],
    ...['test', 'tests', 'testing', 'dev', 'develop', 'development'],
  ],
};

/** Tools that `lint` takes from any group. */
const LINT_TOOLS: ReadonlySet<string> = new Set([...TOOLS.lint, ...TOOLS.format]);
/** Plugins of flake8 whose names do not begin with `flake8-`. */
const FLAKE8_PLUGINS: ReadonlySet<string> = new Set([
  ...['pep8-naming', 'dlint', 'hacking', 'darglint', 'pydoclint', 'mccabe', 'cohesion', 'tryceratops'],
  'wemake-python-styleguide',
]);

/** @param name PEP 503 */
export function isLintTool(name: string): boolean {
  return LINT_TOOLS.has(name) || FLAKE8_PLUGINS.has(name) || name.startsWith('flake8-');
}

const TYPE_TOOLS: ReadonlySet<string> = new Set(TOOLS.typecheck);

/** Type checkers and stubs, which teams keep in a group `lint` as often as not. @param name PEP 503 */
function isTypeTool(name: string): boolean {
  return TYPE_TOOLS.has(name) || name.startsWith('types-') || name.endsWith('-stubs');
}

/** Lists of something (requirements of a manifest, edges of a lock) as a project has them. */
export interface Parts<T extends { readonly name: string }> {
  readonly dependencies: readonly T[];
  readonly groups: Readonly<Record<string, readonly T[]>>;
  readonly extras: Readonly<Record<string, readonly T[]>>;
}

export interface Chosen<T> {
  readonly entries: readonly T[];
  /** Names of the groups and extras that count as a whole. */
  readonly groups: readonly string[];
  readonly extras: readonly string[];
}

/** What a purpose takes: what ships (but for `package` and `lint`) and the groups and extras that serve it. */
export function choose<T extends { readonly name: string }>(parts: Parts<T>, purpose: Purpose): Chosen<T> {
  const named = (lists: Parts<T>['groups']): string[] => GROUP_NAMES[purpose].filter((g) => Object.hasOwn(lists, g));
  const [groups, extras] = [named(parts.groups), named(parts.extras)];
  return {
    entries: [
      ...(ships(purpose) ? parts.dependencies : []),
      ...groups.flatMap((name) => parts.groups[name] ?? []),
      ...extras.flatMap((name) => parts.extras[name] ?? []),
      ...(purpose === 'lint' ? toolsOf(parts, isLintTool) : []),
      ...(purpose === 'typecheck' ? toolsOf(parts, isTypeTool) : []),
    ],
    groups,
    extras,
  };
}

function toolsOf<T extends { readonly name: string }>(
  { dependencies, groups, extras }: Parts<T>,
  isTool: (name: string) => boolean,
): T[] {
  return [dependencies, ...Object.values(groups), ...Object.values(extras)].flatMap((list) =>
    list.filter(({ name }) => isTool(name)),
  );
}

/** A package is made from its sources, linters run nothing of the project; everything else needs what ships. */
export function ships(purpose: Purpose): boolean {
  return purpose !== 'package' && purpose !== 'lint';
}
