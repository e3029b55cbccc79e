import type { Disk } from '../disk';
import { type Table, tableAt, valueAt } from '../toml';
import type { Manager } from '../types';
import { type Declared, joinLists, NOTHING } from './declared';
import { readHatchGroups } from './hatch';
import { requirementsOf } from './manifest-files';
import type { Parsed } from './parse-folder';
import { readPdmGroups } from './pdm';
import { readGroups } from './pep621';
import { type Report, requirements } from './report';
import { readRequirementsFiles } from './requirements-files';

/** Groups and sources that only the project's own manager knows. */
export function managerGroups(parsed: Parsed, toml: Table, manager: Manager, disk: Disk, report: Report): Declared {
  const { root, pyproject } = parsed;
  const settings = manager === 'uv' ? tableAt(toml, 'tool', 'uv', 'dependency-groups') : {};
  let groups: Declared['groups'] = pyproject ? readGroups(toml, settings, report) : {};
  const legacy = valueAt(toml, 'tool', 'uv', 'dev-dependencies');
  if (legacy !== undefined && (manager === 'uv' || manager === 'pip')) {
    groups = joinLists(groups, { dev: requirements(legacy, '[tool.uv].dev-dependencies', report) });
  }
  if (manager === 'hatch') {
    return { ...NOTHING, groups: joinLists(groups, readHatchGroups(toml, report)) };
  }
  if (manager === 'pdm') {
    const pdm = readPdmGroups(toml, root, report);
    return { ...NOTHING, groups: joinLists(groups, pdm.groups), sources: pdm.sources };
  }
  const files = manager === 'pip' ? requirementsOf(root, disk) : [];
  if (files.length === 0) {
    return { ...NOTHING, groups };
  }
  const read = readRequirementsFiles(files, root, disk);
  // Elsewhere the manifest says what is needed, and the file which version; but what lies beside it is needed, too.
  const isOnly = pyproject === undefined && parsed.setupCfg === undefined && parsed.setupPy === undefined;
  const dependencies = isOnly
    ? read.dependencies
    : read.dependencies.filter(({ name }) => read.sources[name]?.kind === 'path');
  return { ...read, dependencies, groups: joinLists(groups, read.groups) };
}
