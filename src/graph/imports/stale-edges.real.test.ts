/** Nx gives unchanged files the edges back that they had: what an import means must not stay behind with them. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FILES } from '../../project/workspace.testing';
import { makeNxWorkspace, type NxWorkspace } from '../nx-workspace.testing';

jest.setTimeout(300_000);
let workspace: NxWorkspace;
beforeAll(() => {
  workspace = makeNxWorkspace();
});
afterAll(() => workspace.dispose());

function edges(project: string): string[] {
  const file = join(workspace.root, '.nx', 'graph.json');
  workspace.nx('graph', `--file=${file}`);
  const { graph } = JSON.parse(readFileSync(file, 'utf8'));
  return graph.dependencies[project].map(({ target }: { target: string }) => target).sort();
}

const remove = (file: string) => rmSync(join(workspace.root, file));
/** Declares nothing. */
const CORE = 'libs/core/src/core';

it('keeps an edge when the first file that imports something stops to', () => {
  // In no lock: what it names leads to the folders beside it, and only imports say so.
  workspace.write({
    'libs/old/pyproject.toml': (FILES['libs/old/pyproject.toml'] as string).replace('"core"', '"core", "acme.text"'),
    'libs/old/src/old/a.py': 'import core\n',
    'libs/old/src/old/b.py': 'import core, acme.text\n',
  });
  expect(edges('old')).toEqual(['acme.text', 'core']);
  workspace.write({ 'libs/old/src/old/a.py': '' });
  expect(edges('old')).toEqual(['acme.text', 'core']);
  workspace.write({ 'libs/old/src/old/b.py': '' });
  expect(edges('old')).toEqual([]);
});

it('follows a loose file that takes the place of an undeclared project, and goes again', () => {
  workspace.write({ [`${CORE}/a.py`]: 'import app, acme.text\n' });
  expect(edges('core')).toEqual(['acme.text', 'app']);
  workspace.write({ 'libs/core/scripts/app.py': '' });
  expect(edges('core')).toEqual(['acme.text']);
  remove('libs/core/scripts/app.py');
  expect(edges('core')).toEqual(['acme.text', 'app']);
});

it('follows a package of the lock that is called like a module', () => {
  const lock = FILES['uv.lock'] as string;
  workspace.write({ 'libs/text/click2.py': '', [`${CORE}/a.py`]: 'import app, click2\n' });
  workspace.write({
    'libs/text/pyproject.toml': `${FILES['libs/text/pyproject.toml']}[tool.setuptools]\npy-modules = ["click2"]\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n`,
  });
  expect(edges('core')).toEqual(['acme.text', 'app']);
  workspace.write({ 'uv.lock': lock.replaceAll('"idna"', '"click2"') });
  expect(edges('core')).toEqual(['app']);
  workspace.write({ 'uv.lock': lock });
  expect(edges('core')).toEqual(['acme.text', 'app']);
});
