import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { memoryDisk } from './disk';
import { FILES } from './workspace.testing';
import { makeClosure, writeClosure } from './write-closure';

const ROOTS = ['.', 'apps/app', 'libs/core', 'libs/text', 'libs/old', 'apps/web'];
const FOLDER = '.kiln/closure/root';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln closure ü $(x) '));
  write(FILES);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

function run(outputPath = FOLDER): string[] {
  const lines: string[] = [];
  writeClosure({ lock: 'uv.lock', outputPath }, root, ROOTS, (line) => lines.push(line));
  return lines;
}

it('writes every slice, then only what changed, and removes what went', () => {
  expect(run()).toEqual(['uv.lock: 20 slices, 20 changed']);
  const folder = join(root, FOLDER);
  expect(readdirSync(folder)).toContain('app.build.json');
  const before = statSync(join(folder, 'app.build.json')).mtimeMs;
  writeFileSync(join(folder, 'gone.build.json'), '{}');
  writeFileSync(join(folder, 'note.txt'), 'mine');
  expect(run()).toEqual(['uv.lock: 20 slices, 0 changed']);
  expect(statSync(join(folder, 'app.build.json')).mtimeMs).toBe(before);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['note.txt']));
  expect(readdirSync(folder)).not.toContain('gone.build.json');
});

it.each([
  ['of the same length', (text: string) => text.replace('app', 'xxx')],
  ['shorter', (text: string) => text.slice(0, 9)],
  ['longer', (text: string) => `${text}more\n`],
  ['empty', () => ''],
])('puts the slice in place of a text that is %s', (_, spoil) => {
  run();
  const file = join(root, FOLDER, 'app.build.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, spoil(text));
  expect(run()).toEqual(['uv.lock: 20 slices, 1 changed']);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it('leaves the old slices alone when the lock is out of date', () => {
  run();
  write({ 'libs/core/pyproject.toml': '[project]\nname = "core"\ndependencies = ["idna>3"]\n' });
  expect(() => run()).toThrow(expect.objectContaining({ code: 'LOCK_OUTDATED' }));
  expect(JSON.parse(readFileSync(join(root, FOLDER, 'core.build.json'), 'utf8'))).toMatchObject({
    project: 'core',
  });
});

it.each(['../out', '/out', '.', 'a/../..'])('refuses %s as a folder', (outputPath) => {
  expect(() => run(outputPath)).toThrow(expect.objectContaining({ code: 'OUTPUT_PATH_INVALID' }));
});

it('gives the others their slices when one member is broken, and says so', () => {
  const disk = memoryDisk({ ...FILES, 'libs/core/pyproject.toml': '[project]\nname = "core"\nx = [\n' });
  const { files, notes } = makeClosure('uv.lock', ROOTS, disk);
  expect(Object.keys(files)).toContain('app.build.json');
  expect(Object.keys(files)).not.toContain('core.build.json');
  expect(notes.join('\n')).toMatch(/no slices for it: libs\/core\/pyproject\.toml:\d+/);
});

it('says what is odd about a lock', () => {
  const files = { 'uv.lock': 'version = 1\n', 'pyproject.toml': '[tool.x]\n' };
  expect(makeClosure('uv.lock', ['.'], memoryDisk(files))).toEqual({
    files: {},
    notes: ['no project of the workspace belongs to uv.lock', 'uv.lock holds no packages'],
  });
});

it('reports what manifests hold that is not understood', () => {
  const app = (FILES['apps/app/pyproject.toml'] as string).replace('test = [', 'more = ["not good !"]\ntest = [');
  expect(makeClosure('uv.lock', ROOTS, memoryDisk({ ...FILES, 'apps/app/pyproject.toml': app })).notes.join()).toMatch(
    /apps\/app\/pyproject\.toml:\d+: .*is no requirement/,
  );
});

const CORE = '[project]\nname = "core"\nversion = "1"\ndependencies = ["idna"]\n';
const entry = (name: string, rest = '') => `[[package]]\nname = "${name}"\nversion = "1"\n${rest}\n`;
const packagesIn = (text: string | undefined) =>
  (JSON.parse(text ?? '{}').packages as { name: string }[]).map(({ name }) => name);

it('makes the slices of a poetry lock, of adopted path dependencies too', () => {
  const files = {
    'app/pyproject.toml':
      '[tool.poetry]\nname = "app"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.12"\nclick = "^1"\ncore = { path = "../core" }\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
    'core/pyproject.toml': CORE,
    'app/poetry.lock': `${entry('click')}${entry('idna')}${entry('pytest')}${entry('core', '[package.dependencies]\nidna = "*"\n[package.source]\ntype = "directory"\nurl = "../core"')}[metadata]\nlock-version = "2.1"\npython-versions = "^3.12"\n`,
  };
  const made = makeClosure('app/poetry.lock', ['app', 'core'], memoryDisk(files));
  expect(made.notes).toEqual([]);
  expect(packagesIn(made.files['app.build.json'])).toEqual(['click', 'idna']);
  expect(JSON.parse(made.files['app.build.json'] as string).localProjects).toEqual(['core']);
  expect(packagesIn(made.files['app.test.json'])).toEqual(['click', 'idna', 'pytest']);
  expect(packagesIn(made.files['core.test.json'])).toEqual(['idna', 'pytest']);
  const stale = { ...files, 'core/pyproject.toml': CORE.replace('"idna"', '"idna>=2"') };
  expect(() => makeClosure('app/poetry.lock', ['app', 'core'], memoryDisk(stale))).toThrow(
    expect.objectContaining({ code: 'LOCK_OUTDATED', hint: expect.stringMatching(/poetry lock --directory "app"/) }),
  );
});

it('makes the slices of requirements for all below them; what they lack there is only said', () => {
  const files = {
    'requirements.txt': 'idna==1\n',
    'requirements-dev.txt': 'pytest==1\nruff==1\n',
    'core/pyproject.toml': CORE,
    'web/pyproject.toml': CORE.replace('core', 'web').replace('idna', 'django'),
  };
  const { files: made, notes } = makeClosure('requirements.txt', ['core', 'web'], memoryDisk(files));
  expect(Object.keys(made)).toHaveLength(10);
  expect(packagesIn(made['core.test.json'])).toEqual(['idna', 'pytest', 'ruff']);
  expect(packagesIn(made['core.lint.json'])).toEqual(['ruff']);
  expect(notes).toEqual(['web/pyproject.toml: dependencies: django is not in requirements.txt']);
});
