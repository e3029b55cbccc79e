import { batches, readReasons } from './foreign';

it('keeps what a change does to the task itself, not what comes through other tasks', () => {
  expect(
    readReasons([
      { kind: 'input-file', file: 'web/a.ts' },
      { kind: 'dependent-output' },
      { kind: 'npm-package', package: 'typescript', file: 'package-lock.json' },
    ]),
  ).toEqual([
    { kind: 'file', file: 'web/a.ts' },
    { kind: 'nx', detail: 'npm-package typescript package-lock.json' },
  ]);
});

it('knows that a lock of Python configures no project', () => {
  expect(readReasons([{ kind: 'project-configuration', file: 'uv.lock' }])).toEqual([]);
  expect(readReasons([{ kind: 'deleted-project-configuration', file: 'apps/a/.python-version' }])).toEqual([]);
  expect(readReasons([{ kind: 'project-configuration', file: 'web/project.json' }])).toHaveLength(1);
});

it('gives Nx many files in several command lines', () => {
  const files = Array.from({ length: 3000 }, (_, i) => `folder/file-${i}.py`);
  const parts = batches(files);
  expect(parts.flat()).toEqual(files);
  expect(parts.length).toBeGreaterThan(1);
  expect(Math.max(...parts.map((part) => part.join(',').length))).toBeLessThan(24_001);
  expect(batches([])).toEqual([]);
});
