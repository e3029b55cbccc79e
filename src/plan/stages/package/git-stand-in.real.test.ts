/** What stands for git in a build, on the pinned interpreter. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const python = join(process.env.KILN_TEST_RUNTIME ?? '', 'bin', 'python3');
let box: string;
beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'kiln-stand-in-'));
  mkdirSync(join(box, 'work/source/libs/a'), { recursive: true });
});
afterEach(() => rmSync(box, { recursive: true, force: true }));

/** @param body Python after the request is prepared */
function prepare(request: object, body = ''): string {
  const text = [
    'import json, pathlib, sys',
    `sys.path.insert(0, ${JSON.stringify(__dirname)})`,
    'import git_stand_in',
    `request = json.loads(${JSON.stringify(JSON.stringify({ tracked: null, ignored: null, ...request }))})`,
    'git_stand_in.prepare(request)',
    body,
  ].join('\n');
  return execFileSync(python, ['-I', '-S', '-B', '-c', text], { cwd: box, encoding: 'utf8' }).trim();
}

const git = (...args: string[]) =>
  spawnSync(join(box, 'work/stand-in/bin/git'), args, { cwd: join(box, 'work/source/libs/a'), encoding: 'utf8' });
/** As poetry-core asks. */
const list = (...before: string[]) => git(...before, 'ls-files', '--others', '-i', '--exclude-standard').stdout;

it('answers as poetry-core asks, and notes that it was asked', () => {
  const asked = 'print(git_stand_in.was_asked(request))';
  expect(prepare({ ignored: ['src/a/.env', 'src/a/ü.log'] }, asked)).toBe('False');
  expect(git('check-ignore', '.').status).toBe(1);
  expect(git('rev-parse', '--show-cdup').stdout).toBe('\n');
  expect(git('rev-parse', '--show-toplevel').stdout.trim()).toBe(join(box, 'work/source/libs/a'));
  expect(git('status')).toMatchObject({ status: 1, stderr: expect.stringContaining('not a git repository') });
  expect(existsSync(join(box, 'work/stand-in/asked'))).toBe(false);
  expect(list('--git-dir', '/x/.git', '--work-tree', '/x')).toBe('src/a/.env\nsrc/a/ü.log');
  expect(existsSync(join(box, 'work/stand-in/asked'))).toBe(true);
});

it('asks nobody to ask where nothing is ignored', () => {
  expect(prepare({ ignored: [] }, 'print(git_stand_in.was_asked(request))')).toBe('True');
});

it('is a finder of files for setuptools and for setuptools-scm', () => {
  const body = [
    "sys.path.insert(0, 'work/stand-in')",
    'from importlib.metadata import entry_points',
    'for group in ("setuptools.file_finders", "setuptools_scm.files_command"):',
    '    for point in entry_points(group=group):',
    '        print(point.name, point.load()(""))',
    'print(request["lists"])',
  ].join('\n');
  const files = "['pyproject.toml', 'src/a/ü.json']";
  expect(prepare({ tracked: ['pyproject.toml', 'src/a/ü.json'] }, body).split('\n')).toEqual([
    `kiln ${files}`,
    ...['pyproject.toml', 'setup.py', 'setup.cfg'].map((name) => `${name} ${files}`),
    `{'scm_file_list.json': '{"files": ["pyproject.toml", "src/a/\\\\u00fc.json"]}'}`,
  ]);
});

it('never answers with nothing, which setuptools-scm takes for everything', () => {
  expect(prepare({ tracked: [] }, 'print(request["lists"])')).toContain('pyproject.toml');
});

it('takes the path of the build out of the rules, and gives the user’s own bytes back', () => {
  writeFileSync(join(box, 'work/source/.gitignore'), 'work/\n*.log');
  writeFileSync(join(box, 'work/source/libs/a/.hgignore'), 'syntax: regexp\n');
  const changed = JSON.parse(
    prepare(
      {},
      'own = git_stand_in.shield_rules(pathlib.Path("work/source"), "libs/a")\nprint(json.dumps({k.decode(): v.decode() for k, v in own.items()}))',
    ),
  ) as Record<string, string>;
  const line = readFileSync(join(box, 'work/source/.gitignore'), 'utf8');
  expect(line).toBe(`work/\n*.log\n!${join(box, 'work/source/libs/a')}\n`);
  expect(changed[line]).toBe('work/\n*.log');
  expect(Object.values(changed)).toEqual(expect.arrayContaining(['syntax: regexp\n']));
});
