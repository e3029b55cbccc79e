import { memoryDisk } from '../disk';
import { readWorkspace } from '../workspace';

const OPEN = '[project]\nname = "a"\ndynamic = ["version"]\n';
const WRITTEN = '[project]\nname = "a"\nversion = "1"\n';
const BACKENDS = { hatch: ['hatchling', 'hatchling.build'], setuptools: ['setuptools', 'setuptools.build_meta'] };
type Backend = keyof typeof BACKENDS;

function read(backend: Backend, tables: string, more: Readonly<Record<string, string>>, project = OPEN) {
  const [requires, name] = BACKENDS[backend];
  const system = `[build-system]\nrequires = ["${requires}"]\nbuild-backend = "${name}"\n`;
  const files = { 'pyproject.toml': `${project}${system}${tables}`, 'src/a/__init__.py': '', ...more };
  const below = Object.fromEntries(Object.entries(files).map(([path, text]) => [`p/${path}`, text]));
  return readWorkspace(Object.keys(below), memoryDisk(below)).projects[0]?.build;
}

describe('an unpacked source distribution', () => {
  const INFO = { 'PKG-INFO': 'Metadata-Version: 2.4\nName: a\nVersion: 1.5\n\nVersion: of the text\n' };
  const VCS = '[tool.hatch.version]\nsource = "vcs"\n';
  const SCM = '[tool.setuptools_scm]\n';

  it.each<[string, Backend, string, Record<string, string>]>([
    ['hatch-vcs', 'hatch', VCS, INFO],
    // hatchling asks no plugin for what PKG-INFO says.
    ['hatch-vcs, in a repository', 'hatch', VCS, { ...INFO, '.git': 'gitdir: x' }],
    ['setuptools-scm', 'setuptools', SCM, INFO],
  ])('says the version itself: %s', (_, backend, tables, files) => {
    const found = read(backend, tables, files);
    expect(found?.version).toEqual({ kind: 'files' });
    expect(found?.files).toContain('PKG-INFO');
  });

  it.each<[string, string, Record<string, string>]>([
    ['its folder is a repository', SCM, { ...INFO, '.git/HEAD': '' }],
    ['settings name a repository above', `${SCM}root = "../.."\n`, INFO],
    ['settings search above', `${SCM}search_parent_directories = true\n`, INFO],
    ['nothing told its version', SCM, { 'PKG-INFO': 'Name: a\nVersion: UNKNOWN\n' }],
    ['only its text says a version', SCM, { 'PKG-INFO': 'Name: a\n\nVersion: 1.5\n' }],
  ])('is asked of git by setuptools-scm where %s', (_, tables, files) => {
    const found = read('setuptools', tables, files);
    expect(found?.version.kind).toBe('git');
    // It decides from the moment that it appears.
    expect(found?.files).toContain('PKG-INFO');
  });

  it('is no source of what hatchling finds written', () => {
    expect(read('hatch', '', INFO, WRITTEN)?.files).not.toContain('PKG-INFO');
  });
});
