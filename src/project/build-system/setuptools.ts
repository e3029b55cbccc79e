/** setuptools: pyproject.toml, setup.cfg, setup.py, MANIFEST.in, and the plugins that it loads by itself. */
import { joinPath } from '../disk';
import { listOf, sectionText } from '../manifests/ini';
import type { PythonValue } from '../manifests/python-values';
import { oneOrMore, strings } from '../manifests/report';
import { isTable, stringAt, tableAt, valueAt } from '../toml';
import { type BackendView, pluginReasons } from './backend';
import { fileDirective } from './described';
import { scmVersion, toolTable } from './git-version';
import { globPatterns } from './places';
import { isPlainSetup } from './setup-code';
import type { Reads, VersionSource } from './types';
import { PKG_INFO, saysVersion } from './unpacked-sdist';

/** Requirements that look at nothing of the project, or at what is known. */
const KNOWN = /^(setuptools|wheel|setuptools-scm|vcs-versioning|setuptools-git-versioning|tomli|toml|packaging|pip)$/;
const COMPILERS =
  /^(cython|cffi|pybind11|nanobind|numpy|oldest-supported-numpy|mypy|setuptools-rust|scikit-build|cmake)$/;
/** They make setuptools take what git tracks: for sdists, and as data of packages. */
const FINDERS = /^(setuptools-scm|setuptools-git|setuptools-scm-git-archive|setuptools-vcs|pbr)$/;
/** Keywords of setup() that plugins or compilers take. */
const NATIVE_KEYWORDS = ['ext_modules', 'cffi_modules', 'rust_extensions', 'libraries'];
const PLUGIN_KEYWORDS = ['setup_requires', 'pbr', 'cmdclass', 'distclass', 'packages_data', ...NATIVE_KEYWORDS];

const SCM_TABLES = ['setuptools_scm', 'setuptools-scm', 'vcs-versioning'];

export function readSetuptools(view: BackendView): Reads {
  const { toml, setupPy } = view;
  const computed = versionOf(view);
  const version = isToldBySdist(view, computed) ? ({ kind: 'files' } as const) : computed;
  const keywords = [...(setupPy?.call.keywords.keys() ?? [])];
  const extensions = valueAt(toml, 'tool', 'setuptools', 'ext-modules');
  const compilers = view.requires.filter((name) => COMPILERS.test(name));
  const native = extensions !== undefined || compilers.length > 0 || keywords.some((k) => NATIVE_KEYWORDS.includes(k));
  return {
    files: [
      // They count from the moment that they appear.
      ...['MANIFEST.in', 'setup.cfg', 'setup.py'],
      ...directives(view),
      ...dataFiles(view),
      ...versionFiles(view),
      ...(computed?.kind === 'git' ? [PKG_INFO] : []),
    ],
    reasons: [
      ...setupCode(view),
      ...keywords.filter((key) => PLUGIN_KEYWORDS.includes(key)).map((key) => `setup.py sets ${key}`),
      ...(isTable(valueAt(toml, 'tool', 'setuptools', 'cmdclass')) ? ['[tool.setuptools.cmdclass] names code'] : []),
      ...(extensions === undefined ? [] : ['extensions are compiled']),
      ...pluginReasons(view, KNOWN),
    ],
    native,
    ...(view.requires.some((name) => FINDERS.test(name)) ? { asksGit: 'tracked' } : {}),
    ...(version ? { version } : {}),
  };
}

/** A file that pip could not even parse is a program, too. */
function setupCode({ root, disk, setupPy }: BackendView): string[] {
  const text = setupPy?.text ?? disk.read(joinPath(root, 'setup.py'));
  return text === undefined || isPlainSetup(text) ? [] : ['setup.py takes part in the build'];
}

/** Everything that `file` and `file:` name. */
function directives(view: BackendView): string[] {
  const dynamic = tableAt(view.toml, 'tool', 'setuptools', 'dynamic');
  const tables = [dynamic, ...Object.values(dynamic).filter(isTable)];
  const named = tables.flatMap((table) => Object.values(table).flatMap((value) => oneOrMore(valueAt(value, 'file'))));
  const inCfg = [...(view.setupCfg ?? [])].flatMap(([section, values]) =>
    /^(metadata|options(\..*)?)$/.test(section) ? [...values.values()].flatMap(({ text }) => fileDirective(text)) : [],
  );
  return [...named, ...inCfg].flatMap((path) => globPatterns(path, view));
}

