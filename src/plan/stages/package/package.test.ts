import type { Action, Step } from '../../../engine/types';
import { cell } from '../../../model/cells';
import type { PackageOptions } from '../../../model/options/package';
import { type Platform, platformById } from '../../../model/platforms';
import type { BuildFacts } from '../../../project/build-system/types';
import { project } from '../../plan.testing';
import { uvBuild } from './package';
import type { PackageRequest } from './request';

const digest = (letter: string) => letter.repeat(64);
const core = project({ name: 'core', normalizedName: 'core', version: '1.2.3' });
const host = (id: string) => platformById(id) as Platform;

const request = (options: Partial<PackageOptions> = {}, over: Partial<PackageRequest> = {}): PackageRequest => ({
  options: {
    format: 'wheel',
    outputPath: 'dist/lib/wheel',
    localDependencies: 'ranges',
    sourceDateEpoch: 315532800,
    configSettings: [],
    ...options,
  },
  project: project(),
  cell: cell('cp314', host('linux-x64')),
  pythonVersion: '3.14.6',
  sources: digest('a'),
  folder: '',
  beside: digest('b'),
  git: {},
  backendRequirements: 'hatchling==1 --hash=sha256:0\n',
  checkRequirements: 'packaging==1 --hash=sha256:0\n',
  env: {},
  libraries: [core],
  bundled: [],
  assets: { scripts: digest('c') },
  ...over,
});

const BUILD: BuildFacts = {
  backend: 'hatchling.build',
  family: 'hatchling',
  backendPath: [],
  requires: [],
  version: { kind: 'fixed' },
  files: [],
  reasons: [],
  env: [],
  native: false,
};

function line([id, step]: [string, Step]): string {
  if (step.kind !== 'action') {
    return `${id}: ${step.label}`;
  }
  const at = step.mounts.map((mount) => mount.at).join(' ');
  return `${id}: ${step.needs.network === 'fetch' ? '[network] ' : ''}${step.argv.slice(6).join(' ')} (${at}) → ${step.outputs}`;
}

function told(planned: ReturnType<typeof uvBuild.plan>) {
  const text = planned.texts.find(({ files }) => 'request.json' in files);
  return JSON.parse(text?.files['request.json'] as string);
}

it('plans a wheel: only fetching has the network', () => {
  const { plan } = uvBuild.plan(request());
  expect(Object.entries(plan.steps).map(line).join('\n')).toMatchInlineSnapshot(`
"backend: [network] in/fetch_site.py {toolchain:uv}/uv x86_64-manylinux_2_28 3.14.6 in/requirements.txt out/site out/bin (in/fetch_site.py in/requirements.txt) → out
checks: [network] in/fetch_site.py {toolchain:uv}/uv x86_64-manylinux_2_28 3.14.6 in/requirements.txt out/site (in/fetch_site.py in/requirements.txt) → out/site
checks-compiled: compile what checks packages
backend-compiled: compile what builds packages
backend-programs: take programs of the backend
build: in/build_package.py {toolchain:uv}/uv in/request.json (in/build_package.py in/dist_archive.py in/dist_metadata.py in/git_stand_in.py in/request.json in/source in/beside in/backend/site in/backend/bin) → out/dist,out/described
check: in/check_metadata.py in/described in/site out/facts.json (in/check_metadata.py in/described in/site) → out/facts.json
artefact: take the wheel"
`);
});

it('tells the build what dist_metadata.py has to write', () => {
  expect(told(uvBuild.plan(request({ configSettings: ['a=b'] }, { env: { X: '1' }, folder: 'libs/a' })))).toEqual({
    format: 'wheel',
    folder: 'libs/a',
    epoch: 315532800,
    settings: ['a=b'],
    program: '',
    env: { X: '1' },
    beside: [],
    tracked: null,
    ignored: null,
    requirements: { core: '>=1.2.3,<2' },
    keep: true,
    bundled: [],
    added: [],
  });
});

it.each([
  ['uv_build', { backend: 'uv_build' }, [], 'uv-build'],
  ['uv_build with settings, which only its hooks see', { backend: 'uv_build' }, ['a=b'], ''],
  ['a backend of that name in the project', { backend: 'uv_build', backendPath: ['.'] }, [], ''],
  ['a wrapper around it', { backend: 'acme.uv_build' }, [], ''],
])('starts the program of %s: %j %j', (_, facts, configSettings, program) => {
  const build = { ...BUILD, ...facts };
  expect(told(uvBuild.plan(request({ configSettings }, { project: project({ build }) }))).program).toBe(program);
});

it('checks what a file says of itself, so that an edited module needs no new check', () => {
  const { steps } = uvBuild.plan(request()).plan;
  const from = (steps.check as Action).mounts.map((mount) => mount.from);
  expect(from).toContainEqual({ action: 'build', path: 'out/described' });
  expect(from).not.toContainEqual({ action: 'build', path: 'out/dist' });
});

it('tells the build what git says: other files, another key', () => {
  expect(told(uvBuild.plan(request({}, { git: { ignored: ['src/a/.env'] } })))).toMatchObject({
    ignored: ['src/a/.env'],
    tracked: null,
  });
  expect(told(uvBuild.plan(request({}, { git: { tracked: [] } })))).toMatchObject({ ignored: null, tracked: [] });
});

it('fetches nothing for a backend that lies in the project', () => {
  const { steps } = uvBuild.plan(request({}, { backendRequirements: '' })).plan;
  expect(Object.keys(steps)).not.toContain('backend');
  expect((steps.build as Action).mounts.map(({ at }) => at)).not.toContain('in/backend/site');
});

it('puts bundled projects where the script finds them', () => {
  const bundled = [{ project: core, trees: [digest('d'), digest('e')], paths: [] }];
  const { steps } = uvBuild.plan(request({ localDependencies: 'bundled' }, { bundled })).plan;
  expect((steps.build as Action).mounts.map(({ at }) => at)).toContain('in/bundled');
  expect(steps.bundled).toMatchObject({ place: [{ from: { tree: digest('d') } }, { from: { tree: digest('e') } }] });
});

it('builds by the same action on every host: only fetching depends on the platform', () => {
  const on = (id: string) => uvBuild.plan(request({}, { cell: cell('cp314', host(id)) })).plan.steps;
  expect(on('linux-arm64').build).toEqual(on('linux-x64').build);
  expect(on('linux-arm64').backend).not.toEqual(on('linux-x64').backend);
});
