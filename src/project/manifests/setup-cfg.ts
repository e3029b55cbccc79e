/** setup.cfg of setuptools: `[metadata]`, `[options]` and its sections. */
import { type Disk, joinPath } from '../disk';
import { type SetuptoolsLayout, setuptoolsClaims } from '../layout/setuptools';
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import type { Requirement } from '../types';
import { type Declared, type Lists, NOTHING } from './declared';
import { type Ini, listOf, sectionText } from './ini';
import { sourcesOfUrls } from './places';
import type { Report } from './report';

/** Whether the file describes a project and does not only configure tools. */
export function isSetupCfgProject(ini: Ini): boolean {
  return (
    sectionText(ini, 'metadata', 'name') !== undefined ||
    ['packages', 'py_modules', 'install_requires'].some((key) => sectionText(ini, 'options', key) !== undefined)
  );
}

/** Whether setuptools takes anything from it: also beside a setup.py that says the rest. */
export function isSetupCfgUsed(ini: Ini): boolean {
  return [...ini.keys()].some((section) => /^(metadata|options(\..*)?)$/.test(section));
}

/** @param root workspace-relative folder of the file */
export function readSetupCfg(ini: Ini, root: string, disk: Disk, report: Report): Declared {
  const files: string[] = [];
  const list = (text: string | undefined, where: string): Requirement[] =>
    // On one line they are separated by semicolons, which begin markers elsewhere.
    requirementLines(included(text, root, disk, files)?.split('\n') ?? listOf(text, ';'), where, report);
  const dynamic: string[] = [];
  const [name, version] = ['name', 'version'].map((key) => literal(ini, key, root, disk, files, dynamic));
  const requiresPython = sectionText(ini, 'options', 'python_requires');
  const description = sectionText(ini, 'metadata', 'description')?.split('\n')[0];
  const dependencies = list(sectionText(ini, 'options', 'install_requires'), '[options].install_requires');
  const extras = extrasOf(ini, list);
  const tests = list(sectionText(ini, 'options', 'tests_require'), '[options].tests_require');
  const entryPoints = entryPointsOf(ini, report);
  const { console_scripts: scripts = {}, gui_scripts: guiScripts = {}, ...others } = entryPoints;
  const claims = setuptoolsClaims(layoutOf(ini), 'setup.cfg [options]');
  return {
    ...NOTHING,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(requiresPython ? { requiresPython } : {}),
    ...(description ? { description } : {}),
    dynamic,
    scripts,
    guiScripts,
    entryPoints: others,
    dependencies,
    optionalDependencies: extras,
    groups: tests.length > 0 ? { test: tests } : {},
    sources: sourcesOfUrls([...dependencies, ...Object.values(extras).flat(), ...tests], root),
    ...(claims ? { claims } : {}),
    files: [...new Set(files)],
  };
}

/** `attr:` is computed, `file:` is read. */
function literal(
  ini: Ini,
  key: string,
  root: string,
  disk: Disk,
  files: string[],
  dynamic: string[],
): string | undefined {
  const text = sectionText(ini, 'metadata', key);
  if (text === undefined) {
    return undefined;
  }
  const value = /^attr:/.test(text) ? undefined : (included(text, root, disk, files) ?? text).trim();
  if (value === undefined || value === '') {
    dynamic.push(key);
  }
  return value || undefined;
}

/** The text of the files that `file: a.txt, b.txt` names; `undefined` where it is no such directive. */
function included(text: string | undefined, root: string, disk: Disk, files: string[]): string | undefined {
  const names = /^file:\s*(.*)$/s.exec(text ?? '')?.[1];
  return names === undefined
    ? undefined
    : names
        .split(/[,\n]/)
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('/') && !joinPath(root, name).startsWith('..'))
        .map((name) => {
          const file = joinPath(root, name);
          const content = disk.read(file);
          if (content !== undefined) {
            files.push(file);
          }
          return content ?? '';
        })
        .join('\n');
}

/** Requirements of a list; options of pip (`-r`, `--hash`) are none. */
export function requirementLines(lines: readonly string[], where: string, report: Report): Requirement[] {
  return lines
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('-'))
    .flatMap((line) => {
      const parsed = parseRequirement(line);
      if (!parsed) {
        report(`${where}: ${line} is no requirement`, line, 'see PEP 508');
      }
      return parsed ? [parsed] : [];
    });
}

type ReadList = (text: string | undefined, where: string) => Requirement[];

/** The name may carry a marker: `fast:python_version < '3.11'`. */
function extrasOf(ini: Ini, list: ReadList): Lists {
  const extras = new Map<string, Requirement[]>();
  for (const [key, { text }] of ini.get('options.extras_require') ?? []) {
    addExtra(extras, key, list(text, `[options.extras_require].${key}`));
  }
  return Object.fromEntries(extras);
}

/** Adds to an extra; without a name before the colon the requirements have a marker only, and ship. */
export function addExtra(extras: Map<string, Requirement[]>, key: string, found: readonly Requirement[]): void {
  const [name = '', marker] = key.split(/:(.*)/s);
  const marked = marker?.trim()
    ? found.map((r) => ({ ...r, marker: r.marker ? `(${r.marker}) and (${marker.trim()})` : marker.trim() }))
    : found;
  const extra = normalizeName(name.trim());
  extras.set(extra, [...(extras.get(extra) ?? []), ...marked]);
}

function entryPointsOf(ini: Ini, report: Report): Record<string, Record<string, string>> {
  return Object.fromEntries(
    [...(ini.get('options.entry_points') ?? [])].map(([group, { text }]) => [
      group,
      entryPointLines(listOf(text, '\n'), `[options.entry_points].${group}`, report),
    ]),
  );
}

/** `name = module:function [extra]`. */
export function entryPointLines(lines: readonly string[], where: string, report: Report): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, target] = /^([^=]*[^=\s])\s*=\s*([^\s[]+)/.exec(line) ?? [];
      if (name === undefined || target === undefined) {
        report(`${where}: ${line} is no entry point`, line, 'write name = module:function');
        return [];
      }
      return [[name, target] as const];
    }),
  );
}

function layoutOf(ini: Ini): SetuptoolsLayout {
  const packages = sectionText(ini, 'options', 'packages');
  const finds = /^find(_namespace)?:$/.exec(packages?.trim() ?? '');
  const option = (key: string): string[] => listOf(sectionText(ini, 'options.packages.find', key), ',');
  const dirs = listOf(sectionText(ini, 'options', 'package_dir'), ',').map((line) =>
    line.split('=').map((s) => s.trim()),
  );
  return {
    ...(finds
      ? {
          find: {
            where: option('where'),
            include: option('include'),
            exclude: option('exclude'),
            namespaces: finds[1] !== undefined,
          },
        }
      : packages === undefined
        ? {}
        : { packages: listOf(packages, ',') }),
    packageDir: Object.fromEntries(dirs.map(([name = '', folder = '']) => [name, folder])),
    modules: listOf(sectionText(ini, 'options', 'py_modules'), ','),
  };
}
