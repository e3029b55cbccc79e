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
