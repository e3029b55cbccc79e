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

it('reads sources of poetry and pdm; one takes the place of the usual', () => {
  const poetry = (priority: string) =>
    `[[tool.poetry.source]]\nname = "a"\nurl = "https://a.example/simple"\n${priority}\n[[tool.poetry.source]]\nname = "b"\nurl = "https://b.example/simple"\n`;
  const read = (text: string) => packageIndexes('.', memoryDisk({ 'pyproject.toml': text }));
  const [a, b] = ['a', 'b'].map((name) => ({ name, url: `https://${name}.example/simple` }));
  expect(read(poetry(''))).toEqual([{ ...a, default: true }, b]);
  expect(read(poetry('priority = "supplemental"'))).toEqual([a, { ...b, default: true }]);
  expect(read('[[tool.pdm.source]]\nname = "pypi"\nurl = "https://a.example/simple"\n')).toEqual([
    { ...a, name: 'pypi', default: true },
  ]);
});

it('reads the settings of requirements files, once', () => {
  const files = {
    'requirements.txt': '-i https://a.example/simple\n--extra-index-url=https://b.example/simple # more\nclick==8\n',
    'requirements-dev.txt': '--index-url https://a.example/simple\n--extra-index-url https://${TOKEN}@c.example\n',
  };
  expect(packageIndexes('.', memoryDisk(files))).toEqual([
    { url: 'https://a.example/simple', default: true },
    { url: 'https://b.example/simple' },
  ]);
});
