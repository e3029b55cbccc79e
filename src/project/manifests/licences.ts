/** Licences of a project, as its manifests say them: what its METADATA would say. */
import { licencesOf } from '../../model/licences';
import { stringAt, tableAt } from '../toml';
import { listOf, sectionText } from './ini';
import type { Parsed } from './parse-folder';
import type { PythonValue } from './python-values';
import { strings } from './report';

export function readLicences({ pyproject, setupCfg, setupPy }: Parsed): readonly string[] {
  const project = tableAt(pyproject?.toml, 'project');
  const poetry = tableAt(pyproject?.toml, 'tool', 'poetry');
  const cfg = (key: string): string | undefined => setupCfg && sectionText(setupCfg.ini, 'metadata', key);
  const py = (key: string): PythonValue | undefined => setupPy?.call.keywords.get(key);
  const fields = [stringAt(project, 'license', 'text'), stringAt(poetry, 'license'), cfg('license')];
  return licencesOf({
    expressions: [stringAt(project, 'license') ?? []].flat(),
    fields: [...fields, ...textsOf(py('license'))].flatMap((text) => (text?.startsWith('file:') ? [] : (text ?? []))),
    classifiers: [
      ...strings(project.classifiers),
      ...strings(poetry.classifiers),
      ...listOf(cfg('classifiers'), '\n'),
      ...textsOf(py('classifiers')),
    ],
  });
}

function textsOf(value: PythonValue | undefined): string[] {
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  return items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
}
