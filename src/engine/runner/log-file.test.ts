import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines, logName, openLog } from './log-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('holds what was printed, without secrets, lines of two streams apart', () => {
  const log = openLog(join(folder, 'logs'), 'x', ['hunter22']);
  const [out, err] = [log.writer(), log.writer()];
  log.note('env P=hunter22 tool');
  out.write(Buffer.from('one hunt'));
  err.write(Buffer.from('bad\n'));
  out.write(Buffer.from('er22\n'));
  out.end();
  err.end();
  log.close();
  expect(readFileSync(log.path, 'utf8')).toBe('env P=*** tool\nbad\none ***\n');
  expect(log.tail(2)).toEqual(['bad', 'one ***']);
});

it('cuts a log that grows too large, and keeps its end', () => {
  const log = openLog(folder, 'x', []);
  const out = log.writer();
  for (let i = 0; i < 20; i++) {
    out.write(Buffer.from(`${'x'.repeat(1024 * 1024)}\n`));
  }
  out.write(Buffer.from('the end\n'));
  log.close();
  const text = readFileSync(log.path, 'utf8');
  expect(text.length).toBeLessThan(18 * 1024 * 1024);
  expect(text.endsWith('the end\n')).toBe(true);
});

it('removes the oldest logs when there are many', () => {
  for (let i = 0; i < 400; i++) {
    writeFileSync(join(folder, `${i}.log`), '');
    utimesSync(join(folder, `${i}.log`), i, i);
  }
  openLog(folder, 'new', []).close();
  const left = readdirSync(folder);
  expect(left).toHaveLength(201);
  expect(left).toEqual(expect.arrayContaining(['new.log', '399.log', '200.log']));
});

it('names logs by label and key', () => {
  expect(logName('fetch wheels (cp314-linux-arm64)', '0123456789abcdef')).toBe(
    'fetch-wheels-cp314-linux-arm64-0123456789ab',
  );
  expect(logName('../..', '0123456789abcdef')).toBe('step-0123456789ab');
});

it('shows last lines as a terminal would', () => {
  expect(lastLines('a\n\n10%\r100%\r\n\u001b[31mred\u001b[0m \n   \n', 3)).toEqual(['a', '100%', 'red']);
});
