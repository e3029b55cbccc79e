/** The table as people read it: a part of docs/cache-key.md. Pure. */
import type { Outcome } from './outcome';
import { type Row, type Tasks, taskIds } from './row';

/** Targets of the application that the columns show. */
export const COLUMNS = ['build', 'bytecode', 'test', 'lint', 'typecheck', 'wheel', 'sdist'] as const;
const SHOWN = 'one';

const MARKS: Readonly<Record<Outcome, string>> = { hit: '·', store: 'store', miss: '**miss**' };

/** Markdown, one table per heading. */
export function tablePage(rows: Readonly<Record<string, readonly Row[]>>): string {
  const head = `| change | ${COLUMNS.join(' | ')} | elsewhere | why |\n|---|${COLUMNS.map(() => ':-:|').join('')}---|---|`;
  return Object.entries(rows)
    .map(([heading, list]) => `### ${heading}\n${[head, ...list.map(line)].join('\n')}\n`)
    .join('\n');
}

function line(row: Row): string {
  return `| ${[row.id, ...cells(row), elsewhere(row), whyOf(row)].join(' | ')} |`;
}

function whyOf({ why, defect }: Row): string {
  return defect ? `${why}. **Not so yet:** ${defect}` : why;
}

function cells(row: Row): string[] {
  if (row.refused) {
    return COLUMNS.map(() => 'refused');
  }
  return COLUMNS.map((target) => MARKS[outcomeOf(row, `${SHOWN}:${target}`)]);
}

function outcomeOf({ miss, store }: Row, task: string): Outcome {
  return taskIds(miss).includes(task) ? 'miss' : taskIds(store).includes(task) ? 'store' : 'hit';
}

/** `common:test, two:build (store)`. */
function elsewhere({ miss, store }: Row): string {
  const others = (tasks: Tasks = {}, note = '') =>
    taskIds(tasks)
      .filter((task) => !task.startsWith(`${SHOWN}:`))
      .map((task) => `${task}${note}`);
  const all = [...others(miss), ...others(store, ' (store)')];
  return all.length > MANY ? 'likewise' : all.join(', ');
}

/** More than so many tasks of others are those of every project. */
const MANY = 5;
