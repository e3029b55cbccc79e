/** Checks what a build made: every binary for its platform, what it needs of a system, nothing of this machine in it. */
import { forEachLimited } from '../engine/parallel';
import type { FileEntry, Tree } from '../engine/types';
import type { Platform } from '../model/platforms';
import { leakFinder, refuseLeaks } from './leaks';
import { missingInWords, missingLibraries, refuseMissing } from './libraries';
import {
  compareVersions,
  glibcFloor,
  isData,
  mismatch,
  platformOf,
  refuseForeign,
  refuseLinks,
  refuseNewer,
  sliceFor,
} from './policy';
import { readBinary } from './read-binary';
import type { BinaryFacts, VerifyPolicy, VerifyReport } from './types';
import { isWheelRecord, type WheelFile, wheelFile, wheelsForAll } from './wheels';

interface Inspection {
  readonly path: string;
  readonly facts?: BinaryFacts;
  /** Why nothing can be said of a binary. */
  readonly damaged?: string;
  readonly wheel?: WheelFile;
  readonly leaks: readonly string[];
}
interface Binary {
  readonly path: string;
  readonly facts: BinaryFacts;
}

/** Files in memory at a time. */
const AT_ONCE = 8;

/**
 * Reads each file of a tree once and judges it.
 * @param open gives the whole content of one of the tree's files
 * @returns binaries, data for other systems, glibc floor or oldest macOS, counts, warnings
 * @throws KilnError VERIFY_PLATFORM, VERIFY_GLIBC, VERIFY_MACOS, VERIFY_LIBRARY or VERIFY_LEAK (in this
 *   order), and whatever `open` throws
 */
export async function verifyTree(
  tree: Tree,
  open: (path: string) => Promise<Buffer>,
  policy: VerifyPolicy,
): Promise<VerifyReport> {
  const platform = platformOf(policy.platform);
  refuseLinks(tree.entries, platform);
  const files = tree.entries.filter((entry): entry is FileEntry => 'sha256' in entry);
  const inspections = await inspectAll(files, open, leakFinder(policy.forbidden));
  const { binaries, data } = sort(inspections, platform);
  const needs = binaries.map((binary) => ({ path: binary.path, ...needsOf(binary.facts, platform) }));
  if (policy.maxGlibc) {
    refuseNewer('glibc', needs, policy.maxGlibc);
  }
  if (policy.maxMacos) {
    refuseNewer('macos', needs, policy.maxMacos);
  }
  const missing = missingLibraries(binaries, platform);
  refuseMissing(missing);
  refuseLeaks(inspections.flatMap(({ path, leaks }) => leaks.map((what) => ({ path, what }))));

  const glibc = highest(needs.flatMap((need) => need.glibc ?? []));
  const macos = highest(needs.flatMap((need) => need.macos ?? []));
  return {
    binaries: needs,
    data,
    ...(glibc ? { glibc } : {}),
    ...(macos ? { macos } : {}),
    warnings: missing.map(missingInWords),
    files: files.length,
    size: files.reduce((sum, { size }) => sum + size, 0),
  };
}

async function inspectAll(
  files: readonly FileEntry[],
  open: (path: string) => Promise<Buffer>,
  findLeaks: (content: Buffer) => string[],
): Promise<Inspection[]> {
  const inspections: Inspection[] = new Array(files.length);
  await forEachLimited(files, AT_ONCE, async ({ path }, index) => {
    const content = await open(path);
    const wheel = isWheelRecord(path) ? wheelFile(path, content) : undefined;
    inspections[index] = { path, leaks: findLeaks(content), ...readBinary(content), ...(wheel ? { wheel } : {}) };
  });
  return inspections;
}

/** @throws KilnError VERIFY_PLATFORM for what is neither right for the platform nor data */
function sort(inspections: readonly Inspection[], platform: Platform): { binaries: Binary[]; data: string[] } {
  const universal = wheelsForAll(inspections.flatMap(({ wheel }) => wheel ?? []));
  const binaries: Binary[] = [];
  const data: string[] = [];
  const refused = inspections.flatMap(({ path, facts, damaged }) => {
    if (damaged) {
      return [{ path, found: damaged }];
    }
    if (!facts) {
      return [];
    }
    if (isData(path, facts, platform, universal.has(path))) {
      data.push(path);
      return [];
    }
    binaries.push({ path, facts });
    const found = mismatch(facts, platform);
    return found ? [{ path, found }] : [];
  });
  refuseForeign(refused, platform.id);
  return { binaries, data };
}

function needsOf(facts: BinaryFacts, platform: Platform): { glibc?: string; macos?: string } {
  const glibc = facts.format === 'elf' ? glibcFloor(facts.versions) : undefined;
  const macos = facts.format === 'macho' ? sliceFor(facts, platform)?.minimum : undefined;
  return { ...(glibc ? { glibc } : {}), ...(macos ? { macos } : {}) };
}

function highest(versions: readonly string[]): string | undefined {
  return [...versions].sort(compareVersions).at(-1);
}
