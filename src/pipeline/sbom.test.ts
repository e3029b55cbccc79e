import { makeTree } from '../engine/tree';
import { freezeRequest } from '../plan/plan.testing';
import type { InstallPackage } from '../project/install-set';
import { bundleSbom, packageSbom } from './sbom';

const toolchains = {
  python: { identity: 'cpython-3.14.6' },
  runtime: { identity: 'cpython-3.14.6-linux-arm64/sha256:abc/1' },
  uv: { identity: 'uv-0.13.8' },
};
const sha = (digit: string) => digit.repeat(64);
const METADATA = 'Metadata-Version: 2.4\nName: Click_Plus\nVersion: 8.1\nLicense-Expression: BSD-3-Clause\n';
const store = (text: string | undefined) => ({ store: { read: async () => text && Buffer.from(text) } }) as never;
const tree = makeTree([
  { path: 'app/site/click_plus-8.1.dist-info/METADATA', sha256: sha('1'), size: 1 },
  { path: 'app/app/py_app-1.dist-info/METADATA', sha256: sha('2'), size: 1 },
  { path: 'app/app/templates/site/sample-1.dist-info/METADATA', sha256: sha('3'), size: 1 },
]);
const locked = (one: Partial<InstallPackage>): InstallPackage[] => [
  {
    name: 'click-plus',
    version: '8.1',
    extras: [],
    source: { kind: 'registry', url: '' },
    hashes: [],
    wheels: [],
    filesKnown: true,
    neededBy: 'py-app',
    ...one,
  },
];
const namesOf = async () => {
  const contents = { request: freezeRequest({}), locked: [], tree, digest: sha('d'), toolchains };
  const bom = JSON.parse(await bundleSbom(contents, store(METADATA)));
  return bom.components.map(({ name }: { name: string }) => name);
};
const componentOf = async (packages: InstallPackage[], name: string) => {
  const contents = { request: freezeRequest({}), locked: packages, tree, digest: sha('d'), toolchains };
  const bom = JSON.parse(await bundleSbom(contents, store(METADATA)));
  return bom.components.find((one: { name: string }) => one.name === name);
};

it('names what is inside by its own metadata, with the hash of the wheel that fits', async () => {
  const wheels = [
    { filename: 'click_plus-8.1-cp314-cp314-win_amd64.whl', hash: `sha256:${sha('a')}` },
    { filename: 'click_plus-8.1-py3-none-any.whl', hash: `sha256:${sha('b')}` },
  ];
  expect(await componentOf(locked({ wheels }), 'click-plus')).toMatchObject({
    version: '8.1',
    purl: 'pkg:pypi/click-plus@8.1',
    licenses: [{ license: { id: 'BSD-3-Clause' } }],
    hashes: [{ alg: 'SHA-256', content: sha('b') }],
  });
  expect(await componentOf([], 'py-app')).toBeUndefined();
  expect(await componentOf([], 'cpython')).toMatchObject({ version: '3.14.6' });
});

it('takes for packages what lies among packages alone', async () => {
  expect(await namesOf()).toEqual(['click-plus', 'cpython']);
});

it('says what projects of the workspace are, and what has no metadata worth its name', async () => {
  const { application } = freezeRequest({});
  const request = { ...freezeRequest({}), libraries: [] };
  const contents = { request, locked: [], tree, digest: sha('d'), toolchains };
  const bom = JSON.parse(await bundleSbom(contents, store('Metadata-Version: 2.4\nSummary: Clicks\n')));
  expect(bom.metadata.component).toMatchObject({ name: 'py-app', version: application.project.version });
  expect(bom.metadata.component).not.toHaveProperty('description');
  expect(bom.components[0]).toMatchObject({ name: 'click-plus', version: '8.1', description: 'Clicks' });
  const named = { ...application, project: { ...application.project, version: '3.1', description: 'Apps' } };
  const more = await bundleSbom({ ...contents, request: { ...request, application: named } }, store(METADATA));
  expect(JSON.parse(more).metadata.component).toMatchObject({ version: '3.1', description: 'Apps' });
});

it('gives no hash where it is not known which file was installed', async () => {
  const two = locked({ hashes: [`sha256:${sha('a')}`, `sha256:${sha('b')}`] });
  expect((await componentOf(two, 'click-plus')).hashes).toBeUndefined();
  const one = locked({ hashes: [`sha256:${sha('a')}`] });
  expect((await componentOf(one, 'click-plus')).hashes).toHaveLength(1);
});

it('lets the build heal where the cache has lost what it names', async () => {
  const contents = { request: freezeRequest({}), locked: [], tree, digest: sha('d'), toolchains };
  await expect(bundleSbom(contents, store(undefined))).rejects.toMatchObject({ code: 'CONTENT_LOST' });
});

it('says the licence of projects of the workspace', async () => {
  const { application } = freezeRequest({});
  const core = { ...application.project, name: 'acme-core', normalizedName: 'acme-core', licences: ['MIT'] };
  const text = await packageSbom({
    ...{ project: { ...application.project, licences: ['Some Words'] }, version: '2.0', requires: [], bundled: [core] },
    ...{ digest: sha('d'), backendRequirements: '', toolchains },
  });
  const bom = JSON.parse(text);
  expect(bom.metadata.component.licenses).toEqual([{ license: { name: 'Some Words' } }]);
  expect(bom.components[0]).toMatchObject({ name: 'acme-core', licenses: [{ license: { id: 'MIT' } }] });
});

it('names what a package asks for, without versions, and what built it', async () => {
  const { application } = freezeRequest({});
  const text = await packageSbom({
    project: application.project,
    version: '2.0',
    requires: [
      ...['click>=8', 'pytest; extra == "test"', 'tomli; python_version < "3.11"'],
      ...['numpy>=2; python_version >= "3.12"', 'numpy>=1.26; python_version < "3.12"'],
    ],
    bundled: [],
    digest: sha('d'),
    backendRequirements: 'uv-build==0.13.8 --hash=sha256:x\npackaging==26.0 \\\n    --hash=sha256:y\n',
    toolchains,
  });
  const bom = JSON.parse(text);
  const names = (list: { name: string; version?: string }[]) => list.map(({ name, version }) => [name, version]);
  expect(bom.metadata.component).toMatchObject({ type: 'library', version: '2.0' });
  expect(names(bom.components)).toEqual([
    ['click', undefined],
    ['numpy', undefined],
    ['tomli', undefined],
  ]);
  expect(bom.components[1].properties).toEqual([{ name: 'kiln:specifier', value: '>=2 | >=1.26' }]);
  expect(bom.components[0].properties).toEqual([{ name: 'kiln:specifier', value: '>=8' }]);
  expect(names(bom.metadata.tools.components)).toEqual([
    ['cpython', '3.14.6'],
    ['nx-kiln', expect.stringMatching(/^\d/)],
    ['packaging', '26.0'],
    ['uv', '0.13.8'],
    ['uv-build', '0.13.8'],
  ]);
});
