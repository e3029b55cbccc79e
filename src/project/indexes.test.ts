import { memoryDisk } from './disk';
import { packageIndexes } from './indexes';

it('reads the indexes of a uv workspace, and nothing where there are none', () => {
  const text =
    '[[tool.uv.index]]\nname = "own"\nurl = "https://index.example/simple"\ndefault = true\n[[tool.uv.index]]\nname = "odd"\n';
  expect(packageIndexes('services', memoryDisk({ 'services/pyproject.toml': text }))).toEqual([
    { name: 'own', url: 'https://index.example/simple', default: true },
  ]);
  expect(packageIndexes('.', memoryDisk({}))).toEqual([]);
});
