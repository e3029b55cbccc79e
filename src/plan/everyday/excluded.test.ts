import { facts } from './everyday.testing';
import { allBut, blackPattern, flake8Patterns, mypyPattern, ruffPatterns, tyPatterns } from './excluded';

const ODD = ['dist', 'plug ins/in,ner[1]'];

it('every tool is told by a pattern that holds for that place alone', () => {
  expect(ruffPatterns(ODD)).toEqual(['./dist', './plug ins/in,ner[[]1[]]']);
  expect(flake8Patterns(ODD)).toBe('./dist,./plug?ins/in?ner?1?');
  expect(tyPatterns(ODD)).toEqual(['./dist/', './plug\\ ins/in\\,ner\\[1\\]/']);
  expect(mypyPattern(ODD)).toBe('^(dist|plug\\ ins/in\\,ner\\[1\\])(/|$)');
  expect(blackPattern(ODD, '')).toBe('^/(dist|plug\\ ins/in\\,ner\\[1\\])/');
  expect(blackPattern(ODD, 'apps/one app')).toBe('^/apps/one\\ app/(dist|plug\\ ins/in\\,ner\\[1\\])/');
});

it('who cannot leave anything out is told the rest', () => {
  const { list } = facts();
  expect(allBut([], list)).toEqual(['.']);
  expect(allBut(['dist', 'libs/b[c]'], list)).toEqual(['libs/a', 'libs/conftest.py', 'manage.py', 'src', 'tests']);
});
