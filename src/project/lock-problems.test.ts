import { memoryDisk } from './disk';
import { assertLockFresh, lockProblems } from './lock-problems';
import { readLock } from './locks/read-lock';
import { readWorkspace } from './workspace';
import { FILES } from './workspace.testing';

function problems(file: string, from: string, to: string): string[] {
  const files = { ...FILES, [file]: (FILES[file] ?? '').replace(from, to) };
  if (from !== to) {
    expect(files[file]).not.toBe(FILES[file]);
  }
  const disk = memoryDisk(files);
  const { locks } = readWorkspace(
    Object.keys(files).filter((f) => f.endsWith('pyproject.toml')),
    disk,
  );
  return lockProblems(readLock('uv.lock', disk), locks[0]?.members ?? []).map(({ message }) => message);
}
const APP = 'apps/app/pyproject.toml';
const TEXT = 'libs/text/pyproject.toml';

it.each([
  ['nothing', APP, '', ''],
  ['order and spelling', APP, '"click>=8,<9", "core"', '"Core", "Click <9 , >= 8"'],
  ['zeros at the end of versions', APP, 'click>=8,<9', 'click>=8.0.0,<9.0'],
  ['a specifier of a local project', APP, '"core"', '"core>=0.5"'],
  ['a comment', APP, '[project]', '# hello\n[project]'],
  ['a marker that says the same', APP, "sys_platform == 'win32'", "os_name == 'nt'"],
  ['Pythons that say the same', APP, 'version = "1"', 'version = "1"\nrequires-python = ">= 3.12.0"'],
  ['a version', APP, 'version = "1"', 'version = "2"'],
  ['a marker that is always true here', 'libs/core/pyproject.toml', '"idna"', '"idna; python_version >= \'3.9\'"'],
  [
    'a dependency of a Python that the lock is not for',
    'libs/core/pyproject.toml',
    '"idna"',
    '"idna", "six; python_version < \'3.5\'"',
  ],
  ['dynamic dependencies', 'libs/core/pyproject.toml', 'dependencies = ["idna"]', 'dynamic = ["dependencies"]'],
])('%s does not matter', (_, file, from, to) => {
  expect(problems(file, from, to)).toEqual([]);
});

it.each([
  ['another specifier', APP, 'click>=8,<9', 'click>=8', /dependencies: click>=8 is not in the lock/],
  ['a new dependency', APP, '"core"', '"core", "rich"', /rich is not in the lock/],
  ['a dependency that went', APP, '"click>=8,<9", ', '', /the lock still has click<9,>=8/],
  ['another extra', APP, 'acme-text[fast]', 'acme-text', /acme-text is not in the lock/],
  ['a marker', APP, "sys_platform == 'win32'", "sys_platform == 'linux'", /marker of tzdata is another one/],
  ['a marker that went', APP, "; sys_platform == 'win32'", '', /marker of tzdata is another one/],
  [
    'an own extra',
    TEXT,
    'fast = ["rapidfuzz"',
    'fast = ["rapidfuzz>3"',
    /extra 'fast': rapidfuzz>3 is not in the lock/,
  ],
  [
    'from an extra to the dependencies',
    TEXT,
    'dependencies = ["core"]',
    'dependencies = ["core", "rapidfuzz"]',
    /dependencies: rapidfuzz is not/,
  ],
  ['a group', APP, 'hypothesis', 'hypothesis>6', /group 'test': hypothesis>6/],
  [
    'Pythons',
    APP,
    'version = "1"',
    'version = "1"\nrequires-python = ">=3.13"',
    /requires-python: uv.lock is for '>=3.12'/,
  ],
  [
    'a new member',
    'libs/new/pyproject.toml',
    '',
    '[project]\nname = "new"\n',
    /new \(libs\/new\/pyproject.toml\) is not in uv.lock/,
  ],
])('%s does', (_, file, from, to, message) => {
  expect(problems(file, from, to).join('\n')).toMatch(message);
});

it('is one error with all differences and the command', () => {
  const disk = memoryDisk({ ...FILES, 'libs/core/pyproject.toml': '[project]\nname = "core"\ndependencies = ["x"]\n' });
  const { locks } = readWorkspace(['pyproject.toml', 'libs/core/pyproject.toml'], disk);
  expect(() => assertLockFresh({ ...readLock('uv.lock', disk), root: 'my dir' }, locks[0]?.members ?? [])).toThrow(
    expect.objectContaining({
      code: 'LOCK_OUTDATED',
      lines: [expect.stringMatching(/x is not/), expect.stringMatching(/idna/)],
      hint: expect.stringMatching(/uv lock --project "my dir"/),
    }),
  );
});

it.each([
  ['pyproject.toml', '[tool.poetry]\nname = "a"\nversion = "1"\n'],
  ['setup.py', 'from setuptools import setup\nsetup(name="a", version="1")\n'],
])('does not send people to uv with a project that uv cannot read: %s', (name, text) => {
  const disk = memoryDisk({ [`a/${name}`]: text, 'a/uv.lock': 'version = 1\nrequires-python = ">=3.12"\n' });
  const [scope] = readWorkspace([`a/${name}`], disk).locks;
  const [lock, members] = [readLock('a/uv.lock', disk), scope?.members ?? []];
  const hint = expect.stringMatching(
    /^uv locks projects that have \[project\] in pyproject.toml: give a one, or remove/,
  );
  expect(lockProblems(lock, members)).toEqual([expect.objectContaining({ fix: hint })]);
  expect(() => assertLockFresh(lock, members)).toThrow(expect.objectContaining({ code: 'LOCK_OUTDATED', hint }));
});
