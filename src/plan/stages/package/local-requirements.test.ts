import { project, requirement } from '../../plan.testing';
import { compatibleRange, localRequirements } from './local-requirements';

const core = project({
  name: 'core',
  normalizedName: 'core',
  version: '1.2.3',
  dependencies: [requirement('click>=8')],
});
const text = project({ name: 'text', normalizedName: 'text', version: '0.4.1', dependencies: [requirement('core')] });

const app = project({ name: 'app', dependencies: [requirement('text')] });

it.each([
  ['1.2.3', '>=1.2.3,<2'],
  ['0.4.1', '>=0.4.1,<0.5'],
  ['2', '>=2,<3'],
  ['1.0rc1', '>=1.0rc1,<2'],
  ['1!3.0', '>=1!3.0,<1!4'],
  ['1.2.dev3+g1234', '>=1.2.dev3,<2'],
])('a release compatible with %s is %s', (version, range) => {
  expect(compatibleRange(version)).toBe(range);
});

it('asks for compatible releases, or for the very versions', () => {
  expect(localRequirements({ localDependencies: 'ranges', format: 'wheel' }, [core, text], app)).toMatchObject({
    requirements: { core: '>=1.2.3,<2', text: '>=0.4.1,<0.5' },
    keep: true,
  });
  expect(localRequirements({ localDependencies: 'exact', format: 'sdist' }, [core], app)).toMatchObject({
    requirements: { core: '==1.2.3' },
    keep: false,
  });
});

it('takes over what bundled projects need', () => {
  expect(localRequirements({ localDependencies: 'bundled', format: 'wheel' }, [core, text], app)).toEqual({
    requirements: {},
    keep: true,
    bundled: ['core', 'text'],
    added: ['click>=8'],
  });
  expect(() => localRequirements({ localDependencies: 'bundled', format: 'sdist' }, [core], app)).toThrow(
    /is for wheels/,
  );
  expect(localRequirements({ localDependencies: 'bundled', format: 'sdist' }, [], app).bundled).toEqual([]);
});

it('takes over what extras of bundled projects need, where they are asked for', () => {
  const fast = project({
    name: 'fast',
    normalizedName: 'fast',
    dependencies: [],
    optionalDependencies: {
      all: [requirement('fast[c]'), requirement('idna')],
      c: [requirement('cffi>=1')],
      other: [requirement('attrs')],
    },
  });
  const asking = project({ dependencies: [requirement('fast[all]')] });
  const { added } = localRequirements({ localDependencies: 'bundled', format: 'wheel' }, [fast], asking);
  expect(added).toEqual(['cffi>=1', 'idna']);
});

it('needs a version that is written somewhere', () => {
  const { version: _, ...open } = core;
  expect(() => localRequirements({ localDependencies: 'exact', format: 'wheel' }, [open], app)).toThrow(/not written/);
});
