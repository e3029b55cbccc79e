/** Which exact Python a project is built with. Pure, light: no process, no zod. */
import { KilnError } from '../model/errors';
import { minorOf, type PythonTag, parsePython, pythonTag, versionText } from '../model/pythons';
import type { Pins } from './pins';
import type { KilnConfig } from './types';
import { newestFirst, parseSpecifiers } from './versions';

export interface PythonRequest {
  /** The option `python`. */
  readonly requested?: string | undefined;
  /** Content of the nearest `.python-version`. */
  readonly pythonVersionFile?: string | undefined;
  /** `[project].requires-python`. */
  readonly requiresPython?: string | undefined;
}

export interface PythonChoice {
  /** `3.14.6` */
  readonly version: string;
  /** `cp314` */
  readonly tag: PythonTag;
}

/** What the provider can give: the version of each minor, newest first, and every exact version that it knows. */
export interface AvailablePythons {
  readonly byMinor: Readonly<Record<string, string>>;
  readonly exact: readonly string[];
}

/** kiln.json's `pythons` decide which patch a minor means; else the provider's newest. */
export function availablePythons(config: KilnConfig, pins: Pick<Pins, 'pythons'>): AvailablePythons {
  const exact = newestFirst([...new Set([...providedVersions(config, pins), ...Object.values(config.pythons)])]);
  const byMinor: Record<string, string> = {};
  for (const version of exact) {
    const minor = minorText(version);
    byMinor[minor] ??= config.pythons[minor] ?? version;
  }
  return { byMinor, exact };
}

function providedVersions({ runtimes }: KilnConfig, pins: Pick<Pins, 'pythons'>): string[] {
  switch (runtimes.provider) {
    case 'go-module':
      return Object.keys(runtimes.modules);
    case 'archive':
      return Object.keys(runtimes.archives);
    case 'uv':
      return [...Object.values(pins.pythons).map(({ version }) => version), ...Object.keys(runtimes.archives ?? {})];
  }
}

/**
 * The option wins over `.python-version`, which wins over the newest minor that `requires-python` allows.
 * An exact version is taken only when kiln.json or the pins know it: a build never guesses.
 * @throws KilnError PYTHON_UNAVAILABLE, PYPROJECT_INVALID (requires-python cannot be read)
 */
export function selectPython(request: PythonRequest, config: KilnConfig, pins: Pick<Pins, 'pythons'>): PythonChoice {
  const available = availablePythons(config, pins);
  const allows = readRequires(request.requiresPython);
  const wanted = wantedPython(request);
  if (!wanted) {
    const version = newestFirst(Object.values(available.byMinor)).find(allows);
    if (version) {
      return choice(version);
    }
    throw unavailable(
      `requires-python '${request.requiresPython}' allows none of the pinned Pythons`,
      available,
      config,
    );
  }
  const version = resolveWanted(wanted, available, config);
  if (!allows(version)) {
    throw new KilnError(
      'PYTHON_UNAVAILABLE',
      `Python ${version} (${wanted.from} '${wanted.text}') is not allowed by requires-python '${request.requiresPython}'`,
      { hint: `change the ${wanted.from} or requires-python in pyproject.toml` },
    );
  }
  return choice(version);
}

interface Wanted {
  readonly text: string;
  readonly from: 'option python' | '.python-version';
}

function wantedPython({ requested, pythonVersionFile }: PythonRequest): Wanted | undefined {
  if (requested) {
    return { text: requested, from: 'option python' };
  }
  // The first entry counts, as for uv and pyenv.
  const lines = (pythonVersionFile ?? '').split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim());
  const text = lines.find(Boolean);
  return text ? { text, from: '.python-version' } : undefined;
}

function resolveWanted({ text, from }: Wanted, available: AvailablePythons, config: KilnConfig): string {
  const python = parsePython(text);
  if (!python) {
    throw unavailable(`${from} '${text}' is no Python version such as 3.14 or 3.14.6`, available, config);
  }
  if (python.implementation !== 'cpython' || python.freethreaded) {
    throw unavailable(`${from} '${text}' asks for a Python that Kiln does not build for yet`, available, config);
  }
  const version =
    python.patch === undefined
      ? available.byMinor[minorOf(python)]
      : available.exact.find((exact) => exact === versionText(python));
  if (!version) {
    throw unavailable(`Python ${versionText(python)} (${from}) is not available`, available, config);
  }
  return version;
}

function readRequires(text: string | undefined): (version: string) => boolean {
  const allows = parseSpecifiers(text ?? '');
  if (!allows) {
    throw new KilnError('PYPROJECT_INVALID', `requires-python '${text}' is not a version specifier`, {
      hint: 'write it like >=3.12 or >=3.12,<3.15 (PEP 440)',
    });
  }
  return allows;
}

function choice(version: string): PythonChoice {
  const python = parsePython(version);
  if (!python) {
    throw new KilnError('CONFIG_INVALID', `'${version}' is no exact Python version`, { hint: 'write it like 3.14.6' });
  }
  return { version, tag: pythonTag(python) };
}

function unavailable(message: string, { exact }: AvailablePythons, { runtimes }: KilnConfig): KilnError {
  return new KilnError('PYTHON_UNAVAILABLE', message, {
    lines: [`available (runtimes from ${runtimes.provider}): ${exact.join(', ') || 'none'}`],
    hint: 'take one of these, or pin another version in kiln.json ("pythons" and "runtimes", see docs/toolchains.md)',
  });
}

function minorText(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
