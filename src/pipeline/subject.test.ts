import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Session } from './session';
import { readSubject } from './subject';

const INNER = 'p/src/p/inner';
const FILES = {
  'p/pyproject.toml': '[project]\nname = "p"\n',
  'p/src/p/__init__.py': '',
  [`${INNER}/pyproject.toml`]: '[project]\nname = "inner"\n',
};

/** @param pythonRoots of the graph, which may have read more: a workspace's root that is no project itself */
function rootsOf(pythonRoots: readonly string[]): readonly string[] {
  const workspaceRoot = mkdtempSync(join(tmpdir(), 'kiln-subject-'));
  try {
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(workspaceRoot, file)), { recursive: true });
      writeFileSync(join(workspaceRoot, file), text);
    }
    const session = { workspaceRoot, projectRoot: 'p', projectRoots: ['p', INNER], pythonRoots } as unknown as Session;
    return readSubject(session).pythonRoots;
  } finally {
    rmSync(workspaceRoot, { recursive: true });
  }
}

it('takes for Python projects exactly those that the graph took for some', () => {
  expect(rootsOf(['p', INNER])).toEqual(['p', INNER]);
  // A folder that only another plugin takes for a project.
  expect(rootsOf(['p'])).toEqual(['p']);
});
