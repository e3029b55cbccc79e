/**
 * What a tool reads besides its project's folder and the usual settings above it. The graph makes inputs of it; the
 * executors look again before they run, so that nothing is kept that the key does not hold.
 */
import type { ToolName } from '../../model/tools';
import type { Disk } from '../disk';
import { BUILD_FOLDERS, LEFTOVER_FOLDERS } from '../leftovers';
import { lineOf } from '../toml';
import type { Diagnostic } from '../types';
import { argumentLeads, namedSettings, settingsOfArguments } from './arguments';
import { type SettingsFiles, settingsFiles } from './files';
import { blackFound, flake8Found, tyFound } from './more-tools';
import { mypyFound } from './mypy';
import { foldersOf, hasPattern, isBelow, type Target, targetOf, withoutPattern } from './paths';
import { pyrightFound } from './pyright';
import { coverageFound, pytestFound } from './pytest';
import { ruffFound } from './ruff';
import type { Found, Lead, Place, Reach, Reading, Settings } from './types';

export interface ReachRequest {
  readonly tool: ToolName;
  /** Workspace-relative folder of the project. */
  readonly root: string;
  /** Folders of other projects inside of it: what lies there is in no key of this one. */
  readonly nested: readonly string[];
  readonly args: readonly string[];
  readonly passEnv: readonly string[];
}

/** Never throws: what cannot be read leads nowhere, and its tool will fail. */
export function toolReach(request: ReachRequest, disk: Disk): Reach {
  const files = settingsFiles(disk);
  const { tool, root, args } = request;
  const plain: Reading = { root, args, files };
  const settings = settingsOfArguments(tool, plain) ?? files.settings(tool, root);
  const reading: Reading = { ...plain, ...(settings ? { settings } : {}) };
  const found = [foundBy(tool, reading), { leads: argumentLeads(tool, plain) }];
  return resolve(request, found, files);
}

/** Likewise for one more settings file of ruff, which has them in every folder. */
export function ruffReach(request: ReachRequest, settings: Settings, disk: Disk): Reach {
  const files = settingsFiles(disk);
  return resolve(request, [ruffFound({ root: request.root, args: [], files, settings })], files);
}

function foundBy(tool: ToolName, reading: Reading): Found {
  switch (tool) {
    case 'ruff':
      return ruffFound(reading);
    case 'flake8':
      return flake8Found(reading, namedSettings(tool, reading, ['--append-config']));
    case 'black':
      return blackFound(reading);
    case 'mypy':
      return mypyFound(reading);
    case 'pyright':
    case 'basedpyright':
      return pyrightFound(tool, reading);
    case 'ty':
      return tyFound(reading);
    case 'pytest':
      return joined([pytestFound(reading), coverageFound(reading)]);
    case 'unittest':
      return coverageFound(reading);
  }
}

function joined(found: readonly Found[]): Found {
  return Object.assign({}, ...found, { leads: found.flatMap(({ leads }) => leads) }) as Found;
}

function resolve(request: ReachRequest, found: readonly Found[], files: SettingsFiles): Reach {
  const places = new Map<string, Place>();
  const names = new Set<string>();
  const doubts: Diagnostic[] = variables(request);
  for (const lead of found.flatMap(({ leads }) => leads)) {
    const targets = lead.holds === 'names' ? nameTargets(lead, files) : [placeTarget(lead)];
    for (const target of targets) {
      if ('doubt' in target) {
        doubts.push(doubtOf(lead, target.doubt, request.root, files));
      } else if (lead.holds === 'names') {
        if (!isBelow(target.path, request.root)) {
          names.add(target.path);
        }
      } else if (!isKeyed(target.path, lead, request)) {
        const holds = isPattern(lead) ? 'tree' : lead.holds;
        const doubt = doubtAbout(target.path, files);
        if (doubt === undefined) {
          places.set(`${target.path} ${holds}`, { path: target.path, holds, why: whoLeads(lead) });
        } else {
          doubts.push(doubtOf(lead, doubt, request.root, files));
        }
      }
    }
  }
  const conftests = found.map((one) => one.conftests).find((folder) => folder !== undefined);
  return {
    places: [...places.values()].sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : a.holds < b.holds ? -1 : 1,
    ),
    names: [...names].sort(),
    anyName: found.some(({ anyName }) => anyName === true),
    ignores: found.some(({ ignores }) => ignores === true),
    ...(conftests === undefined ? {} : { conftests }),
    doubts,
  };
}

