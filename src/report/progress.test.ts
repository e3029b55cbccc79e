import { doneLine, reporter, seconds, size } from './progress';

const report = {
  id: 'a',
  label: 'compile packages',
  kind: 'mapped' as const,
  key: 'k',
  hits: 3,
  misses: 12,
  ms: 1240,
  result: 'r',
};

describe('progress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is silent while a step is short or cached', () => {
    const lines: string[] = [];
    const { onEvent } = reporter((line) => lines.push(line));
    onEvent({ kind: 'start', id: 'a', label: 'compile packages' });
    jest.advanceTimersByTime(1900);
    onEvent({ kind: 'end', id: 'a', label: 'compile packages', report: { ...report, hits: 15, misses: 0 } });
    jest.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
  });

  it('says what it does after two seconds, then every five with counts', () => {
    const lines: string[] = [];
    const { onEvent } = reporter((line) => lines.push(line));
    onEvent({ kind: 'start', id: 'a', label: 'compile packages' });
    jest.advanceTimersByTime(2000);
    onEvent({ kind: 'progress', id: 'a', label: 'compile packages', done: 4, total: 12, unit: 'files' });
    jest.advanceTimersByTime(5000);
    onEvent({ kind: 'end', id: 'a', label: 'compile packages', report });
    expect(lines).toEqual([
      '… compile packages',
      '… compile packages (4 of 12 files)',
      '✓ compile packages (12 compiled, 3 unchanged, 1.2 s)',
    ]);
  });

  it('shows the sizes of a download that takes long', () => {
    const lines: string[] = [];
    const { onProgress } = reporter((line) => lines.push(line));
    onProgress({ label: 'fetch zig 0.17.0', done: 0, total: 96_000_000, unit: 'bytes' });
    jest.advanceTimersByTime(2000);
    onProgress({ label: 'fetch zig 0.17.0', done: 96_000_000, total: 96_000_000, unit: 'bytes' });
    expect(lines).toEqual(['… fetch zig 0.17.0 (0 B of 96.0 MB)', '✓ fetch zig 0.17.0 (96.0 MB of 96.0 MB)']);
  });

  it('formats sizes and seconds', () => {
    expect([size(999), size(1000), size(16_540_000), size(2.5e9), seconds(12_345)]).toEqual([
      '999 B',
      '1.0 kB',
      '16.5 MB',
      '2.5 GB',
      '12.3 s',
    ]);
    expect(doneLine({ ...report, kind: 'action' })).toBe('compile packages (1.2 s)');
  });
});
