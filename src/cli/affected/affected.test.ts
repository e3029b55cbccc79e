import { groupTasks } from './affected';
import { allTasks, type Task, waitsFor } from './task-graph';

const task = (project: string, name: string): Task => ({ id: `${project}:${name}`, project, name, target: {} });

it('hands tasks to Nx so that nothing else is run', () => {
  expect(
    groupTasks([task('a', 'build'), task('a', 'smoke'), task('b', 'build'), task('b', 'smoke'), task('b', 'test')]),
  ).toEqual([
    { targets: ['build', 'smoke'], projects: ['a', 'b'] },
    { targets: ['test'], projects: ['b'] },
  ]);
});

const GRAPH = {
  nodes: {
    a: {
      data: {
        root: 'a',
        targets: { build: {}, x: { dependsOn: ['^build', 'build', { projects: ['d*'], target: 'build' }] } },
      },
    },
    b: { data: { root: 'b', targets: {} } },
    c: { data: { root: 'c', targets: { build: {} } } },
    d: { data: { root: 'd', targets: { build: {}, y: { dependsOn: ['nowhere'] } } } },
  },
  dependencies: { a: [{ target: 'b' }], b: [{ target: 'c' }, { target: 'a' }] },
};

it('finds what a task waits for as Nx does, through projects that lack the target', () => {
  const tasks = allTasks(GRAPH);
  expect(waitsFor(tasks.get('a:x') as Task, GRAPH)).toEqual(['c:build', 'a:build', 'd:build']);
  expect(waitsFor(tasks.get('d:y') as Task, GRAPH)).toEqual([]);
});
