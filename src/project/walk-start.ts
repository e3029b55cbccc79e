/** Where the walk through a lock begins: what a purpose of a project asks for itself. */
import { findMember } from './lock-members';
import { sourceText } from './lock-source';
import { evaluateMarker, type MarkerEnvironment } from './markers';
import { type Chosen, choose, GROUP_NAMES, isLintTool, type Parts, ships } from './purposes';
import type { Lock, LockedDependency, LockedPackage, Purpose, PythonProject, Requirement } from './types';

export interface Start {
  /** PEP 503 name of the project. */
  readonly name: string;
  /** Its entry, where the lock has one. */
  readonly self?: LockedPackage;
  /** Whether the project's own dependencies count. */
  readonly ships: boolean;
  readonly edges: readonly LockedDependency[];
  /** Extras that are switched on, in all the spellings that locks give them in markers. */
  readonly active: ReadonlySet<string>;
  /** What markers of the lock see besides the platform. */
  readonly variables: MarkerEnvironment;
}

/**
 * @param hub project in the lock's folder: teams keep pytest and ruff in its groups for all members
 * @returns `undefined` where the lock names its projects and this one is not among them
 */
export function startOf(
  lock: Lock,
  project: PythonProject,
  purpose: Purpose,
  hub: PythonProject | undefined,
): Start | undefined {
  const self = findMember(lock, project);
  const base = { name: project.normalizedName, ships: ships(purpose), ...(self ? { self } : {}) };
  if (lock.roots === 'none') {
    return { ...base, ...listed(lock, purpose), active: new Set() };
  }
  const [own, shared] =
    lock.roots === 'lock'
      ? [self && lockParts(self), hub ? lockParts(findMember(lock, hub)) : { ...NOTHING, groups: lock.groups ?? {} }]
      : [manifestParts(project), hub && manifestParts(hub)];
  if (!own) {
    return undefined;
  }
  const chosen = choose(own, purpose);
  const fromHub = shared && hub !== project ? chosenGroups(shared.groups, purpose) : undefined;
  return {
    ...base,
    edges: [...chosen.entries, ...(fromHub?.entries ?? [])],
    variables: {},
    get active() {
      return new Set([
        ...activeNames(project.normalizedName, chosen),
        ...(hub && fromHub ? activeNames(hub.normalizedName, fromHub) : []),
      ]);
    },
  };
}

type Groups = Parts<LockedDependency>['groups'];

const CHOSEN = new WeakMap<Groups, Map<Purpose, Chosen<LockedDependency>>>();

/** The hub's groups are asked for once per member. */
function chosenGroups(groups: Groups, purpose: Purpose): Chosen<LockedDependency> {
  const known = CHOSEN.get(groups) ?? new Map<Purpose, Chosen<LockedDependency>>();
  CHOSEN.set(groups, known);
  const chosen = known.get(purpose) ?? choose({ ...NOTHING, groups }, purpose);
  known.set(purpose, chosen);
  return chosen;
}

const NOTHING: Parts<LockedDependency> = { dependencies: [], groups: {}, extras: {} };

function lockParts(entry: LockedPackage | undefined): Parts<LockedDependency> | undefined {
  return entry && { dependencies: entry.dependencies, groups: entry.groups, extras: entry.optionalDependencies };
}

const MANIFEST_PARTS = new WeakMap<PythonProject, Parts<LockedDependency>>();

/** A hub's groups are asked for once per member and purpose. */
function manifestParts(project: PythonProject): Parts<LockedDependency> {
  const known = MANIFEST_PARTS.get(project);
  if (known) {
    return known;
  }
  const edges = (list: readonly Requirement[]) => ownExtras(project, list).map(edgeOf);
  const each = (lists: PythonProject['groups']) =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, edges(list)]));
  const parts = {
    dependencies: edges(project.dependencies),
    groups: each(project.groups),
    extras: each(project.optionalDependencies),
  };
  MANIFEST_PARTS.set(project, parts);
  return parts;
}

