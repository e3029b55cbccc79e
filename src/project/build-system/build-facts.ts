/** Joins what `[build-system]`, `[project]` and the backend's own settings say of a build. Pure but for the disk. */
import type { Disk } from '../disk';
import type { Parsed } from '../manifests/parse-folder';
import { strings } from '../manifests/report';
import { parseRequirement } from '../requirement';
import { type Table, tableAt, valueAt } from '../toml';
import type { Requirement } from '../types';
import type { BackendView, ReadBackend } from './backend';
import { describedFiles, LICENCE_NAMES } from './described';
import { readFlit } from './flit';
import { scmVersion } from './git-version';
import { readHatchling } from './hatchling';
import { readPdm } from './pdm';
import { globPatterns } from './places';
import { readPoetry } from './poetry';
import { readSetuptools } from './setuptools';
import type { BackendFamily, BuildFacts, Reads, VersionSource } from './types';
import { readUv } from './uv';

const FAMILIES: readonly (readonly [RegExp, BackendFamily, ReadBackend])[] = [
  [/^(uv_build|uv)([.:]|$)/, 'uv', readUv],
  [/^(hatchling|hatch\.)/, 'hatchling', readHatchling],
  [/^setuptools([.:]|$)/, 'setuptools', readSetuptools],
  [/^(poetry\.core|poetry\.masonry|poetry_dynamic_versioning)/, 'poetry', readPoetry],
  [/^pdm\./, 'pdm', readPdm],
  [/^flit(_core)?\./, 'flit', readFlit],
];
/** Rules of git and of Mercurial that backends read. */
export const RULE_FILES: readonly string[] = ['.gitignore', '.hgignore'];
const LEGACY = 'setuptools>=40.8.0';
const COMPILERS = /^(maturin|scikit-build|meson-python|setuptools-rust|py-build-cmake|sip|enscons|cmake|ninja)/;

export interface BuildRequest {
  readonly parsed: Parsed;
  readonly disk: Disk;
  /** `undefined`: nothing can be built. */
  readonly backend: string | undefined;
  /** What the manifests say of it, computed or not. */
  readonly version: string | undefined;
  readonly dynamic: readonly string[];
}

/** `undefined` for a project that is not meant to be packaged. */
export function readBuild({ parsed, disk, backend, version, dynamic }: BuildRequest): BuildFacts | undefined {
  const toml = parsed.pyproject?.toml ?? {};
  if (backend === undefined || isVirtual(toml)) {
    return undefined;
  }
  const requires = requirementsOf(toml);
  const backendPath = strings(tableAt(toml, 'build-system')['backend-path']);
  const view: BackendView = {
    root: parsed.root,
    disk,
    toml,
    ...(parsed.setupCfg ? { setupCfg: parsed.setupCfg.ini } : {}),
    ...(parsed.setupPy ? { setupPy: parsed.setupPy } : {}),
    requires: requires.map(({ name }) => name),
    versionIsOpen: version === undefined || dynamic.includes('version'),
  };
  const [, family = 'other', read] = FAMILIES.find(([fits]) => fits.test(backend)) ?? [];
  const reads = read ? read(view) : unknownBackend(view);
  const described = describedFiles(toml, parsed.setupCfg?.ini);
  const files = [
    ...LICENCE_NAMES,
    ...described.files.flatMap((path) => globPatterns(path, view)),
    ...(reads.files ?? []),
    ...(reads.asksGit === 'rules' ? RULE_FILES : []),
  ];
  const reasons = [
    ...(backendPath.length > 0 ? [`the backend ${backend} lies in the project`] : []),
    ...(read ? [] : [`what ${backend} reads is not known`]),
    ...(reads.version?.kind === 'code' && read ? ['a program of the project says its version'] : []),
    ...(reads.reasons ?? []),
  ];
  return {
    backend,
    family,
    backendPath,
    requires,
    ...(described.readme === undefined ? {} : { readme: described.readme }),
    version: reads.version ?? { kind: 'fixed' },
    files: [...new Set(files)].sort(),
    reasons: [...new Set(reasons)],
    // A reason from elsewhere is code, which may read anything.
    ...(reads.neverInWheels && reasons.length === reads.reasons?.length ? { neverInWheels: reads.neverInWheels } : {}),
    env: reads.env ?? [],
    native: reads.native ?? false,
    ...(reads.asksGit ? { asksGit: reads.asksGit } : {}),
  };
}

/** uv and poetry install such projects' dependencies and never make a package of them. */
function isVirtual(toml: Table): boolean {
  return valueAt(toml, 'tool', 'uv', 'package') === false || valueAt(toml, 'tool', 'poetry', 'package-mode') === false;
}

function requirementsOf(toml: Table): Requirement[] {
  const written = valueAt(toml, 'build-system', 'requires');
  return (Array.isArray(written) ? strings(written) : [LEGACY]).flatMap((text) => parseRequirement(text) ?? []);
}

function unknownBackend({ requires, versionIsOpen }: BackendView): Reads {
  const plugin = requires.find((name) => /scm|vcs|git|version/.test(name));
  const version: VersionSource = plugin ? scmVersion(plugin, { branch: true }) : { kind: 'code' };
  return { native: requires.some((name) => COMPILERS.test(name)), ...(versionIsOpen ? { version } : {}) };
}
