/** What the settings of pytest and coverage lead to. */
import { shellWords } from '../shell-words';
import type { Table } from '../toml';
import { argumentLeads } from './arguments';
import { folderOf, isBelow, targetOf } from './paths';
import { otherTexts, type Sections, sectionOf, wordsOf } from './sections';
import type { Found, Lead, Reading } from './types';

const SECTIONS = {
  pyproject: [
    ['tool', 'pytest', 'ini_options'],
    ['tool', 'pytest'],
  ],
  toml: ['pytest'],
  ini: ['pytest', 'tool:pytest'],
};
/** Of pytest itself and its best known plugins: nothing of it is opened. */
const NOT_OPENED =
  /^(addopts|pythonpath|testpaths|norecursedirs|collect_ignore.*|python_(files|classes|functions)|markers|filterwarnings|usefixtures|minversion|required_plugins|cache_dir|(log|junit|console|truncation|tmp_path|faulthandler|verbosity|doctest|empty_parameter_set|xfail|asyncio|anyio|timeout|strict|consider_namespace|disable_test)\w*|ini_options)$/;

export function pytestFound(reading: Reading): Found {
  const { root, settings, args, files } = reading;
  const table: Table = settings ? sectionOf(settings.path, SECTIONS, files) : {};
  const options = wordsOf(table.addopts, /\n/).flatMap((line) =>
    typeof table.addopts === 'string' ? shellWords(line) : [line],
  );
  const from = settings ? folderOf(settings.path) : root;
  const origin = settings ? { file: settings.path } : {};
  const own = overrides([...options, ...args]);
  const all = { ...table, ...own };
  // Values of `-o` begin where pytest runs; both places count, for it costs nothing.
  const places = Object.keys(own).length > 0 ? [...new Set([from, root])] : [from];
  const leads = (key: string, at: readonly string[]): Lead[] =>
    wordsOf(all[key], /\s+/).flatMap((text) =>
      at.map((folder): Lead => ({ text, from: folder, holds: 'tree', key, ...origin })),
    );
  const conftests = conftestFolder([...options, ...args], root) ?? (isBelow(from, root) ? undefined : from);
  return {
    leads: [
      ...leads('pythonpath', places),
      ...leads('testpaths', [root]),
      ...argumentLeads('pytest', { ...reading, args: options }).map((lead) => ({ ...lead, ...origin })),
      ...opened(all, [...new Set([from, root])], settings?.path, files.list),
    ],
    ...(conftests === undefined ? {} : { conftests }),
  };
}

/** Settings of plugins: a path that leads up, or the name of a file that is there. */
function opened(
  table: Table,
  folders: readonly string[],
  file: string | undefined,
  list: Reading['files']['list'],
): Lead[] {
  return otherTexts(table, (key) => NOT_OPENED.test(key)).flatMap(([key, text]) =>
    folders
      .filter(
        (folder) =>
          text.includes('../') || list(folder).some(({ name }) => name === text.split('/')[0] && /[./]/.test(text)),
      )
      .map((folder): Lead => ({ text, from: folder, holds: 'tree', key, ...(file === undefined ? {} : { file }) })),
  );
}

/** `-o pythonpath=../shared`, `--override-ini=…` */
function overrides(args: readonly string[]): Record<string, string> {
  const values = args.flatMap((arg, i) => {
    const attached = /^(?:-o|--override-ini=)(.+)$/.exec(arg)?.[1];
    return attached ?? (['-o', '--override-ini'].includes(args[i - 1] ?? '') ? [arg] : []);
  });
  return Object.fromEntries(
    values.flatMap((text) =>
      text.includes('=') ? [[text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]] : [],
    ),
  );
}

/** `--confcutdir=..`, `--rootdir=..`: the highest folder whose conftest.py counts. */
function conftestFolder(args: readonly string[], root: string): string | undefined {
  const folders = args.flatMap((arg, i) => {
    const attached = /^--(?:confcutdir|rootdir)=(.+)$/.exec(arg)?.[1];
    const text = attached ?? (['--confcutdir', '--rootdir'].includes(args[i - 1] ?? '') ? arg : undefined);
    const target = text === undefined ? undefined : targetOf(text, root);
    return target ? ['path' in target ? target.path : '.'] : [];
  });
  const above = folders.filter((folder) => folder !== root && isBelow(root, folder));
  return above.sort((a, b) => a.length - b.length)[0];
}

/** Where coverage looks for settings: in the folder that it runs in, and nowhere above. */
const COVERAGE: readonly (readonly [name: string, sections: Sections])[] = [
  ['pyproject.toml', { pyproject: [['tool', 'coverage', 'run']] }],
  ['.coveragerc.toml', { pyproject: [], toml: ['run'] }],
  ['.coveragerc', { pyproject: [], ini: ['run'] }],
  ['setup.cfg', { pyproject: [], ini: ['coverage:run'] }],
  ['tox.ini', { pyproject: [], ini: ['coverage:run'] }],
];

/** coverage reads every source below `source`, also what no test imports. */
export function coverageFound({ root, files }: Reading): Found {
  const leads = COVERAGE.flatMap(([name, sections]) => {
    const file = root === '.' ? name : `${root}/${name}`;
    // Parsing the manifest of every project would cost more than all the rest.
    if (!/coverage|\[run\]/.test(files.read(file) ?? '')) {
      return [];
    }
    const table = sectionOf(file, sections, files);
    return ['source', 'source_dirs'].flatMap((key) =>
      wordsOf(table[key], /[\n,]/)
        .filter((text) => text.includes('/'))
        .map((text): Lead => ({ text, from: root, holds: 'modules', file, key })),
    );
  });
  return { leads };
}
