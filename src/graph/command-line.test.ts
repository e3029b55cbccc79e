import { parseRun } from './command-line';

const KNOWN = { app: ['build', 'build:fast'], 'a:b': ['test'], web: ['build'] };
it.each([
  ['build app', { targets: ['build'], projects: ['app'] }],
  ['build app -c arm64', { targets: ['build'], projects: ['app'], configuration: 'arm64' }],
  ['build app -c=arm64', { targets: ['build'], projects: ['app'], configuration: 'arm64' }],
  ['build -c arm64 app', { targets: ['build'], projects: ['app'], configuration: 'arm64' }],
  ['--verbose build app --configuration=arm64', { targets: ['build'], projects: ['app'], configuration: 'arm64' }],
  ['build app --prod', { targets: ['build'], projects: ['app'], configuration: 'production' }],
  ['build', { targets: ['build'], projects: [] }],
  ['build app --optimize 2', { targets: ['build'], projects: ['app'] }],
  ['build app -- -c arm64', { targets: ['build'], projects: ['app'] }],
  ['run app:build', { targets: ['build'], projects: ['app'] }],
  ['run app:build:arm64', { targets: ['build'], projects: ['app'], configuration: 'arm64' }],
  ['run app:build -c arm64', { targets: ['build'], projects: ['app'], configuration: 'arm64' }],
  ['run app:build:fast:x', { targets: ['build:fast'], projects: ['app'], configuration: 'x' }],
  ['run a:b:test', { targets: ['test'], projects: ['a:b'] }],
  ['run nobody:build', undefined],
  ['run-many -t build', { targets: ['build'] }],
  [
    'run-many -t build smoke -p app,web -c x',
    { targets: ['build', 'smoke'], projects: ['app', 'web'], configuration: 'x' },
  ],
  ['run-many --targets=build,smoke --projects app web', { targets: ['build', 'smoke'], projects: ['app', 'web'] }],
  ['affected -t build --base main --configuration arm64', { targets: ['build'], configuration: 'arm64' }],
  ['affected --target build', { targets: ['build'] }],
  ['', undefined],
])('nx %s', (line, expected) => {
  const argv = ['node', 'nx', ...line.split(' ').filter(Boolean)];
  const run = parseRun(argv, KNOWN);
  expect(run && JSON.parse(JSON.stringify(run))).toEqual(expected);
});
