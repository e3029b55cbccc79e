/** What is made of several packages that bring one file. uv is a script that copies: what it does is not in question. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fetch-site-'));
  const copy = '#!/bin/sh\nmkdir -p "$4" && cp -r packages/. "$4"\n';
  writeFileSync(join(root, 'uv'), copy, { mode: 0o755 });
  writeFileSync(join(root, 'requirements.txt'), '');
});
afterEach(() => rmSync(root, { recursive: true }));

type Files = Readonly<Record<string, string>>;

/** Files of later packages lie over those of earlier ones. */
function fetchSite(packages: Readonly<Record<string, Files>>, ...programs: string[]) {
  for (const [name, files] of Object.entries(packages)) {
    const record = Object.entries(files).map(([path, text]) => {
      put(`packages/${path}`, text);
      return `${path},sha256=${createHash('sha256').update(text).digest('base64url')},${text.length}\n`;
    });
    put(`packages/${name}-1.0.dist-info/RECORD`, record.join(''));
  }
  const args = ['-I', '-S', join(__dirname, 'fetch_site.py'), join(root, 'uv'), 'any', '3.14', 'requirements.txt'];
  const { status, stderr } = spawnSync('python3', [...args, 'site', ...programs], { cwd: root, encoding: 'utf8' });
  return { status, stderr };
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const inSite = (path: string): string => readFileSync(join(root, 'site', path), 'utf8');

test('a file that two packages bring with different content is an error, in products', () => {
  const packages = { opencv: { 'cv2/__init__.py': 'full' }, opencv_headless: { 'cv2/__init__.py': 'headless' } };
  expect(fetchSite(packages)).toEqual({
    status: 1,
    stderr: 'several packages bring cv2/__init__.py: opencv, opencv_headless\n',
  });
  rmSync(join(root, 'site'), { recursive: true });
  expect(fetchSite(packages, 'programs').status).toBe(0);
});

test('the same content is no clash', () => {
  const files = { 'ns/__init__.py': '', LICENSE: 'MIT' };
  expect(fetchSite({ one: files, two: files })).toEqual({ status: 0, stderr: '' });
  expect(inSite('LICENSE')).toBe('MIT');
});

test('what nobody imports is left out, what joins folders is the same whoever came last', () => {
  const join1 = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n";
  const join2 = `# a comment\n${join1}`;
  const files = (init: string, name: string): Files => ({
    'tests/__init__.py': name,
    'README.md': name,
    'backports/__init__.py': init,
    [`backports/${name}.py`]: name,
  });
  const made = [
    { one: files(join1, 'one'), two: files(join2, 'two') },
    { two: files(join2, 'two'), one: files(join1, 'one') },
  ].map((packages) => {
    rmSync(join(root, 'site'), { recursive: true, force: true });
    expect(fetchSite(packages)).toEqual({ status: 0, stderr: '' });
    expect(existsSync(join(root, 'site/tests/__init__.py'))).toBe(false);
    expect(existsSync(join(root, 'site/README.md'))).toBe(false);
    expect(inSite('backports/two.py')).toBe('two');
    return inSite('backports/__init__.py');
  });
  expect(made[0]).toContain('extend_path');
  expect(made[0]).toBe(made[1]);
  expect(inSite('one-1.0.dist-info/RECORD')).not.toContain('README.md');
});
