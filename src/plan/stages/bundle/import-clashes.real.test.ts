import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findClashes } from './import-clashes';

const runtime = process.env.KILN_TEST_RUNTIME;

it('knows every built-in module of the runtime, which no folder shows', () => {
  const names = execFileSync(
    join(runtime ?? '', 'bin/python3'),
    ['-I', '-S', '-c', 'import sys; print(*sys.builtin_module_names)'],
    { encoding: 'utf8' },
  );
  const places = { suffix: '', stdlib: 'runtime/lib', dynload: 'runtime/lib/lib-dynload' } as const;
  const unknown = names
    .trim()
    .split(' ')
    .filter((name) => !name.startsWith('_'))
    .filter((name) => {
      try {
        findClashes([`app/${name}.pyc`], places);
        return true;
      } catch {
        return false;
      }
    });
  expect(unknown).toEqual([]);
});
