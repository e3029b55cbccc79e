import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ToolName } from '../../model/tools';
import { checkReach } from './check-reach';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-reach-'));
  put('apps/app/pyproject.toml', '[project]\nname = "app"\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

interface Case {
  readonly args?: readonly string[];
  readonly keyed?: readonly string[];
  readonly cached?: boolean;
}

const check = (tool: ToolName, { args = [], keyed = [], cached = true }: Case = {}) => {
  const projectRoots = ['apps/app', 'apps/app/inner'];
  const session = { workspaceRoot: root, projectRoot: 'apps/app', projectRoots, targetName: 'lint', cached };
  checkReach({ tool, options: { args, passEnv: [] } }, { ...session, keyedFiles: keyed });
};

it('takes what the key holds, by any pattern', () => {
  put('apps/app/ruff.toml', 'extend = "../../shared/ruff.toml"\n');
  expect(() => check('ruff')).toThrow('its key does not hold shared/ruff.toml');
  expect(() => check('ruff', { cached: false })).not.toThrow();
  for (const keyed of [['{workspaceRoot}/shared/{ruff,else}.toml'], ['{workspaceRoot}/shared/**/*']]) {
    expect(() => check('ruff', { keyed })).not.toThrow();
  }
  expect(() => check('ruff', { keyed: ['!{workspaceRoot}/shared/**/*', '{projectRoot}/**/*'] })).toThrow();
});

it('wants whole folders where whole folders are read', () => {
  put('apps/app/pytest.ini', '[pytest]\npythonpath = ../../shared\n');
  expect(() => check('pytest', { keyed: ['{workspaceRoot}/shared/*', '{workspaceRoot}/shared/a/b'] })).not.toThrow();
  expect(() => check('pytest', { keyed: ['{workspaceRoot}/shared/*'] })).toThrow('does not hold shared');
  expect(() => check('mypy', { args: ['--custom-typeshed-dir=../types'] })).toThrow(
    expect.objectContaining({
      lines: expect.arrayContaining(['mypy reads apps/types: argument --custom-typeshed-dir']),
    }),
  );
});

it('says to write down words of the command line that lead out', () => {
  expect(() => check('ruff', { args: ['--config=../x.toml', '--select', 'E', 'src'] })).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', hint: expect.stringContaining('[tool.kiln]') }),
  );
  expect(() => check('ruff', { args: ['--select', 'E', 'src', '--output-file=../x'] })).not.toThrow();
});

it('takes whole paths of the project’s own files', () => {
  const args = [join(root, 'apps/app/tests/test_a.py'), `--config=${join(root, 'apps/app/ruff.toml')}`];
  expect(() => check('ruff', { args, keyed: ['{projectRoot}/**/{ruff.toml,.gitignore}'] })).not.toThrow();
  expect(() => check('ruff', { args: [join(root, 'libs/x.py')] })).toThrow('no key can hold');
});

it('reads settings of ruff in subfolders, and neither those of other projects nor of environments', () => {
  const leading = 'extend = "../../../shared/ruff.toml"\n';
  put('apps/app/inner/ruff.toml', leading);
  put('apps/app/.venv/ruff.toml', leading);
  put('apps/app/node_modules/ruff.toml', leading);
  expect(() => check('ruff')).not.toThrow();
  put('apps/app/tests/ruff.toml', leading);
  expect(() => check('ruff')).toThrow('shared/ruff.toml');
  expect(() => check('flake8')).not.toThrow();
});

it('wants the command that looks at names', () => {
  put('ruff.toml', '');
  expect(() => check('ruff')).toThrow('does not hold ., src');
  expect(() => check('ruff', { keyed: ["node 'x y/hash-surroundings.js' . src"] })).not.toThrow();
  // Another folder whose name holds this one's.
  expect(() => check('ruff', { keyed: ["node 'x y/hash-surroundings.js' . lib/src src2"] })).toThrow(
    'does not hold ., src',
  );
});

it('refuses what no key can hold', () => {
  put('apps/app/ruff.toml', 'extend = "~/ruff.toml"\n');
  expect(() => check('ruff', { keyed: ['{workspaceRoot}/**/*'] })).toThrow('no key can hold what ruff reads');
});
