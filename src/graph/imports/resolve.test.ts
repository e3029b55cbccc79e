import { FILES } from '../../project/workspace.testing';
import { requestFor } from './imports.testing';
import { indexModules } from './modules';
import { resolveImport } from './resolve';
import { readShape } from './shapes';
import { visibleFrom } from './visible';

/** What imports of a file in a package of libs/text mean. */
function resolve(
  shape: string,
  packageName: string | undefined,
  { locked = ['bought'], loose = ['beside'] } = {},
): string[] {
  const { workspace, disk } = requestFor({ ...FILES, 'libs/core/src/acme/core/__init__.py': '' }, '.');
  const project = workspace.projects.find(({ root }) => root === 'libs/text');
  if (!project) {
    throw new Error('the fixture has no libs/text');
  }
  return resolveImport(readShape(shape), packageName, {
    visible: visibleFrom(project, workspace),
    index: indexModules(workspace.projects, disk),
    locked: () => new Set(locked),
    isLoose: (name) => loose.includes(name),
  }).map((verdict) =>
    verdict.kind === 'local' ? `${verdict.project.root}${verdict.declared ? '' : '!'}` : verdict.kind,
  );
}

it('knows the own package, the standard library, files beside, and what the lock has', () => {
  expect(resolve('acme.text.deep', undefined)).toEqual(['own']);
  expect(resolve('os.path', undefined)).toEqual(['standard']);
  expect(resolve('beside', undefined)).toEqual(['own']);
  expect(resolve('bought', undefined)).toEqual(['distribution']);
  expect(resolve('lost', undefined)).toEqual(['unknown']);
  expect(resolve('acme', undefined)).toEqual(['namespace']);
});

it('counts the dots of relative imports from the package, and asks for nothing outside of one', () => {
  expect(resolve('. a', 'acme.text')).toEqual(['own']);
  expect(resolve('..text a', 'acme.text')).toEqual(['own']);
  expect(resolve('... a', 'acme.text')).toEqual(['outside']);
  expect(resolve('... a', undefined)).toEqual(['own']);
  expect(resolve('.a()', 'acme.text')).toEqual(['own']);
});
