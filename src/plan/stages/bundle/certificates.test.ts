import { assertTimezones, certificateEnv, certificateSearch } from './certificates';

const search = (certificates: 'auto' | 'bundled' | 'system', packages: string[], os: 'linux' | 'windows' = 'linux') =>
  certificateSearch({ certificates }, packages, { os });

it.each([
  ['auto', ['certifi'], 'linux', { bundled: 'site/certifi/cacert.pem' }],
  ['auto', [], 'linux', {}],
  // Python reads the store of Windows itself.
  ['auto', ['certifi'], 'windows', undefined],
  ['system', ['certifi'], 'linux', undefined],
  // A default of launch.cfg says it all.
  ['bundled', ['certifi'], 'linux', undefined],
] as const)('certificates=%s with %j on %s: a search of %j', (option, packages, os, expected) => {
  expect(search(option, [...packages], os)).toEqual(expected);
});

it('names the file of certifi as a default where that is what counts', () => {
  expect(certificateEnv({ certificates: 'bundled' })).toEqual(['SSL_CERT_FILE={bundle}/site/certifi/cacert.pem']);
  expect([certificateEnv({ certificates: 'auto' }), certificateEnv({ certificates: 'system' })]).toEqual([[], []]);
});

it('refuses what the lock does not have', () => {
  expect(() => search('bundled', ['click'], 'windows')).toThrow('certificates=bundled needs the package certifi');
  expect(() => assertTimezones({ timezones: 'bundled' }, ['certifi'])).toThrow('timezones=bundled needs the package');
  expect(() => assertTimezones({ timezones: 'auto' }, [])).not.toThrow();
});
