/** setuptools' `find_packages` and `find_namespace_packages`. */
import { joinPath } from '../disk';
import { matchGlob } from '../globs';
import type { ModuleRoot } from '../types';
import type { Claim } from './claims';
import { hasInit, isPackageName, type Look } from './look';

const MAX_DEPTH = 12;

type Find = Extract<Claim, { kind: 'find' }>;

/** The topmost packages that the patterns take; what lies below one comes with it. */
export function find(look: Look, folder: string, { include, exclude, namespaces }: Find): ModuleRoot[] {
  const included = include.length === 0 ? () => true : anyOf(include);
  const excluded = anyOf(exclude);
  const visit = (path: string, prefix: string): ModuleRoot[] => {
    look.budget.left -= 1;
    if (look.budget.left < 0) {
      return [];
    }
    return look.disk.list(path).flatMap((entry): ModuleRoot[] => {
      const below = joinPath(path, entry.name);
      if (!entry.folder || !isPackageName(entry.name) || look.isProject(below)) {
        return [];
      }
      const name = `${prefix}${entry.name}`;
      const init = hasInit(look.disk, below);
      if (!init && !namespaces) {
        return [];
      }
      // Deeper names are a loop of links.
      if (name.split('.').length > MAX_DEPTH) {
        return [];
      }
      const taken = included(name) && !excluded(name);
      const isPortion = !init && look.disk.list(below).some((file) => !file.folder && file.name.endsWith('.py'));
      return taken && (init || isPortion)
        ? [{ name, path: below, kind: init ? 'package' : 'namespace', sourceRoot: folder }]
        : visit(below, `${name}.`);
    });
  };
  return visit(folder, '');
}

/** fnmatch on dotted names: a star takes dots, too. */
function anyOf(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.map((pattern) => matchGlob(pattern));
  return (name) => tests.some((fits) => fits(name));
}
