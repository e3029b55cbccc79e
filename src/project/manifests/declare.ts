/** What a folder's manifests say of its project, in the order of authority. */
import type { Disk } from '../disk';
import type { Table } from '../toml';
import type { Diagnostic, Manager } from '../types';
import { type Declared, fillDynamic, NOTHING } from './declared';
import { withHooks } from './hatch';
import type { Parsed } from './parse-folder';
import { readProjectTable } from './pep621';
import { enrich, readPoetry } from './poetry';
import { type Report, reporter } from './report';
import { isSetupCfgUsed, readSetupCfg } from './setup-cfg';
import { readSetupPy } from './setup-py';
import { readSetuptoolsDynamic } from './setuptools-dynamic';

export interface Declaring {
  readonly parsed: Parsed;
  readonly disk: Disk;
  /** The file that says that there is a project. */
  readonly file: string;
  readonly manager: Manager;
  readonly backend: string | undefined;
  readonly report: Report;
  readonly diagnostics: Diagnostic[];
}

/** What the manifests say in the order of authority; the others only fill in what is left open. */
export function declare(declaring: Declaring): Declared {
  const { parsed, disk, file, manager, backend, report } = declaring;
  const { root, pyproject, setupCfg, setupPy } = parsed;
  const toml = pyproject?.toml ?? {};
  if (file !== pyproject?.file) {
    return file === setupCfg?.file || file === setupPy?.file ? olderManifests(declaring) : NOTHING;
  }
  const poetry = readPoetry(toml, root, report);
  const project = readProjectTable(toml, report);
  if (!project) {
    return poetry ?? NOTHING;
  }
  const hooked = withHooks(project, toml, report);
  const enriched = poetry && manager === 'poetry' ? enrich(hooked, poetry) : hooked;
  return backend === undefined || backend.startsWith('setuptools')
    ? fillDynamic(dynamicOf(enriched, toml, root, disk), olderManifests(declaring))
    : enriched;
}

/** setup.cfg and setup.py, as setuptools joins them. */
function olderManifests({ parsed, disk, diagnostics }: Declaring): Declared {
  const { root, setupCfg, setupPy } = parsed;
  const cfg = setupCfg && isSetupCfgUsed(setupCfg.ini) ? setupCfg : undefined;
  const fromPy = setupPy && readSetupPy(setupPy.call, root, reporter(setupPy.file, setupPy.text, diagnostics));
  if (!cfg) {
    return fromPy ?? NOTHING;
  }
  for (const { line, text } of cfg.problems) {
    const message = `'${text}' is neither a section nor key = value`;
    diagnostics.push({ file: cfg.file, line, message, fix: 'indent it if it belongs to the line above' });
  }
  const fromCfg = readSetupCfg(cfg.ini, root, disk, reporter(cfg.file, cfg.text, diagnostics));
  return fromPy ? overPy(fromCfg, fromPy) : fromCfg;
}

function dynamicOf(project: Declared, toml: Table, root: string, disk: Disk): Declared {
  const dynamic = readSetuptoolsDynamic(toml, root, disk);
  return dynamic ? fillDynamic(project, dynamic) : project;
}

/** setup.cfg is read after setup.py by setuptools and wins. */
function overPy(cfg: Declared, py: Declared): Declared {
  const missing = [
    ...(cfg.dependencies.length === 0 ? ['dependencies'] : []),
    ...(Object.keys(cfg.optionalDependencies).length === 0 ? ['optional-dependencies'] : []),
    ...(Object.keys(cfg.scripts).length === 0 ? ['scripts'] : []),
    ...(Object.keys(cfg.entryPoints).length === 0 ? ['entry-points'] : []),
    ...(cfg.requiresPython === undefined ? ['requires-python'] : []),
  ];
  const filled = fillDynamic({ ...cfg, dynamic: missing }, py);
  const open = py.dynamic.filter((field) => missing.includes(field) || (field === 'version' && !filled.version));
  return {
    ...filled,
    ...(cfg.name === undefined && py.name !== undefined ? { name: py.name } : {}),
    dynamic: [...new Set([...cfg.dynamic, ...open])].sort(),
  };
}
