/** The install proof: a wheel in a clean environment, for some Pythons. Pure. */
import type { Digest, Step } from '../../../engine/types';
import type { Cell } from '../../../model/cells';
import { textTree } from '../../text-tree';
import type { PlannedBuild, ProjectSources, TextTree } from '../../types';
import { distInfo } from '../bundle/dist-info';
import { scriptCommand, scriptMount } from '../helper-script';
import { siteStep } from '../third-party/site';

export interface ProofRequest {
  /** For errors and labels. */
  readonly name: string;
  /** Tree that holds the wheel and nothing else. */
  readonly dist: Digest;
  /** Oldest first. */
  readonly pythons: readonly ProofPython[];
  /** Local projects that the wheel needs. */
  readonly libraries: readonly ProjectSources[];
  /** `packaging`, to understand requirements. */
  readonly checkRequirements: string;
  /** Version of the toolchain `python`, which fetches. */
  readonly pythonVersion: string;
  readonly scripts: Digest;
}

export interface ProofPython {
  /** Exact: `3.10.16`. Its toolchain is `python-<version>`. */
  readonly version: string;
  readonly cell: Cell;
  /** Exact and hashed, for this Python; '' where nothing is needed. */
  readonly requirements: string;
  /** Tree of the workspace's own wheels among them. */
  readonly archives?: string;
  readonly maxGlibc: string;
}

const REQUIREMENTS = 'requirements.txt';

/** `proof-<version>.json` per Python. */
export function planProof(request: ProofRequest): PlannedBuild {
  const { pythons, libraries, scripts } = request;
  const checks = textTree({ [REQUIREMENTS]: request.checkRequirements });
  const metadata = libraries.map(({ project }) => textTree(distInfo({ ...project, version: project.version ?? '0' })));
  const needs = pythons.map(({ requirements }) => textTree({ [REQUIREMENTS]: requirements }));
  const [first] = pythons;
  const steps: Record<string, Step> = {
    ...(first
      ? {
          packaging: {
            ...siteStep({
              cell: first.cell,
              maxGlibc: first.maxGlibc,
              ...where(checks),
              pythonVersion: request.pythonVersion,
              scripts,
            }),
            label: 'fetch what checks packages',
          },
        }
      : {}),
    ...localStep(libraries, metadata),
    ...Object.fromEntries(pythons.flatMap((python, at) => stepsFor(request, python, needs[at] as TextTree))),
    artefact: {
      kind: 'assembly',
      label: 'take the proofs',
      place: pythons.map(({ version }) => ({
        from: { action: `prove-${version}`, path: 'out/proof.json' },
        at: '',
        rename: { 'proof.json': `proof-${version}.json` },
      })),
    },
  };
  return { plan: { steps, result: 'artefact' }, texts: [checks, ...metadata, ...needs] };
}

function where(tree: TextTree) {
  return { requirements: { tree: tree.digest, path: REQUIREMENTS } };
}

function localStep(libraries: readonly ProjectSources[], metadata: readonly TextTree[]): Record<string, Step> {
  const trees = [...libraries.flatMap((library) => library.trees), ...metadata.map(({ digest }) => digest)];
  return libraries.length === 0
    ? {}
    : {
        local: {
          kind: 'assembly',
          label: `take ${libraries.map(({ project }) => project.name).join(', ')}`,
          place: trees.map((tree) => ({ from: { tree }, at: '' })),
        },
      };
}

function stepsFor(
  { name, dist, libraries, scripts }: ProofRequest,
  python: ProofPython,
  needed: TextTree,
): (readonly [string, Step])[] {
  const { version, cell, requirements, archives, maxGlibc } = python;
  const site = `site-${version}`;
  const own = archives === undefined ? {} : { archives };
  const fetch: Step = siteStep({ cell, pythonVersion: version, maxGlibc, scripts, ...own, ...where(needed) });
  const script = scriptCommand('prove_wheel.py', '{toolchain:uv}/uv', 'in/dist', 'in/site', 'out/proof.json');
  const prove: Step = {
    kind: 'action',
    label: `install the wheel of ${name} for Python ${version}`,
    argv: script.map((word) => word.replace('{toolchain:python}', `{toolchain:python-${version}}`)),
    env: { PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1', UV_NO_PROGRESS: '1', LC_ALL: 'C.UTF-8' },
    mounts: [
      scriptMount(scripts, 'prove_wheel.py'),
      { at: 'in/dist', from: { tree: dist } },
      ...(requirements === '' ? [] : [{ at: 'in/site/third-party', from: { action: site, path: 'out/site' } }]),
      ...(libraries.length === 0 ? [] : [{ at: 'in/site/local', from: { action: 'local' } }]),
      { at: 'in/site/packaging', from: { action: 'packaging', path: 'out/site' } },
    ],
    outputs: ['out/proof.json'],
    needs: { network: 'none', timeoutS: 600 },
  };
  return [...(requirements === '' ? [] : [[site, fetch] as const]), [`prove-${version}`, prove]];
}
