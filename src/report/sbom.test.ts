import { readMetadata } from './package-metadata';
import { type SbomFacts, sbomText } from './sbom';
import { SBOM_FACTS as FACTS } from './sbom.testing';

it('says what is inside, under which licence, and who needs it', async () => {
  const bom = JSON.parse(await sbomText(FACTS));
  const named = (name: string) => bom.components.find((one: { name: string }) => one.name === name);
  expect(bom.metadata.timestamp).toBeUndefined();
  expect(bom.metadata.component).toMatchObject({ type: 'application', name: 'py-app', version: '1.2.0' });
  expect(bom.metadata.component.properties).toEqual([
    { name: 'kiln:digest', value: 'a'.repeat(64) },
    { name: 'kiln:platform', value: 'linux-arm64' },
  ]);
  expect(bom.metadata.tools.components).toMatchObject([
    { name: 'nx-kiln', version: '0.1.0', 'bom-ref': 'tool:nx-kiln@0.1.0' },
    { name: 'uv', version: '0.13.8' },
  ]);
  expect(named('click')).toMatchObject({ description: 'Command line' });
  for (const key of ['hashes', 'properties']) {
    expect(named('click')).not.toHaveProperty(key);
  }
  expect(named('pydantic-core')).toMatchObject({
    purl: 'pkg:pypi/pydantic-core@2.46.1%2Blocal',
    hashes: [{ alg: 'SHA-256', content: 'b'.repeat(64) }],
    licenses: [{ license: { id: 'MIT' } }],
  });
  expect(named('click').licenses).toEqual([{ expression: 'BSD-3-Clause OR Apache-2.0' }]);
  expect(named('typing-extensions').licenses).toEqual([
    { license: { id: 'PSF-2.0' } },
    { license: { name: 'Some Words' } },
  ]);
  expect(named('odd').licenses).toEqual([{ license: { name: 'Do What You Like' } }]);
  expect(named('cpython')).toMatchObject({ type: 'platform', cpe: 'cpe:2.3:a:python:python:3.14.6:*:*:*:*:*:*:*' });
  const edges = Object.fromEntries(
    bom.dependencies.map(({ ref, dependsOn = [] }: { ref: string; dependsOn?: string[] }) => [ref, dependsOn]),
  );
  expect(edges['py-app@1.2.0']).toEqual(['pkg:generic/cpython@3.14.6', 'acme-core@0.3.0', 'pkg:pypi/click@8.1.8']);
  expect(edges['pkg:pypi/pydantic-core@2.46.1%2Blocal']).toEqual(['pkg:pypi/typing-extensions@4.16.0']);
  expect(edges['acme-core@0.3.0']).toEqual(['pkg:pypi/pydantic-core@2.46.1%2Blocal']);
});

it('says nothing of a runtime where none is shipped', async () => {
  const { runtime: _, ...facts } = FACTS;
  const bom = JSON.parse(await sbomText(facts));
  expect(bom.components.map(({ type }: { type: string }) => type)).not.toContain('platform');
});

it('is the same for the same facts, and numbered otherwise for others', async () => {
  const number = async (facts: SbomFacts) => JSON.parse(await sbomText(facts)).serialNumber;
  const reversed = { ...FACTS, packages: [...FACTS.packages].reverse() };
  expect(await sbomText(FACTS)).toBe(await sbomText(structuredClone(FACTS)));
  expect(await sbomText(reversed)).toBe(await sbomText(FACTS));
  expect(await number(FACTS)).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await number({ ...FACTS, digest: 'c'.repeat(64) })).not.toBe(await number(FACTS));
});

it.each([
  ['License-Expression: MIT AND BSD-3-Clause\nLicense: x', ['MIT AND BSD-3-Clause']],
  ['License: MIT\nClassifier: License :: OSI Approved :: BSD License', ['MIT']],
  ['License: Copyright (c)\n        Permission is hereby granted', []],
  ['License: UNKNOWN\nClassifier: License :: OSI Approved :: BSD License', ['BSD License']],
  ['Classifier: License :: OSI Approved\nClassifier: License :: Public Domain', ['Public Domain']],
  ['Summary: x\n\nLicense: in the description', []],
])('reads the licence of %j', (text, expected) => {
  expect(readMetadata(`Metadata-Version: 2.4\nName: A\nVersion: 1\n${text}\n`).licences).toEqual(expected);
});

it('reads what a package needs without being asked for an extra', () => {
  const text =
    'Name: A.b\r\nVersion: 1\r\nSummary: does\r\nRequires-Dist: click>=8 ; python_version > "3"\r\nRequires-Dist: pytest ; extra == "test"\r\nRequires-Dist: x[y] @ https://e.invalid\r\n\r\nRequires-Dist: no';
  expect(readMetadata(text)).toEqual({
    name: 'A.b',
    version: '1',
    summary: 'does',
    licences: [],
    requires: ['click', 'x'],
  });
});
