import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FILES } from '../../src/project/workspace.testing';
import closure from './executor';

let root: string;
let printed: string;
const write = process.stdout.write;
const writeError = process.stderr.write;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-closure-'));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  printed = '';
  const take = ((text: string) => {
    printed += text;
    return true;
  }) as typeof write;
  process.stdout.write = take;
  process.stderr.write = take;
});
afterEach(() => {
  process.stdout.write = write;
  process.stderr.write = writeError;
  rmSync(root, { recursive: true, force: true });
});

const projects = Object.fromEntries(['.', 'apps/app', 'libs/core', 'libs/text'].map((r) => [r, { root: r }]));
const run = (options: unknown) => closure(options, { root, projectsConfigurations: { projects } });

it('writes slices', async () => {
  await expect(run({ lock: 'uv.lock', outputPath: '.kiln/c' })).resolves.toEqual({ success: true });
  expect(existsSync(join(root, '.kiln/c/app.build.json'))).toBe(true);
  expect(printed).toBe('uv.lock: 20 slices, 20 changed\n');
});

it.each([
  [{ lock: 'uv.lock' }, /error\[OPTION_INVALID\]/],
  [{ lock: 'none/uv.lock', outputPath: 'x' }, /error\[LOCK_MISSING\]/],
  [{ lock: 'uv.lock', outputPath: '../x' }, /error\[OUTPUT_PATH_INVALID\]/],
])('prints why %j fails', async (options, message) => {
  await expect(run(options)).resolves.toEqual({ success: false });
  expect(printed).toMatch(message);
});
