import { TestOptions } from '../../model/options/everyday';
import { facts, line } from './everyday.testing';
import { testCommands } from './test-command';

const test = (options: Partial<TestOptions> = {}, over = {}): string[] =>
  testCommands(TestOptions.parse({ tool: 'pytest', outputPath: 'dist/test', ...options }), facts(over)).map(line);

it('pytest leaves nothing in the sources and reports into the run’s folder', () => {
  expect(test()).toEqual(['python -m pytest --rootdir=. -p no:cacheprovider --junitxml=/run/reports/junit.xml']);
});

it('other projects inside are not collected, settings further up count', () => {
  expect(
    test(
      { junit: false },
      { excluded: ['libs/b', 'dist'], settings: { path: '../../pytest.ini', text: '' }, colour: true },
    ),
  ).toEqual([
    'python -m pytest --rootdir=. -c../../pytest.ini -p no:cacheprovider --color=yes --ignore=libs/b --ignore=dist',
  ]);
});

it('settings above the workspace do not count', () => {
  expect(test({ junit: false }, { strangers: true })[0]).toContain(' -c/run/scratch/empty.ini ');
});

it('what former runs left is kept where the words need it, outside of the sources', () => {
  expect(test({ junit: false, args: ['--lf'] })).toEqual([
    'python -m pytest --rootdir=. --override-ini=cache_dir=/cache/memory/pytest --lf',
  ]);
});

it('measures with pytest-cov where it is there, else with coverage', () => {
  expect(test({ coverage: true, junit: false }, { packages: new Set(['pytest', 'pytest-cov', 'coverage']) })).toEqual([
    'COVERAGE_FILE=/run/scratch/.coverage python -m pytest --cov=src/app --cov-report=term --cov-report=xml:/run/reports/coverage.xml --rootdir=. -p no:cacheprovider',
  ]);
  expect(test({ tool: 'unittest', coverage: true }, { packages: new Set(['coverage']) })).toEqual([
    'COVERAGE_FILE=/run/scratch/.coverage python -m coverage run --source=src/app -m unittest discover -s tests',
    'COVERAGE_FILE=/run/scratch/.coverage python -m coverage combine --quiet',
    'COVERAGE_FILE=/run/scratch/.coverage python -m coverage xml --quiet --fail-under=0 -o /run/reports/coverage.xml',
    'COVERAGE_FILE=/run/scratch/.coverage python -m coverage report',
  ]);
  expect(() => test({ coverage: true })).toThrow(/neither pytest-cov nor coverage/);
});

it('unittest looks where tests usually are, unless it is told what to run', () => {
  expect(test({ tool: 'unittest' })).toEqual(['python -m unittest discover -s tests']);
  expect(test({ tool: 'unittest' }, { exists: () => false })).toEqual(['python -m unittest discover']);
  expect(test({ tool: 'unittest' }, { exists: () => true })).toEqual(['python -m unittest discover -s tests -t .']);
  expect(test({ tool: 'unittest', args: ['-k', 'sum', '-v'] })).toEqual([
    'python -m unittest discover -s tests -k sum -v',
  ]);
  expect(test({ tool: 'unittest', args: ['tests.test_a'] })).toEqual(['python -m unittest tests.test_a']);
});
