/** hatchling: `[tool.hatch]` with its hooks. What git ignores it leaves out, as far as .gitignore says so. */
import { strings } from '../manifests/report';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';
import type { BackendView } from './backend';
import { dunamaiVersion, scmVersion } from './git-version';
import { gitPatterns, globPatterns, pathPatterns } from './places';
import type { Reads, VersionSource } from './types';
import { PKG_INFO, saysVersion } from './unpacked-sdist';

/** Tables of the wheel whose keys are files or folders to pack. */
const MAPS = ['force-include', 'shared-data', 'shared-scripts', 'extra-metadata'];

export function readHatchling(view: BackendView): Reads {
  const hatch = tableAt(view.toml, 'tool', 'hatch');
  const version = view.versionIsOpen ? versionOf(view) : undefined;
  const metadata = metadataHooks(view);
  return {
    files: [...packed(view), ...versionFiles(hatch, view), ...metadata.files, ...computedBefore(view)],
    reasons: [...buildHooks(hatch), ...metadata.reasons],
    native: Object.keys(hooksOf(hatch)).some((name) => /^(cython|mypyc|cmake|meson|zig|rust)/.test(name)),
    asksGit: 'rules',
    ...(version?.kind === 'env' && version.name ? { env: [version.name] } : {}),
    ...(version ? { version } : {}),
  };
}

/** The wheel's own settings, and those of all targets. */
function packed(view: BackendView): string[] {
  const build = tableAt(view.toml, 'tool', 'hatch', 'build');
  const wheel = tableAt(build, 'targets', 'wheel');
  return [build, wheel].flatMap((table) => [
    ...MAPS.flatMap((key) => Object.keys(tableAt(table, key)).flatMap((path) => pathPatterns(path, view))),
    ...['include', 'artifacts'].flatMap((key) => strings(table[key]).flatMap((p) => gitPatterns(p, view))),
    ...['packages', 'only-include', 'sbom-files'].flatMap((key) =>
      strings(table[key]).flatMap((path) => globPatterns(path, view)),
    ),
  ]);
}

function hooksOf(hatch: Table): Table {
  return { ...tableAt(hatch, 'build', 'hooks'), ...tableAt(hatch, 'build', 'targets', 'wheel', 'hooks') };
}

/** `vcs` and `version` write a file; everything else is a program. */
function buildHooks(hatch: Table): string[] {
  const programs = Object.keys(hooksOf(hatch)).filter((name) => name !== 'vcs' && name !== 'version');
  const own = stringAt(hatch, 'build', 'targets', 'custom', 'path');
  return [
    ...programs.map((name) => `the build hook '${name}' takes part in the build`),
    ...(own === undefined ? [] : [`${own} takes part in the build`]),
  ];
}

function metadataHooks(view: BackendView): { files: string[]; reasons: string[] } {
  const hooks = tableAt(view.toml, 'tool', 'hatch', 'metadata', 'hooks');
  const files: string[] = [];
  const reasons: string[] = [];
  for (const [name, hook] of Object.entries(hooks)) {
    const named =
      name === 'fancy-pypi-readme' ? fragments(hook) : name === 'requirements_txt' ? requirementFiles(hook) : [];
    files.push(...named.flatMap((path) => pathPatterns(path, view)));
    if (!['fancy-pypi-readme', 'requirements_txt', 'vcs', 'uv-dynamic-versioning'].includes(name)) {
      reasons.push(`the metadata hook '${name}' takes part in the build`);
    }
  }
  return { files, reasons };
}

function fragments(hook: unknown): string[] {
  const list = valueAt(hook, 'fragments');
  return Array.isArray(list) ? list.flatMap((fragment: unknown) => stringAt(fragment, 'path') ?? []) : [];
}

function requirementFiles(hook: unknown): string[] {
  const lists = [valueAt(hook, 'files'), ...Object.values(tableAt(hook, 'optional-dependencies'))];
  return [stringAt(hook, 'filename') ?? 'requirements.txt', ...lists.flatMap(strings)];
}

function versionFiles(hatch: Table, view: BackendView): string[] {
  const path = stringAt(hatch, 'version', 'path');
  return view.versionIsOpen && path !== undefined ? pathPatterns(path, view) : [];
}

/** What a source distribution says wins over all that would compute it. It counts from the moment that it appears. */
function computedBefore({ toml }: BackendView): string[] {
  return strings(tableAt(toml, 'project').dynamic).length > 0 ? [PKG_INFO] : [];
}

function versionOf(view: BackendView): VersionSource {
  if (saysVersion(view)) {
    return { kind: 'files' };
  }
  const { toml } = view;
  const settings = tableAt(toml, 'tool', 'hatch', 'version');
  const raw = valueAt(settings, 'raw-options');
  switch (stringAt(settings, 'source') ?? 'regex') {
    case 'regex':
      return { kind: 'files' };
    case 'env':
      return { kind: 'env', name: stringAt(settings, 'variable') ?? '' };
    case 'vcs':
      return scmVersion('hatch-vcs', { ...settings, ...(isTable(raw) ? raw : {}) });
    case 'uv-dynamic-versioning':
      return dunamaiVersion('uv-dynamic-versioning', tableAt(toml, 'tool', 'uv-dynamic-versioning'));
    default:
      return { kind: 'code' };
  }
}
