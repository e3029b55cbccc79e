/** How a package asks for projects of its own workspace, once it has left it. Pure. */
import { KilnError } from '../../../model/errors';
import type { PackageOptions } from '../../../model/options/package';
import type { PythonProject, Requirement } from '../../../project/types';
import { normalizeVersion } from '../../../project/versions';

export interface LocalRequirements {
  /** Specifier by PEP 503 name. */
  readonly requirements: Readonly<Record<string, string>>;
  /** Whether a specifier that the manifest has stays. */
  readonly keep: boolean;
  /** Names of projects whose modules are put inside. */
  readonly bundled: readonly string[];
  /** Requirements of those, which the package takes over. */
  readonly added: readonly string[];
}

type Asking = Pick<PythonProject, 'dependencies'>;

/**
 * @param libraries local projects that the package needs, with what those need
 * @param project the package's own
 * @throws KilnError VERSION_UNKNOWN, OPTION_INVALID
 */
export function localRequirements(
  { localDependencies, format }: Pick<PackageOptions, 'localDependencies' | 'format'>,
  libraries: readonly PythonProject[],
  project: Asking,
): LocalRequirements {
  if (localDependencies === 'bundled') {
    return bundled(format, libraries, project);
  }
  const specifiers = libraries.map((library) => [
    library.normalizedName,
    localDependencies === 'exact' ? `==${versionOf(library)}` : compatibleRange(versionOf(library)),
  ]);
  return {
    requirements: Object.fromEntries(specifiers),
    keep: localDependencies === 'ranges',
    bundled: [],
    added: [],
  };
}

function bundled(
  format: PackageOptions['format'],
  libraries: readonly PythonProject[],
  project: Asking,
): LocalRequirements {
  if (format === 'sdist' && libraries.length > 0) {
    throw new KilnError(
      'OPTION_INVALID',
      'localDependencies=bundled is for wheels: an sdist is one project’s sources',
      {
        lines: libraries.map(({ name, root }) => `${name} (${root}) would be missing in it`),
        hint: 'set localDependencies=ranges for the target sdist',
      },
    );
  }
  const names = libraries.map(({ normalizedName }) => normalizedName);
  const needed = neededBy(libraries, project).filter(({ name }) => !names.includes(name));
  return {
    requirements: {},
    keep: true,
    bundled: names,
    added: [...new Set(needed.map(({ text }) => text))].sort(),
  };
}

/** What bundled projects ask for, with those of their extras that somebody asks for in turn. */
function neededBy(libraries: readonly PythonProject[], project: Asking): readonly Requirement[] {
  const needed = libraries.flatMap(({ dependencies }) => dependencies);
  const seen = new Set<string>();
  const visit = (requirements: readonly Requirement[]): void => {
    for (const { name, extras } of requirements) {
      const library = libraries.find(({ normalizedName }) => normalizedName === name);
      for (const extra of extras.filter((one) => library && !seen.has(`${name}[${one}]`))) {
        seen.add(`${name}[${extra}]`);
        const more = library?.optionalDependencies[extra] ?? [];
        needed.push(...more);
        visit(more);
      }
    }
  };
  visit([...project.dependencies, ...needed]);
  return needed;
}

/** `>=1.2.3,<2`, and before 1.0 `>=0.2.3,<0.3`: what a compatible release means to most. */
export function compatibleRange(version: string): string {
  const normal = normalizeVersion(version);
  const [, epoch = '', major = '0', minor = '0'] = /^(\d+!)?(\d+)(?:\.(\d+))?/.exec(normal) ?? [];
  const next = major === '0' ? `0.${Number(minor) + 1}` : `${Number(major) + 1}`;
  // A local version (`+g1a2b3c`) exists on no index.
  return `>=${normal.replace(/\+.*$/, '')},<${epoch}${next}`;
}

function versionOf({ name, root, version }: PythonProject): string {
  if (version === undefined) {
    throw new KilnError(
      'VERSION_UNKNOWN',
      `the package needs ${name} (${root}), whose version is not written anywhere`,
      {
        hint: `write a version into ${root}/pyproject.toml, or set localDependencies=bundled`,
      },
    );
  }
  return version;
}
