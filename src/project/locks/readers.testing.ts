/**
 * One small project in the words of every lock: app ships `click[colour]` (which brings colorama on Windows) and core,
 * core needs idna; its group dev has pytest (which brings pluggy), its group lint has ruff.
 */
import { parseRequirement } from '../requirement';
import type { LockManager, PythonProject, Requirement } from '../types';

export type Versions = Readonly<Record<'click' | 'colorama' | 'idna' | 'pytest' | 'pluggy' | 'ruff', string>>;
export const VERSIONS: Versions = { click: '8', colorama: '1', idna: '3', pytest: '9', pluggy: '2', ruff: '5' };

const hash = (name: string, version: string): string => `sha256:${Buffer.from(`${name}${version}`).toString('hex')}`;
const requirements = (...texts: string[]): Requirement[] => texts.map((text) => parseRequirement(text) as Requirement);

export const APP: PythonProject = {
  root: '.',
  file: 'pyproject.toml',
  manifests: ['pyproject.toml'],
  manager: 'pip',
  name: 'app',
  normalizedName: 'app',
  dynamic: [],
  scripts: {},
  guiScripts: {},
  entryPoints: {},
  dependencies: requirements('click[colour]>=8', 'core'),
  optionalDependencies: {},
  groups: { dev: requirements('pytest'), lint: requirements('ruff') },
  sources: { core: { kind: 'path', path: 'core', editable: true } },
  modules: [],
  kiln: {},
  diagnostics: [],
};

/** Files of a lock by name; the first is the main one. */
export const LOCKS: Readonly<Record<LockManager, (versions: Versions) => Readonly<Record<string, string>>>> = {
  uv: (v) => ({ 'uv.lock': uvText(v) }),
  poetry: (v) => ({ 'poetry.lock': poetryText(v) }),
  pdm: (v) => ({ 'pdm.lock': pdmText(v) }),
  pylock: (v) => ({ 'pylock.toml': pylockText(v) }),
  requirements: requirementsTexts,
};

function uvText(v: Versions): string {
  const third = (name: keyof Versions, rest = '') =>
    `[[package]]\nname = "${name}"\nversion = "${v[name]}"\nsource = { registry = "https://index.example/simple" }\nsdist = { url = "https://index.example/${name}.tar.gz", hash = "${hash(name, v[name])}" }\n${rest}`;
  return `version = 1
requires-python = ">=3.12"
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "click", extra = ["colour"] }, { name = "core" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
lint = [{ name = "ruff" }]
[package.metadata]
requires-dist = [{ name = "click", extras = ["colour"], specifier = ">=8" }, { name = "core", editable = "core" }]
[package.metadata.requires-dev]
dev = [{ name = "pytest" }]
lint = [{ name = "ruff" }]
[[package]]
name = "core"
version = "1"
source = { editable = "core" }
dependencies = [{ name = "idna" }]
${third('click', `[package.optional-dependencies]\ncolour = [{ name = "colorama", marker = "sys_platform == 'win32'" }]\n`)}
${third('colorama')}${third('idna')}${third('pytest', 'dependencies = [{ name = "pluggy" }]\n')}${third('pluggy')}${third('ruff')}`;
}

function poetryText(v: Versions): string {
  const third = (name: keyof Versions, rest = '') =>
    `[[package]]\nname = "${name}"\nversion = "${v[name]}"\noptional = false\ngroups = ["main"]\nfiles = [{file = "${name}.tar.gz", hash = "${hash(name, v[name])}"}]\n${rest}\n`;
  return `${third('click', `[package.dependencies]\ncolorama = {version = "*", optional = true, markers = "sys_platform == \\"win32\\" and extra == \\"colour\\""}\n[package.extras]\ncolour = ["colorama (>=0.4)"]`)}
[[package]]
name = "core"
version = "1"
files = []
develop = true
[package.dependencies]
idna = ">=2,<4"
[package.source]
type = "directory"
url = "core"
${third('colorama')}${third('idna')}${third('pytest', '[package.dependencies]\npluggy = ">=1"')}${third('pluggy')}${third('ruff')}
[metadata]
lock-version = "2.1"
python-versions = "^3.12"
`;
}

function pdmText(v: Versions): string {
  const third = (name: keyof Versions, rest = '') =>
    `[[package]]\nname = "${name}"\nversion = "${v[name]}"\n${rest}\nfiles = [{file = "${name}.tar.gz", hash = "${hash(name, v[name])}"}]\n`;
  return `[metadata]
lock_version = "4.5.1"
groups = ["default", "dev", "lint"]
[[metadata.targets]]
requires_python = ">=3.12"
[[package]]
name = "core"
version = "1"
path = "./core"
dependencies = ["idna<4"]
${third('click')}${third('click', `extras = ["colour"]\ndependencies = ["colorama; sys_platform == 'win32'", "click==${v.click}"]`)}
${third('colorama')}${third('idna')}${third('pytest', 'dependencies = ["pluggy>=1"]')}${third('pluggy')}${third('ruff')}`;
}

function pylockText(v: Versions): string {
  const third = (name: keyof Versions, marker = '') =>
    `[[packages]]\nname = "${name}"\nversion = "${v[name]}"\n${marker ? `marker = "${marker}"\n` : ''}sdist = { url = "https://index.example/${name}.tar.gz", hashes = { sha256 = "${hash(name, v[name]).slice(7)}" } }\n`;
  return `lock-version = "1.0"
created-by = "hand"
dependency-groups = ["dev", "lint"]
${third('click')}${third('colorama', "sys_platform == 'win32'")}${third('idna')}${third('pytest', "'dev' in dependency_groups")}
${third('pluggy', "'dev' in dependency_groups")}${third('ruff', "'lint' in dependency_groups")}
[[packages]]
name = "core"
directory = { path = "core", editable = true }
`;
}

function requirementsTexts(v: Versions): Record<string, string> {
  const line = (name: keyof Versions, extras = '', marker = '') =>
    `${name}${extras}==${v[name]}${marker} \\\n    --hash=${hash(name, v[name])}\n`;
  return {
    'requirements.txt': `-e ./core\n${line('click', '[colour]')}${line('colorama', '', " ; sys_platform == 'win32'")}${line('idna')}`,
    'requirements-dev.txt': `-r requirements.txt\n${line('pytest')}${line('pluggy')}`,
    'requirements/lint.txt': `${line('ruff')}`,
  };
}
