import { parseBatch } from './blobs';
import { parseRawDiff } from './changes';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const NONE = '0'.repeat(40);

it('reads what git diff --raw -z prints', () => {
  const text = [
    `:100644 100644 ${A} ${B} M\0src/a.py\0`,
    `:000000 100644 ${NONE} ${B} A\0new name.py\0`,
    `:100644 000000 ${A} ${NONE} D\0old\nname.py\0`,
    `:100644 120000 ${A} ${B} T\0link\0`,
  ].join('');
  expect(parseRawDiff(text)).toEqual([
    { path: 'src/a.py', before: { blob: A, isLink: false }, after: { blob: B, isLink: false } },
    { path: 'new name.py', after: { blob: B, isLink: false } },
    { path: 'old\nname.py', before: { blob: A, isLink: false } },
    { path: 'link', before: { blob: A, isLink: false }, after: { blob: B, isLink: true } },
  ]);
});

it('takes a mode alone for no change, and a file that git has not hashed for one', () => {
  expect(parseRawDiff(`:100644 100755 ${A} ${A} M\0tool.py\0`)).toEqual([]);
  expect(parseRawDiff(`:100644 100644 ${A} ${NONE} M\0a.py\0`)).toHaveLength(1);
});

it('passes folders of other repositories over', () => {
  expect(parseRawDiff(`:160000 160000 ${A} ${B} M\0vendored\0`)).toEqual([]);
});

it('reads blobs with line ends and non-ASCII text in them', () => {
  const [one, two] = ['é\n\nx', ''];
  const output = Buffer.from(`${A} blob ${Buffer.byteLength(one)}\n${one}\n${NONE} missing\n${B} blob 0\n${two}\n`);
  expect([...parseBatch(output)]).toEqual([
    [A, one],
    [B, two],
  ]);
});
