import { memoryDisk } from '../disk';
import { readWorkspace } from '../workspace';

it.each([
  ['hatchling.build', ['hatchling'], 'rules'],
  ['poetry.core.masonry.api', ['poetry-core'], 'ignored'],
  ['setuptools.build_meta', ['setuptools', 'setuptools-scm'], 'tracked'],
  ['setuptools.build_meta', ['setuptools', 'setuptools_git'], 'tracked'],
  ['setuptools.build_meta', ['setuptools', 'wheel'], undefined],
  ['pdm.backend', ['pdm-backend'], undefined],
  ['flit_core.buildapi', ['flit_core'], undefined],
  ['uv_build', ['uv_build'], undefined],
])('knows what of git decides about what %s of %j packs', (backend, requires, question) => {
  const system = `[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "${backend}"\n`;
  const files = { 'p/pyproject.toml': `[project]\nname = "a"\nversion = "1"\n${system}` };
  const [project] = readWorkspace(Object.keys(files), memoryDisk(files)).projects;
  expect(project?.build?.asksGit).toBe(question);
});
