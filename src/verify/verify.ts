/** Checks what a build made: every binary for its platform, the glibc that it needs, nothing of this machine in it. */
import { forEachLimited } from '../engine/parallel';
import type { FileEntry, Tree } from '../engine/types';
import type { Platform } from '../model/platforms';
import { binaryFormat } from './binary-format';
import { readElf } from './elf';
import { leakFinder, refuseLeaks } from './leaks';
import { glibcFloor, isData, mismatch, platformOf, type Refused, refuseForeign, refuseNewGlibc } from './policy';
import type { BinaryFacts, VerifyPolicy, VerifyReport } from './types';

interface Inspection {
  readonly path: string;
  readonly facts?: BinaryFacts;
  readonly isData?: boolean;
  readonly refused?: Refused;
  readonly leaks: readonly string[];
}

/** Files in memory at a time. */
const AT_ONCE = 8;

/**
 * Reads each file of a tree once and judges it.
 * @param open gives the whole content of one of the tree's files
 * @returns binaries, data for other systems, the glibc floor, counts
 * @throws KilnError VERIFY_PLATFORM, VERIFY_GLIBC or VERIFY_LEAK (in this order), and whatever `open` throws
 */
export async function verifyTree(
  tree: Tree,
  open: (path: string) => Promise<Buffer>,
  policy: VerifyPolicy,
): Promise<VerifyReport> {
  const platform = platformOf(policy.platform);
  const findLeaks = leakFinder(policy.forbidden);
  const files = tree.entries.filter((entry): entry is FileEntry => 'sha256' in entry);
  const inspections: Inspection[] = new Array(files.length);
  await forEachLimited(files, AT_ONCE, async ({ path }, index) => {
    inspections[index] = inspect(path, await open(path), platform, findLeaks);
  });

  refuseForeign(
    inspections.flatMap(({ refused }) => refused ?? []),
    policy.platform,
  );
  const binaries = inspections
    .filter(({ facts, isData }) => facts && !isData)
    .map(({ path, facts }) => {
      const glibc = facts?.format === 'elf' ? glibcFloor(facts.versions) : undefined;
      return { path, ...(glibc ? { glibc } : {}) };
    });
  if (policy.maxGlibc) {
    refuseNewGlibc(binaries, policy.maxGlibc);
  }
  refuseLeaks(inspections.flatMap(({ path, leaks }) => leaks.map((what) => ({ path, what }))));

  const glibc = glibcFloor(binaries.flatMap((binary) => (binary.glibc ? [`:GLIBC_${binary.glibc}`] : [])));
  return {
    binaries,
    data: inspections.filter(({ isData }) => isData).map(({ path }) => path),
    ...(glibc ? { glibc } : {}),
    files: files.length,
    size: files.reduce((sum, { size }) => sum + size, 0),
  };
}

function inspect(
  path: string,
  content: Buffer,
  platform: Platform,
  findLeaks: (content: Buffer) => string[],
): Inspection {
  const leaks = findLeaks(content);
  const format = binaryFormat(content);
  if (!format) {
    return { path, leaks };
  }
  const facts = format.format === 'elf' ? readElf(content) : format;
  if (!facts) {
    return { path, leaks, refused: { path, found: 'damaged ELF file' } };
  }
  const data = isData(path, facts, platform);
  const found = data ? undefined : mismatch(facts, platform);
  return { path, facts, isData: data, leaks, ...(found ? { refused: { path, found } } : {}) };
}
