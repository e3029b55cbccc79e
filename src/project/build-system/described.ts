/** README and licences: files whose text or name enters METADATA. */
import { type Ini, listOf, sectionText } from '../manifests/ini';
import { oneOrMore, strings } from '../manifests/report';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';

/** What PEP 639 and all backends take where nothing is said; a little more than each: one list for all of them. */
export const LICENCE_NAMES: readonly string[] = ['LICEN*', 'COPYING*', 'NOTICE*', 'AUTHORS*'];

export interface Described {
  readonly readme?: string;
  readonly files: readonly string[];
}

export function describedFiles(toml: Table, ini: Ini | undefined): Described {
  const readmes = readmesOf(toml, ini);
  const [readme] = readmes;
  return { ...(readme === undefined ? {} : { readme }), files: [...readmes, ...licencesOf(toml, ini)] };
}

function readmesOf(toml: Table, ini: Ini | undefined): string[] {
  const { readme } = tableAt(toml, 'project');
  return [
    ...oneOrMore(isTable(readme) ? readme.file : readme),
    ...oneOrMore(valueAt(toml, 'tool', 'poetry', 'readme')),
    ...oneOrMore(valueAt(toml, 'tool', 'flit', 'metadata', 'description-file')),
    ...fileDirective(sectionText(ini ?? new Map(), 'metadata', 'long_description')),
  ];
}

function licencesOf(toml: Table, ini: Ini | undefined): string[] {
  const project = tableAt(toml, 'project');
  const licence = stringAt(project, 'license', 'file');
  const hatch = project['license-files'];
  const cfg = (key: string): string[] => listOf(sectionText(ini ?? new Map(), 'metadata', key), ',');
  return [
    ...(licence === undefined ? [] : [licence]),
    // A draft of PEP 639, still read: `{ paths = […] }` or `{ globs = […] }`.
    ...(isTable(hatch) ? [...strings(hatch.paths), ...strings(hatch.globs)] : strings(hatch)),
    ...strings(valueAt(toml, 'tool', 'setuptools', 'license-files')),
    ...cfg('license_files'),
    ...cfg('license_file'),
    ...fileDirective(sectionText(ini ?? new Map(), 'metadata', 'license')),
  ];
}

/** `file: README.md, CHANGES.md` */
export function fileDirective(text: string | undefined): string[] {
  const names = /^file:\s*(.*)$/s.exec(text ?? '')?.[1];
  return (names ?? '')
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter(Boolean);
}
