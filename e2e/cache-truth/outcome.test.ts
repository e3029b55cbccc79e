import { outcomesOf, type RunRecord } from './outcome';

const task = (target: string, cacheStatus: string, status = 0) => ({
  projectName: 'one',
  target,
  hash: `${target} ${status}`,
  cacheStatus,
  status,
});

it('reads both levels: what Nx ran, and whether anything was made then', () => {
  const record: RunRecord = {
    tasks: [
      task('closure', 'cache-miss'),
      task('build', 'cache-miss'),
      task('bytecode', 'cache-miss'),
      task('test', 'cache-miss'),
      task('lint', 'local-cache-hit'),
      task('typecheck', 'remote-cache-hit'),
    ],
  };
  const outputs: Record<string, string> = {
    'build 0': '= dist/apps/one/linux-x64 (5 files, unchanged)\n',
    'bytecode 0': '✓ compile one (1 compiled)\n→ dist/apps/one/bytecode (3 files)\n',
    'test 0': '',
  };
  expect(outcomesOf(record, (hash) => outputs[hash] ?? '')).toEqual({
    'one:build': 'store',
    'one:bytecode': 'miss',
    'one:test': 'miss',
    'one:lint': 'hit',
    'one:typecheck': 'hit',
  });
});

it('leaves out what all packages are made with', () => {
  const wheel = (step: string) =>
    outcomesOf({ tasks: [task('wheel', 'cache-miss')] }, () => `✓ ${step} (1 s)\n= dist/one/wheel (3 files)\n`);
  expect(wheel('compile what checks packages')).toEqual({ 'one:wheel': 'store' });
  expect(wheel('build the wheel of one')).toEqual({ 'one:wheel': 'miss' });
});

it('takes neither a failure nor an output that says nothing for the store', () => {
  const output = '= dist/apps/one (5 files, unchanged)\n';
  expect(outcomesOf({ tasks: [task('build', 'cache-miss', 1)] }, () => output)).toEqual({ 'one:build': 'miss' });
  expect(outcomesOf({ tasks: [task('build', 'cache-miss')] }, () => '')).toEqual({ 'one:build': 'miss' });
});
