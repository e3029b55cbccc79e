import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Disk, nodeDisk } from '../../project/disk';
import { recordingDisk, stillHolds } from './disk-record';
import { recall, remember } from './remember';

let root: string;
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-warm-'));
  write('a/pyproject.toml', 'one');
  write('a/src/m/__init__.py', '');
  write('b/note.txt', '');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What an inference does: reads, lists, asks for what is not there. */
function look(disk: Disk): unknown {
  return [
    disk.read('a/pyproject.toml'),
    disk.read('a/setup.cfg'),
    disk.list('a/src').map(({ name }) => name),
    disk.exists('a/tests/test_a.py'),
    disk.exists('a/uv.lock'),
  ];
}

function recorded(now?: () => number) {
  const { disk, record } = recordingDisk(nodeDisk(root), root, now);
  look(disk);
  return record();
}

const CHANGES: Record<string, () => void> = {
  'a file that was read is edited': () => write('a/pyproject.toml', 'two'),
  'a file that was read goes': () => rmSync(join(root, 'a/pyproject.toml')),
  'a file that was looked for appears': () => write('a/setup.cfg', ''),
  'a lock appears': () => write('a/uv.lock', ''),
  'a folder appears on the way to what was looked for': () => write('a/tests/test_a.py', ''),
  'a folder that was listed gets an entry': () => write('a/src/n/__init__.py', ''),
  'a folder that was listed loses one': () => rmSync(join(root, 'a/src/m'), { recursive: true }),
  'a folder is renamed': () => renameSync(join(root, 'a/src/m'), join(root, 'a/src/o')),
  'a file is replaced with another of the same size': () => {
    write('a/new', 'ten');
    renameSync(join(root, 'a/new'), join(root, 'a/pyproject.toml'));
  },
  'a file becomes a link': () => {
    rmSync(join(root, 'a/pyproject.toml'));
    symlinkSync('../b/note.txt', join(root, 'a/pyproject.toml'));
  },
};

describe.each([
  ['by content, while it is young', () => Date.now()],
  ['by time and size, when it is old', () => Date.now() + 60_000],
])('a record compared %s', (_, now) => {
  it('holds while nothing that was asked for moves', () => {
    const record = recorded(now);
    write('b/note.txt', 'what nobody read');
    write('a/src/m/__init__.py', 'x = 1');
    expect(stillHolds(record, nodeDisk(root), root)).toBeDefined();
  });

  it.each(Object.entries(CHANGES))('does not hold when %s', (_name, change) => {
    const record = recorded(now);
    change();
    expect(stillHolds(record, nodeDisk(root), root)).toBeUndefined();
  });
});

it('trusts no time that is younger than clocks are exact', () => {
  const record = recorded();
  const past = new Date(Date.now() - 3_600_000);
  utimesSync(join(root, 'a/pyproject.toml'), past, past);
  // Same bytes: the time alone does not matter as long as the content is compared.
  expect(stillHolds(record, nodeDisk(root), root)).toBeDefined();
  expect(record.files).toEqual({ 'a/pyproject.toml': expect.stringMatching(/^#/) });
});

it('goes over to times when some have passed', () => {
  const later = stillHolds(recorded(), nodeDisk(root), root, Date.now() + 60_000);
  expect(later?.settled).toBe(true);
  expect(later?.record.files['a/pyproject.toml']).toMatch(/^\d/);
  expect(stillHolds(later?.record as never, nodeDisk(root), root)).toBeDefined();
});

describe('what is remembered', () => {
  const question = (key = 'k') => ({
    name: `n-${root.slice(-6)}`,
    key,
    workspaceRoot: root,
    folder: join(root, '.nx'),
  });
  let asked: number;
  const ask = (key?: string) =>
    remember(question(key), (disk) => {
      asked += 1;
      return { seen: look(disk), asked };
    });
  beforeEach(() => {
    asked = 0;
  });

  it('serves again until the key or the disk is another', () => {
    expect([ask().asked, ask().asked]).toEqual([1, 1]);
    expect(ask('other').asked).toBe(2);
    write('a/pyproject.toml', 'two');
    expect(ask('other')).toMatchObject({ asked: 3, seen: ['two', undefined, ['m'], false, false] });
  });

  it('is recalled by who accepts its key', () => {
    ask('a|1');
    expect(recall(question(), (key) => key.startsWith('a|'))).toMatchObject({ value: { asked: 1 } });
    expect(recall(question(), (key) => key.startsWith('b|'))).toBeUndefined();
  });

  it('serves another process from its file, and passes over a damaged one', () => {
    ask();
    const file = join(root, '.nx', `${question().name}.json`);
    const text = readFileSync(file, 'utf8');
    jest.isolateModules(() => {
      const { recall: other } = require('./remember') as { recall: typeof recall };
      expect(other(question(), () => true)).toMatchObject({ value: { asked: 1 } });
    });
    for (const damaged of ['', '{', text.slice(0, text.indexOf('\n') + 5)]) {
      writeFileSync(file, damaged);
      jest.isolateModules(() => {
        const { recall: other } = require('./remember') as { recall: typeof recall };
        expect(other(question(), () => true)).toBeUndefined();
      });
    }
  });

  it('keeps nothing of what failed', () => {
    const fail = () =>
      remember(question(), () => {
        throw new Error('no');
      });
    expect(fail).toThrow('no');
    expect(ask().asked).toBe(1);
  });
});
