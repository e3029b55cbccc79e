import type { Git } from '../project/build-system/git-files';
import { hashPacked } from './hash-packed';

/** A repository that answers by the first words of the question. */
const git =
  (answers: Record<string, string>): Git =>
  async (args) =>
    Object.entries({ 'rev-parse': '', ...answers }).find(([words]) => args.join(' ').startsWith(words))?.[1];

const ignoring = (...paths: string[]) => git({ 'ls-files': paths.map((path) => `${path}\0`).join('') });
const tracking = (...paths: string[]) =>
  git({ 'ls-files': paths.map((path) => `100644 0 0\t${path}\0`).join(''), diff: '', 'check-attr': '' });
const hash = (repository: Git, question = 'ignored', within: string[] = []) =>
  hashPacked(repository, '/w', question, within);

it('moves with what is ignored, and not with what tools leave behind', async () => {
  const before = await hash(ignoring());
  expect(await hash(ignoring('src/a/.env'))).not.toBe(before);
  expect(await hash(ignoring('src/a/gen/'))).not.toBe(before);
  const left = ['src/a/__pycache__/', '.venv/', 'node_modules/', 'build/', 'dist/', 'src/a/x.pyc', '.pytest_cache/'];
  expect(await hash(ignoring(...left))).toBe(before);
  // Only in the project's own folder is that a place for builds.
  expect(await hash(ignoring('src/a/build/'))).not.toBe(before);
});

it('tells a checkout from a folder that only has rules', async () => {
  const outside: Git = async (args) => (args[0] === 'rev-parse' ? undefined : '');
  expect(await hash(outside)).not.toBe(await hash(ignoring()));
  expect(await hash(outside, 'tracked')).not.toBe(await hash(tracking(), 'tracked'));
});

it('moves with what is tracked among what can be packed', async () => {
  const within = ['src/a'];
  const before = await hash(tracking('src/a/x.json'), 'tracked', within);
  expect(await hash(tracking('src/a/x.json', 'docs/y.md'), 'tracked', within)).toBe(before);
  expect(await hash(tracking('src/a/x.json', 'src/a/y.json'), 'tracked', within)).not.toBe(before);
  expect(await hash(tracking('src/a/x.json', 'docs/y.md'), 'tracked')).not.toBe(
    await hash(tracking('src/a/x.json'), 'tracked'),
  );
});
