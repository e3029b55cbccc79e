/**
 * Paths of the build machine and secrets that must not stand in an artefact.
 *
 * A text is searched as plain bytes (UTF-8 and UTF-16LE) anywhere in a file, so `forbiddenTexts` gives only texts that
 * are specific enough to be this build's own. Wheels hold paths of the machines *they* were built on, and those are often
 * the same words everywhere: `/root`, a CI runner's home, `/project`, `/tmp`. The rules:
 * - A folder with fewer than two segments, or one that many machines have (a shared account's home, a system's folder for
 *   temporary files), is not searched itself; what this build has below it is: the workspace and the cache folder,
 *   and for a workspace in such a place its own projects and tool folders.
 * - A person's home is searched with the `/` after it: that of `al` is not in that of `alice`.
 * - A secret is the value of a variable with a telling name, at least 8 characters, of at least two kinds of characters
 *   unless it has 16 or more (`password` stands in every program); and `user:password` in any variable's URL.
 * - Texts of fewer than 6 characters are ignored.
 */
import { KilnError } from '../model/errors';
import { firstFew } from './policy';
import type { VerifyPolicy } from './types';

export type Forbidden = VerifyPolicy['forbidden'][number];

export interface BuildPlaces {
  /** Absolute paths. */
  readonly workspaceRoot: string;
  readonly home: string;
  readonly cacheDir: string;
  /** The user's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Workspace-relative folders of the projects in the build; they count where the workspace's own path says little. */
  readonly folders?: readonly string[];
}

const MIN_TEXT = 6;
const MIN_SECRET = 8;
const MIN_PLAIN_SECRET = 16;
const SECRET_NAME =
  /(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?|AUTH)(_|$)/i;
const WORKSPACE_FOLDERS = ['.nx', '.venv', 'dist', 'node_modules'];
const SHARED_ACCOUNTS =
  'admin app build builder ci circleci codespace debian docker ec2-user gitlab-runner gitpod jenkins node nonroot root runner runneradmin test ubuntu user vagrant vscode vsts worker'.split(
    ' ',
  );
const SHARED_FOLDERS = [
  '/var/tmp',
  '/usr/tmp',
  '/dev/shm',
  '/private/tmp',
  '/private/var/tmp',
  '/usr/src',
  '/usr/local',
];

/** Whether an environment variable's name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** What must not stand in any file of an artefact; see the rules at the top of this file. */
export function forbiddenTexts({ workspaceRoot, home, cacheDir, env, folders = [] }: BuildPlaces): Forbidden[] {
  const workspace = trim(workspaceRoot);
  const inside = isShared(workspace)
    ? [...folders.filter((folder) => folder !== '.'), ...WORKSPACE_FOLDERS].map((folder) => `${workspace}/${folder}/`)
    : [workspace];
  const temporary = ['TMPDIR', 'TMP', 'TEMP'].flatMap((name) => env[name] ?? []);
  const paths: Forbidden[] = [
    ...inside.map((text) => ({ what: 'the path of the workspace', text })),
    { what: 'the path of the cache folder', text: trim(cacheDir) },
    ...(isShared(trim(home)) ? [] : [{ what: 'the path of the home folder', text: `${trim(home)}/` }]),
    ...temporary.map((text) => ({ what: 'the path of the folder for temporary files', text: trim(text) })),
  ].filter(({ text }) => !isShared(text));
  const texts = [...paths.flatMap(spellings), ...secrets(env)].filter(({ text }) => text.length >= MIN_TEXT);
  return texts.filter(({ text }, i) => texts.findIndex((other) => other.text === text) === i);
}

/** Paths are the same in every place of this kind, so that one in a file proves nothing. */
function isShared(path: string): boolean {
  const segments = path.split(/[\\/]/).filter((segment) => segment && !/^[A-Za-z]:$/.test(segment));
  const isHome = segments.length === 2 && /^(home|Users)$/i.test(segments[0] as string);
  return (
    segments.length < 2 || SHARED_FOLDERS.includes(path) || (isHome && SHARED_ACCOUNTS.includes(segments[1] as string))
  );
}

function trim(path: string): string {
  return path.replace(/[\\/]+$/, '');
}

/** A Windows path is written with either separator, and with doubled ones in sources. */
function spellings({ what, text }: Forbidden): Forbidden[] {
  return text.includes('\\')
    ? [text, text.replaceAll('\\', '/'), text.replaceAll('\\', '\\\\')].map((spelling) => ({ what, text: spelling }))
    : [{ what, text }];
}

function secrets(env: BuildPlaces['env']): Forbidden[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    const login = /:\/\/([^/@\s:]+:[^/@\s]+)@/.exec(value)?.[1];
    return [
      ...(isSecretName(name) && isTelling(value) ? [{ what: `the value of $${name}`, text: value }] : []),
      ...(login && login.length >= MIN_SECRET ? [{ what: `the login in $${name}`, text: login }] : []),
    ];
  });
}

function isTelling(value: string): boolean {
  const kinds = [/[A-Za-z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value)).length;
  return value.length >= MIN_PLAIN_SECRET || (value.length >= MIN_SECRET && kinds > 1);
}

/**
 * Makes a search for all texts at once.
 * @returns a function of a file's whole content (so no border can cut a text) that says what was found, each thing once
 */
export function leakFinder(forbidden: readonly Forbidden[]): (content: Buffer) => string[] {
  const long = forbidden.filter(({ text }) => text.length >= MIN_TEXT);
  // A text that holds another one is only looked for where that one was found: a file is walked as seldom as possible.
  const roots = long.filter(({ text }) => !long.some((other) => other.text !== text && text.includes(other.text)));
  const needles = roots.flatMap(({ text }) =>
    (['utf8', 'utf16le'] as const).map((encoding) => ({ text, encoding, bytes: Buffer.from(text, encoding) })),
  );
  return (content) => {
    const found = new Set<string>();
    for (const { text, encoding, bytes } of needles) {
      if (content.includes(bytes)) {
        const wider = long.filter((other) => other.text.includes(text));
        const exact = wider.filter(
          (other) => other.text !== text && content.includes(Buffer.from(other.text, encoding)),
        );
        for (const { what } of exact.length > 0 ? exact : wider.filter((other) => other.text === text)) {
          found.add(what);
        }
      }
    }
    return [...found];
  };
}

/** @throws KilnError VERIFY_LEAK that lists up to ten files, when there are any; a secret's value is never shown */
export function refuseLeaks(leaks: readonly { readonly path: string; readonly what: string }[]): void {
  if (leaks.length > 0) {
    const files = new Set(leaks.map(({ path }) => path)).size;
    throw new KilnError(
      'VERIFY_LEAK',
      `${files === 1 ? '1 file holds' : `${files} files hold`} facts of this machine`,
      {
        lines: firstFew(leaks.map(({ path, what }) => `${path}: ${what}`)),
        hint: 'a step wrote an absolute path or a secret into its output: read it at run time instead, or keep that file out of the package',
      },
    );
  }
}
