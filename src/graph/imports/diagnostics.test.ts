import { FILES } from '../../project/workspace.testing';
import { importDiagnostics } from './diagnostics';
import { withWorkspace } from './imports.testing';

/** What is said about files of the fixture workspace, `file:line message`. */
function said(files: Readonly<Record<string, string>>): string[] {
  return withWorkspace({ ...FILES, ...files }, (request) =>
    importDiagnostics(request).map(({ file, line, message }) => `${file}${line ? `:${line}` : ''} ${message}`),
  );
}

it('says what nothing provides, once, and not where a program expects it to be missing', () => {
  expect(
    said({
      'apps/app/src/app/a.py': 'import os, click, core, app, tzdata\nimport lost.deep\nfrom acme import text',
      'apps/app/src/app/b.py':
        'import lost.deep\ntry:\n  import maybe\nexcept ImportError: pass\nif TYPE_CHECKING:\n  import never',
    }),
  ).toEqual(["apps/app/src/app/a.py:2 nothing that app declares is known to provide the module 'lost.deep'"]);
});

it('says what is imported but declared nowhere, or in a group only', () => {
  expect(
    said({
      'apps/app/src/app/a.py': 'import rapidfuzz\nimport hypothesis\nimport click',
      'apps/app/tests/test_a.py': 'import hypothesis, pytest',
      'libs/core/src/core/a.py': 'import app.cli, idna',
    }),
  ).toEqual([
    'apps/app/src/app/a.py:1 rapidfuzz is imported but not declared',
    'apps/app/src/app/a.py:2 hypothesis is imported by what ships, but only a dependency group declares it',
    'apps/app/tests/test_a.py:1 pytest is imported but not declared',
    'apps/app/pyproject.toml core is declared but never imported',
    'apps/app/pyproject.toml acme-text is declared but never imported',
    'libs/core/src/core/a.py:1 app (apps/app) is imported but not declared',
  ]);
});

it('knows what requirements above a project pin, however the name is written', () => {
  const files = {
    'pip/requirements.txt': 'Rapid_Fuzz[all]==3.1 \\\n    --hash=sha256:00\n',
    'pip/one/pyproject.toml': '[project]\nname = "one"\nversion = "1"\n',
    'pip/one/src/one/a.py': 'import rapid_fuzz, unpinned',
  };
  expect(said(files)).toEqual([
    'pip/one/src/one/a.py:1 rapid-fuzz is imported but not declared',
    "pip/one/src/one/a.py:1 nothing that one declares is known to provide the module 'unpinned'",
  ]);
});

it('never guesses between two projects, and says where a relative import leaves its package', () => {
  expect(
    said({
      'libs/core/src/both/__init__.py': '',
      'libs/text/src/both/__init__.py': '',
      'apps/app/src/app/a.py': 'import both, core, acme.text, click\nfrom .. import x\nfrom . import y',
      'apps/app/scripts/run.py': 'from ... import x',
    }),
  ).toEqual([
    "apps/app/src/app/a.py:1 several projects provide 'both': libs/core, libs/text",
    "apps/app/src/app/a.py:2 the relative import '.. x' leads out of its top-level package",
  ]);
});

it('lists imports that a value decides, and declared distributions only where their import name is certain', () => {
  const app = (FILES['apps/app/pyproject.toml'] as string).replace(
    '"core", ',
    '"core", "odd-name", "pyyaml", "types-x", ',
  );
  expect(
    said({
      'apps/app/pyproject.toml': app,
      'apps/app/src/app/a.py': 'import core, acme.text\nimport_module(name)\n__import__("click")',
    }),
  ).toEqual([
    'apps/app/src/app/a.py:2 what is imported here is computed: it makes no edge',
    'apps/app/pyproject.toml pyyaml is declared but never imported',
  ]);
});
