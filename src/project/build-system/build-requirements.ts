/** Which exact packages build a project: from its lock, from kiln.json, from Kiln's own pins. Pure. */
import { KilnError } from '../../model/errors';
import type { InstallPackage } from '../install-set';
import { evaluateMarker, type MarkerEnvironment } from '../markers';
import { parseRequirement } from '../requirement';
import { isIdentified } from '../requirements-text';
import type { Requirement } from '../types';
import { compareVersions, satisfiesAll } from '../versions';

/** One version of a package, as a pin: hashes of its wheels, and whom it needs. */
export interface PackagePin {
  readonly version: string;
  /** Names with markers; versions are those of the pins. */
  readonly requires: readonly string[];
  /** sha256 of every wheel. */
  readonly wheels: readonly string[];
}
/** By PEP 503 name, newest first. */
export type PackagePins = Readonly<Record<string, readonly PackagePin[]>>;

export interface PinSources {
  /** What the project's lock holds for the purpose `package`: its groups build, package, packaging. */
  readonly locked: readonly InstallPackage[];
  /** kiln.json's `buildRequirements`. */
  readonly own: PackagePins;
  /** Kiln's. */
  readonly pins: PackagePins;
}

/** Exact and hashed, sorted by name; `from` says who decided. */
export interface BuildRequirement {
  readonly name: string;
  readonly version: string;
  readonly hashes: readonly string[];
  readonly from: 'lock' | 'kiln.json' | 'pins';
}

interface Wanted extends Requirement {
  readonly by: string;
}

/**
 * The closure of what a build needs. A name that the lock has is taken from there, and from nowhere else.
 * @throws KilnError BUILD_REQUIREMENT_UNPINNED naming everything that has no hashes
 */
export function pinBuildRequirements(
  requires: readonly Requirement[],
  sources: PinSources,
  environment: MarkerEnvironment,
): readonly BuildRequirement[] {
  const chosen = new Map<string, BuildRequirement>();
  const missing: string[] = [];
  const asked = joinedByName(requires.filter(({ marker }) => evaluateMarker(marker, environment)));
  const queue: Wanted[] = asked.map((one) => ({ ...one, by: '[build-system].requires' }));
  for (let wanted = queue.shift(); wanted; wanted = queue.shift()) {
    if (!evaluateMarker(wanted.marker, environment) || chosen.has(wanted.name)) {
      continue;
    }
    const found = choose(wanted, sources);
    if (typeof found === 'string') {
      missing.push(`${wanted.text} (${wanted.by}): ${found}`);
      continue;
    }
    chosen.set(wanted.name, found.requirement);
    queue.push(...found.requires.flatMap((text) => demandOf(text, wanted.name)));
  }
  if (missing.length > 0) {
    throw unpinned(missing, asked);
  }
  return [...chosen.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A name may be there more than once, `setuptools>=61` and `setuptools<81; python_version < '3.12'`: all of it counts. */
function joinedByName(requires: readonly Requirement[]): Requirement[] {
  const byName = new Map<string, Requirement>();
  for (const one of requires) {
    const other = byName.get(one.name);
    byName.set(one.name, other && one.url === undefined ? both(other, one) : one);
  }
  return [...byName.values()];
}

function both(one: Requirement, other: Requirement): Requirement {
  const specifier = [one.specifier, other.specifier].filter(Boolean).join(',');
  return { ...one, specifier, text: `${one.name}${specifier}` };
}

function demandOf(text: string, by: string): Wanted[] {
  const parsed = parseRequirement(text);
  return parsed ? [{ ...parsed, by }] : [];
}

interface Found {
  readonly requirement: BuildRequirement;
  readonly requires: readonly string[];
}

/** A text says why there is none. */
function choose(wanted: Wanted, { locked, own, pins }: PinSources): Found | string {
  if (wanted.url !== undefined) {
    return 'an address: Kiln builds with packages of an index only';
  }
  const entry = locked.find(({ name }) => name === wanted.name);
  if (entry) {
    return fromLock(entry, wanted, locked);
  }
  for (const [from, table] of [
    ['kiln.json', own],
    ['pins', pins],
  ] as const) {
    const pin = newest(table[wanted.name] ?? [], wanted.specifier);
    if (pin) {
      const requirement = { name: wanted.name, version: pin.version, hashes: pin.wheels.map(prefixed), from };
      return { requirement, requires: pin.requires };
    }
  }
  const versions = [...(own[wanted.name] ?? []), ...(pins[wanted.name] ?? [])].map(({ version }) => version);
  return versions.length > 0 ? `pinned are ${versions.join(', ')}` : 'nothing pins it';
}

/** A lock's groups for building are an environment as a whole: who needs whom in it is already answered. */
function fromLock(entry: InstallPackage, wanted: Wanted, locked: readonly InstallPackage[]): Found | string {
  const { version } = entry;
  if (version === undefined || entry.source.kind !== 'registry' || !isIdentified(entry)) {
    return 'the lock has no version with hashes';
  }
  if (satisfiesAll(version, wanted.specifier) === false) {
    return `the lock has ${version}`;
  }
  const requirement = { name: entry.name, version, hashes: entry.hashes, from: 'lock' } as const;
  return { requirement, requires: locked.map(({ name }) => name) };
}

function newest(pins: readonly PackagePin[], specifier: string): PackagePin | undefined {
  return pins
    .filter(({ version }) => satisfiesAll(version, specifier) === true)
    .sort((a, b) => compareVersions(b.version, a.version) ?? 0)[0];
}

function prefixed(hash: string): string {
  return hash.startsWith('sha256:') ? hash : `sha256:${hash}`;
}

function unpinned(missing: readonly string[], requires: readonly Requirement[]): KilnError {
  const asked = requires.filter(({ text }) => missing.some((line) => line.startsWith(`${text} (`)));
  const add = asked.length > 0 ? asked : requires;
  return new KilnError(
    'BUILD_REQUIREMENT_UNPINNED',
    `nobody pins with hashes what builds the project: ${missing.length === 1 ? 'one package is' : `${missing.length} packages are`} open`,
    {
      lines: [...missing, 'a build whose tools may change by themselves is neither repeatable nor safe to share'],
      hint: `lock them: uv add --group build ${add.map(({ text }) => `'${text}'`).join(' ')}  (or pin them in kiln.json under "buildRequirements", docs/packaging.md)`,
    },
  );
}

/** For `uv pip install --no-deps --require-hashes`. */
export function buildRequirementsText(requirements: readonly BuildRequirement[]): string {
  return requirements
    .map(({ name, version, hashes }) => `${name}==${version}${hashes.map((hash) => ` --hash=${hash}`).join('')}\n`)
    .join('');
}
