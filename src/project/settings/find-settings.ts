/** Which file holds a tool's settings. Pure: tools look upwards to the root of the disk, Kiln stops at the workspace's. */
import { posix } from 'node:path';
import type { ToolName } from '../../model/tools';
import type { Disk } from '../disk';

interface Candidate {
  readonly name: string;
  /** What the file must hold to count; absent: being there is enough. */
  readonly holds?: RegExp;
}

const table = (name: string): Candidate => ({
  name: 'pyproject.toml',
  holds: new RegExp(`^\\s*\\[+\\s*tool\\s*\\.\\s*"?${name}"?\\s*[.\\]]`, 'm'),
});
const section = (file: string, name: string): Candidate => ({
  name: file,
  holds: new RegExp(`^\\[${name}\\]`, 'm'),
});
const file = (name: string): Candidate => ({ name });

/** In the order in which the tools themselves look within a folder. */
const CANDIDATES: Readonly<Record<ToolName, readonly Candidate[]>> = {
  pytest: [
    ...['pytest.toml', '.pytest.toml', 'pytest.ini', '.pytest.ini'].map(file),
    table('pytest'),
    section('tox.ini', 'pytest'),
    section('setup.cfg', 'tool:pytest'),
  ],
  unittest: [],
  ruff: [file('.ruff.toml'), file('ruff.toml'), table('ruff')],
  flake8: [section('setup.cfg', 'flake8'), section('tox.ini', 'flake8'), section('.flake8', 'flake8')],
  black: [table('black')],
  mypy: [file('mypy.ini'), file('.mypy.ini'), table('mypy'), section('setup.cfg', 'mypy')],
  pyright: [file('pyrightconfig.json'), table('pyright')],
  basedpyright: [file('pyrightconfig.json'), table('basedpyright'), table('pyright')],
  ty: [file('ty.toml'), table('ty')],
};

type Found = { readonly path: string; readonly text: string };

/** The file with settings of a tool in one folder. */
export function settingsIn(tool: ToolName, folder: string, disk: Pick<Disk, 'read'>): Found | undefined {
  for (const { name, holds } of CANDIDATES[tool]) {
    const path = folder === '.' ? name : `${folder}/${name}`;
    const text = disk.read(path);
    if (text !== undefined && (holds === undefined || holds.test(text))) {
      return { path, text };
    }
  }
  return undefined;
}

/**
 * The nearest file with settings of a tool, from a folder upwards to `.`.
 * @returns its path and text; `undefined` where there is none
 */
export function findSettings(tool: ToolName, folder: string, disk: Pick<Disk, 'read'>): Found | undefined {
  for (let at = folder; ; at = posix.dirname(at)) {
    const found = settingsIn(tool, at, disk);
    if (found || at === '.' || at === '/') {
      return found;
    }
  }
}
