/** Which wheels fit a cell (PEP 425, 600, 656), best first. */
import type { Cell } from '../model/cells';
import type { Platform } from '../model/platforms';
import { parsePython } from '../model/pythons';

export interface WheelName {
  readonly name: string;
  readonly version: string;
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** glibc behind the names that manylinux had before it named the glibc. */
const LEGACY_MANYLINUX: Readonly<Record<string, number>> = { manylinux1: 5, manylinux2010: 12, manylinux2014: 17 };
/** Newest musl that wheels may ask for: 1.2, since 2020. */
const MUSL_MINOR = 2;
/** What uv takes too, where nothing is said. */
export const MAX_MACOS = '13.0';

/** The newest systems that wheels may ask for. */
export interface Newest {
  /** `2.28` */
  readonly maxGlibc: string;
  /** `13.0`, the default. */
  readonly maxMacos?: string;
}

/** `numpy-2.5.5-cp314-cp314-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl`; `undefined` for what is no wheel's name. */
export function parseWheelName(filename: string): WheelName | undefined {
  const parts = filename.replace(/\.whl$/, '').split('-');
  if (!filename.endsWith('.whl') || (parts.length !== 5 && parts.length !== 6)) {
    return undefined;
  }
  const [pythons, abis, platforms] = parts.slice(-3).map((part) => part.toLowerCase().split('.'));
  return {
    name: parts[0] as string,
    version: parts[1] as string,
    pythons: pythons as string[],
    abis: abis as string[],
    platforms: platforms as string[],
  };
}

/**
 * Wheels that can be installed for a cell, best first: own ABI before the stable one before pure Python, newest glibc first.
 */
export function wheelsFor<Wheel extends { readonly filename: string }>(
  cell: Pick<Cell, 'python' | 'platform'>,
  wheels: readonly Wheel[],
  newest: Newest,
): Wheel[] {
  return wheels
    .map((wheel) => ({ wheel, rank: rankOf(cell, parseWheelName(wheel.filename), newest) }))
    .filter((ranked): ranked is { wheel: Wheel; rank: number } => ranked.rank !== undefined)
    .sort((a, b) => b.rank - a.rank || (a.wheel.filename < b.wheel.filename ? -1 : 1))
    .map(({ wheel }) => wheel);
}

/** Tags of a wheel as users know them: `cp314-cp314-manylinux_2_28_x86_64`. */
export function wheelTags(filename: string): string | undefined {
  const name = parseWheelName(filename);
  return name && [name.pythons, name.abis, name.platforms].map((part) => part.join('.')).join('-');
}

/** Higher is better; `undefined` does not fit. */
function rankOf(cell: Pick<Cell, 'python' | 'platform'>, name: WheelName | undefined, newest: Newest) {
  if (!name) {
    return undefined;
  }
  const python = best(name.pythons.flatMap((tag) => name.abis.map((abi) => pythonRank(cell.python, tag, abi))));
  const platform = best(name.platforms.map((tag) => platformRank(cell.platform, tag, newest)));
  return python === undefined || platform === undefined ? undefined : python * 10_000 + platform;
}

function best(ranks: readonly (number | undefined)[]): number | undefined {
  const fitting = ranks.filter((rank) => rank !== undefined);
  return fitting.length > 0 ? Math.max(...fitting) : undefined;
}

function pythonRank(cellTag: string, tag: string, abi: string): number | undefined {
  const python = parsePython(cellTag);
  const m = /^(cp|pp|py)(\d)(\d*)$/.exec(tag);
  if (!python || !m || Number(m[2]) !== python.major) {
    return undefined;
  }
  const minor = m[3] === '' ? 0 : Number(m[3]);
  const exact = minor === python.minor && m[3] !== '';
  const own = python.implementation === 'cpython' ? 'cp' : 'pp';
  if (m[1] === own && exact && abiFits(cellTag, abi)) {
    return 900;
  }
  const stable = own === 'cp' && m[1] === 'cp' && abi === 'abi3' && !python.freethreaded;
  if (stable && minor <= python.minor) {
    return 500 + minor;
  }
  if (abi !== 'none') {
    return undefined;
  }
  if (m[1] === own && exact) {
    return 400;
  }
  // `py3` says less than `py314`, which says less than `cp314`.
  return m[1] === 'py' && minor <= python.minor ? 100 + minor : undefined;
}

function abiFits(cellTag: string, abi: string): boolean {
  return cellTag.startsWith('pp') ? abi.startsWith(`pypy${cellTag.slice(2)}_`) : abi === cellTag;
}

function platformRank(platform: Platform, tag: string, { maxGlibc, maxMacos = MAX_MACOS }: Newest): number | undefined {
  if (tag === 'any') {
    return 0;
  }
  switch (platform.os) {
    case 'linux':
      return linuxRank(platform, tag, Number(maxGlibc.split('.')[1]));
    case 'windows':
      return tag === `win_${platform.wheelCpu}` ? 1 : undefined;
    case 'macos':
      return macosRank(platform, tag, maxMacos);
  }
}

function linuxRank({ libc, wheelCpu }: Platform, tag: string, maxGlibc: number): number | undefined {
  if (!tag.endsWith(`_${wheelCpu}`)) {
    return undefined;
  }
  const system = tag.slice(0, -wheelCpu.length - 1);
  if (system === 'linux') {
    return 1;
  }
  const named = libc === 'gnu' ? /^manylinux_2_(\d+)$/.exec(system) : /^musllinux_1_(\d+)$/.exec(system);
  const floor = named ? Number(named[1]) : libc === 'gnu' ? LEGACY_MANYLINUX[system] : undefined;
  return floor !== undefined && floor <= (libc === 'gnu' ? maxGlibc : MUSL_MINOR) ? 10 + floor : undefined;
}

function macosRank({ wheelCpu }: Platform, tag: string, maxMacos: string): number | undefined {
  const m = /^macosx_(\d+)_(\d+)_(\w+)$/.exec(tag);
  const fits =
    m && [wheelCpu, 'universal2', ...(wheelCpu === 'x86_64' ? ['intel', 'universal'] : [])].includes(m[3] as string);
  const rank = (major: number, minor: number): number => 10 + major * 20 + minor;
  const [major = 0, minor = 0] = maxMacos.split('.').map(Number);
  const asked = m && rank(Number(m[1]), Number(m[2]));
  return asked && fits && asked <= rank(major, minor) ? asked : undefined;
}
