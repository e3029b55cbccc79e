import { inferredRoots } from './sources-input';

it('knows the Python projects of the graph from those of others', () => {
  const others = [{ root: 'web' }, { root: 'api', namedInputs: { sources: [] } }];
  expect(inferredRoots([...others, { root: 'app', namedInputs: { kilnSources: [] } }])).toEqual(['app']);
});
