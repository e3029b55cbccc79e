/** pdm-backend: `[tool.pdm.build]` and `[tool.pdm.version]`. */
import { joinPath } from '../disk';
import { matchGlob } from '../globs';
import { SINGLE_LOCKS } from '../lock-files';
import { oneOrMore, strings } from '../manifests/report';
import { stringAt, type Table, tableAt } from '../toml';
import { type BackendView, pluginReasons } from './backend';
import { pdmScmVersion } from './git-version';
import { globPatterns, pathPatterns } from './places';
import type { Reads, VersionSource } from './types';

const KNOWN = /^(pdm-backend|pdm-pep517)$/;

export function readPdm(view: BackendView): Reads {
  const build = tableAt(view.toml, 'tool', 'pdm', 'build');
  const settings = tableAt(view.toml, 'tool', 'pdm', 'version');
  const hook = stringAt(build, 'custom-hook') ?? 'pdm_build.py';
  const version = view.versionIsOpen ? versionOf(settings) : undefined;
  const path = stringAt(settings, 'path');
  const every = packsEveryPackage(build, view);
  const files = [
    // It appears, and takes part.
    ...pathPatterns(hook, view),
    ...strings(build.includes).flatMap((pattern) => globPatterns(pattern, view)),
    ...wheelData(build, view),
    ...(path === undefined ? [] : pathPatterns(path, view)),
  ];
  const code = [
    ...(view.disk.exists(joinPath(view.root, hook)) ? [`${hook} takes part in the build`] : []),
    ...(build['run-setuptools'] === true ? ['setup.py takes part in the build'] : []),
    ...pluginReasons(view, KNOWN),
  ];
  return {
    files,
    reasons: [...(every ? ['pdm-backend packs every package of the folder'] : []), ...code],
    // Beside packages it takes modules alone.
    ...(every && code.length === 0 ? { neverInWheels: SINGLE_LOCKS.filter((name) => !named(files, name)) } : {}),
    native: build['run-setuptools'] === true,
    ...(version ? { version } : {}),
  };
}

function named(patterns: readonly string[], file: string): boolean {
  return patterns.some((pattern) => matchGlob(pattern)(file));
}

function versionOf(settings: Table): VersionSource {
  switch (stringAt(settings, 'source') ?? 'file') {
    case 'scm':
      return pdmScmVersion(settings);
    case 'file':
      return { kind: 'files' };
    default:
      return { kind: 'code' };
  }
}

function packsEveryPackage(build: Table, { root, disk }: BackendView): boolean {
  return (
    strings(build.includes).length === 0 &&
    stringAt(build, 'package-dir') === undefined &&
    !disk.exists(joinPath(root, 'src'))
  );
}

/** `[tool.pdm.build.wheel-data]`: patterns, or `{ path, relative-to }`. */
function wheelData(build: Table, view: BackendView): string[] {
  return Object.values(tableAt(build, 'wheel-data')).flatMap((entries) =>
    (Array.isArray(entries) ? entries : [entries]).flatMap((entry: unknown) => [
      ...oneOrMore(entry).flatMap((pattern) => globPatterns(pattern, view)),
      ...(stringAt(entry, 'path') === undefined ? [] : globPatterns(stringAt(entry, 'path') as string, view)),
    ]),
  );
}
