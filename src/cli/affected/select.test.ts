import type { GraphView } from '../../graph/selection';
import { reasonText } from './reasons';
import { type Facts, selectAffected } from './select';
import { allTasks } from './task-graph';

const slice = (name: string) => `.kiln/closure/root/${name}.json`;
const plugin = { externalDependencies: ['kiln:plugin'] };

const GRAPH = {
  nodes: {
    hub: {
      data: {
        root: '.',
        targets: {
          closure: {
            executor: 'nx-kiln:closure',
            cache: true,
            inputs: ['{workspaceRoot}/uv.lock'],
            options: { outputPath: '.kiln/closure/root' },
          },
        },
      },
    },
    app: {
      data: {
        root: 'apps/app',
        targets: {
          build: {
            executor: 'nx-kiln:freeze',
            cache: true,
            dependsOn: [{ projects: ['hub'], target: 'closure' }],
            inputs: [
              'kilnSources',
              { input: 'kilnSources', projects: ['core'] },
              { dependentTasksOutputFiles: slice('app.build') },
              plugin,
            ],
          },
          smoke: {
            executor: 'nx-kiln:smoke',
            cache: true,
            dependsOn: ['build'],
            inputs: [{ dependentTasksOutputFiles: '**/kiln.json' }, plugin],
          },
          test: {
            executor: 'nx-kiln:test',
            cache: true,
            dependsOn: [{ projects: ['hub'], target: 'closure' }],
            inputs: ['{projectRoot}/**/*', { dependentTasksOutputFiles: slice('app.test') }, plugin],
          },
          image: { executor: 'nx:run-commands', dependsOn: ['build'] },
        },
      },
    },
    core: { data: { root: 'libs/core' } },
    web: {
      data: {
        root: 'web',
        targets: {
          build: { executor: 'nx:run-commands', cache: true, inputs: ['default'] },
          bundle: {
            executor: 'nx:run-commands',
            cache: true,
            dependsOn: ['^build'],
            inputs: [{ dependentTasksOutputFiles: '**/*' }],
          },
        },
      },
    },
  },
  dependencies: { web: [{ target: 'app' }], app: [{ target: 'core' }] },
} as unknown as GraphView;

function affected(facts: Partial<Facts>): Record<string, string[]> {
  const found = selectAffected({
    graph: GRAPH,
    tasks: allTasks(GRAPH),
    files: [],
    named: [(_, name) => (name === 'kilnSources' ? ['{projectRoot}/src/**/*'] : undefined)],
    slices: new Map(),
    configurations: new Map(),
    external: () => undefined,
    foreign: new Map(),
    ...facts,
  });
  return Object.fromEntries([...found].map(([id, reasons]) => [id, reasons.map(reasonText)]));
}

it('follows a dependency’s source through the build to what uses it, and stops there', () => {
  expect(affected({ files: ['libs/core/src/core/a.py'] })).toEqual({
    'app:build': ['file libs/core/src/core/a.py'],
    'app:smoke': ['because of app:build'],
    'app:image': ['because of app:build'],
    'web:bundle': ['because of app:build'],
  });
});

it('lists the closure for a lock, and nobody whose slice is the same', () => {
  expect(affected({ files: ['uv.lock'] })).toEqual({ 'hub:closure': ['file uv.lock'] });
});

it('lists the readers of a slice that differs, not those of others', () => {
  const slices = new Map([[slice('app.test'), ['pytest 8 → 9']]]);
  expect(affected({ files: ['uv.lock'], slices })).toEqual({
    'hub:closure': ['file uv.lock'],
    'app:test': [`slice ${slice('app.test')}: pytest 8 → 9`],
  });
});

it('takes the configuration of every project whose files are in the key', () => {
  expect(Object.keys(affected({ configurations: new Map([['core', 'target build']]) })).sort()).toEqual([
    'app:build',
    'app:image',
    'app:smoke',
    'web:bundle',
  ]);
});

it('looks for removed files under their old names too', () => {
  const named: Facts['named'] = [
    () => [],
    (_, name) => (name === 'kilnSources' ? ['{projectRoot}/old/**/*'] : undefined),
  ];
  expect(affected({ files: ['apps/app/old/a.py'], named })['app:build']).toEqual(['file apps/app/old/a.py']);
});

it('moves everything of Kiln with another Kiln, and what hashes all packages', () => {
  const external: Facts['external'] = (name) =>
    ({ 'kiln:plugin': '0.1.0 → 0.2.0', '*': 'package-lock.json changed' })[name];
  expect(Object.keys(affected({ external })).sort()).toEqual([
    'app:build',
    'app:image',
    'app:smoke',
    'app:test',
    'hub:closure',
    'web:bundle',
  ]);
});

it('moves every task of Kiln with nx.json', () => {
  expect(affected({ files: ['nx.json'] })['app:smoke']).toContain('file nx.json, which is in every key');
});

it('believes Nx about tasks that are not Kiln’s', () => {
  const foreign: Facts['foreign'] = new Map([['web:build', [{ kind: 'file', file: 'web/a.ts' }]]]);
  expect(affected({ foreign })).toEqual({ 'web:build': ['file web/a.ts'] });
});
