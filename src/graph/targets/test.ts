/** The target that runs a project's tests. */
import type { TargetConfiguration } from '@nx/devkit';
import { SOURCES_INPUT } from '../../model/sources-input';
import { everyday } from './everyday';
import { ignoredFiles, ignoredSources, libraryInputs, ownFiles, settingsAbove } from './inputs';
import { platformOption } from './shared-options';
import type { TargetRequest } from './types';

/** pytest looks for its settings upwards, and loads the conftest.py of every folder down from them. */
const PYTEST = [
  ...['pytest.ini', '.pytest.ini', 'pytest.toml', '.pytest.toml', 'pyproject.toml', 'tox.ini', 'setup.cfg', 'setup.py'],
  ...['conftest.py', '__init__.py'],
];

/** A test can read every file of its project, README included. */
export function testTarget(request: TargetRequest, tool: 'pytest' | 'unittest'): TargetConfiguration {
  const { project, host, output, testLibraries } = request;
  return everyday(request, 'test', {
    executor: 'nx-kiln:test',
    purpose: 'test',
    tool,
    inputs: () => [
      SOURCES_INPUT,
      ...ownFiles(request.project, '**/*'),
      ...libraryInputs(testLibraries, SOURCES_INPUT),
      ...ignoredSources(request, [project, ...testLibraries]),
      ...ignoredFiles(request),
      ...(tool === 'pytest' ? settingsAbove(project.root, PYTEST) : []),
    ],
    outputs: ['{options.outputPath}'],
    options: { ...platformOption(host), outputPath: `${output}/test` },
    description: `Runs the tests of ${project.name} with ${tool}`,
  });
}
