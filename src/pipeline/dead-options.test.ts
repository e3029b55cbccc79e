/** An option that nothing reads is declared, documented and ignored: this finds it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EXECUTOR_OPTIONS, GENERATOR_OPTIONS } from '../model/options';
import { freezeRequest } from '../plan/plan.testing';
import { bundle } from '../plan/stages/bundle/bundle';

/** Sources that may read options of an executor or generator; `internal` ones are asked for by Nx, not by users. */
const READERS = ['src/pipeline', 'src/plan', 'src/project', 'executors', 'generators'];
const root = join(__dirname, '..', '..');

function sources(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|testing)\.ts$/.test(file))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');
}

const text = READERS.map(sources).join('\n');
const options = Object.entries({ ...EXECUTOR_OPTIONS, ...GENERATOR_OPTIONS }).flatMap(([name, schema]) => {
  const { properties } = z.toJSONSchema(schema, { io: 'input' }) as {
    properties: Record<string, { 'x-priority'?: string }>;
  };
  return Object.entries(properties)
    .filter(([, property]) => property['x-priority'] !== 'internal')
    .map(([option]) => [name, option] as const);
});

const isRead = (option: string): boolean =>
  new RegExp(`\\boptions\\.${option}\\b|\\{[^}]*\\b${option}\\b[^}]*\\}\\s*(=\\s*options|:\\s*\\w+Options)`).test(text);

it.each(options)('something reads %s’s option %s', (_, option) => {
  expect(isRead(option)).toBe(true);
});

it('a plan of a bundle reads every option that the way through leaves to it', () => {
  const request = freezeRequest({ archive: 'tar.gz', entryPoint: 'py_app.cli:main', name: 'app-cli' });
  const read = new Set<PropertyKey>();
  const watched = new Proxy(request.options, {
    get: (target, key) => {
      read.add(key);
      return Reflect.get(target, key);
    },
  });
  bundle.plan({ ...request, options: watched });
  expect([...read].sort()).toEqual(['archive', 'entryPoint', 'maxGlibc', 'name', 'optimize']);
});
