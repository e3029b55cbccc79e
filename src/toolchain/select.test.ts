import { formatError } from '../model/errors';
import { PINS } from './pins';
import { availablePythons, type PythonRequest, selectPython } from './select';
import type { KilnConfig } from './types';

const archives = {};
const pins = {
  pythons: {
    '3.12': { version: '3.12.16', archives },
    '3.13': { version: '3.13.18', archives },
    '3.14': { version: '3.14.10', archives },
  },
};
const plain: KilnConfig = { pythons: {}, runtimes: { provider: 'uv' } };
const modules = {
  '3.11.11': { module: 'm', version: 'v1', sum: 'h1:' },
  '3.14.6': { module: 'm', version: 'v1', sum: 'h1:' },
};
const goModule: KilnConfig = { pythons: {}, runtimes: { provider: 'go-module', modules } };

const select = (request: PythonRequest, config = plain): string => {
  const { version, tag } = selectPython(request, config, pins);
  return `${version} ${tag}`;
};
const refusal = (request: PythonRequest, config = plain): string => {
  try {
    return select(request, config);
  } catch (error) {
    return formatError(error);
  }
};

it('takes the newest pinned minor that requires-python allows', () => {
  expect(select({})).toBe('3.14.10 cp314');
  expect(select({ requiresPython: '>=3.10' })).toBe('3.14.10 cp314');
  expect(select({ requiresPython: '>=3.10,<3.14' })).toBe('3.13.18 cp313');
  expect(select({ requiresPython: '==3.12.*' })).toBe('3.12.16 cp312');
});

it('lets the option win over .python-version, and that over requires-python', () => {
  expect(select({ requested: '3.12', pythonVersionFile: '3.13', requiresPython: '>=3.10' })).toBe('3.12.16 cp312');
  expect(select({ pythonVersionFile: '3.13\n', requiresPython: '>=3.10' })).toBe('3.13.18 cp313');
  expect(select({ pythonVersionFile: '# team default\r\n\r\ncpython-3.12.16 # pinned\n3.13\n' })).toBe('3.12.16 cp312');
  expect(select({ pythonVersionFile: ' \n' })).toBe('3.14.10 cp314');
});

it('takes another patch only when kiln.json knows it', () => {
  const config: KilnConfig = { ...plain, pythons: { '3.14': '3.14.6' } };
  expect(select({}, config)).toBe('3.14.6 cp314');
  expect(select({ requested: '3.14' }, config)).toBe('3.14.6 cp314');
  expect(select({ pythonVersionFile: '3.14.6' }, config)).toBe('3.14.6 cp314');
  expect(select({ pythonVersionFile: '3.14.10' }, config)).toBe('3.14.10 cp314');
  expect(refusal({ pythonVersionFile: '3.14.6' })).toMatchInlineSnapshot(`
"error[PYTHON_UNAVAILABLE] Python 3.14.6 (.python-version) is not available
  available (runtimes from uv): 3.14.10, 3.13.18, 3.12.16
  hint: take one of these, or pin another version in kiln.json ("pythons" and "runtimes", see docs/toolchains.md)"
`);
});

it('knows what the chosen provider has, not what another would have', () => {
  expect(select({}, goModule)).toBe('3.14.6 cp314');
  expect(select({ requiresPython: '<3.14' }, goModule)).toBe('3.11.11 cp311');
  expect(refusal({ requested: '3.13' }, goModule)).toMatchInlineSnapshot(`
"error[PYTHON_UNAVAILABLE] Python 3.13 (option python) is not available
  available (runtimes from go-module): 3.14.6, 3.11.11
  hint: take one of these, or pin another version in kiln.json ("pythons" and "runtimes", see docs/toolchains.md)"
`);
  const archive: KilnConfig = { pythons: {}, runtimes: { provider: 'archive', archives: { '3.13.1': {} } } };
  expect(select({}, archive)).toBe('3.13.1 cp313');
  const own: KilnConfig = { pythons: {}, runtimes: { provider: 'uv', archives: { '3.14.11': {} } } };
  expect(select({}, own)).toBe('3.14.11 cp314');
});

it.each([
  ['an old minor', { requested: '3.6' }],
  ['an interpreter of another kind', { pythonVersionFile: 'pypy3.11' }],
  ['a free-threaded one', { requested: '3.14t' }],
  ['no version at all', { pythonVersionFile: 'system' }],
  ['what requires-python excludes', { requested: '3.12', requiresPython: '>=3.13' }],
  ['what nothing satisfies', { requiresPython: '>=3.20' }],
  ['a specifier that is none', { requiresPython: '^3.12' }],
])('refuses %s', (_, request) => {
  expect(refusal(request)).toMatchSnapshot();
});

it('has one exact version per minor in the real pins', () => {
  const { byMinor } = availablePythons(plain, PINS);
  expect(Object.keys(byMinor).sort()).toEqual(['3.10', '3.11', '3.12', '3.13', '3.14']);
});