/** `app[fast]` inside of app is what its extra `fast` asks for. */
function ownExtras(project: PythonProject, list: readonly Requirement[], seen: readonly string[] = []): Requirement[] {
  return list.flatMap((requirement) =>
    requirement.name !== project.normalizedName
      ? [requirement]
      : requirement.extras
          .filter((extra) => !seen.includes(extra))
          .flatMap((extra) => {
            const own = Object.hasOwn(project.optionalDependencies, extra) ? project.optionalDependencies[extra] : [];
            return ownExtras(project, own ?? [], [...seen, extra]);
          }),
  );
}

function edgeOf({ name, extras, specifier, marker }: Requirement): LockedDependency {
  return { name, extras, ...(specifier ? { specifier } : {}), ...(marker === undefined ? {} : { marker }) };
}

/** uv makes up an extra for each extra, group and project that is in conflict with another; the others take names as they are. */
function activeNames(name: string, { groups, extras }: Chosen<unknown>): string[] {
  const made = (kind: string, text: string) => `${kind}-${name.length}-${name}-${text}`;
  return [
    `project-${name.length}-${name}`,
    ...groups.map((group) => made('group', group)),
    ...extras.flatMap((extra) => [made('extra', extra), extra]),
  ];
}

type Listed = Pick<Start, 'edges' | 'variables'>;

const LISTED = new WeakMap<Lock, Map<Purpose, Listed>>();

/** Locks without owners say the same for all projects. */
function listed(lock: Lock, purpose: Purpose): Listed {
  const known = LISTED.get(lock) ?? new Map<Purpose, Listed>();
  LISTED.set(lock, known);
  const found = known.get(purpose) ?? findListed(lock, purpose);
  known.set(purpose, found);
  return found;
}

/** Every entry whose group serves the purpose. */
function findListed(lock: Lock, purpose: Purpose): Listed {
  const names = GROUP_NAMES[purpose];
  const defaults = lock.defaultGroups ?? [];
  const groups = ships(purpose) ? [...defaults, ...names] : names;
  const whole = lock.packages.filter((entry) => {
    const always = isIn(entry, ['main'], defaults, []);
    return ships(purpose) ? always || isIn(entry, names, groups, names) : !always && isIn(entry, names, groups, names);
  });
  const tools = purpose === 'lint' ? listedLintTools(lock) : [];
  return {
    edges: [...new Set([...whole, ...tools])].map(edgeTo),
    // A linter stands in any group: which one is not asked again.
    variables: tools.length > 0 ? {} : { dependency_groups: groups.join(','), extras: names.join(',') },
  };
}

function edgeTo(entry: LockedPackage): LockedDependency {
  const { name, version } = entry;
  return { name, extras: [], from: sourceText(entry), ...(version === undefined ? {} : { version }) };
}

function isIn(
  { memberOf, markers }: LockedPackage,
  files: readonly string[],
  groups: readonly string[],
  extras: readonly string[],
): boolean {
  if (memberOf && !memberOf.some((group) => files.includes(group))) {
    return false;
  }
  const environment = { dependency_groups: groups.join(','), extras: extras.join(',') };
  return markers
    ? markers.some((marker) => evaluateMarker(marker, environment))
    : memberOf !== undefined || files.includes('main');
}

/** With edges the tools bring what they need; without any, all that stands beside them may be needed. */
function listedLintTools({ packages }: Lock): LockedPackage[] {
  const tools = packages.filter(({ name }) => isLintTool(name));
  const groups = new Set(tools.flatMap(({ memberOf = ['main'] }) => memberOf));
  const beside = packages.filter(({ memberOf = ['main'] }) => memberOf.some((group) => groups.has(group)));
  const hasEdges = beside.some(({ dependencies }) => dependencies.length > 0);
  // Only ruff needs nothing else.
  return hasEdges || tools.every(({ name }) => name === 'ruff') ? tools : beside;
}
