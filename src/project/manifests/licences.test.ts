import { memoryDisk } from '../disk';
import { readWorkspace } from '../workspace';

const PROJECT = '[project]\nname = "a"\nversion = "1"\n';
const BSD = 'License :: OSI Approved :: BSD License';

it.each<[string, Record<string, string>, readonly string[] | undefined]>([
  [
    'an expression',
    { 'pyproject.toml': `${PROJECT}license = "MIT OR Apache-2.0"\nclassifiers = ["${BSD}"]\n` },
    ['MIT OR Apache-2.0'],
  ],
  ['a name in a table', { 'pyproject.toml': `${PROJECT}license = { text = "MIT" }\n` }, ['MIT']],
  [
    'a file, and classifiers',
    { 'pyproject.toml': `${PROJECT}license = { file = "LICENSE" }\nclassifiers = ["${BSD}", "Topic :: X"]\n` },
    ['BSD License'],
  ],
  ['poetry', { 'pyproject.toml': '[tool.poetry]\nname = "a"\nversion = "1"\nlicense = "MIT"\n' }, ['MIT']],
  [
    'setup.cfg',
    { 'setup.cfg': `[metadata]\nname = a\nlicense = file: LICENSE\nclassifiers =\n  Topic :: X\n  ${BSD}\n` },
    ['BSD License'],
  ],
  [
    'setup.py',
    { 'setup.py': `from setuptools import setup\nsetup(name="a", license="MIT", classifiers=["${BSD}"])\n` },
    ['MIT'],
  ],
  ['nothing', { 'pyproject.toml': `${PROJECT}license-files = ["LICENSE"]\n` }, undefined],
])('reads the licence from %s', (_, files, expected) => {
  expect(readWorkspace(Object.keys(files), memoryDisk(files)).projects[0]?.licences).toEqual(expected);
});
