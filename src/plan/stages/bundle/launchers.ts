/** Which launchers a bundle has: the application, further entry points, console scripts of packages. */
import { KilnError } from '../../../model/errors';
import { MANIFEST_FILE, SBOM_FILE } from '../../../model/manifest';
import type { FreezeOptions } from '../../../model/options/freeze';
import type { PythonProject } from '../../../project/types';
import { chooseEntryPoint, type EntryPoint, readEntryPoint } from './entry-point';
import { BOOT, LAUNCH_CONFIG } from './launch-config';
import { TRIMMED } from './places';

/** What of packages' `.pth` files a bundle leaves out; lies beside the launcher, only where there is something. */
export const SKIPPED_LINES = 'pth-skipped.txt';

/** Names that the layout takes beside the launchers, or beside the folder that is called like one (docs/bundle.md). */
const RESERVED = [
  ...['app', 'boot', 'site', 'runtime', BOOT, LAUNCH_CONFIG, SKIPPED_LINES],
  ...[MANIFEST_FILE, SBOM_FILE, TRIMMED],
];
/** File systems take 255 bytes with what stands around it, one-file applications 168. */
const NAME = /^(?!\.+$)[\w.-]{1,128}$/;

/** A console script of a third-party package; where it leads is in the package. */
export interface DependencyScript {
  readonly name: string;
  /** Of several packages with such a script, this one. */
  readonly package?: string;
}

export interface Launchers {
  /** What the bundle is called after, and what a renamed launcher starts. */
  readonly main: EntryPoint;
  readonly others: readonly EntryPoint[];
  readonly dependencies: readonly DependencyScript[];
}

type Wanted = Pick<FreezeOptions, 'entryPoint' | 'entryPoints' | 'dependencyScripts' | 'name'>;

/** @throws KilnError ENTRY_POINT_MISSING; NAME_CLASH for a name that the layout or another launcher has */
export function chooseLaunchers(project: PythonProject, options: Wanted): Launchers {
  const listed = options.entryPoints.flatMap((text) => readListed(project, text));
  const chosen = mainOf(project, options.entryPoint, listed);
  const main = { ...chosen, name: options.name ?? chosen.name };
  const others = listed.filter(({ name }) => name !== chosen.name);
  const dependencies = options.dependencyScripts.map(readDependencyScript);
  refuseClashes(project, [main, ...others, ...dependencies]);
  return { main, others, dependencies };
}

/** Without a choice of its own, an application with several scripts is called after the first one listed. */
function mainOf(project: PythonProject, option: string | undefined, listed: readonly EntryPoint[]): EntryPoint {
  try {
    return chooseEntryPoint(project, option);
  } catch (error) {
    const [first] = listed;
    if (option === undefined && first) {
      return first;
    }
    throw error;
  }
}

function readListed(project: PythonProject, text: string): EntryPoint[] {
  if (text === '*') {
    return Object.keys({ ...project.scripts, ...project.guiScripts })
      .sort()
      .map((name) => chooseEntryPoint(project, name));
  }
  const [, name, reference] = /^\s*([^=\s]+)\s*=\s*(.+)$/.exec(text) ?? [];
  if (name !== undefined && reference !== undefined) {
    return [readEntryPoint(project, name, reference)];
  }
  if (text.includes(':')) {
    throw new KilnError('OPTION_INVALID', `entryPoints: '${text}' says no name for its launcher`, {
      hint: `write it as name=${text}`,
    });
  }
  return [chooseEntryPoint(project, text)];
}

function readDependencyScript(text: string): DependencyScript {
  const [, owner, name = text] = /^([^:]*):(.*)$/.exec(text) ?? [];
  return owner === undefined ? { name } : { name, package: owner };
}

/** @throws KilnError ENTRY_POINT_MISSING for scripts of packages in a bundle without any */
export function refuseScripts([first]: readonly DependencyScript[]): void {
  if (first) {
    const text = [...(first.package === undefined ? [] : [first.package]), first.name].join(':');
    throw new KilnError('ENTRY_POINT_MISSING', `dependencyScripts: no locked package has '${text}': there are none`, {
      hint: 'add the package to [project].dependencies and lock again, or leave dependencyScripts out',
    });
  }
}

function refuseClashes(project: PythonProject, all: readonly { readonly name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of all) {
    if (RESERVED.includes(name)) {
      throw new KilnError('NAME_CLASH', `a bundle cannot have a launcher called '${name}': its layout uses that name`, {
        hint: `give it another one, for example name=${project.normalizedName}-cli or entryPoints=${name}-cli=module:function`,
      });
    }
    if (!NAME.test(name)) {
      throw new KilnError('OPTION_INVALID', `'${name}' cannot be the name of a launcher`, {
        hint: 'a name has at most 128 letters, digits, dots, dashes and underscores, and not only dots',
      });
    }
    // Windows and macOS take names that differ in case only for one.
    if (seen.has(name.toLowerCase())) {
      throw new KilnError('NAME_CLASH', `two launchers of ${project.name} are called '${name}'`, {
        hint: 'give one of them another name: entryPoints=other-name=module:function',
      });
    }
    seen.add(name.toLowerCase());
  }
}
