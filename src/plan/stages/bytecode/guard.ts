/**
 * What another Python reads of bytecode: a source beside it that says which version is needed
 * (docs/decisions/0013-version-guard.md). Pure.
 */
import { posix } from 'node:path';
import type { Placement } from '../../../engine/types';
import { minorOf, type PythonVersion, parsePython } from '../../../model/pythons';
import { textTree } from '../../text-tree';
import type { BytecodePython, BytecodeRequest, TextTree } from '../../types';
import { cachedEnding } from './bytecode';

/**
 * Files that Python reads first of everything importable: the modules and `__init__.py` that lie in no package.
 * @param paths as on `sys.path`
 */
export function outermost(paths: readonly string[]): readonly string[] {
  const packages = new Set(paths.filter((path) => posix.basename(path) === '__init__.py').map(posix.dirname));
  const inPackage = (folder: string): boolean =>
    folder !== '.' && (packages.has(folder) || inPackage(posix.dirname(folder)));
  return paths
    .filter((path) => path.endsWith('.py'))
    .filter((path) => {
      const folder = posix.dirname(path);
      return !inPackage(posix.basename(path) === '__init__.py' ? posix.dirname(folder) : folder);
    })
    .sort();
}

/**
 * One line, so that no traceback of the compiled module shows lines of this one. The right Python comes here only where
 * `__pycache__` was lost, and then loads what lies beside.
 */
export function guardSource(path: string, python: PythonVersion): string {
  const name = path.replace(/\/__init__\.py$|\.py$/g, '').replaceAll('/', '.');
  const wanted = `${python.implementation === 'pypy' ? 'PyPy' : 'CPython'} ${minorOf(python)}`;
  const message = `${name} was compiled for ${wanted}, this is %s %d.%d: start it with ${wanted}, or compile it for this one`;
  const refuse = `import sys; raise ImportError(${JSON.stringify(message)} % ({'cpython': 'CPython', 'pypy': 'PyPy'}.get(sys.implementation.name, sys.implementation.name), *sys.version_info[:2]), name=__name__, path=__file__)`;
  const magic = "__import__('importlib.util', fromlist=['util']).MAGIC_NUMBER";
  return `exec((lambda code: __import__('marshal').loads(code[16:]) if code[:4] == ${magic} else ${JSON.stringify(refuse)})(__spec__.loader.get_data(__spec__.origin + 'c')))\n`;
}

/** Files that get a guard: they have to compile, whatever else may fail. */
export function headsOf({
  application,
  libraries,
}: Pick<BytecodeRequest, 'application' | 'libraries'>): readonly string[] {
  return outermost([application, ...libraries].flatMap(({ paths }) => paths));
}

/** Guards beside the compiled files of a step, and what spares the right Python from reading them. */
export function guarded(
  { application, libraries, options }: BytecodeRequest,
  { tag }: BytecodePython,
  code: string,
): { readonly place: readonly Placement[]; readonly texts: readonly TextTree[] } {
  const heads = headsOf({ application, libraries });
  const python = parsePython(tag) as PythonVersion;
  const guards = textTree(Object.fromEntries(heads.map((path) => [path, guardSource(path, python)])));
  const beside = [0, 1, 2].map(
    (level): Placement => ({
      from: { action: code },
      at: '',
      include: heads.map((path) => `${path}c`),
      rename: Object.fromEntries(heads.map((path) => [`${path}c`, cachedPath(path, cachedEnding(tag, level))])),
    }),
  );
  return {
    place: [{ from: { tree: guards.digest }, at: '' }, ...(options.layout === 'legacy' ? beside : [])],
    texts: [guards],
  };
}

function cachedPath(path: string, ending: string): string {
  return posix.join(posix.dirname(path), '__pycache__', posix.basename(path).replace(/\.py$/, ending));
}
