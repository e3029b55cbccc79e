import { settingsAbove } from './inputs';
import { mergeExcludes } from './merge-patterns';

const ignored = (fileset: string) => ({ fileset, includeIgnored: true as const });

it('joins what is left out of what git sees, and of what lies on disk, each for itself', () => {
  expect(
    mergeExcludes([
      '{projectRoot}/**/*',
      '!{projectRoot}/**/.venv/**',
      ignored('{projectRoot}/**/*'),
      ignored('!{projectRoot}/**/.venv/**'),
      '!{projectRoot}/**/*.{pyc,pyo}',
      ignored('!{projectRoot}/dist/**'),
      ignored('!{projectRoot}/dist/**'),
    ]),
  ).toEqual([
    '{projectRoot}/**/*',
    '!{projectRoot}/{**/.venv/**,**/*.{pyc,pyo}}',
    ignored('{projectRoot}/**/*'),
    ignored('!{projectRoot}/{**/.venv/**,dist/**}'),
  ]);
});

it.each([
  ['a comma in a name', '!{projectRoot}/a,b/**'],
  ['a class of characters', '!{projectRoot}/[(]group[)]/**'],
  ['another folder', '!{workspaceRoot}/apps/x/**'],
])('leaves alone what cannot stand among alternatives: %s', (_, pattern) => {
  const inputs = [pattern, ignored(pattern), '!{projectRoot}/**/.venv/**', { env: 'X' }, { runtime: 'node x' }];
  expect(mergeExcludes(inputs)).toEqual(inputs);
});

it('names settings of all folders above in two patterns', () => {
  expect(settingsAbove('apps/group/app', ['a.ini', 'b.ini'])).toEqual([
    '{workspaceRoot}/{a.ini,b.ini}',
    '{workspaceRoot}/{apps,apps/group}/{a.ini,b.ini}',
  ]);
  expect(settingsAbove('app', ['a.ini'])).toEqual(['{workspaceRoot}/a.ini']);
  expect(settingsAbove('.', ['a.ini'])).toEqual([]);
  expect(settingsAbove('apps/(x)/a,b/app', ['a.ini'])).toEqual([
    '{workspaceRoot}/a.ini',
    '{workspaceRoot}/apps/a.ini',
    '{workspaceRoot}/apps/[(]x[)]/a.ini',
    '{workspaceRoot}/apps/[(]x[)]/a,b/a.ini',
  ]);
});
