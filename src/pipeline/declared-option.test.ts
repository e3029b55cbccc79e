import { assertDeclared } from './declared-option';

const project = (kiln: Record<string, unknown>) => ({ root: 'libs/a', kiln });
const cached = { cached: true, targetName: 'wheel' };

it('takes what the manifest declares, in either spelling, and anything where nothing is kept', () => {
  const declared = project({ package: { 'local-dependencies': 'bundled' } });
  expect(() => assertDeclared('package', 'localDependencies', 'bundled', declared, cached)).not.toThrow();
  const uncached = { ...cached, cached: false };
  expect(() => assertDeclared('package', 'localDependencies', 'bundled', project({}), uncached)).not.toThrow();
});

it('refuses what no key holds, and says where to write it', () => {
  expect(() => assertDeclared('package', 'localDependencies', 'bundled', project({}), cached)).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      hint: 'write localDependencies = "bundled" below [tool.kiln.package] in libs/a/pyproject.toml',
    }),
  );
});
