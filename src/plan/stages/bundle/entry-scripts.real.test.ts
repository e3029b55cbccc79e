import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootSource, bootTemplate } from './boot';

const SITE = {
  'httpie-3.2.4.dist-info': '[console_scripts]\nhttp = httpie.__main__:main\nhttps = httpie.__main__:main [extra]\n',
  // As a package of no care writes it: twice, and with a sign that means something to the reader of such files.
  'Careless-2.dist-info': '[console_scripts]\nc = c:old\nc = c:main\n[console_scripts]\nd = d:main\nx = %(y)s\n',
  'Other_Tool-1.0.dist-info': '[gui_scripts]\nhttp = other:App.run\n[console_scripts]\nbad = other\n',
};
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'scripts-'));
  for (const [folder, text] of Object.entries(SITE)) {
    mkdirSync(join(root, 'site', folder), { recursive: true });
    writeFileSync(join(root, 'site', folder, 'entry_points.txt'), text);
  }
  writeFileSync(join(root, 'boot.txt'), bootTemplate(undefined));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(...wanted: string[]) {
  const args = ['-I', '-S', join(__dirname, 'entry_scripts.py'), 'site', 'boot.txt', 'out', ...wanted];
  const { status, stderr } = spawnSync('python3', args, { cwd: root, encoding: 'utf8' });
  return {
    status,
    stderr: stderr.trimEnd(),
    text: (name: string) => readFileSync(join(root, 'out/boot', name), 'utf8'),
  };
}

test('writes the same boot file as for an entry point of the application', () => {
  const { status, text } = write('https', 'Other.Tool:http', 'c', 'd');
  expect(status).toBe(0);
  expect(text('https.py')).toBe(bootSource({ module: 'httpie.__main__', function: 'main' }));
  expect(text('http.py')).toBe(bootSource({ module: 'other', function: 'App.run' }));
  expect([text('c.py'), text('d.py')]).toEqual(['c', 'd'].map((module) => bootSource({ module, function: 'main' })));
});

test.each([
  [['http'], "no script: 'http' is a script of several packages: httpie:http, other-tool:http"],
  [
    ['htp'],
    "no script: no locked package has 'htp'; scripts that exist: careless:c, careless:d, careless:x, httpie:http, httpie:https, other-tool:bad, other-tool:http",
  ],
  [['httpie:bad'], "no script: no locked package has 'httpie:bad'; scripts"],
  [['bad'], "no script: 'bad' is 'other', which is not of the form module:function"],
])('refuses %j', (wanted, message) => {
  const { status, stderr } = write(...wanted);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});
