import { memoryDisk } from './disk';
import { reachOf } from './lock-reach';
import { readLock } from './locks/read-lock';
import type { Lock } from './types';

/** Dependencies as `name`, `name[extra]`, `name; marker`; names that begin with `l` are projects. */
function lockOf(packages: Readonly<Record<string, readonly string[]>>): Lock {
  const edge = (text: string): string => {
    const [, name, extra, marker] = /^(\w+)(?:\[(\w+)\])?(?:; (.*))?$/.exec(text) ?? [];
    return `{ name = "${name}"${extra ? `, extra = ["${extra}"]` : ''}${marker ? `, marker = "${marker}"` : ''} }`;
  };
  const entries = Object.entries(packages).map(
    ([name, needs]) =>
      `[[package]]\nname = "${name}"\nversion = "1"\nsource = { ${name.startsWith('l') ? `editable = "${name}"` : 'registry = "r"'} }\ndependencies = [${needs.map(edge).join(', ')}]\n`,
  );
  return readLock('uv.lock', memoryDisk({ 'uv.lock': `version = 1\n${entries.join('')}` }));
}

function reach(lock: Lock, project: string, ships = true) {
  const self = lock.packages.find(({ name }) => name === project);
  const edges = self?.dependencies ?? [];
  return reachOf(lock, { name: project, ...(self ? { self } : {}), ships, edges, active: new Set(), variables: {} });
}
const texts = (list: ReturnType<typeof reach>['packages']): string[] =>
  list.map(({ entry, conditions }) => [entry.name, ...conditions.map((all) => all.join(' and '))].join(': '));

it('goes on from a project that an index package needs, under the condition of that', () => {
  const lock = lockOf({
    la: ['plugin'],
    lb: ["six; os_name == 'nt'", 'idna'],
    plugin: ["lb; os_name == 'posix'"],
    six: [],
    idna: [],
  });
  const { locals, packages } = reach(lock, 'la');
  expect(texts(locals)).toEqual(["lb: os_name == 'posix'"]);
  expect(texts(packages)).toEqual([
    "idna: os_name == 'posix'",
    'plugin: ',
    "six: os_name == 'nt' and os_name == 'posix'",
  ]);
});

it('gives those who ask for the same one list, and others their own conditions', () => {
  const lock = lockOf({
    la: ['six'],
    lb: ['six'],
    lc: ["six; os_name == 'nt'"],
    ld: ['lc', 'idna'],
    six: ['idna'],
    idna: [],
  });
  expect(reach(lock, 'la').packages).toBe(reach(lock, 'lb').packages);
  expect(texts(reach(lock, 'la').packages)).toEqual(['idna: ', 'six: ']);
  expect(texts(reach(lock, 'lc').packages)).toEqual(['idna: ', "six: os_name == 'nt'"]);
  expect(texts(reach(lock, 'ld').packages)).toEqual(['idna: ', "six: os_name == 'nt'"]);
  expect(texts(reach(lock, 'la').packages)).toEqual(['idna: ', 'six: ']);
});

it('does not follow the own dependencies of a project where its purpose needs only tools', () => {
  const lock = lockOf({ la: ['ruff', 'lb'], lb: ['la', 'idna'], ruff: ['la'], idna: [], six: [] });
  const self = lock.packages[0];
  const tools = reachOf(lock, {
    ...{ name: 'la', ...(self ? { self } : {}), ships: false, active: new Set<string>(), variables: {} },
    edges: [{ name: 'ruff', extras: [] }],
  });
  expect(texts(tools.packages)).toEqual(['ruff: ']);
  expect(texts(reach(lock, 'la').packages)).toEqual(['idna: ', 'ruff: ']);
});
