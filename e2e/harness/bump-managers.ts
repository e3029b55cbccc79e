/** The managers whose locks are bumped: how a project says in their words what it needs, and how they lock it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './processes';
import type { Stage } from './stage';

/** What a project of the bumped workspace needs. */
export interface Needs {
  /** Locked packages that ship. */
  readonly packages: readonly string[];
  /** Local projects, below libs/. */
  readonly locals: readonly string[];
  /** Locked packages that only tests need. */
  readonly tests: readonly string[];
}

export interface Manager {
  /** Further files of a project, by name; `pyproject.toml` besides what is said about every project. */
  files(needs: Needs, index: string): Readonly<Record<string, string>>;
  /** Workspace-relative folder of the one lock; absent where each application has its own. */
  readonly at?: string;
  /** Arguments of uv; without a package all is locked for the first time, with one that one is brought up to date. */
  commands(update?: string): readonly (readonly string[])[];
  /** Where the index is, for tools that do not take uv's word. */
  env?(index: string): NodeJS.ProcessEnv;
}

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');

const compile = (name: string, update: readonly string[]): string[] => [
  ...['pip', 'compile', '-q', '--python-version', '3.14', '--generate-hashes', `${name}.in`, '-o', `${name}.txt`],
  ...update,
];

const PDM_TOOL = ['--with', 'hishel<1.1', '--with', 'unearth<0.18', '--from', 'pdm==2.29.3', 'pdm'];

/** pdm updates what ships unless it is told of a group. */
const groupOf = (name: string): string[] => (name === 'kiln-tested' ? ['-dG', 'test'] : []);

/** @param lock file name, by which pdm knows the format */
function pdm(lock: 'pdm.lock' | 'pylock.toml'): Manager {
  return {
    files: ({ packages, locals, tests }) => ({
      'pyproject.toml': `dependencies = [${quoted([...packages, ...locals.map((name) => `${name} @ file:///\${PROJECT_ROOT}/../../libs/${name}`)])}]
${tests.length > 0 ? `[dependency-groups]\ntest = [${quoted(tests)}]\n` : ''}[build-system]
requires = ["pdm-backend"]
build-backend = "pdm.backend"
`,
    }),
    commands: (update) => [
      [...PDM_TOOL, ...(update ? ['update', '--no-sync', '--update-reuse', ...groupOf(update), update] : ['lock'])],
    ],
    env: (index) => ({
      PDM_PYPI_URL: index,
      PDM_CHECK_UPDATE: 'false',
      PDM_LOCK_FORMAT: lock === 'pylock.toml' ? 'pylock' : 'pdm',
    }),
  };
}

export const MANAGERS: Readonly<Record<string, Manager>> = {
  uv: {
    at: '.',
    files: ({ packages, locals, tests }) => ({
      'pyproject.toml': `dependencies = [${quoted([...packages, ...locals])}]
${tests.length > 0 ? `[dependency-groups]\ntest = [${quoted(tests)}]\n` : ''}[tool.uv.sources]
${locals.map((name) => `${name} = { workspace = true }\n`).join('')}[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"
`,
    }),
    commands: (update) => [['lock', '-q', ...(update ? ['--upgrade-package', update] : [])]],
  },
  pdm: pdm('pdm.lock'),
  pylock: pdm('pylock.toml'),
  requirements: {
    files: ({ packages, locals, tests }) => ({
      'pyproject.toml': `dependencies = [${quoted([...packages, ...locals])}]
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
`,
      'requirements.in': [...locals.map((name) => `-e ../../libs/${name}`), ...packages, ''].join('\n'),
      'requirements-test.in': [...tests, ''].join('\n'),
    }),
    commands: (update) =>
      ['requirements', 'requirements-test'].map((name) => compile(name, update ? ['--upgrade-package', update] : [])),
  },
  'poetry-1': {
    files: ({ packages, locals, tests }, index) => ({
      'pyproject.toml': `[tool.poetry.dependencies]
python = ">=3.10"
${packages.map((name) => `${name} = "*"\n`).join('')}${locals.map((name) => `${name} = { path = "../../libs/${name}", develop = true }\n`).join('')}
[tool.poetry.group.test.dependencies]
${tests.map((name) => `${name} = "*"\n`).join('')}
[[tool.poetry.source]]
name = "local"
url = "${index}/"
priority = "primary"
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
`,
    }),
    commands: (update) => [
      ['--from', 'poetry==1.8.5', 'poetry', ...(update ? ['update', '--lock', update] : ['lock'])],
    ],
  },
};

/** @throws Error for a name that is not in the table */
export function managerOf(name: string): Manager {
  const manager = Object.hasOwn(MANAGERS, name) ? MANAGERS[name] : undefined;
  if (!manager) {
    throw new Error(`unknown manager '${name}'; known: ${Object.keys(MANAGERS).join(', ')}`);
  }
  return manager;
}

/** Uv's own words; all else it runs as a tool. */
const OWN = ['lock', 'pip'];

/**
 * Locks an application, or all of them, with the real tool: by Kiln's uv and interpreter, so something must have fetched
 * those.
 */
export async function lockWith(stage: Stage, folder: string, name: string, update?: string): Promise<void> {
  const manager = managerOf(name);
  const index = stage.variables.index as string;
  const tools = join(stage.variables.tools as string, 'tools');
  const uv = join(find(tools, /^uv-[\d.]+(-\w+)?$/), 'uv');
  // Builds for other platforms bring theirs, which do not run here.
  const ours = new RegExp(`^cpython-.*-${stage.variables.host}-`);
  const python = join(find(join(tools, 'pythons'), ours), 'bin', 'python3');
  const cwd = join(stage.workspace, manager.at ?? folder);
  // The tool itself comes from the user's index, what it locks from the story's; unpacked once for all stories.
  const { UV_DEFAULT_INDEX: _, ...env } = stage.env;
  for (const args of manager.commands(update)) {
    const own = OWN.includes(args[0] as string);
    const argv = own ? [...args, '--python', python] : ['tool', 'run', '--python', python, ...args];
    await must([uv, ...argv], {
      cwd,
      env: own ? stage.env : { ...env, UV_CACHE_DIR: join(stage.setting.root, 'uv'), ...manager.env?.(index) },
    });
  }
}

function find(folder: string, name: RegExp): string {
  const found = readdirSync(folder).find((entry) => name.test(entry));
  if (!found) {
    throw new Error(`${folder} holds no ${name.source}: build something first`);
  }
  return join(folder, found);
}
