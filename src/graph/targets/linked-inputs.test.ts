import type { Link } from '../../project/links';
import { followInputs } from './linked-inputs';
import type { Input } from './types';

const toFolder = (path: string, target?: string): Link => ({
  path,
  folder: true,
  ...(target === undefined ? {} : { target }),
});
const toFile = (path: string, target: string): Link => ({ path, target, folder: false });

/** What is added, without its prefix. */
function added(inputs: readonly Input[], ...links: Link[]): string[] {
  return followInputs(inputs, 'apps/one', links)
    .inputs.slice(inputs.length)
    .map((input) => (typeof input === 'string' ? input : (input as { fileset: string }).fileset))
    .map((text) => text.replace('{workspaceRoot}/', ''));
}

const SHARED = toFolder('apps/one/src/one/shared', 'shared/lib');

it('continues a pattern behind a link to a folder, as far as it has not matched', () => {
  expect(added(['{projectRoot}/src/one/**/*'], SHARED)).toEqual(['apps/one/src/one/shared', 'shared/lib/**/*']);
  expect(added(['{projectRoot}/**/*.{py,pyi}'], SHARED)).toEqual([
    'apps/one/src/one/shared',
    'shared/lib/**/*.{py,pyi}',
  ]);
  expect(added(['{projectRoot}/src/one/shared/deep/*.txt'], SHARED)).toEqual([
    'apps/one/src/one/shared',
    'shared/lib/deep/*.txt',
  ]);
  expect(added(['{projectRoot}/src/one/**/*'], toFolder('apps/one/src', 'apps/src'))).toEqual([
    'apps/one/src',
    'apps/src/one/**/*',
  ]);
});

it('names files by what they are in the end', () => {
  const link = toFile('apps/one/ruff.toml', 'configs/(a)/ruff.toml');
  const real = ['apps/one/ruff.toml', 'configs/[(]a[)]/ruff.toml'];
  expect(added(['{projectRoot}/**/*'], link)).toEqual(real);
  expect(added(['{projectRoot}/**/{ruff.toml,x}'], link)).toEqual(real);
  expect(added(['{workspaceRoot}/apps/one/ruff.toml'], link)).toEqual(real);
  expect(added(['{projectRoot}/**/{a/ruff.toml,ruff.toml}'], link)).toEqual(real);
  expect(added(['{projectRoot}/**/*.py', 'kilnSources', { env: 'A' }], link)).toEqual([]);
});

it('reads from disk whatever git thinks of it, once', () => {
  const inputs: Input[] = ['{projectRoot}/**/*', { fileset: '{projectRoot}/**/*', includeIgnored: true }];
  expect(followInputs(inputs, 'apps/one', [SHARED]).inputs.slice(2)).toEqual([
    '{workspaceRoot}/apps/one/src/one/shared',
    { fileset: '{workspaceRoot}/shared/lib/**/*', includeIgnored: true },
  ]);
});

it('leaves out behind a link what is left out everywhere, not what is left out in one place', () => {
  expect(
    added(
      ['{projectRoot}/**/*', '!{projectRoot}/**/__pycache__/**', '!{projectRoot}/{build,src}/**'],
      SHARED,
      toFolder('apps/one/tests/lib', 'shared/lib'),
    ),
  ).toEqual([
    'apps/one/src/one/shared',
    'shared/lib/**/*',
    '!shared/lib/**/__pycache__/**',
    'apps/one/tests/lib',
    'shared/lib/**/*',
    '!shared/lib/**/__pycache__/**',
  ]);
});

it('goes on where there are links behind links, to the end', () => {
  const links = [SHARED, toFolder('shared/lib/more', 'shared/more'), toFolder('shared/more/back', 'shared/lib')];
  expect(added(['{projectRoot}/src/**/*'], ...links)).toEqual([
    'apps/one/src/one/shared',
    'shared/lib/**/*',
    'shared/lib/more',
    'shared/more/**/*',
    'shared/more/back',
    'shared/lib/**/*',
  ]);
});

it('tells links apart that change places or names', () => {
  const texts = [
    ['a', 'x', 'b', 'y'],
    ['a', 'y', 'b', 'x'],
    ['a', 'x', 'c', 'y'],
    ['a', 'x', 'b', 'x'],
  ].map(([one, first, two, second]) =>
    added(['{projectRoot}/**/*'], toFolder(`apps/one/${one}`, first), toFolder(`apps/one/${two}`, second)).join(),
  );
  expect(new Set(texts).size).toBe(texts.length);
});

it.each([
  ['out of the workspace', toFolder('apps/one/data')],
  ['into outputs', toFolder('apps/one/static', 'dist/web')],
  ['up to more than the project', toFolder('apps/one/up', 'apps')],
  ['up to the workspace', toFolder('apps/one/up', '.')],
])('says of a link %s that nothing can follow it', (_, link) => {
  expect(followInputs(['{projectRoot}/**/*'], 'apps/one', [link])).toEqual({
    inputs: ['{projectRoot}/**/*', `{workspaceRoot}/${link.path}`],
    links: [link],
    open: link.path,
  });
  const others: Input[] = ['{projectRoot}/src/**/*'];
  expect(followInputs(others, 'apps/one', [link])).toEqual({ inputs: others, links: [] });
});

it('takes a circle within the project for what it is', () => {
  const self = toFolder('apps/one/a/self', 'apps/one');
  expect(followInputs(['{projectRoot}/**/*'], 'apps/one', [self])).toEqual({
    inputs: ['{projectRoot}/**/*', '{workspaceRoot}/apps/one/a/self'],
    links: [self],
  });
  expect(added(['{projectRoot}/**/*'], toFolder('apps/one/b', 'libs'), toFolder('libs/c', 'apps/one'))).toEqual([
    'apps/one/b',
    'libs/**/*',
    'libs/c',
    'apps/one/**/*',
  ]);
});
