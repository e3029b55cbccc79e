import { homedir } from 'node:os';
import { canonical, sha256 } from '../engine/canonical';
import { readContent } from '../engine/store/read-content';
import { isFile, makeTree, treeDigest } from '../engine/tree';
import type { FileEntry, RunResult } from '../engine/types';
import type { PlatformId } from '../model/platforms';
import { forbiddenTexts } from '../verify/leaks';
import type { VerifyPolicy, VerifyReport } from '../verify/types';
import { verifyTree } from '../verify/verify';
import type { Session } from './session';

/** Raise it when a check is added: what passed before is looked at again. */
const CHECKS = 3;
const REPORT = 'report.json';

/** Warnings that are shown; all are in the report. */
const SHOWN = 10;

/**
 * Checks an artefact, or finds that these very bytes passed the same checks before. Warnings are printed either way.
 * @throws KilnError VERIFY_PLATFORM, VERIFY_GLIBC, VERIFY_MACOS, VERIFY_LIBRARY, VERIFY_LEAK, CONTENT_LOST
 */
export async function verifyArtefact(
  artefact: RunResult,
  platform: PlatformId,
  newest: Pick<VerifyPolicy, 'maxGlibc' | 'maxMacos'>,
  folders: readonly string[],
  session: Session,
): Promise<VerifyReport> {
  const { workspaceRoot, env, tools, print } = session;
  const forbidden = forbiddenTexts({ workspaceRoot, home: homedir(), cacheDir: tools.cacheDir, env, folders });
  const report = await knownOrNew(artefact, { platform, ...newest, forbidden }, session);
  const { warnings } = report;
  for (const warning of warnings.slice(0, SHOWN)) {
    print(`! ${warning}`);
  }
  if (warnings.length > SHOWN) {
    print(`! … and ${warnings.length - SHOWN} more`);
  }
  return report;
}

async function knownOrNew(
  { digest, tree }: RunResult,
  policy: VerifyPolicy,
  { store }: Pick<Session, 'store'>,
): Promise<VerifyReport> {
  // Secrets enter only as part of a digest.
  const facts = { ...policy, forbidden: sha256(canonical(policy.forbidden)) };
  const key = sha256(canonical({ verify: CHECKS, digest, ...facts }));
  const known = await store.getResult(key);
  const entry = known && (await store.getTree(known.result))?.entries.find(({ path }) => path === REPORT);
  const text = entry && 'sha256' in entry ? await store.read(entry.sha256) : undefined;
  if (text) {
    return JSON.parse(text.toString()) as VerifyReport;
  }
  const files = new Map(tree.entries.filter(isFile).map((entry) => [entry.path, entry]));
  const report = await verifyTree(tree, (path) => readContent(files.get(path) as FileEntry, store), policy);
  const saved = await store.putBuffer(Buffer.from(canonical(report)));
  const result = makeTree([{ path: REPORT, ...saved }]);
  await store.putTree(result);
  await store.putResult(key, { result: treeDigest(result) });
  return report;
}
