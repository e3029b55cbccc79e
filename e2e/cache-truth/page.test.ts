import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isQuiet, together } from './each-row';
import { tablePage } from './page';
import { differences, expectedOf, type Row } from './row';
import { ROWS } from './rows';

const FILE = join(__dirname, '..', '..', 'docs', 'cache-key.md');
const [BEGIN, END] = ['<!-- rows of e2e/cache-truth -->\n', '<!-- end -->\n'];

it('docs/cache-key.md holds the table (KILN_WRITE_PAGES=1 writes it)', () => {
  const text = readFileSync(FILE, 'utf8');
  const [from, to] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  const wanted = `${text.slice(0, from)}${tablePage(ROWS)}${text.slice(to)}`;
  if (process.env.KILN_WRITE_PAGES === '1') {
    writeFileSync(FILE, wanted);
  }
  expect(readFileSync(FILE, 'utf8')).toBe(wanted);
});

it('names every change once', () => {
  const names = Object.values(ROWS)
    .flat()
    .map(({ id }) => id);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(45);
});

const row: Row = {
  id: 'x',
  why: '',
  change: [],
  miss: { one: 'test' },
  store: { one: 'build' },
  gone: { two: 'build' },
};
const KNOWN = ['one:build', 'one:test', 'one:lint', 'two:build'];

it('expects hits of all that a row does not name', () => {
  expect(expectedOf(row, KNOWN)).toEqual({ 'one:build': 'store', 'one:test': 'miss', 'one:lint': 'hit' });
});

it('says of a wrong hit, a needless miss and a lost task what they are', () => {
  const expected = expectedOf(row, KNOWN);
  expect(differences(expected, expected)).toEqual([]);
  expect(differences(expected, { 'one:build': 'miss', 'one:test': 'hit', 'two:build': 'hit' })).toEqual([
    'one:build is miss, not store',
    'one:lint is not there, not hit',
    'one:test is hit, not miss',
    'two:build is hit, not there',
  ]);
});

it('lets builds that share steps take them from each other, and from Nx never', () => {
  const expected = { 'one:build': 'miss', 'two:build': 'miss' } as const;
  expect(differences(expected, { 'one:build': 'miss', 'two:build': 'store' }, { two: 'build' })).toEqual([]);
  expect(differences(expected, { 'one:build': 'miss', 'two:build': 'hit' }, { two: 'build' })).toHaveLength(1);
});

it('shows the columns of one application, and who else is concerned', () => {
  const more: Row = { ...row, id: 'y', why: 'so', miss: { one: 'test', common: 'test' } };
  expect(
    tablePage({ Heading: [more] })
      .split('\n')
      .slice(3),
  ).toEqual(['| y | store | · | **miss** | · | · | · | · | common:test | so |', '']);
});

it('tries rows together in which nothing may run, and no others', () => {
  const quiet: Row = { id: 'q', why: '', change: [() => undefined], core: true };
  expect(isQuiet(quiet)).toBe(true);
  const others: Partial<Row>[] = [
    { miss: {} },
    { store: {} },
    { gone: {} },
    { fails: 'X' },
    { refused: 'X' },
    { defect: '' },
    { moves: true },
  ];
  expect(others.filter((more) => isQuiet({ ...quiet, ...more }))).toEqual([]);
  expect(together([quiet, { ...quiet, rebuild: true }])).toMatchObject({
    change: [...quiet.change, ...quiet.change],
    rebuild: true,
  });
  expect(together([quiet])).not.toHaveProperty('rebuild');
  expect(Object.values(ROWS).flat().filter(isQuiet).length).toBeGreaterThan(15);
});
