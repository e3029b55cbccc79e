/** What every reader owes, run over all of them. */
import { type PlatformId, platformById } from '../../model/platforms';
import { type PythonVersion, parsePython } from '../../model/pythons';
import { slicesOf, sliceText } from '../closure';
import { memoryDisk } from '../disk';
import { installSet } from '../install-set';
import { lockProblems } from '../lock-problems';
import { markerEnvironment } from '../markers';
import { PURPOSES } from '../purposes';
import { requirementsText } from '../requirements-text';
import type { Lock, LockManager, Purpose } from '../types';
import { LOCK_READERS, readLock } from './read-lock';
import { APP, LOCKS, VERSIONS, type Versions } from './readers.testing';

function lockOf(manager: LockManager, versions: Partial<Versions> = {}): Lock {
  const files = LOCKS[manager]({ ...VERSIONS, ...versions });
  return readLock(Object.keys(files)[0] as string, memoryDisk(files));
}

function packages(lock: Lock, purpose: Purpose, platform: PlatformId = 'linux-x64'): string[] {
  const environment = markerEnvironment(platformById(platform) as never, parsePython('3.14.6') as PythonVersion);
  return installSet(lock, APP, { purpose, environment }).packages.map(({ name, version }) => `${name} ${version}`);
}

/** The line that says which format it is. */
const FORMAT = /^(lock.version|version(?= = 1$)) = .*$/m;
const ALL = LOCK_READERS.map(({ manager }) => manager);

describe.each(ALL)('%s', (manager) => {
  it('says what it is', () => {
    const lock = lockOf(manager);
    expect(lock).toMatchObject({ root: '.', manager });
    expect(LOCK_READERS.filter(({ matches }) => matches(lock.file)).map((reader) => reader.manager)).toEqual([manager]);
    expect(LOCK_READERS.find((reader) => reader.manager === manager)?.roots).toBe(lock.roots);
  });

  it.each([
    ['build', 'linux-x64', ['click 8', 'idna 3']],
    ['build', 'windows-x64', ['click 8', 'colorama 1', 'idna 3']],
    ['package', 'linux-x64', []],
    ['test', 'linux-x64', ['click 8', 'idna 3', 'pluggy 2', 'pytest 9']],
    ['typecheck', 'linux-arm64', ['click 8', 'idna 3', 'pluggy 2', 'pytest 9']],
    ['lint', 'linux-x64', ['ruff 5']],
  ] as [Purpose, PlatformId, string[]][])('installs for %s on %s', (purpose, platform, expected) => {
    expect(packages(lockOf(manager), purpose, platform)).toEqual(expected);
  });

  it('knows local projects by their folders, and hashes of all others', () => {
    const environment = { sys_platform: 'linux' };
    const set = installSet(lockOf(manager), APP, { purpose: 'test', environment });
    expect(set.localProjects).toEqual(['core']);
    expect(requirementsText(set.packages, '.')).toMatch(/^click(\[colour\])?==8 --hash=sha256:[0-9a-f]+$/m);
    expect(installSet(lockOf(manager), APP, { purpose: 'lint', environment }).localProjects).toEqual([]);
  });

  it.each([
    ['click', ['build', 'test', 'typecheck']],
    ['idna', ['build', 'test', 'typecheck']],
    ['colorama', ['build', 'test', 'typecheck']],
    ['pytest', ['test', 'typecheck']],
    ['pluggy', ['test', 'typecheck']],
    ['ruff', ['lint']],
  ] as [keyof Versions, Purpose[]][])('a bump of %s moves %j and nothing else', (name, moved) => {
    const [before, after] = [lockOf(manager), lockOf(manager, { [name]: `${VERSIONS[name]}.1` })].map((lock) =>
      slicesOf(lock, [APP]).map(sliceText),
    );
    expect(before).toHaveLength(PURPOSES.length);
    expect(PURPOSES.filter((_, i) => before?.[i] !== after?.[i])).toEqual(moved);
  });

  it('matches its manifest, and says so when it does not', () => {
    expect(lockProblems(lockOf(manager), [APP])).toEqual([]);
    const asking = {
      ...APP,
      dependencies: APP.dependencies.map((r) => ({ ...r, specifier: r.extras[0] ? '>=9' : '' })),
    };
    expect(lockProblems(lockOf(manager), [asking]).map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(/click\[colour\]>=9/)]),
    );
  });

  it('refuses broken files and newer formats with the file’s name, and takes an empty one', () => {
    if (manager === 'requirements') {
      expect(readLock('requirements.txt', memoryDisk({ 'requirements.txt': '' })).packages).toEqual([]);
      return;
    }
    const [file, text] = Object.entries(LOCKS[manager](VERSIONS))[0] as [string, string];
    const read = (changed: string) => readLock(`sub/${file}`, memoryDisk({ [`sub/${file}`]: changed }));
    const refused = (message: RegExp) =>
      expect.objectContaining({ code: 'LOCK_INVALID', message: expect.stringMatching(message) });
    expect(() => read(`${text}\n[[broken]\n`)).toThrow(refused(/sub\/\S+:\d+:\d+ is not valid TOML/));
    expect(() => read(text.replace(FORMAT, '$1 = "9.1"'))).toThrow(refused(/format "9.1"/));
    expect(() => read(text.replace(FORMAT, ''))).toThrow(refused(/no format version/));
    expect(() => read(text.replace(/^name = .*$/m, ''))).toThrow(refused(/package number 1 has no name/));
  });
});
