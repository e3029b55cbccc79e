import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launch-cfg-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function run(...args: string[]) {
  const { status, stderr } = spawnSync('python3', ['-I', '-S', join(__dirname, 'launch_cfg.py'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stderr };
}
function withPth(files: Record<string, string | Buffer>) {
  mkdirSync(join(root, 'in'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, 'in', name), content);
  writeFileSync(join(root, 'base.cfg'), 'python 3.14\npath app\n');
  expect(run('base.cfg', 'in', 'out')).toEqual({ status: 0, stderr: '' });
  expect(read('launch.cfg')).toMatch(/^python 3\.14\npath app\npath site\n/);
  const paths = read('launch.cfg').match(/^path site.*$/gm);
  return { paths, skipped: readdirSync(join(root, 'out')).includes('pth-skipped.txt') ? read('pth-skipped.txt') : '' };
}
const read = (name: string) => readFileSync(join(root, 'out', name), 'utf8');

test('folders of .pth files follow the site, by file name, each once', () => {
  const { paths, skipped } = withPth({
    'b.pth': 'vendor/two\n./vendor//one/\n',
    'a.pth': Buffer.from('\ufeff# comment\r\n\r\nvendor/one\r\nwith space\r\n'),
    '.hidden.pth': 'hidden\n',
    'dot.pth': '.\n',
    'readme.txt': 'not-a-pth\n',
  });
  expect(paths).toEqual(['path site', 'path site/vendor/one', 'path site/with space', 'path site/vendor/two']);
  expect(skipped).toBe('');
});

test('what is code or leads out of the site is listed, never run', () => {
  const { paths, skipped } = withPth({
    'code.pth': 'import os; os.mkdir("ran")\nok\n',
    'tab.pth': 'import\tsys\n',
    'out.pth': '../other\n/abs/olute\nC:\\x\nsub/../../up\n',
    'latin.pth': Buffer.from([0xe9, 0x0a]),
  });
  expect(paths).toEqual(['path site', 'path site/ok']);
  expect(skipped.split('\n').map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
    'code.pth:1: code is not run',
    'latin.pth:1: not UTF-8',
    'out.pth:1: leads out of the site',
    'out.pth:2: leads out of the site',
    'out.pth:3: leads out of the site',
    'out.pth:4: leads out of the site',
    'tab.pth:1: code is not run',
    '',
  ]);
  expect(readdirSync(root).sort()).toEqual(['base.cfg', 'in', 'out']);
});

test.each([
  [['base.cfg'], 'usage: '],
  [['missing', '.', 'out'], 'no such file or folder: missing'],
])('refuses %j', (args, message) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(readdirSync(root)).toEqual([]);
});
