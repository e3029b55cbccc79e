/** What build backends are told about modules: one function per backend, each reads its own tables. */

import { oneOrMore, strings } from '../manifests/report';
import { moduleNameOf } from '../names';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';
import { type Claim, claimPath } from './claims';
import { setuptoolsTable } from './setuptools';

/** `undefined` where the tables of a backend say nothing. */
type ReadClaims = (toml: Table, name: string) => readonly Claim[] | undefined;

const BACKENDS: readonly (readonly [backend: RegExp, table: string, read: ReadClaims])[] = [
  [/^uv_build|^uv$/, 'uv', uvBackend],
  [/^poetry/, 'poetry', poetryPackages],
  [/^hatchling/, 'hatch', hatchTargets],
  [/^pdm/, 'pdm', pdmBuild],
  [/^flit/, 'flit', flitModule],
  [/^maturin/, 'maturin', maturin],
  [/^scikit_build_core/, 'scikit-build', scikitBuild],
  [/^setuptools/, 'setuptools', setuptoolsTable],
];

/**
 * Claims by the project's backend; where none is named, by the first table that says something.
 * @param backend `[build-system].build-backend`
 */
export function claimsOf(toml: Table, name: string, backend: string | undefined): readonly Claim[] | undefined {
  const readers = BACKENDS.filter(([fits, table]) =>
    backend === undefined ? isTable(valueAt(toml, 'tool', table)) : fits.test(backend),
  );
  for (const [, , read] of readers) {
    const claims = read(toml, name);
    if (claims) {
      return claims;
    }
  }
  return undefined;
}

/** `module-name` may be dotted (a namespace portion) or a list, `module-root` is `src` unless set. */
function uvBackend(toml: Table, name: string): Claim[] | undefined {
  const table = tableAt(toml, 'tool', 'uv', 'build-backend');
  const names = oneOrMore(table['module-name']);
  if (names.length === 0 && table['module-root'] === undefined && table.namespace !== true) {
    return undefined;
  }
  const sourceRoot = stringAt(table, 'module-root') ?? 'src';
  return (names.length > 0 ? names : [moduleNameOf(name)]).map((module) => ({
    kind: 'module',
    name: module,
    sourceRoot: sourceRoot || '.',
    namespace: table.namespace === true,
    by: '[tool.uv.build-backend]',
  }));
}

/** `packages = [{ include = "acme", from = "src" }]`; what goes into sdists only is no product. */
function poetryPackages(toml: Table): Claim[] | undefined {
  const entries = valueAt(toml, 'tool', 'poetry', 'packages');
  if (!Array.isArray(entries)) {
    return undefined;
  }
  return entries.flatMap((entry: unknown): Claim[] => {
    const include = isTable(entry) ? stringAt(entry, 'include') : undefined;
    if (!isTable(entry) || include === undefined) {
      return [];
    }
    const formats = oneOrMore(entry.format);
    if (formats.length > 0 && !formats.includes('wheel')) {
      return [];
    }
    const to = stringAt(entry, 'to');
    const sourceRoot = stringAt(entry, 'from') ?? '.';
    const path = beforeGlob(include);
    if (path === '' || path === '.') {
      return [{ kind: 'folder', sourceRoot }];
    }
    const name = [...(to ? to.split('/') : []), ...path.replace(/\.py$/, '').split('/')].filter(Boolean).join('.');
    return [
      {
        kind: 'module',
        name,
        sourceRoot,
        path: `${sourceRoot}/${path.replace(/\.py$/, '')}`,
        by: '[tool.poetry].packages',
      },
    ];
  });
}

/** The part of a pattern that is a plain path: `acme` of `acme/**` and of `acme/*.py`. */
function beforeGlob(pattern: string): string {
  const parts = pattern.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '').split('/');
  const at = parts.findIndex((part) => /[*?[]/.test(part));
  return (at < 0 ? parts : parts.slice(0, at)).join('/');
}

/** The wheel's own settings, else those of all targets; without any hatchling looks for the project's name. */
function hatchTargets(toml: Table): Claim[] | undefined {
  const build = tableAt(toml, 'tool', 'hatch', 'build');
  const wheel = tableAt(build, 'targets', 'wheel');
  const setting = (key: string): unknown => wheel[key] ?? build[key];
  const by = '[tool.hatch.build.targets.wheel]';
  const forced = Object.entries(tableAt(wheel, 'force-include')).flatMap(([from, to]): Claim[] =>
    typeof to === 'string' && isModulePath(to) ? [{ ...claimPath(from, by, dotted(to)), optional: true } as Claim] : [],
  );
  const packages = strings(setting('packages'));
  if (packages.length > 0) {
    // The last part is what the wheel holds, whatever lies above it.
    return [...packages.map((path) => claimPath(path, by)), ...forced];
  }
  const only = strings(setting('only-include'));
  const included = only.length > 0 ? only : strings(setting('include')).map(topOf).filter(Boolean);
  if (included.length > 0) {
    const claims = [...new Set(included)].flatMap((path) =>
      hatchInclude(path, setting('sources'), by, only.length > 0),
    );
    return claims.length > 0 ? [...claims, ...forced] : undefined;
  }
  const folders = strings(build['dev-mode-dirs']).filter((folder) => folder !== '.');
  return folders.length > 0
    ? [...folders.map((sourceRoot): Claim => ({ kind: 'folder', sourceRoot })), ...forced]
    : undefined;
}

