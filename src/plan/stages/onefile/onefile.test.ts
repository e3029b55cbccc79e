import { cell } from '../../../model/cells';
import { type Platform, platformById } from '../../../model/platforms';
import { onefileName, onefileSteps } from './onefile';

const on = (platform: string) => cell('cp311', platformById(platform) as Platform);
const steps = (platform: string, others: string[] = []) =>
  onefileSteps({
    bundle: { action: 'bundle' },
    name: 'py-app',
    others,
    cell: on(platform),
    stub: 'a'.repeat(64),
    scripts: 'b'.repeat(64),
  });

test('one action packs, on the interpreter that has zstd, and one file is taken', () => {
  expect(steps('linux-x64')).toEqual({
    'onefile-packed': {
      kind: 'action',
      label: 'pack py-app into one file (cp311-linux-x64)',
      argv: [
        '{toolchain:packer}/bin/python3',
        ...['-I', '-S', '-B', '-X', 'utf8', 'in/pack_onefile.py'],
        ...['in/bundle', 'in/onefile', 'py-app', 'out'],
      ],
      env: { PYTHONHASHSEED: '0' },
      mounts: [
        { at: 'in/pack_onefile.py', from: { tree: 'b'.repeat(64), path: 'pack_onefile.py' } },
        { at: 'in/bundle', from: { action: 'bundle' } },
        { at: 'in/onefile', from: { tree: 'a'.repeat(64), path: 'onefile' } },
      ],
      outputs: ['out/py-app'],
      needs: { network: 'none' },
    },
    onefile: {
      kind: 'assembly',
      label: 'take py-app',
      place: [{ from: { action: 'onefile-packed', path: 'out' }, at: '', executable: ['py-app'] }],
    },
  });
});

test('Windows programs end in .exe', () => {
  expect(onefileName('py-app', on('windows-x64'))).toBe('py-app.exe');
  expect(steps('windows-x64')['onefile-packed']).toMatchObject({ outputs: ['out/py-app.exe'] });
});

test('further launchers are links, on Windows small programs', () => {
  expect(steps('linux-arm64', ['one', 'two'])).toMatchObject({
    'onefile-packed': {
      argv: expect.arrayContaining(['out', 'link', 'one', 'two']),
      outputs: ['out/py-app', 'out/one', 'out/two'],
    },
  });
  expect(steps('windows-x64', ['one'])).toMatchObject({
    'onefile-packed': { argv: expect.arrayContaining(['stub', 'one.exe']), outputs: ['out/py-app.exe', 'out/one.exe'] },
    onefile: { place: [{ executable: ['py-app.exe', 'one.exe'] }] },
  });
});
