/** Python versions and the tags that wheels, caches and cells carry for them (PEP 425). */

/** `cp314`, `cp313t`, `pp311`. */
export type PythonTag = string;

export interface PythonVersion {
  readonly implementation: 'cpython' | 'pypy';
  readonly major: number;
  readonly minor: number;
  /** Absent where only a minor was asked for. */
  readonly patch?: number;
  readonly freethreaded: boolean;
}

/** Reads `3.14`, `3.14.6`, `3.14t`, `cpython-3.14.6`, `pypy3.11`, `cp314`, `pp311`; anything else is `undefined`. */
export function parsePython(text: string): PythonVersion | undefined {
  const tag = /^(cp|pp)(\d)(\d+)(t?)$/.exec(text.trim());
  if (tag) {
    return version(tag[1] === 'pp' ? 'pypy' : 'cpython', tag[2] as string, tag[3] as string, undefined, tag[4] === 't');
  }
  const m = /^(?:(cpython|pypy)[-@]?)?(\d)\.(\d+)(?:\.(\d+))?(t?)$/.exec(text.trim());
  return m ? version((m[1] ?? 'cpython') as 'cpython', m[2] as string, m[3] as string, m[4], m[5] === 't') : undefined;
}

function version(
  implementation: 'cpython' | 'pypy',
  major: string,
  minor: string,
  patch: string | undefined,
  t: boolean,
): PythonVersion {
  return {
    implementation,
    major: Number(major),
    minor: Number(minor),
    ...(patch === undefined ? {} : { patch: Number(patch) }),
    freethreaded: t,
  };
}

export function pythonTag(v: PythonVersion): PythonTag {
  return `${v.implementation === 'pypy' ? 'pp' : 'cp'}${v.major}${v.minor}${v.freethreaded ? 't' : ''}`;
}

/** `3.14`: what `requires-python`, uv's `--python-version` and library folders use. */
export function minorOf(v: PythonVersion): string {
  return `${v.major}.${v.minor}`;
}

/** `3.14.6`; a version without a patch gives its minor. */
export function versionText(v: PythonVersion): string {
  return v.patch === undefined ? minorOf(v) : `${minorOf(v)}.${v.patch}`;
}
