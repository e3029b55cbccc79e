/** One error class, a closed set of codes. docs/errors.md is generated from this table. */

export const ERRORS = {
  OPTION_INVALID: 'an option of a target or of the command line has a value that Kiln does not accept',
  CONFIG_INVALID: 'kiln.json or [tool.kiln] holds something that Kiln does not understand',
  CONFIGURATION_UNKNOWN: 'a configuration was asked for that the target does not have',
  INPUTS_OVERRIDDEN:
    'targetDefaults or project.json replace inputs that Kiln inferred, so the cache key would miss them',
  GRAPH_OUTDATED: 'the project graph that Nx keeps is older than the files, in a way that Nx does not notice',
  PLATFORM_UNKNOWN: 'no platform of that name exists',
  PLATFORM_UNSUPPORTED: 'Kiln cannot build that platform with that tool on this host',
  PYPROJECT_INVALID: 'a pyproject.toml could not be read',
  PROJECT_INCOMPLETE: 'a pyproject.toml lacks something that the stage needs',
  ENTRY_POINT_MISSING: 'an application has no entry point, or names one that does not exist',
  LOCK_MISSING: 'the project belongs to no lock file',
  LOCK_INVALID: 'a lock file could not be read',
  LOCK_OUTDATED: 'the lock file does not match the manifests',
  LOCK_FAILED: 'a package manager could not make its lock again',
  WHEEL_MISSING: 'a locked package has no wheel for the cell',
  SYNTAX_ERROR: 'a Python source does not compile',
  PYTHON_UNAVAILABLE: 'no interpreter or runtime of that version is pinned or can be had',
  TOOL_MISSING: 'a program that the step needs is not there and could not be fetched',
  DOWNLOAD_FAILED: 'a source of packages, runtimes or tools could not be reached or refused',
  DIGEST_MISMATCH: 'what was downloaded is not what the lock or the pin says',
  OFFLINE: 'something has to be fetched while KILN_OFFLINE=1 forbids it',
  OUTPUT_PATH_INVALID: 'outputPath is outside of the workspace, holds sources, or holds files that Kiln did not write',
  INPUT_CHANGED: 'a source file changed while it was being read',
  TREE_INVALID:
    'a folder holds what a build cannot take: a link that leads out or in a circle, a device, a name that is no plain path',
  NAME_CLASH: 'two parts of an artefact want the same path with different content',
  PATH_UNUSABLE: 'a path of the artefact cannot exist on the platform: a reserved name, or longer than its limit',
  PTH_CODE:
    'packages have code in .pth files, which a bundle never runs, and the option pth says that this is an error',
  ACTION_FAILED: 'a step ended with an error',
  ACTION_TIMEOUT: 'a step ran longer than it may',
  OUTPUT_MISSING: 'a step ended well but did not write what it declares',
  OUTPUT_INVALID: 'a step wrote something that an artefact cannot hold',
  STORE_UNWRITABLE: 'the cache directory cannot be written',
  CONTENT_LOST: 'the cache lost content that the build needs; what was damaged is removed, the next run makes it again',
  DISK_FULL: 'the disk is full',
  CANCELLED: 'the build was interrupted',
  BUILD_REQUIREMENT_UNPINNED: 'what builds a wheel or an sdist is not pinned with hashes',
  BACKEND_FAILED: 'a build backend raised an error',
  BACKEND_WRITES_OUTSIDE: 'a build backend writes where it must not',
  PACKAGE_INVALID: 'a build backend made a wheel or an sdist that an index would refuse, or none',
  PACKAGE_NATIVE: 'a project with extension modules cannot be packed for one platform yet',
  VERSION_UNKNOWN: 'the version of a project comes from git, and there is none to be had',
  GIT_UNKNOWN: 'git decides what a package holds, and it cannot be asked',
  INSTALL_FAILED: 'a wheel does not install, or what it holds cannot be imported',
  VERIFY_PLATFORM: 'a binary in the artefact is not for the platform of the cell',
  VERIFY_GLIBC: 'a binary in the artefact needs a newer glibc than allowed',
  VERIFY_MACOS: 'a binary in the artefact needs a newer macOS than allowed',
  VERIFY_LIBRARY:
    'a launcher or a part of the runtime needs a library that is neither in the artefact nor in the system',
  VERIFY_LEAK: 'the artefact holds a path of the build machine or a secret',
  SMOKE_FAILED: 'the artefact does not start',
  WORKSPACE_MISSING: 'a command of nx-kiln was started where there is no Nx workspace, or one without its packages',
  GRAPH_FAILED: 'Nx could not make the project graph, or did not answer a question about it',
  GIT_UNAVAILABLE: 'git is not there, or the workspace is in no repository',
  REVISION_MISSING: 'a revision to compare with, or its content, is not in this clone',
  TESTS_FAILED: 'tests failed, or there were none',
  CHECK_FAILED: 'a linter, formatter or type checker found something or could not do its work',
  APP_FAILED: 'a started application ended with an error',
  FOLDER_TAKEN: 'a generator was given a folder that holds something already',
  NAME_TAKEN:
    'a new project or its module has a name that means something else: another project, a package, a word of Python',
  EMULATOR_MISSING: 'the artefact cannot be started here: no emulator for its platform',
} as const;

export type ErrorCode = keyof typeof ERRORS;

export interface KilnErrorOptions {
  /** The next command or the next thing to do, one line. */
  hint?: string;
  /** Further lines: a list of files, the last lines of a log. */
  lines?: readonly string[];
  cause?: unknown;
}

/** What happened (with the user's own value), why it usually happens, what to do next. */
export class KilnError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly lines: readonly string[];

  constructor(code: ErrorCode, message: string, { hint, lines = [], cause }: KilnErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'KilnError';
    this.code = code;
    this.hint = hint;
    this.lines = lines;
  }
}

/** `error[CODE] message`, the lines indented, then the hint. Anything but a KilnError is a bug and keeps its stack. */
export function formatError(error: unknown): string {
  if (error instanceof KilnError) {
    return [
      `error[${error.code}] ${error.message}`,
      ...error.lines.map((line) => `  ${line}`),
      ...(error.hint ? [`  hint: ${error.hint}`] : []),
    ].join('\n');
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug in nx-kiln, please report it:\n${stack}`;
}
