/** Holds docs/architecture.md: which room may import which, what the graph plugin may load, how long a file may be. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');

/** A room may import itself and what stands here; `types` and pure helpers of the engine by file. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/model': [],
  'src/engine': ['src/model'],
  'src/project': ['src/model'],
  'src/toolchain': ['src/model', 'src/engine'],
  'src/verify': ['src/model', 'src/engine'],
  'src/plan': ['src/model', 'src/project', 'src/engine/types', 'src/engine/tree', 'src/engine/canonical'],
  'src/report': ['src/model', 'src/engine/types'],
  'src/graph': ['src/model', 'src/project', 'src/toolchain/select', 'src/toolchain/pins.json', 'src/toolchain/types'],
  'src/pipeline': ['src/model', 'src/engine', 'src/project', 'src/toolchain', 'src/verify', 'src/plan', 'src/report'],
  'src/cli': ['src/model', 'src/project', 'src/graph'],
  'src/index.ts': ['src/graph', 'src/model'],
  executors: ['src/pipeline', 'src/project', 'src/model'],
  generators: ['src/model', 'src/toolchain', 'src/project', 'src/graph', 'src/pipeline/everyday/make-locks'],
};

interface Import {
  from: string;
  to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'files' ? [] : sources(path);
    }
    return /\.ts$/.test(entry.name) ? [path] : [];
  });
}

const files = ['src', 'executors', 'generators'].flatMap(sources);
const product = files.filter((file) => !/\.(test|testing)\.ts$/.test(file));

/** Every `from '…'`, `import('…')` and `require('…')`; `import type` counts too, except where a test asks for loading. */
function imports(file: string, { types }: { types: boolean }): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|(?:import|require)\(\s*'([^']+)'\s*\)/g;
  return [...text.matchAll(pattern)].flatMap((m) => (m[2] && !types ? [] : [(m[3] ?? m[4] ?? m[5]) as string]));
}

function resolveImport(file: string, specifier: string): string {
  return relative(root, resolve(root, file, '..', specifier)).replaceAll('\\', '/');
}

function roomOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT).find(
    (room) => path === room || path === room.replace(/\.ts$/, '') || path.startsWith(`${room}/`),
  );
}

it('dependencies point downwards only', () => {
  const wrong = product.flatMap((from) => {
    const room = roomOf(from);
    if (!room) {
      return [{ from, to: 'no room' }];
    }
    return imports(from, { types: true })
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier): Import => ({ from, to: resolveImport(from, specifier) }))
      .filter(
        ({ to }) =>
          ![room, ...(MAY_IMPORT[room] ?? [])].some((allowed) => to === allowed || to.startsWith(`${allowed}/`)),
      );
  });
  expect(wrong).toEqual([]);
});

it('one file of the product starts processes without waiting for them', () => {
  const starters = product.filter((file) => /\bspawn\(/.test(readFileSync(join(root, file), 'utf8')));
  expect(starters.filter((file) => /^src[\\/](engine|plan|toolchain|verify)[\\/]/.test(file))).toEqual([
    join('src', 'engine', 'runner', 'process.ts'),
  ]);
});

it('the graph plugin loads neither zod nor fast-glob', () => {
  const seen = new Set<string>();
  const heavy: Import[] = [];
  const visit = (file: string): void => {
    if (seen.has(file)) {
      return;
    }
    seen.add(file);
    for (const specifier of imports(file, { types: false })) {
      if (['zod', 'fast-glob', 'tar-stream'].includes(specifier)) {
        heavy.push({ from: file, to: specifier });
      }
      if (specifier.startsWith('.')) {
        const target = `${resolveImport(file, specifier)}.ts`;
        if (files.includes(target)) {
          visit(target);
        }
      }
    }
  };
  visit('src/index.ts');
  expect(seen.size).toBeGreaterThan(1);
  expect(heavy).toEqual([]);
});

it('no file grows past 250 lines, no test past 350', () => {
  const limit = (file: string): number => (/\.test\.ts$/.test(file) ? 350 : 250);
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ file, lines }) => lines > limit(file));
  expect(long).toEqual([]);
});

it('names no registry, no home and no checkout', () => {
  const forbidden =
    /registry\.npmjs|pypi\.org|pythonhosted|maven\.org|crates\.io|proxy\.golang|deb\.debian|\/root\/[a-z.]|\/work\/|\/home\/(?!me\b)[a-z]/;
  const scripts = files.concat(sources('e2e'));
  const guilty = scripts.filter(
    (file) => file !== join('src', 'architecture.test.ts') && forbidden.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(guilty).toEqual([]);
});
