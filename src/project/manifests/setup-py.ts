/** setup.py: the literal arguments of `setup(...)`. The file is never executed. */
import { type SetuptoolsLayout, setuptoolsClaims } from '../layout/setuptools';
import type { Requirement } from '../types';
import { type Declared, NOTHING } from './declared';
import { sourcesOfUrls } from './places';
import { findCall, importedNames } from './python-literals';
import type { PythonCall, PythonValue } from './python-values';
import type { Report } from './report';
import { addExtra, entryPointLines, requirementLines } from './setup-cfg';

const SETUP = /^(setuptools|distutils\.core|numpy\.distutils\.core|skbuild|numpy_distutils\.core)\.setup$/;

const FIND = /^(?:.*\.)?(?:find_(namespace_)?packages|(PEP420)?PackageFinder\.find)$/;

/** The call of setup(), under whatever name it was imported; `undefined` for a file that merely is called setup.py. */
export function findSetupCall(text: string): PythonCall | undefined {
  if (!/\b(setuptools|distutils|skbuild)\b/.test(text)) {
    return undefined;
  }
  const imported = importedNames(text);
  return findCall(text, (name) => {
    const [head = '', ...rest] = name.split('.');
    const full = [imported.get(head) ?? head, ...rest].join('.');
    return SETUP.test(full) || SETUP.test(name);
  });
}

/** Fields of PEP 621's names whose argument is computed become `dynamic`. */
export function readSetupPy(call: PythonCall, root: string, report: Report): Declared {
  const dynamic = new Set<string>();
  const value = (keyword: string, field: string): PythonValue | undefined => {
    const found = call.keywords.get(keyword);
    if (isPartial(found) || (found === undefined && call.keywords.has('**'))) {
      dynamic.add(field);
    }
    return found;
  };
  const text = (keyword: string, field: string): string | undefined => textOf(value(keyword, field));
  const [name, version] = [text('name', 'name'), text('version', 'version')];
  const requiresPython = text('python_requires', 'requires-python');
  const description = text('description', 'description');
  const lines = (keyword: string, field: string): Requirement[] =>
    requirementLines(linesOf(value(keyword, field)), `setup(${keyword}=…)`, report);
  const dependencies = lines('install_requires', 'dependencies');
  const tests = lines('tests_require', 'tests_require');
  const extras = extrasOf(value('extras_require', 'optional-dependencies'), report);
  const { '': conditional = [], ...optionalDependencies } = extras;
  const points = entryPointsOf(value('entry_points', 'entry-points'), report);
  const { console_scripts: scripts = {}, gui_scripts: guiScripts = {}, ...entryPoints } = points;
  const claims = setuptoolsClaims(layoutOf(call), 'setup.py');
  dynamic.delete('tests_require');
  return {
    ...NOTHING,
    ...(name ? { name } : {}),
    ...(version ? { version } : {}),
    ...(requiresPython ? { requiresPython } : {}),
    ...(description ? { description } : {}),
    dynamic: [...dynamic].sort(),
    scripts,
    guiScripts,
    entryPoints,
    dependencies: [...dependencies, ...conditional],
    optionalDependencies,
    groups: tests.length > 0 ? { test: tests } : {},
    sources: sourcesOfUrls([...dependencies, ...Object.values(extras).flat(), ...tests], root),
    ...(claims ? { claims } : {}),
  };
}

function isPartial(value: PythonValue | undefined): boolean {
  if (value?.kind === 'dict') {
    return value.partial || [...value.entries.values()].some(isPartial);
  }
  return value?.kind === 'computed' || value?.kind === 'call' || (value?.kind === 'list' && value.partial);
}

function textOf(value: PythonValue | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}

/** A text counts as its lines, as setuptools takes it. */
function linesOf(value: PythonValue | undefined): string[] {
  if (value?.kind === 'list') {
    return value.items.flatMap((item) => textOf(item) ?? []);
  }
  return (textOf(value) ?? '').split('\n');
}

function textsOfDict(value: PythonValue | undefined): [string, PythonValue][] {
  return value?.kind === 'dict' ? [...value.entries] : [];
}

function extrasOf(value: PythonValue | undefined, report: Report): Record<string, readonly Requirement[]> {
  const extras = new Map<string, Requirement[]>();
  for (const [key, list] of textsOfDict(value)) {
    addExtra(extras, key, requirementLines(linesOf(list), `setup(extras_require[${key}])`, report));
  }
  return Object.fromEntries(extras);
}

/** A dict of lists, or a text like setup.cfg's section. */
function entryPointsOf(value: PythonValue | undefined, report: Report): Record<string, Record<string, string>> {
  const lists =
    value?.kind === 'text'
      ? [...value.text.matchAll(/^\s*\[([^\]]+)\]([^[]*)/gm)].map((m) => [m[1] as string, m[2] as string] as const)
      : textsOfDict(value).map(([group, list]) => [group, linesOf(list).join('\n')] as const);
  return Object.fromEntries(
    lists.map(([group, text]) => {
      const lines = text.split('\n').map((line) => line.trim());
      return [group.trim(), entryPointLines(lines.filter(Boolean), `setup(entry_points[${group}])`, report)];
    }),
  );
}

function layoutOf({ keywords }: PythonCall): SetuptoolsLayout {
  const packages = keywords.get('packages');
  const find = findOf(packages);
  const dirs = textsOfDict(keywords.get('package_dir')).flatMap(([name, dir]): [string, string][] => {
    const folder = textOf(dir);
    return folder === undefined ? [] : [[name, folder]];
  });
  const named = packages?.kind === 'list' ? linesOf(packages) : undefined;
  return {
    ...(find ? { find } : named && named.length > 0 ? { packages: named } : {}),
    packageDir: Object.fromEntries(dirs),
    modules: linesOf(keywords.get('py_modules')).filter(Boolean),
  };
}

/** `find_packages("src", exclude=[…])`, also as a part of a sum. */
function findOf(value: PythonValue | undefined): SetuptoolsLayout['find'] {
  const candidates = value?.kind === 'list' ? value.items : value ? [value] : [];
  const calls = candidates.flatMap((one) => (one.kind === 'call' ? [one.call] : []));
  const call = calls.find(({ callee }) => FIND.test(callee));
  const kind = FIND.exec(call?.callee ?? '');
  if (!call || !kind) {
    return undefined;
  }
  const argument = (keyword: string, index: number): string[] =>
    linesOf(call.keywords.get(keyword) ?? call.args[index]).filter(Boolean);
  return {
    where: argument('where', 0),
    exclude: argument('exclude', 1),
    include: argument('include', 2),
    namespaces: (kind[1] ?? kind[2]) !== undefined,
  };
}