/** `sources = ["src"]` takes a folder away, `{ "src/a" = "b" }` names another one. */
function hatchInclude(path: string, sources: unknown, by: string, strict: boolean): Claim[] {
  const moves: [string, string][] = Array.isArray(sources)
    ? strings(sources).map((from) => [from, ''])
    : isTable(sources)
      ? Object.entries(sources).filter((e): e is [string, string] => typeof e[1] === 'string')
      : [];
  const clean = path.replace(/^\/+|\/+$/g, '');
  const move = moves.find(
    ([from]) => clean === from.replace(/\/+$/, '') || clean.startsWith(`${from.replace(/\/+$/, '')}/`),
  );
  const from = move?.[0].replace(/\/+$/, '') ?? '';
  const rest = move ? clean.slice(from.length).replace(/^\//, '') : clean;
  const target = [move?.[1].replace(/\/+$/, '') ?? '', rest].filter(Boolean).join('/');
  if (target === '') {
    return [{ kind: 'folder', sourceRoot: from || '.' }];
  }
  return isModulePath(target) ? [{ ...claimPath(clean, by, dotted(target)), optional: !strict } as Claim] : [];
}

function topOf(pattern: string): string {
  return beforeGlob(pattern.replace(/^\/+/, ''));
}

function isModulePath(path: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_/]*(\.py)?$/u.test(path.replace(/^\/+|\/+$/g, ''));
}

function dotted(path: string): string {
  return path
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.py$/, '')
    .replaceAll('/', '.');
}

/** pdm-backend's `[tool.pdm.build]`, and the tables of `pdm-pep517` before it. */
function pdmBuild(toml: Table): Claim[] | undefined {
  const pdm = tableAt(toml, 'tool', 'pdm');
  const build = tableAt(pdm, 'build');
  const folder = stringAt(build, 'package-dir') ?? stringAt(pdm, 'package-dir');
  const includes = [...strings(build.includes), ...strings(pdm.includes)];
  const by = '[tool.pdm.build]';
  const claims = includes.flatMap((include): Claim[] => {
    const path = beforeGlob(include);
    if (path === folder) {
      return [{ kind: 'folder', sourceRoot: path }];
    }
    const below = folder && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
    return path !== '' && isModulePath(below)
      ? [{ ...claimPath(path, by, dotted(below)), optional: true } as Claim]
      : [];
  });
  return claims.length > 0
    ? claims
    : folder === undefined
      ? undefined
      : [{ kind: 'folder', sourceRoot: folder || '.' }];
}

/** One module, in `src` or beside the manifest. */
function flitModule(toml: Table, name: string): Claim[] {
  const told = stringAt(toml, 'tool', 'flit', 'module', 'name') ?? stringAt(toml, 'tool', 'flit', 'metadata', 'module');
  const module = told ?? moduleNameOf(name);
  const by = '[tool.flit.module]';
  return ['src', '.'].map((sourceRoot) => ({ kind: 'module', name: module, sourceRoot, by, optional: true }));
}

/** A Rust crate: Python beside it only in `python-source` or in the folder of the module's name. */
function maturin(toml: Table, name: string): Claim[] {
  const table = tableAt(toml, 'tool', 'maturin');
  const sourceRoot = stringAt(table, 'python-source') ?? '.';
  const module = (stringAt(table, 'module-name') ?? moduleNameOf(name)).split('.')[0] as string;
  const names = [...new Set([...strings(table['python-packages']), module])];
  return names.map((top) => ({ kind: 'module', name: top, sourceRoot, by: '[tool.maturin]', optional: true }));
}

/** `wheel.packages`, a list of folders or a table of names and folders. */
function scikitBuild(toml: Table, name: string): Claim[] {
  const by = '[tool.scikit-build].wheel';
  const packages = valueAt(toml, 'tool', 'scikit-build', 'wheel', 'packages');
  if (isTable(packages)) {
    return Object.entries(packages).flatMap(([module, path]) =>
      typeof path === 'string' ? [claimPath(path, by, dotted(module))] : [],
    );
  }
  if (Array.isArray(packages)) {
    return strings(packages).map((path) => claimPath(path, by));
  }
  const module = moduleNameOf(name);
  return ['src', 'python', '.'].map((sourceRoot) => ({ kind: 'module', name: module, sourceRoot, by, optional: true }));
}
