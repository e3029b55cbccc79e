/** Whose an imported module is, as far as manifests and locks say. Pure. */
import type { PythonProject } from '../../project/types';
import { distributionOf } from './distributions';
import { type ModuleIndex, providersOf } from './modules';
import type { Shape } from './shapes';
import { isStandard } from './stdlib';
import type { Visible } from './visible';

export type Verdict =
  /** The project's own, the standard library's, or a bare namespace. */
  | { readonly kind: 'own' | 'standard' | 'namespace' }
  | LocalVerdict
  | { readonly kind: 'distribution'; readonly name: string; readonly declared: boolean }
  | { readonly kind: 'ambiguous'; readonly module: string; readonly projects: readonly PythonProject[] }
  /** More dots than packages. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'unknown'; readonly module: string };

export interface LocalVerdict {
  readonly kind: 'local';
  readonly project: PythonProject;
  readonly declared: boolean;
}

export interface Importer {
  readonly visible: Visible;
  readonly index: ModuleIndex;
  /** Names of the lock's packages without local projects; asked for only where the manifests do not say it. */
  readonly locked: () => ReadonlySet<string>;
  /** Whether the project has files that a test runner or a script may see under that top-level name. */
  readonly isLoose: (name: string) => boolean;
}

/**
 * What one import of a file means; several where `from namespace import a, b` names modules of several projects.
 * @param packageName dotted package of the file, `undefined` outside of the project's modules
 */
export function resolveImport(shape: Shape, packageName: string | undefined, importer: Importer): Verdict[] {
  const module = shape.level === 0 ? shape.module : absolute(shape, packageName);
  if (module === undefined) {
    // Tests and scripts import what lies beside them; a computed package is known when it runs.
    return [{ kind: packageName === undefined || shape.dynamic ? 'own' : 'outside' }];
  }
  const named = (shape.names ?? []).map((name) => exactly(`${module}.${name}`, importer));
  const verdicts = named.filter((verdict): verdict is Verdict => verdict !== undefined);
  if (verdicts.length > 0 && verdicts.length === named.length) {
    return verdicts;
  }
  const whole = resolveModule(module, importer);
  const isEmpty = whole.kind === 'unknown' || whole.kind === 'namespace';
  return verdicts.length > 0 && isEmpty
    ? verdicts
    : [...verdicts, shape.level > 0 && isEmpty ? { kind: 'own' } : whole];
}

/** A relative import's module as an absolute one. */
function absolute({ module, level, dynamic }: Shape, packageName: string | undefined): string | undefined {
  const parts = packageName?.split('.') ?? [];
  const base = parts.slice(0, parts.length - (level - 1));
  return dynamic || level > parts.length ? undefined : [...base, ...(module === '' ? [] : [module])].join('.');
}

/** Only where a project provides that very name: a module, not something in one. */
function exactly(module: string, importer: Importer): Verdict | undefined {
  if (!importer.index.providers.has(module)) {
    return undefined;
  }
  const verdict = resolveModule(module, importer);
  return verdict.kind === 'own' || verdict.kind === 'local' || verdict.kind === 'ambiguous' ? verdict : undefined;
}

function resolveModule(module: string, { visible, index, locked, isLoose }: Importer): Verdict {
  const { own, direct, indirect, neighbours, distributions } = visible;
  const top = module.split('.', 1)[0] as string;
  const declared = [own, direct, indirect].flatMap((among) => providersOf(module, index, among) ?? []);
  const longest = Math.max(0, ...declared.map(({ name }) => name.length));
  const best = declared.find(({ name }) => name.length === longest);
  if (best?.projects.some((project) => own.has(project))) {
    return { kind: 'own' };
  }
  if (isStandard(top)) {
    return { kind: 'standard' };
  }
  if (best) {
    return oneOf(module, best, true, index);
  }
  const distribution = distributionOf(module, distributions);
  if (distribution) {
    return { kind: 'distribution', name: distribution, declared: true };
  }
  if (isLoose(top)) {
    return { kind: 'own' };
  }
  const bought = distributionOf(module, locked());
  if (bought) {
    return { kind: 'distribution', name: bought, declared: false };
  }
  const beside = providersOf(module, index, neighbours);
  if (beside) {
    return oneOf(module, beside, false, index);
  }
  return index.namespaces.has(module) ? { kind: 'namespace' } : { kind: 'unknown', module };
}

function oneOf(
  module: string,
  { name, projects }: NonNullable<ReturnType<typeof providersOf>>,
  declared: boolean,
  { namespaces }: ModuleIndex,
): Verdict {
  const [project, ...others] = projects;
  if (project && others.length === 0) {
    return { kind: 'local', project, declared };
  }
  return namespaces.has(name) ? { kind: 'namespace' } : { kind: 'ambiguous', module, projects };
}
