import { inferProjects } from '../../graph/infer';
import { memoryDisk } from '../../project/disk';
import { FILES } from '../../project/workspace.testing';
import { findingLines } from './doctor';
import { settingsFindings } from './settings';

function findings(more: Readonly<Record<string, string>>): string[] {
  const files: Readonly<Record<string, string>> = { ...FILES, 'apps/app/tests/test_a.py': '', ...more };
  const commands = { runners: 'r', around: () => 'a', version: () => 'v', packed: () => 'p' };
  const inferred = inferProjects(Object.keys(files), {}, memoryDisk(files), { host: 'linux-x64', commands });
  return settingsFindings(inferred, memoryDisk(files)).map((finding) => findingLines(finding).join('\n'));
}

it('has nothing to say of settings that stay near', () => {
  expect(findings({})).toEqual([]);
  expect(findings({ 'ruff.toml': 'extend = "shared/ruff.toml"\n' })).toEqual([]);
});

it('names what is not cached, once, and what it concerns', () => {
  const [first, ...others] = findings({ 'ruff.toml': '# ours\nextend = "$SHARED/ruff.toml"\n' });
  expect(others).toEqual([]);
  expect(first).toMatch(/^warning ruff\.toml:2: not cached: extend '\$SHARED\/ruff\.toml': what it leads to depends/);
  expect(first).toMatch(/\n {2}app:lint\n {2}app:format-check\n/);
});

it('finds a conftest.py above that nobody can follow', () => {
  const files = { 'conftest.py': 'import sys\nsys.path.append("x")\n' };
  expect(findings({ ...files, 'pytest.ini': '[pytest]\n' })[0]).toMatch(
    /^warning conftest\.py:2: not cached: it changes sys\.path/,
  );
});

it('warns of settings that put the whole workspace into a key', () => {
  expect(findings({ 'pytest.ini': '[pytest]\npythonpath = .\n' })[0]).toMatch(
    /^warning pytest\.ini: pythonpath leads to the whole workspace, so every change in it is a miss\n {2}app:test/,
  );
});
