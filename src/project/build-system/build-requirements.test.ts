import { KilnError } from '../../model/errors';
import type { InstallPackage } from '../install-set';
import { parseRequirement } from '../requirement';
import type { Requirement } from '../types';
import { buildRequirementsText, type PackagePins, pinBuildRequirements } from './build-requirements';

const pin = (version: string, requires: string[] = []) => ({ version, requires, wheels: [version.repeat(8)] });
const PINS: PackagePins = {
  hatchling: [pin('1.33.0', ['packaging', "tomli ; python_version < '3.11'"]), pin('1.26.0', ['packaging'])],
  packaging: [pin('26.0')],
  tomli: [pin('2.5.0')],
};
const locked = (name: string, version: string, hashes = [`sha256:${name}`]): InstallPackage => ({
  name,
  extras: [],
  version,
  source: { kind: 'registry', url: 'https://index' },
  hashes,
  wheels: [],
  filesKnown: true,
  neededBy: 'app',
});
const wanted = (...texts: string[]) => texts.map((text) => parseRequirement(text) as Requirement);
const PY314 = { python_version: '3.14' };

function pinned(requires: string[], { lock = [] as InstallPackage[], own = {} as PackagePins, python = PY314 } = {}) {
  return pinBuildRequirements(wanted(...requires), { locked: lock, own, pins: PINS }, python).map(
    ({ name, version, from }) => `${name} ${version} ${from}`,
  );
}

it('takes the newest pin that fits, with whom it needs, where markers hold', () => {
  expect(pinned(['hatchling'])).toEqual(['hatchling 1.33.0 pins', 'packaging 26.0 pins']);
  expect(pinned(['hatchling<1.27'])).toEqual(['hatchling 1.26.0 pins', 'packaging 26.0 pins']);
  expect(pinned(['hatchling'], { python: { python_version: '3.10' } })).toContain('tomli 2.5.0 pins');
  expect(
    pinned(["hatchling; sys_platform == 'win32'"], { python: { ...PY314, ...{ sys_platform: 'linux' } } }),
  ).toEqual([]);
});

it('takes what fits all that one name is asked for', () => {
  expect(pinned(['hatchling', "hatchling<1.27; python_version >= '3.12'"])).toContain('hatchling 1.26.0 pins');
  expect(pinned(['hatchling', "hatchling<1.27; python_version < '3.12'"])).toContain('hatchling 1.33.0 pins');
  expect(() => pinned(['hatchling>=1.27', 'hatchling<1.27'])).toThrow(
    expect.objectContaining({
      lines: expect.arrayContaining([
        'hatchling>=1.27,<1.27 ([build-system].requires): pinned are 1.33.0, 1.26.0',
      ]) as string[],
      hint: expect.stringContaining("--group build 'hatchling>=1.27,<1.27'") as string,
    }),
  );
});

it('takes what the lock has before anything else, as the environment that it is', () => {
  const lock = [locked('hatchling', '1.30.0'), locked('pathspec', '1.0')];
  expect(pinned(['hatchling', 'packaging'], { lock })).toEqual([
    'hatchling 1.30.0 lock',
    'packaging 26.0 pins',
    'pathspec 1.0 lock',
  ]);
});

it('takes kiln.json’s before its own pins', () => {
  expect(pinned(['hatchling'], { own: { hatchling: [pin('1.40.0')] } })).toEqual(['hatchling 1.40.0 kiln.json']);
  expect(pinned(['hatchling<1.30'], { own: { hatchling: [pin('1.40.0')] } })).toEqual([
    'hatchling 1.26.0 pins',
    'packaging 26.0 pins',
  ]);
});

it('refuses what nobody pins, all of it at once, and says how to lock it', () => {
  const lock = [locked('hatchling', '1.30.0', [])];
  const error = (() => {
    try {
      return pinned(['mystery>=2', 'hatchling>=2', 'x @ https://host/x.whl'], { lock });
    } catch (caught) {
      return caught as KilnError;
    }
  })() as KilnError;
  expect(error).toBeInstanceOf(KilnError);
  expect(error.code).toBe('BUILD_REQUIREMENT_UNPINNED');
  expect(error.lines.slice(0, 3)).toEqual([
    'mystery>=2 ([build-system].requires): nothing pins it',
    'hatchling>=2 ([build-system].requires): the lock has no version with hashes',
    'x @ https://host/x.whl ([build-system].requires): an address: Kiln builds with packages of an index only',
  ]);
  expect(error.hint).toContain("uv add --group build 'mystery>=2' 'hatchling>=2'");
  expect(() => pinned(['hatchling>=9'])).toThrow(/nobody pins/);
});

it('writes them for uv, hashed', () => {
  const text = buildRequirementsText(
    pinBuildRequirements(wanted('packaging'), { locked: [], own: {}, pins: PINS }, PY314),
  );
  expect(text).toBe('packaging==26.0 --hash=sha256:26.026.026.026.026.026.026.026.0\n');
});
