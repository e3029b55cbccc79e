/** What each purpose takes from a project's groups and extras, as data. */
import type { Purpose } from './types';

export const PURPOSES: readonly Purpose[] = ['build', 'package', 'test', 'lint', 'typecheck'];

/** Groups and extras that serve a purpose, by the names that teams give them. */
export const GROUP_NAMES: Readonly<Record<Purpose, readonly string[]>> = {
  build: [],
  package: ['build', 'package', 'packaging'],
  test: ['test', 'tests', 'testing', 'dev', 'coverage', 'cov'],
  lint: ['lint', 'linting', 'linters', 'format', 'style', 'check'],
  typecheck: ['types', 'typing', 'typecheck', 'mypy', 'test', 'tests', 'testing', 'dev'],
};
