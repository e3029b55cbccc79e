import { type PlatformId, platformById } from '../model/platforms';
import { memoryDisk } from './disk';
import { readLock } from './locks/read-lock';
import { assertWheels, missingWheels, packagesFor } from './missing-wheels';
import type { PythonProject } from './types';
import { readWorkspace } from './workspace';
import { FILES, MANIFESTS } from './workspace.testing';

const lock = readLock('uv.lock', memoryDisk(FILES));
const { projects } = readWorkspace(MANIFESTS, memoryDisk(FILES));
const named = (name: string) => projects.find((project) => project.name === name) as PythonProject;
function request(platform: PlatformId, python = 'cp314', pythonVersion = '3.14.6') {
  const cell = { id: `${python}-${platform}` as const, python, platform: platformById(platform) as never };
  return { cell, pythonVersion, maxGlibc: '2.28' };
}

it.each([
  ['linux-x64', []],
  ['linux-arm64', ['rapidfuzz 3.1 false']],
  ['windows-x64', ['tzdata 1 true']],
  ['linux-x64-musl', ['rapidfuzz 3.1 false']],
] as const)('%s', (platform, expected) => {
  const missing = missingWheels(lock, named('app'), request(platform));
  expect(missing.map((m) => `${m.package} ${m.version} ${m.sdistOnly}`)).toEqual(expected);
});

it('follows markers of the exact Python', () => {
  const versions = (python: string, version: string) =>
    packagesFor(lock, named('core'), request('linux-x64', python, version)).packages.map((entry) => entry.version);
  expect(versions('cp314', '3.14.6')).toEqual(['4']);
  expect(versions('cp313', '3.13.1')).toEqual(['3']);
});

it('names the package, who needs it, the tags that exist, and what to do', () => {
  expect(() => assertWheels(lock, named('app'), request('linux-arm64'))).toThrow(
    expect.objectContaining({
      code: 'WHEEL_MISSING',
      message: 'no wheel for cp314-linux-arm64 with glibc up to 2.28: rapidfuzz 3.1',
      lines: [
        'rapidfuzz 3.1 (needed by acme-text) has: cp314-cp314-manylinux_2_17_x86_64.manylinux2014_x86_64, cp314-cp314-win_amd64',
      ],
    }),
  );
  expect(() => assertWheels(lock, named('app'), request('windows-x64'))).toThrow(
    expect.objectContaining({ lines: ['tzdata 1 (needed by app) has no wheels at all, only its sources'] }),
  );
});
