import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROBES } from './probes';
import { startIndex } from './python-index';
import { tinyProject } from './tiny';

it('writes wheels that Python reads', () => {
  const [probe] = PROBES;
  const folder = mkdtempSync(join(tmpdir(), 'kiln-probes-'));
  const file = join(folder, probe?.files[0]?.filename as string);
  writeFileSync(file, probe?.files[0]?.served as Buffer);
  const code = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), *z.namelist())';
  expect(execFileSync('python3', ['-c', code, file], { encoding: 'utf8' })).toBe(
    'None kiln_probe/__init__.py kiln_probe-1.0.dist-info/METADATA kiln_probe-1.0.dist-info/WHEEL kiln_probe-1.0.dist-info/RECORD\n',
  );
});

it('locks what the manifest asks for', () => {
  const files = tinyProject(['kiln-sdist']);
  expect(files['apps/tiny/pyproject.toml']).toContain('dependencies = ["kiln-sdist==1.0"]');
  expect(files['apps/tiny/uv.lock']).toContain('sdist = {');
  expect(files['apps/tiny/uv.lock']).not.toContain('wheels = [');
});

it('serves what it lists', async () => {
  const index = await startIndex();
  const fetchText = (path: string) =>
    new Promise<string>((resolve, reject) => {
      get(new URL(path, index.url), (response) => {
        response.setEncoding('latin1');
        let text = '';
        response.on('data', (chunk: string) => (text += chunk)).on('end', () => resolve(text));
      }).on('error', reject);
    });
  const page = await fetchText('/simple/kiln-probe/');
  const [, href] = /href="([^"]+)"/.exec(page) as RegExpExecArray;
  expect((await fetchText(href as string)).slice(0, 2)).toBe('PK');
  index.stop();
});
