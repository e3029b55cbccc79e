import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatError } from '../model/errors';
import { DEFAULT_CONFIG, parseKilnConfig, readKilnConfig } from './kiln-json';
import { PINS } from './pins';
import { temporary } from './toolchain.testing';

const sha256 = 'a'.repeat(64);
const refusal = (value: unknown): string => {
  try {
    return JSON.stringify(parseKilnConfig(typeof value === 'string' ? value : JSON.stringify(value)));
  } catch (error) {
    return formatError(error);
  }
};

it('has defaults without a file and for an empty one', () => {
  const folder = temporary('config');
  expect(readKilnConfig(folder)).toEqual(DEFAULT_CONFIG);
  writeFileSync(join(folder, 'kiln.json'), '\uFEFF{}\n');
  expect(readKilnConfig(folder)).toEqual(DEFAULT_CONFIG);
});

it('says so when the file cannot be read', () => {
  const folder = temporary('config');
  expect(() => readKilnConfig(join(folder, 'kiln.json\0'))).toThrow(/kiln.json cannot be read/);
});

it('reads every provider, the pins of Go modules as they are among them', () => {
  const config = {
    pythons: { '3.14': '3.14.6' },
    runtimes: { provider: 'go-module', modules: PINS.goModules },
  };
  expect(parseKilnConfig(JSON.stringify({ $schema: 'x', ...config }))).toEqual(config);
  const archive = {
    provider: 'archive',
    archives: { '3.14.6': { 'linux-arm64': { path: 'vendor/python.tar.gz', sha256 } } },
  };
  expect(parseKilnConfig(JSON.stringify({ runtimes: archive })).runtimes).toEqual(archive);
  const uv = {
    provider: 'uv',
    archives: { '3.14.6': { 'linux-x64': { url: 'https://mirror.example/python.tar.gz', sha256 } } },
  };
  expect(parseKilnConfig(JSON.stringify({ runtimes: uv })).runtimes).toEqual(uv);
});

it('refuses text that is no JSON', () => {
  expect(refusal('{ "pythons": { "3.14": "3.14.6", } }')).toMatch(
    /CONFIG_INVALID\] kiln.json is not JSON: .*\n {2}hint: /,
  );
});

it.each([
  ['a list', []],
  ['an unknown key', { python: {} }],
  ['a version that is not exact', { pythons: { '3.14': '3.14' } }],
  ['a minor that is none', { pythons: { three: '3.14.6' } }],
  ['a version of another minor', { pythons: { '3.14': '3.13.1' } }],
  ['an unknown provider', { runtimes: { provider: 'conda' } }],
  ['a provider without its pins', { runtimes: { provider: 'go-module' } }],
  ['a key of another provider', { runtimes: { provider: 'uv', modules: {} } }],
  [
    'a platform that does not exist',
    { runtimes: { provider: 'archive', archives: { '3.14.6': { arm64: { path: 'x', sha256 } } } } },
  ],
  [
    'a digest that is none',
    { runtimes: { provider: 'archive', archives: { '3.14.6': { 'linux-x64': { path: 'x', sha256: 'abc' } } } } },
  ],
  [
    'a sum that is none',
    { runtimes: { provider: 'go-module', modules: { '3.14.6': { module: 'm', version: 'v1', sum: 'x' } } } },
  ],
])('refuses %s, naming place and value', (_, value) => {
  expect(refusal(value)).toMatchSnapshot();
});
