import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from './stage';
import { judge } from './tell';
import { listing, VERBS } from './verbs';

const folder = () => mkdtempSync(join(tmpdir(), 'kiln-verbs-'));
const stage = (workspace: string) => ({ workspace, remembered: new Map(), env: {} }) as unknown as Stage;
const done = { code: 1, stdout: 'out\n', all: 'out\nerr\n' };
const outcome = (kind: 'stdout' | 'any' | 'not', text: string) => ({ exit: 1, expect: [{ line: 7, kind, text }] });

it('lists names, bytes, executable bits and links', () => {
  const at = folder();
  mkdirSync(join(at, 'b'));
  writeFileSync(join(at, 'b', 'c'), '', { mode: 0o755 });
  symlinkSync('b/c', join(at, 'a'));
  expect(listing(at)).toEqual(['a -> b/c', expect.stringMatching(/^b\/c x e3b0c442/)]);
});

it('sees that a remembered folder changed', () => {
  const at = folder();
  const one = stage(at);
  writeFileSync(join(at, 'x'), '1');
  void VERBS.remember?.run(one, ['.'], '');
  void VERBS.unchanged?.run(one, ['.'], '');
  writeFileSync(join(at, 'x'), '2');
  expect(() => VERBS.unchanged?.run(one, ['.'], '')).toThrow('. changed:\nx -');
});

it.each([
  ['exists', ['gone'], 'gone does not exist'],
  ['missing', ['x.json'], 'x.json exists'],
  ['json', ['x.json', 'a.b', '2'], 'x.json: a.b is 1, not 2'],
  ['elf', ['x.json', 'aarch64'], 'x.json is no ELF file'],
  ['same-bytes', ['x.json', 'y'], 'x.json and y differ'],
  ['env', ['nonsense'], 'env takes NAME=value'],
])('%s %j fails with %j', async (verb, args, message) => {
  const at = folder();
  writeFileSync(join(at, 'x.json'), '{"a":{"b":1}}');
  writeFileSync(join(at, 'y'), '');
  await expect(async () => VERBS[verb]?.run(stage(at), args, '')).rejects.toThrow(message);
});

it.each([
  [outcome('stdout', 'out'), undefined],
  [outcome('stdout', 'err'), "line 7 wants output with 'err'; exit 1, output:"],
  [outcome('any', 'err'), undefined],
  [outcome('not', '{word}'), "line 7 wants output without 'err'; exit 1, output:"],
  [{ exit: 0, expect: [] }, 'exit 1 instead of 0; output:'],
  [{ exit: 'fails' as const, expect: [] }, undefined],
])('judges %j', (wanted, problem) => {
  expect(judge(done, wanted, { word: 'err' })).toBe(problem);
});
