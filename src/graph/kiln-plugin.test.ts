import { kilnIndexNode, kilnPluginNode, pluginEdges } from './kiln-plugin';

it('names what is installed', () => {
  expect(kilnPluginNode()).toMatchObject({
    name: 'kiln:plugin',
    data: {
      packageName: 'nx-kiln',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
});

it('moves the index by its version alone: no key may follow where names lead', () => {
  const [a, b] = [kilnIndexNode(['a']), kilnIndexNode(['b'])];
  expect(a.data.version).not.toBe(b.data.version);
  expect(a.data.hash).toBe(b.data.hash);
});

it('ties its external node to the npm package where there is one', () => {
  const node = { type: 'npm', name: 'npm:x', data: { version: '1', packageName: 'x' } } as never;
  expect(pluginEdges({ 'kiln:plugin': node })).toEqual([]);
  expect(pluginEdges({ 'kiln:plugin': node, 'npm:nx-kiln': node })).toMatchObject([
    { source: 'kiln:plugin', target: 'npm:nx-kiln' },
  ]);
});
