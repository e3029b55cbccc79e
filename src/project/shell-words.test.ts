import { shellWords } from './shell-words';

it('splits a line as a shell does, and expands nothing', () => {
  expect(shellWords(`-k 'a b' "c \\"d\\"" e\\ f $(x) a"b"'c'`)).toEqual(['-k', 'a b', 'c "d"', 'e f', '$(x)', 'abc']);
});
