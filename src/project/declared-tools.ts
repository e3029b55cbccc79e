/** Which tools of everyday work a project declares. Pure: names of requirements in, names of tools out. */
import { TOOLS, type ToolName } from '../model/tools';
import type { Disk } from './disk';
import { joinPath } from './disk';
import { choose } from './purposes';
import type { Purpose, PythonProject } from './types';

/** The kinds of everyday work that a tool is chosen for. */
export type Work = keyof typeof TOOLS;
export type DeclaredTools = { readonly [W in Work]?: (typeof TOOLS)[W][number] };

/** The part of a project (or of the root of its uv workspace) that says what it needs. */
export type Declaring = Pick<PythonProject, 'dependencies' | 'optionalDependencies' | 'groups'>;

/** The environment of each kind of work is made from the slice of a purpose: a tool outside of it is not there. */
export const PURPOSE_OF: Readonly<Record<Work, Purpose>> = {
  test: 'test',
  lint: 'lint',
  typecheck: 'typecheck',
  format: 'lint',
};

/** Settings that say that a tool is not only installed but used, for the case that several are declared. */
const SETTINGS: Readonly<Record<ToolName, { readonly tables: RegExp; readonly files: readonly string[] }>> = {
  pytest: { tables: /^\s*\[tool\.pytest\b/m, files: ['pytest.ini', '.pytest.ini'] },
  unittest: { tables: /^\s*\[tool\.unittest\b/m, files: [] },
  ruff: { tables: /^\s*\[tool\.ruff\b/m, files: ['ruff.toml', '.ruff.toml'] },
  flake8: { tables: /^\s*\[tool\.flake8\b/m, files: ['.flake8'] },
  black: { tables: /^\s*\[tool\.black\b/m, files: [] },
  mypy: { tables: /^\s*\[tool\.mypy\b/m, files: ['mypy.ini', '.mypy.ini'] },
  basedpyright: { tables: /^\s*\[tool\.basedpyright\b/m, files: ['pyrightconfig.json'] },
  pyright: { tables: /^\s*\[tool\.pyright\b/m, files: ['pyrightconfig.json'] },
  ty: { tables: /^\s*\[tool\.ty\b/m, files: ['ty.toml'] },
};

/**
 * The tool of each kind of work, where the project or the root of its uv workspace declares one.
 * @param forced tools that `[tool.kiln.<work>]` names; they win
 * @param isConfigured whether there are settings of a tool; asked only where several are declared
 */
export function declaredTools(
  project: Declaring,
  hub: Declaring | undefined,
  forced: { readonly [W in Work]?: string },
  isConfigured: (tool: ToolName, work: Work) => boolean,
): DeclaredTools {
  const chosen = (Object.keys(TOOLS) as Work[]).map((work) => {
    const tools: readonly ToolName[] = TOOLS[work];
    const wanted = tools.find((tool) => tool === forced[work]);
    const names = namesOf(PURPOSE_OF[work], project, hub);
    const declared = tools.filter((tool) => names.has(tool));
    return [work, wanted ?? prefer(declared, work, isConfigured)] as const;
  });
  return Object.fromEntries(chosen.filter(([, tool]) => tool !== undefined));
}

function prefer(
  declared: readonly ToolName[],
  work: Work,
  isConfigured: (tool: ToolName, work: Work) => boolean,
): ToolName | undefined {
  if (declared.length < 2) {
    return declared[0];
  }
  // Who has black beside ruff formats with black, unless ruff's formatter is configured.
  const order = work === 'format' ? [...declared].reverse() : declared;
  return declared.find((tool) => isConfigured(tool, work)) ?? order[0];
}

/** Names of the requirements that are in the slice of a purpose by themselves. */
function namesOf(purpose: Purpose, project: Declaring, hub: Declaring | undefined): ReadonlySet<string> {
  const own = choose({ ...project, extras: project.optionalDependencies }, purpose);
  const shared = hub ? choose({ dependencies: [], groups: hub.groups, extras: {} }, purpose).entries : [];
  return new Set([...own.entries, ...shared].map(({ name }) => name));
}

/**
 * Looks for a tool's settings in the folders from the project's up to its uv workspace's root.
 * @param folders workspace-relative
 */
export function toolSettings(folders: readonly string[], disk: Disk): (tool: ToolName, work: Work) => boolean {
  const texts = new Map<string, string>();
  const read = (file: string): string => {
    const text = texts.get(file) ?? disk.read(file) ?? '';
    texts.set(file, text);
    return text;
  };
  return (tool, work) => {
    const { tables, files } = SETTINGS[tool];
    if (work === 'format' && tool === 'ruff') {
      return folders.some((folder) =>
        ['pyproject.toml', 'ruff.toml', '.ruff.toml'].some((file) =>
          /^\s*\[(tool\.ruff\.)?format\b/m.test(read(joinPath(folder, file))),
        ),
      );
    }
    return folders.some(
      (folder) =>
        files.some((file) => disk.exists(joinPath(folder, file))) ||
        tables.test(read(joinPath(folder, 'pyproject.toml'))) ||
        hasSection(tool, ['setup.cfg', 'tox.ini'].map((file) => read(joinPath(folder, file))).join('\n')),
    );
  };
}

function hasSection(tool: ToolName, ini: string): boolean {
  return new RegExp(`^\\[(tool:)?${tool}\\]`, 'm').test(ini);
}
