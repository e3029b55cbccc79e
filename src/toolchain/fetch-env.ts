/** What of the user's environment reaches programs that download. Allow-lists; pure. */
import { join } from 'node:path';

/** An index that the workspace's own pyproject.toml or uv.toml names. */
export interface WorkspaceIndex {
  readonly name?: string;
  readonly url: string;
  readonly default?: boolean;
}

export interface FetchEnvironmentOptions {
  readonly workspaceIndexes?: readonly WorkspaceIndex[];
  /** Says whether a file is there. Given: `~/.netrc` and the user's uv.toml are named, since a sandbox hides the home. */
  readonly isFile?: (path: string) => boolean;
}

/** Trust and way out of the network. Source: `uv help`, "Environment variables"; OpenSSL, curl for the lower case forms. */
const NETWORK = [
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SSL_CLIENT_CERT',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'NETRC',
];
/**
 * uv's own. Source: crates/uv-static/src/env_vars.rs of uv 0.13.8; what changes the choice of packages (UV_PRERELEASE,
 * UV_RESOLUTION, UV_EXCLUDE_NEWER, UV_CONSTRAINT …) is left out: hashes in the key decide that. uv does not read PIP_*.
 */
const UV = [
  'UV_INDEX',
  'UV_DEFAULT_INDEX',
  'UV_INDEX_URL',
  'UV_EXTRA_INDEX_URL',
  'UV_FIND_LINKS',
  'UV_INDEX_STRATEGY',
  'UV_KEYRING_PROVIDER',
  'UV_CREDENTIALS_DIR',
  'UV_SYSTEM_CERTS',
  'UV_NATIVE_TLS',
  'UV_INSECURE_HOST',
  'UV_HTTP_TIMEOUT',
  'UV_HTTP_CONNECT_TIMEOUT',
  'UV_REQUEST_TIMEOUT',
  'UV_HTTP_RETRIES',
  'UV_CONCURRENT_DOWNLOADS',
  'UV_CONFIG_FILE',
];
/** Credentials of a named index: UV_INDEX_<NAME>_USERNAME, UV_INDEX_<NAME>_PASSWORD. */
const UV_INDEX_CREDENTIAL = /^UV_INDEX_[A-Z0-9_]+_(USERNAME|PASSWORD)$/;

/** The environment of fetch actions, beyond what the action itself says. Never in a key, a log or an artefact. */
export function fetchEnvironment(
  env: NodeJS.ProcessEnv,
  { workspaceIndexes = [], isFile }: FetchEnvironmentOptions = {},
): Record<string, string> {
  const picked = pick(env, (name) => NETWORK.includes(name) || UV.includes(name) || UV_INDEX_CREDENTIAL.test(name));
  const home = env.HOME ?? env.USERPROFILE;
  if (home && isFile) {
    nameFile(picked, 'NETRC', join(home, '.netrc'), isFile);
    nameFile(picked, 'UV_CONFIG_FILE', join(env.XDG_CONFIG_HOME || join(home, '.config'), 'uv', 'uv.toml'), isFile);
  }
  return { ...picked, ...indexVariables(picked, workspaceIndexes) };
}

/** The user's own variables win over what the workspace says. */
function indexVariables(picked: Record<string, string>, indexes: readonly WorkspaceIndex[]): Record<string, string> {
  const standard = indexes.find((index) => index.default);
  const others = indexes.filter((index) => !index.default).map(({ name, url }) => (name ? `${name}=${url}` : url));
  const all = [picked.UV_INDEX, ...others].filter(Boolean).join(' ');
  return {
    ...(all ? { UV_INDEX: all } : {}),
    ...(standard && !picked.UV_DEFAULT_INDEX && !picked.UV_INDEX_URL ? { UV_DEFAULT_INDEX: standard.url } : {}),
  };
}

function nameFile(env: Record<string, string>, name: string, path: string, isFile: (path: string) => boolean): void {
  if (!env[name] && isFile(path)) {
    env[name] = path;
  }
}

/** Where programs find themselves, their configuration and a place for temporary files. */
const MACHINE = [
  ...['PATH', 'Path', 'HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'SYSTEMROOT', 'SystemRoot'],
  ...['TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL', 'XDG_CONFIG_HOME', 'XDG_CONFIG_DIRS', 'PYENV_ROOT', 'PYENV_VERSION'],
];
/** Where uv takes Pythons from. Source: `uv python install --help` of uv 0.13.8. */
const UV_PYTHON = ['UV_PYTHON_INSTALL_MIRROR', 'UV_PYTHON_DOWNLOADS_JSON_URL', 'UV_ASTRAL_MIRROR_URL'];
/** pip reads every option from PIP_*; these would move or refuse what Kiln installs. Source: pip's "Configuration" page. */
const PIP_REFUSED =
  /^PIP_(TARGET|PREFIX|ROOT|USER|REQUIRE_VIRTUALENV|REQUIREMENT|CONSTRAINT|NO_BINARY|ONLY_BINARY|PYTHON|REPORT|DRY_RUN|QUIET|VERBOSE|LOG)$/;
/** Go's settings; git and ssh for modules that are fetched directly. Source: `go help environment`. */
const GO_DIRECT = ['GIT_SSL_CAINFO', 'GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_ASKPASS', 'GIT_CONFIG_GLOBAL', 'SSH_AUTH_SOCK'];

/** Environment of uv when Kiln fetches its own tools and runtimes with the user's settings. */
export function uvEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return { ...pick(env, (name) => MACHINE.includes(name) || UV_PYTHON.includes(name)), ...fetchEnvironment(env) };
}

export function pipEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const own = (name: string): boolean => name.startsWith('PIP_') && !PIP_REFUSED.test(name);
  const trust = ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'];
  return pick(env, (name) => MACHINE.includes(name) || NETWORK.includes(name) || trust.includes(name) || own(name));
}

/** `-mod=…` of GOFLAGS is about the user's own modules. */
export function goEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const picked = pick(
    env,
    (name) =>
      MACHINE.includes(name) || NETWORK.includes(name) || GO_DIRECT.includes(name) || /^GO[A-Z0-9]+$/.test(name),
  );
  const flags = (picked.GOFLAGS ?? '').split(/\s+/).filter((flag) => flag && !/^-mod=/.test(flag));
  return { ...picked, GOFLAGS: [...flags, '-mod=mod'].join(' '), GIT_TERMINAL_PROMPT: '0' };
}

function pick(env: NodeJS.ProcessEnv, wanted: (name: string) => boolean): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => !!entry[1] && wanted(entry[0]));
  return Object.fromEntries(entries);
}
