/** An option that nothing reads is declared, documented and ignored: this finds it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EXECUTOR_OPTIONS, GENERATOR_OPTIONS } from '../model/options';
import { FreezeOptions } from '../model/options/freeze';
import { freezeRequest } from '../plan/plan.testing';
import { bundle } from '../plan/stages/bundle/bundle';

/** Where the options of each executor and generator are read; those of Nx itself (`internal`) are asked for, not read. */
const READERS: Record<keyof typeof EXECUTOR_OPTIONS | keyof typeof GENERATOR_OPTIONS, readonly string[]> = {
  freeze: [
    'src/pipeline/freeze.ts',
    'src/pipeline/freeze-request.ts',
    'src/pipeline/inspect-bundle.ts',
    'src/plan/stages/bundle',
  ],
  bytecode: ['src/pipeline/bytecode.ts', 'src/plan/stages/bytecode'],
  package: [
    'src/pipeline/package.ts',
    'src/pipeline/package-request.ts',
    'src/pipeline/package-version.ts',
    'src/plan/stages/package',
  ],
  smoke: ['src/pipeline/smoke.ts'],
  closure: ['executors/closure', 'src/project/write-closure.ts'],
  test: ['src/pipeline/everyday/test-target.ts', 'src/pipeline/everyday/everyday.ts', 'src/plan/everyday'],
  lint: ['src/pipeline/everyday/lint-target.ts', 'src/pipeline/everyday/everyday.ts', 'src/plan/everyday'],
  typecheck: ['src/pipeline/everyday/typecheck-target.ts', 'src/pipeline/everyday/everyday.ts', 'src/plan/everyday'],
  format: ['src/pipeline/everyday/format-target.ts', 'src/pipeline/everyday/everyday.ts', 'src/plan/everyday'],
  start: ['src/pipeline/everyday/start-target.ts', 'src/pipeline/everyday/everyday.ts'],
  lock: ['src/pipeline/everyday/lock-target.ts'],
  init: ['generators/init'],
  app: ['generators/project'],
  lib: ['generators/project'],
};
const root = join(__dirname, '..', '..');

function source(path: string): string {
  if (statSync(join(root, path)).isFile()) {
    return readFileSync(join(root, path), 'utf8');
  }
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|testing)\.ts$/.test(file))
    .map((file) => readFileSync(join(root, path, file), 'utf8'))
    .join('\n');
}

const options = Object.entries({ ...EXECUTOR_OPTIONS, ...GENERATOR_OPTIONS }).flatMap(([name, schema]) => {
  const { properties } = z.toJSONSchema(schema, { io: 'input' }) as {
    properties: Record<string, { 'x-priority'?: string }>;
  };
  return Object.entries(properties)
    .filter(([, property]) => property['x-priority'] !== 'internal')
    .map(([option]) => [name as keyof typeof READERS, option] as const);
});

const isRead = (text: string, option: string): boolean =>
  new RegExp(
    `\\boptions\\.${option}\\b|\\{[^}]*\\b${option}\\b[^}]*\\}\\s*(=\\s*options|:\\s*(?:Pick<)?\\w+Options)`,
  ).test(text);

it.each(options)('something reads %s’s option %s', (name, option) => {
  expect(isRead(READERS[name].map(source).join('\n'), option)).toBe(true);
});

it('a plan of a bundle reads every option that the way through leaves to it', () => {
  const request = freezeRequest({
    archive: 'tar.gz',
    entryPoint: 'py_app.cli:main',
    name: 'app-cli',
    stdlib: 'trimmed',
  });
  const read = new Set<PropertyKey>();
  const watched = new Proxy(request.options, {
    get: (target, key) => {
      read.add(key);
      return Reflect.get(target, key);
    },
  });
  bundle.plan({ ...request, options: watched });
  const elsewhere = ['tool', 'platform', 'python', 'outputPath', 'data', 'pth', 'icon'];
  expect([...read].sort()).toEqual(
    Object.keys(FreezeOptions.shape)
      .filter((option) => !elsewhere.includes(option))
      .sort(),
  );
});
