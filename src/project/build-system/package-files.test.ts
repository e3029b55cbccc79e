import { memoryDisk } from '../disk';
import { readWorkspace } from '../workspace';
import { missedFolders, packagePatterns } from './package-files';

const FILES = {
  'p/pyproject.toml': `[project]\nname = "a"\nversion = "1"\nreadme = "../README.md"
[build-system]\nrequires = ["uv_build"]\nbuild-backend = "uv_build"\n`,
  'p/src/a/__init__.py': '',
  'p/src/a/inner/pyproject.toml': '[project]\nname = "inner"\n',
  'p/src/a/inner/project.json': '{}',
};

function patterns(format: 'wheel' | 'sdist', files: Readonly<Record<string, string>> = FILES, all: string[] = []) {
  const { projects } = readWorkspace(Object.keys(files), memoryDisk(files));
  const project = projects.find(({ root }) => root === 'p');
  if (!project) {
    throw new Error('no project');
  }
  const python = projects.map(({ root }) => root);
  return packagePatterns(project, format, { python, all: [...python, ...all] });
}

it('takes modules, the manifest and what METADATA needs into a wheel', () => {
  const { include, exclude } = patterns('wheel');
  expect(include).toEqual([
    '../README.md',
    'AUTHORS*',
    'COPYING*',
    'LICEN*',
    'NOTICE*',
    'pyproject.toml',
    'src/a/**/*',
  ]);
  expect(exclude).toContain('src/a/inner/**');
  const { 'p/src/a/inner/project.json': _, ...undeclared } = FILES;
  expect(patterns('wheel', undeclared).exclude).not.toContain('src/a/inner/**');
});

it('takes everything into an sdist but leftovers, builds and other projects', () => {
  const { include, exclude } = patterns('sdist', FILES, ['p/web', 'p/src/a/frontend']);
  expect(include).toEqual(['**/*', '../README.md']);
  expect(exclude).toEqual(expect.arrayContaining(['dist/**', 'src/a/inner/**', 'web/**']));
  // A frontend inside of a package is data of the package.
  expect(exclude).not.toContain('src/a/frontend/**');
});

it('takes the whole folder into a wheel where code takes part', () => {
  const toml = FILES['p/pyproject.toml'].replaceAll('"uv_build"', '"mine"');
  const { include, exclude } = patterns('wheel', { ...FILES, 'p/pyproject.toml': toml });
  expect(include).toEqual(['**/*', '../README.md']);
  expect(exclude).toContain('dist/**');
});

it('knows the projects inside of a folder from those beside it, and from what lies in any of its modules', () => {
  const toml = `[project]\nname = "a"\nversion = "1"\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"
[tool.setuptools]\npackages = ["a", "b"]\n`;
  const files = { 'p/pyproject.toml': toml, 'p/a/__init__.py': '', 'p/b/__init__.py': '' };
  const { exclude } = patterns('sdist', files, ['.', 'q', 'p2', 'p/b/frontend', 'p/web']);
  const foreign = exclude.filter((pattern) => /web|frontend|q|p2|\.\./.test(pattern));
  expect(foreign).toEqual(['web/**']);
});

it('leaves a package called build where it is', () => {
  const files = {
    ...FILES,
    'p/pyproject.toml': FILES['p/pyproject.toml'].replace('"a"', '"build"'),
    'p/build/__init__.py': '',
  };
  const { 'p/src/a/__init__.py': _, 'p/src/a/inner/pyproject.toml': __, ...flat } = files;
  const toml = `${flat['p/pyproject.toml']}[tool.uv.build-backend]\nmodule-root = ""\n`;
  const { exclude } = patterns('sdist', { ...flat, 'p/pyproject.toml': toml });
  expect(exclude).toContain('dist/**');
  expect(exclude).not.toContain('build/**');
});

it('names what lies in the folder and belongs to another project, where a backend may have packed it', () => {
  const files = {
    ...FILES,
    'p/examples/x/pyproject.toml': '[project]\nname = "x"\n',
    'p/examples/x/deep/pyproject.toml': '[project]\nname = "deep"\n',
  };
  const { projects } = readWorkspace(Object.keys(files), memoryDisk(files));
  const python = projects.map(({ root }) => root);
  const missed = (format: 'wheel' | 'sdist', family: 'uv' | 'flit') =>
    projects.flatMap((project) =>
      project.root === 'p' && project.build
        ? missedFolders({ ...project, build: { ...project.build, family } }, format, {
            python,
            all: [...python, 'p/web'],
          })
        : [],
    );
  expect(missed('sdist', 'flit')).toEqual(['examples/x', 'src/a/inner', 'web']);
  expect(missed('sdist', 'uv')).toEqual(['src/a/inner']);
  expect(missed('wheel', 'flit')).toEqual(['src/a/inner']);
});

it('leaves the lock out of wheels that hold every package, so that no bump moves them', () => {
  const flat = {
    'p/pyproject.toml':
      '[project]\nname = "a"\nversion = "1"\n[build-system]\nrequires = ["pdm-backend"]\nbuild-backend = "pdm.backend"\n',
    'p/a/__init__.py': '',
  };
  expect(patterns('wheel', flat)).toMatchObject({ include: ['**/*'], exclude: expect.arrayContaining(['pdm.lock']) });
  expect(patterns('sdist', flat).exclude).not.toContain('pdm.lock');
  expect(patterns('wheel', { ...flat, 'p/pdm_build.py': '' }).exclude).not.toContain('pdm.lock');
  const own = `${flat['p/pyproject.toml']}backend-path = ["."]\n`;
  expect(patterns('wheel', { ...flat, 'p/pyproject.toml': own }).exclude).not.toContain('pdm.lock');
});
