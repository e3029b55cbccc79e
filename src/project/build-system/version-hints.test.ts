import type { GitVersion } from './types';
import {
  countingTags,
  describeArguments,
  type GitState,
  hintsOf,
  parseDescription,
  toldVersion,
} from './version-hints';

const STATE: GitState = {
  commit: '0123456789abcdef0123456789abcdef01234567',
  date: '2026-01-02T03:04:05+00:00',
  tag: 'v1.4.0',
  distance: 2,
  changed: false,
};
const by = (plugin: string): GitVersion => ({ plugin, namesBranch: false });
const named = { name: 'Lib' };

it('stands in for a repository by what archives of repositories hold', () => {
  expect(hintsOf(by('setuptools-scm'), STATE, named).files['.git_archival.txt']).toMatchInlineSnapshot(`
"node: 0123456789abcdef0123456789abcdef01234567
node-date: 2026-01-02T03:04:05+00:00
describe-name: v1.4.0-2-g012345678
"
`);
  expect(
    hintsOf(by('uv-dynamic-versioning'), { ...STATE, branch: 'main' }, named).files['.git_archival.json'],
  ).toMatchInlineSnapshot(`
"{
 "hash-full": "0123456789abcdef0123456789abcdef01234567",
 "hash-short": "0123456",
 "timestamp": "2026-01-02T03:04:05+00:00",
 "refs": "HEAD -> main",
 "describe": "v1.4.0-2-g0123456"
}
"
`);
});

it('says that files are changed, and that a tag itself is built', () => {
  expect(hintsOf(by('hatch-vcs'), { ...STATE, changed: true }, named).env).toEqual({
    SETUPTOOLS_SCM_PRETEND_METADATA: '{dirty=true}',
  });
  const text = hintsOf(by('poetry-dynamic-versioning'), { ...STATE, distance: 0, changed: true }, named).files;
  expect(JSON.parse(text['.git_archival.json'] as string).describe).toBe('v1.4.0-dirty');
});

it('refuses changed files where setuptools-scm would not hear of them, and names commits as it does', () => {
  const old = 'packaging==26.3\nsetuptools-scm==8.3.1 --hash=sha256:0\n';
  expect(() => hintsOf(by('setuptools-scm'), { ...STATE, distance: 0, changed: true }, named, old)).toThrow(
    /files are changed, and setuptools-scm 8 would not know/,
  );
  expect(hintsOf(by('hatch-vcs'), STATE, named, old).files['.git_archival.txt']).toContain('v1.4.0-2-g0123456\n');
  const current = 'setuptools-scm==10.3.4 --hash=sha256:0\n';
  expect(hintsOf(by('setuptools-scm'), { ...STATE, changed: true }, named, current).env).not.toEqual({});
});

it('tells pdm-backend a tag’s version, and refuses what lies between tags', () => {
  expect(hintsOf(by('pdm-backend'), { ...STATE, tag: 'lib-v1.4.0rc1', distance: 0 }, named).env).toEqual({
    PDM_BUILD_SCM_VERSION: '1.4.0rc1',
  });
  for (const state of [STATE, { ...STATE, distance: 0, changed: true }]) {
    expect(() => hintsOf(by('pdm-backend'), state, named)).toThrow(/asks git itself/);
  }
  expect(() => hintsOf(by('versioningit'), STATE, named)).toThrow(/asks git itself/);
});

it.each([
  ['hatch-vcs', 'SETUPTOOLS_SCM_PRETEND_VERSION'],
  ['uv-dynamic-versioning', 'UV_DYNAMIC_VERSIONING_BYPASS'],
  ['poetry-dynamic-versioning', 'POETRY_DYNAMIC_VERSIONING_BYPASS'],
  ['pdm-backend', 'PDM_BUILD_SCM_VERSION'],
])('passes a said version on to %s', (plugin, variable) => {
  expect(toldVersion(plugin, '2.0').env).toEqual({ [variable]: '2.0' });
});

it('refuses to say a version to what hears none', () => {
  expect(() => toldVersion('versioningit', '2.0')).toThrow(/can be told no version/);
});

it('asks git for the nearest tag that counts', () => {
  expect(describeArguments(by('x'), undefined).slice(-2)).toEqual(['--match', '*[0-9]*']);
  expect(describeArguments({ ...by('x'), match: 'lib-*' }, undefined).slice(-1)).toEqual(['lib-*']);
  expect(describeArguments(by('x'), ['a[1]', 'b']).slice(-4)).toEqual(['--match', 'a\\[1]', '--match', 'b']);
  const pattern = '^lib-v(?P<version>.+)$';
  expect(countingTags({ ...by('x'), pattern }, ['lib-v1', 'app-v2'])).toEqual(['lib-v1']);
  expect(countingTags({ ...by('x'), pattern: '(?x) v' }, ['v1'])).toBeUndefined();
  expect(countingTags(by('x'), ['v1'])).toBeUndefined();
});

it('reads what git describes', () => {
  expect(parseDescription('lib-1.2-3-g0123abc\n')).toEqual({ tag: 'lib-1.2', distance: 3 });
  expect(parseDescription('fatal: no names found')).toBeUndefined();
});
