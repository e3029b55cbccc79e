import { createHash } from 'node:crypto';
import { sliceFile, slicesOf, sliceText } from './closure';
import { memoryDisk } from './disk';
import { readLock } from './locks/read-lock';
import { PURPOSES } from './purposes';
import type { Purpose } from './types';
import { readWorkspace } from './workspace';
import { FILES, MANIFESTS } from './workspace.testing';

function slice(project: string, purpose: Purpose, lock = FILES['uv.lock'] as string) {
  const disk = memoryDisk({ ...FILES, 'uv.lock': lock });
  const slices = slicesOf(readLock('uv.lock', disk), readWorkspace(MANIFESTS, disk).locks[0]?.members ?? []);
  const found = slices.find((s) => s.project === project && s.purpose === purpose);
  if (!found) {
    throw new Error(`no slice ${project} ${purpose}`);
  }
  return found;
}
const names = (project: string, purpose: Purpose) =>
  slice(project, purpose).packages.map(({ name, version }) => `${name} ${version}`);

it.each([
  ['app', 'build', ['click 8.1', 'idna 3', 'idna 4', 'rapidfuzz 3.1', 'tzdata 1']],
  ['acme-text', 'build', ['idna 3', 'idna 4']],
  ['core', 'build', ['idna 3', 'idna 4']],
  ['core', 'package', []],
  ['core', 'test', ['idna 3', 'idna 4', 'pluggy 1', 'pytest 8', 'ruff 1']],
  ['core', 'typecheck', ['idna 3', 'idna 4', 'pluggy 1', 'pytest 8', 'ruff 1']],
  ['core', 'lint', ['ruff 1']],
  [
    'app',
    'test',
    ['click 8.1', 'hypothesis 6', 'idna 3', 'idna 4', 'pluggy 1', 'pytest 8', 'rapidfuzz 3.1', 'ruff 1', 'tzdata 1'],
  ],
  ['hub', 'build', []],
] as const)('%s needs for %s', (project, purpose, expected) => {
  expect(names(project, purpose)).toEqual(expected);
});

it('keeps forks, markers and hashes; local projects by folder, without itself', () => {
  const { localProjects, packages } = slice('app', 'build');
  expect(localProjects).toEqual(['libs/core', 'libs/text']);
  expect(packages.find(({ version }) => version === '4')).toMatchObject({
    markers: ["python_full_version >= '3.14'"],
    source: 'registry',
    hashes: createHash('sha256').update('sha256:idna4\nsha256:sdist-idna').digest('hex'),
  });
  expect(packages.find(({ name }) => name === 'tzdata')?.markers).toEqual(["sys_platform == 'win32'"]);
  expect(packages.find(({ name }) => name === 'click')?.markers).toEqual([]);
});

const CHANGES: [string, string, string, string[]][] = [
  [
    'a bump of pytest',
    'sha256:pytest8',
    'sha256:new',
    ['app', 'core', 'acme-text', 'hub'].flatMap((p) => [`${p}.test`, `${p}.typecheck`]),
  ],
  ['a bump of click', 'sha256:click8.1', 'sha256:new', ['app.build', 'app.test', 'app.typecheck']],
  [
    'a bump of ruff, which stands in dev',
    'sha256:ruff1',
    'sha256:new',
    ['app', 'core', 'acme-text', 'hub'].flatMap((p) => [`${p}.lint`, `${p}.test`, `${p}.typecheck`]),
  ],
  ['another index', 'https://index.example/simple', 'https://mirror.example/simple', []],
  ['the order of packages', 'revision = 3', 'revision = 4', []],
];
it.each(CHANGES)('%s moves only the slices that hold it', (_, from, to, moved) => {
  const lock = (FILES['uv.lock'] as string).replaceAll(from, to);
  const all = ['app', 'core', 'acme-text', 'hub'].flatMap((p) => PURPOSES.map((purpose) => [p, purpose] as const));
  const changed = all
    .filter(([p, purpose]) => sliceText(slice(p, purpose)) !== sliceText(slice(p, purpose, lock)))
    .map(([p, purpose]) => `${p}.${purpose}`);
  expect(changed.sort()).toEqual([...moved].sort());
});

it('writes canonical text', () => {
  expect(sliceFile('Acme.Text', 'build')).toBe('acme-text.build.json');
  const text = sliceText(slice('core', 'build'));
  expect(JSON.parse(text)).toEqual(slice('core', 'build'));
  expect(text).toMatchInlineSnapshot(`
"{
 "project": "core",
 "purpose": "build",
 "localProjects": [],
 "packages": [
  {"name":"idna","version":"3","extras":[],"markers":["python_full_version < '3.14'"],"source":"registry","hashes":"412c1c70be5ec4c994411a034d942e915c0e996abd3f1579ed939f744651da3e"},
  {"name":"idna","version":"4","extras":[],"markers":["python_full_version >= '3.14'"],"source":"registry","hashes":"59da6e458fc5a875fe5cb3c6a7d962ca8e059721257c41d6f45afce825baabd2"}
 ]
}
"
`);
});

/** app needs core only on Windows and asks it for the extra `x`, which brings six. */
const conditional = (marker: string) => `version = 1
[[package]]
name = "app"
source = { editable = "apps/app" }
dependencies = [{ name = "click" }, { name = "core", extra = ["x"], marker = "${marker}" }]
[[package]]
name = "core"
source = { editable = "libs/core" }
dependencies = [{ name = "click" }, { name = "idna", marker = "python_version < '4'" }]
[package.optional-dependencies]
x = [{ name = "six", extra = ["y"] }]
${['click', 'idna', 'six'].map((n) => `[[package]]\nname = "${n}"\nversion = "1"\nsource = { registry = "r" }\n`).join('')}`;

it('hands the condition on under which a local project is needed: a change of it is a change of the slice', () => {
  const found = slice('app', 'build', conditional("os_name == 'nt'"));
  expect(found.localMarkers).toEqual({ 'libs/core': ["os_name == 'nt'"] });
  expect(found.packages.map(({ name, markers, extras }) => [name, markers, extras])).toEqual([
    ['click', [], []],
    ['idna', ["(os_name == 'nt') and (python_version < '4')"], []],
    ['six', ["os_name == 'nt'"], ["y; os_name == 'nt'"]],
  ]);
  expect(sliceText(found)).not.toBe(sliceText(slice('app', 'build', conditional("os_name == 'posix'"))));
  expect(JSON.parse(sliceText(found))).toEqual(found);
});

it('is the same in whatever order the lock stands', () => {
  const [head = '', ...entries] = (FILES['uv.lock'] as string).split(/(?=\[\[package\]\])/);
  const turned = [head, ...entries.reverse().map((entry) => entry.trim())].join('\n');
  for (const purpose of PURPOSES) {
    expect(sliceText(slice('app', purpose, turned))).toBe(sliceText(slice('app', purpose)));
  }
});
