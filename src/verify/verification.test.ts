import { levelOf, type Runner, verification } from './verification';

const emulator: Runner = {
  kind: 'emulator',
  name: 'qemu-aarch64',
  version: '7.2.22',
  cpu: 'cortex-a72',
  children: true,
};
const facts = { artefact: 'ab12', platform: 'linux-arm64', args: ['--help'] } as const;

it('writes the facts in one order, however they came', () => {
  const text = verification({ ...facts, run: { exitCode: 0, runner: emulator } });
  expect(JSON.parse(text)).toEqual({
    format: 1,
    artefact: 'ab12',
    platform: 'linux-arm64',
    level: 'emulated',
    runner: emulator,
    args: ['--help'],
    exitCode: 0,
  });
  const turned = Object.fromEntries(Object.entries(emulator).reverse()) as unknown as Runner;
  expect(
    verification({ run: { runner: turned, exitCode: 0 }, args: ['--help'], platform: 'linux-arm64', artefact: 'ab12' }),
  ).toBe(text);
});

it('claims no more than was done', () => {
  expect(JSON.parse(verification(facts))).toEqual({
    format: 1,
    artefact: 'ab12',
    platform: 'linux-arm64',
    level: 'linked',
  });
  expect([levelOf({ kind: 'native' }), levelOf(emulator), levelOf(undefined)]).toEqual([
    'executed',
    'emulated',
    'linked',
  ]);
});
