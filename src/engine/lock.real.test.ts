import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SELF } from './holder';
import { tryLock } from './lock';
import { awkwardFolder, type Script, startScript } from './script.testing';

let home: string;
beforeEach(() => {
  home = awkwardFolder();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Works under the lock for ever; says `overlap` when it finds another live process at work. */
const WORKER = `
const fs = require('fs');
const { withLock } = load('lock');
const { SELF, lifeOf } = load('holder');
const [dir, mark] = args;
say('ready');
for (;;) {
  await withLock(dir, 'a', {}, async () => {
    try {
      const other = JSON.parse(fs.readFileSync(mark, 'utf8'));
      if (lifeOf(other) !== 'dead') say('overlap');
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    fs.writeFileSync(mark + process.pid, JSON.stringify(SELF));
    fs.renameSync(mark + process.pid, mark);
    await new Promise((done) => setTimeout(done, Math.random() * 3));
    fs.rmSync(mark);
    say('done');
  });
}`;

it('never lets two in, however often the holder is killed', async () => {
  const dir = join(home, 'locks');
  const mark = join(home, 'mark');
  const start = async (): Promise<Script> => {
    const script = startScript(WORKER, [dir, mark]);
    await script.line();
    return script;
  };
  let running: Script[] = await Promise.all([start(), start(), start(), start()]);
  let output = '';
  for (let round = 0; round < 12; round++) {
    await sleep(20 + Math.random() * 40);
    const [victim, ...rest] = running as [Script, ...Script[]];
    victim.process.kill('SIGKILL');
    output += (await victim.ended()).output;
    running = round < 9 ? [...rest, await start()] : rest;
  }
  for (const script of running) {
    await script.line();
    script.process.kill('SIGKILL');
    output += (await script.ended()).output;
  }
  expect(output).not.toContain('overlap');
  expect(output.split('done').length).toBeGreaterThan(20);
  const lock = tryLock(dir, 'a');
  expect(lock).toHaveProperty('release');
  if ('release' in lock) {
    lock.release();
  }
  expect(readdirSync(dir).filter((name) => name === 'a.lock')).toEqual([]);
}, 60_000);

/** At a moment that all know, takes over one lock after the other from a dead holder; each works for some milliseconds. */
const HEIR = `
const fs = require('fs');
const { withLock } = load('lock');
const [dir, rounds] = args;
say('ready');
while (!fs.existsSync(dir + '/go')) await new Promise((done) => setTimeout(done, 1));
const start = Number(fs.readFileSync(dir + '/go', 'utf8'));
for (let round = 0; round < Number(rounds); round++) {
  while (Date.now() < start + round * 60);
  await withLock(dir, 'r' + round, {}, async () => {
    const mark = dir + '/mark' + round;
    if (fs.existsSync(mark)) say('overlap');
    fs.writeFileSync(mark, '');
    await new Promise((done) => setTimeout(done, 8));
    fs.rmSync(mark, { force: true });
  });
}
say('end');`;

it('is taken over from a dead holder by one of several that see it at the same moment', async () => {
  const rounds = 20;
  const dead = JSON.stringify({ ...SELF, pid: 2 ** 22 + 1, id: 'abc' });
  for (let round = 0; round < rounds; round++) {
    writeFileSync(join(home, `r${round}.lock`), dead);
  }
  const heirs = Array.from({ length: 3 }, () => startScript(HEIR, [home, String(rounds)]));
  await Promise.all(heirs.map((heir) => heir.line()));
  writeFileSync(join(home, 'go.draft'), String(Date.now() + 100));
  renameSync(join(home, 'go.draft'), join(home, 'go'));
  const ends = await Promise.all(heirs.map((heir) => heir.ended()));
  expect(ends.map(({ output, errors }) => output + errors)).toEqual(Array(3).fill('ready\nend\n'));
  expect(readdirSync(home)).toEqual(['go']);
}, 60_000);

it('frees the cores of a killed process at once', async () => {
  const dir = join(home, 'cores');
  mkdirSync(dir);
  const hold = `const { acquireCores } = load('cores');
    say((await acquireCores(args[0], { total: 3, max: 2 })).count); setInterval(() => {}, 1000);`;
  const first = startScript(hold, [dir]);
  expect(await first.line()).toBe('2');
  const second = startScript(hold, [dir]);
  expect(await second.line()).toBe('1');
  first.process.kill('SIGKILL');
  await first.ended();
  const third = startScript(hold, [dir]);
  expect(await third.line()).toBe('2');
  for (const script of [second, third]) {
    script.process.kill('SIGKILL');
    await script.ended();
  }
}, 60_000);