const OUTPUTS = /^(dist|\.nx|\.kiln|\.git)(\/|$)/;
const ENVIRONMENTS = /(^|\/)(\.?venv|virtualenv|node_modules|\.tox|\.nox|site-packages)(\/|$)/;

/** Why no input can hold what lies in a place of the workspace. */
function doubtAbout(path: string, files: SettingsFiles): string | undefined {
  if (OUTPUTS.test(path)) {
    return 'other tasks make it: what it holds when Nx makes the key is not what it holds when the tool runs';
  }
  if (ENVIRONMENTS.test(path)) {
    return 'what an environment holds is in no key';
  }
  // Where everything counts, links of projects are followed with the projects.
  const link = path === '.' ? undefined : files.linkAt(path);
  return link === undefined ? undefined : `${link} is a link, and Nx does not look behind it`;
}

/** What is opened as a file is no pattern, whatever is in its name. */
function isPattern({ text, holds }: Lead): boolean {
  return holds !== 'file' && hasPattern(text);
}

function whoLeads({ key, file }: Lead): string {
  return file === undefined ? `argument ${key}` : `${key} of ${file}`;
}

function placeTarget(lead: Lead): Target {
  const { text, from, doubt } = lead;
  return doubt === undefined ? targetOf(isPattern(lead) ? withoutPattern(text) : text, from) : { doubt };
}

function nameTargets({ text, from }: Lead, files: SettingsFiles): Target[] {
  const target = targetOf(text, from);
  if ('doubt' in target || !hasPattern(text)) {
    return [target];
  }
  const folders = foldersOf(target.path, files);
  return folders?.map((path) => ({ path })) ?? [{ doubt: 'a pattern with ** can mean any folder' }];
}

/** Whether the project's own files in the key hold it: its sources do, other files of it only where they are settings. */
function isKeyed(path: string, { holds }: Lead, { tool, root, nested }: ReachRequest): boolean {
  if (!isBelow(path, root) || nested.some((other) => isBelow(path, other))) {
    return false;
  }
  const below = root === '.' ? path : path.slice(root.length + 1);
  const segments = below.split('/');
  if (segments.some((name) => LEFTOVER_FOLDERS.includes(name)) || BUILD_FOLDERS.includes(segments[0] as string)) {
    return false;
  }
  return holds === 'modules' || tool === 'pytest' || tool === 'unittest';
}

/** Variables whose values are paths: the value would be in the key, and what lies there would not. */
const LEADING =
  /^(PYTHON(PATH|HOME|STARTUP|USERBASE)|MYPYPATH|MYPY_CONFIG_FILE_DIR|PYTEST_(ADDOPTS|PLUGINS)|RUFF_.*|TY_.*|COVERAGE_(RCFILE|PROCESS_START)|GIT_.*)$/;
/** Tests may look for what they need at home; of a linter it is settings. */
const HOMES = /^(HOME|XDG_CONFIG_HOME|XDG_CONFIG_DIRS|USERPROFILE|APPDATA)$/;

function variables({ tool, root, passEnv }: ReachRequest): Diagnostic[] {
  const tests = tool === 'pytest' || tool === 'unittest';
  return passEnv
    .filter((name) => LEADING.test(name) || (!tests && HOMES.test(name)))
    .map((name) => ({
      file: root,
      message: `${tool} gets ${name}, and what it leads to is in no key`,
      fix: `take ${name} out of passEnv, and name the path in the settings of ${tool}`,
    }));
}

function doubtOf({ file, key, text }: Lead, why: string, root: string, files: SettingsFiles): Diagnostic {
  const line = file === undefined ? undefined : lineOf(files.read(file) ?? '', text);
  return {
    file: file ?? root,
    ...(line === undefined ? {} : { line }),
    message: `${key} '${text}': ${why}`,
    fix: 'write a path that is relative and stays in the workspace',
  };
}