/** Data and scripts beside packages, and licences that setup.py names. */
function dataFiles(view: BackendView): string[] {
  const { toml, setupCfg } = view;
  const inToml = Object.values(tableAt(toml, 'tool', 'setuptools', 'data-files')).flatMap(strings);
  const scripts = strings(valueAt(toml, 'tool', 'setuptools', 'script-files'));
  const inCfg = [...(setupCfg?.get('options.data_files')?.values() ?? [])].flatMap(({ text }) => listOf(text, ','));
  const cfgScripts = listOf(sectionText(setupCfg ?? new Map(), 'options', 'scripts'), ',');
  const keywords = view.setupPy?.call.keywords;
  const inPy = ['data_files', 'scripts', 'license_files', 'license_file'].flatMap((key) => textsIn(keywords?.get(key)));
  return [...inToml, ...scripts, ...inCfg, ...cfgScripts, ...inPy].flatMap((path) => globPatterns(path, view));
}

/** All texts of nested lists: `[("share", ["a.txt"])]`; that it takes the folder's name for a file does no harm. */
function textsIn(value: PythonValue | undefined): string[] {
  if (value?.kind === 'text') {
    return value.text === '' ? [] : [value.text];
  }
  return value?.kind === 'list' ? value.items.flatMap(textsIn) : [];
}

/** `attr` reads a module, also one that does not ship. */
function versionFiles(view: BackendView): string[] {
  const attrs = [
    stringAt(view.toml, 'tool', 'setuptools', 'dynamic', 'version', 'attr'),
    /^attr:\s*(\S+)/.exec(sectionText(view.setupCfg ?? new Map(), 'metadata', 'version') ?? '')?.[1],
  ];
  return attrs.flatMap((attr) => {
    const top = attr?.split('.')[0];
    return top ? [`${top}.py`, `${top}/**/*.py`] : [];
  });
}

/** setuptools-scm takes the version of an unpacked source distribution, unless it finds a repository where it looks for one. */
function isToldBySdist(view: BackendView, version: VersionSource | undefined): boolean {
  if (version?.kind !== 'git' || version.git.plugin !== 'setuptools-scm' || !saysVersion(view)) {
    return false;
  }
  const settings = toolTable(view.toml, ...SCM_TABLES) ?? {};
  const inCode = view.setupPy?.call.keywords.has('use_scm_version') && /\b(root|search_parent)/.test(view.setupPy.text);
  const looksElsewhere = inCode || settings.root !== undefined || settings.search_parent_directories === true;
  return !looksElsewhere && !view.disk.exists(joinPath(view.root, '.git'));
}

function versionOf(view: BackendView): VersionSource | undefined {
  const { toml, requires, setupPy, versionIsOpen } = view;
  const scm = toolTable(toml, ...SCM_TABLES);
  if (setupPy?.call.keywords.has('use_scm_version') || (scm && versionIsOpen)) {
    return scmVersion('setuptools-scm', scm ?? {});
  }
  const git = toolTable(toml, 'setuptools-git-versioning');
  if (git && versionIsOpen) {
    // Templates, files and callbacks of its own.
    return scmVersion('setuptools-git-versioning', { ...git, branch: true });
  }
  if (isTable(valueAt(toml, 'tool', 'versioneer')) || view.setupCfg?.has('versioneer')) {
    return scmVersion('versioneer', { branch: true });
  }
  // Without a table of its own it still answers where it is required and nothing else says the version.
  const dynamic = valueAt(toml, 'tool', 'setuptools', 'dynamic', 'version');
  if (versionIsOpen && dynamic === undefined && requires.includes('setuptools-scm')) {
    return scmVersion('setuptools-scm', {});
  }
  return versionIsOpen ? { kind: dynamic === undefined && setupPy ? 'code' : 'files' } : undefined;
}
