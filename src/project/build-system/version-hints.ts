/** What a backend is told of git where it cannot ask: plugins know archives of repositories, and variables. Pure. */
import { KilnError } from '../../model/errors';
import type { PythonProject } from '../types';
import type { GitVersion } from './types';

/** The state of a repository, as far as versions go. */
export interface GitState {
  /** Whole name of the commit. */
  readonly commit: string;
  /** Of the commit, ISO 8601. */
  readonly date: string;
  /** Nearest tag that counts. */
  readonly tag: string;
  /** Commits since then. */
  readonly distance: number;
  /** Whether files that git knows are changed. */
  readonly changed: boolean;
  /** Where the plugin may name it. */
  readonly branch?: string;
}

/** Files beside the manifest and variables; both are part of the key. */
export interface VersionHints {
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

export const NO_HINTS: VersionHints = { files: {}, env: {} };

/** Of commits in versions: what git takes in small repositories, and what setuptools-scm takes since its release 9. */
const SHORT_NODE = 7;
const SCM_NODE = 9;
/** The first release of setuptools-scm that can be told of changed files where there is no git. */
const SCM_HEARS_OF_CHANGES = 9;
const SCM = /^(setuptools-scm|hatch-vcs|vcs-versioning)$/;
const DUNAMAI = /dynamic-versioning$/;
/** What pdm-backend takes for a version in a tag, unless it is told otherwise. */
const PDM_TAG = /^(?:[\w-]+-)?[vV]?(\d+(?:\.\d+){0,2}[^+]*)(?:\+.*)?$/;

/**
 * @param requirements of the build, exact
 * @throws KilnError VERSION_UNKNOWN where the plugin hears of no version but from git itself
 */
export function hintsOf(
  { plugin }: GitVersion,
  state: GitState,
  project: Pick<PythonProject, 'name'>,
  requirements = '',
): VersionHints {
  if (SCM.test(plugin)) {
    const release = scmRelease(requirements);
    if (state.changed && release < SCM_HEARS_OF_CHANGES) {
      throw new KilnError(
        'VERSION_UNKNOWN',
        `${project.name}: files are changed, and setuptools-scm ${release} would not know it in a build`,
        {
          lines: [`nearest tag: ${state.tag}, ${state.distance} commits ago, with changed files`],
          hint: `commit them, ask for setuptools-scm>=${SCM_HEARS_OF_CHANGES}, or say the version: --packageVersion=1.2.3`,
        },
      );
    }
    return scmHints(state, release < SCM_HEARS_OF_CHANGES ? SHORT_NODE : SCM_NODE);
  }
  if (DUNAMAI.test(plugin)) {
    return { files: { '.git_archival.json': dunamaiArchive(state) }, env: {} };
  }
  const [, released] = plugin === 'pdm-backend' ? (PDM_TAG.exec(state.tag) ?? []) : [];
  if (released !== undefined && state.distance === 0 && !state.changed) {
    return toldVersion(plugin, released);
  }
  throw new KilnError(
    'VERSION_UNKNOWN',
    `${project.name}: ${plugin} asks git itself, and a build has neither git nor its history`,
    {
      lines: [`nearest tag: ${state.tag}, ${state.distance} commits ago${state.changed ? ', with changed files' : ''}`],
      hint:
        plugin === 'pdm-backend'
          ? 'build the tagged commit, or say the version: --packageVersion=1.2.3'
          : 'compute the version with setuptools-scm, hatch-vcs or uv-dynamic-versioning instead',
    },
  );
}

/** The release of setuptools-scm that a build has; none is the newest. */
export function scmRelease(requirements: string): number {
  return Number(/^setuptools-scm==(\d+)/m.exec(requirements)?.[1] ?? Number.POSITIVE_INFINITY);
}

/** An archive has no changed files; newer releases of the plugin are told by a variable. */
function scmHints({ commit, date, tag, distance, changed, branch }: GitState, letters: number): VersionHints {
  const node = commit.slice(0, letters);
  const lines = [
    `node: ${commit}`,
    `node-date: ${date}`,
    `describe-name: ${tag}-${distance}-g${node}`,
    ...(branch === undefined ? [] : [`ref-names: HEAD -> ${branch}`]),
  ];
  return {
    files: { '.git_archival.txt': `${lines.join('\n')}\n` },
    env: changed ? { [`SETUPTOOLS_SCM_PRETEND_METADATA`]: '{dirty=true}' } : {},
  };
}

function dunamaiArchive({ commit, date, tag, distance, changed, branch }: GitState): string {
  const node = commit.slice(0, SHORT_NODE);
  const archive = {
    'hash-full': commit,
    'hash-short': node,
    timestamp: date,
    refs: branch === undefined ? 'HEAD' : `HEAD -> ${branch}`,
    describe: `${tag}${distance === 0 ? '' : `-${distance}-g${node}`}${changed ? '-dirty' : ''}`,
  };
  return `${JSON.stringify(archive, null, 1)}\n`;
}

/**
 * The version that a person says, in the words of the plugin that would compute it.
 * @throws KilnError OPTION_INVALID
 */
export function toldVersion(plugin: string, version: string): VersionHints {
  const name = SCM.test(plugin)
    ? 'SETUPTOOLS_SCM_PRETEND_VERSION'
    : {
        'uv-dynamic-versioning': 'UV_DYNAMIC_VERSIONING_BYPASS',
        'poetry-dynamic-versioning': 'POETRY_DYNAMIC_VERSIONING_BYPASS',
        'pdm-backend': 'PDM_BUILD_SCM_VERSION',
      }[plugin];
  if (name === undefined) {
    throw new KilnError('OPTION_INVALID', `packageVersion: ${plugin} can be told no version`, {
      hint: 'leave packageVersion out, or compute the version with setuptools-scm, hatch-vcs or uv-dynamic-versioning',
    });
  }
  return { files: {}, env: { [name]: version } };
}

/**
 * Tags that count, of all that lead to the commit; `undefined`: git's own choice by `match` is enough.
 * @param tags of `git tag --merged HEAD`
 */
export function countingTags({ pattern }: GitVersion, tags: readonly string[]): readonly string[] | undefined {
  if (pattern === undefined) {
    return undefined;
  }
  try {
    const expression = new RegExp(pattern.replaceAll('(?P<', '(?<'), 'u');
    return tags.filter((tag) => expression.test(tag));
  } catch {
    // What JavaScript cannot say is left to the plugin, which reads the nearest tag.
    return undefined;
  }
}

/** Arguments of `git` that name the nearest tag: `v1.2-4-g<40 digits>`. */
export function describeArguments({ match }: GitVersion, tags: readonly string[] | undefined): string[] {
  const literal = (tag: string): string => tag.replace(/[*?[\\]/g, '\\$&');
  const globs = tags ? tags.map(literal) : [match ?? '*[0-9]*'];
  return ['describe', '--tags', '--long', '--abbrev=40', ...globs.flatMap((glob) => ['--match', glob])];
}

/** @param text what `describeArguments` makes git print */
export function parseDescription(text: string): Pick<GitState, 'tag' | 'distance'> | undefined {
  const [, tag, distance] = /^(.+)-(\d+)-g[0-9a-f]+$/.exec(text.trim()) ?? [];
  return tag === undefined ? undefined : { tag, distance: Number(distance) };
}
