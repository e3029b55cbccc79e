/**
 * A program: prints one hash over which files of a project's folder git tracks or ignores, for backends that let it decide
 * what they pack. It prints something random where it cannot tell.
 *
 *     hash-packed tracked|ignored <project> <path below it>…
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { join, posix } from 'node:path';
import { type Git, ignoredFiles, trackedFiles } from '../project/build-system/git-files';
import { BUILD_FOLDERS, LEFTOVER_FOLDERS } from '../project/leftovers';
import { isProduct } from '../project/product-files';

/** @param within files and folders that can be packed; all where there are none */
export async function hashPacked(
  git: Git,
  workspaceRoot: string,
  question: string,
  within: readonly string[],
): Promise<string> {
  const facts = question === 'tracked' ? await trackedIn(git, within) : await ignoredIn(git, workspaceRoot, within);
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Which of the lists counts is decided by a version that the lock says. */
async function trackedIn(git: Git, within: readonly string[]): Promise<unknown> {
  const lists = [await trackedFiles(git, 'commit'), await trackedFiles(git, 'index')];
  const inside = (path: string): boolean =>
    within.length === 0 || within.some((top) => path === top || path.startsWith(`${top}/`));
  return lists.map((list) => list?.filter(inside) ?? null);
}

/** What tools and builds leave behind comes and goes, and is packed by nobody. */
async function ignoredIn(git: Git, workspaceRoot: string, within: readonly string[]): Promise<unknown> {
  const { paths, checkout } = await ignoredFiles(git, workspaceRoot, within.length > 0 ? within : ['.']);
  return { checkout, paths: paths.filter(counts).sort() };
}

function counts(path: string): boolean {
  const plain = path.replace(/\/$/, '');
  const [top = ''] = plain.split('/');
  const isLeftover = plain.split('/').some((name) => LEFTOVER_FOLDERS.includes(name));
  return isProduct(plain) && !isLeftover && !(BUILD_FOLDERS.includes(top) && posix.dirname(plain) === '.');
}

function gitIn(folder: string): Git {
  return (args, env) =>
    new Promise((resolve, reject) => {
      const options = { cwd: folder, env: { ...process.env, ...env, LC_ALL: 'C' }, maxBuffer: 2 ** 30 };
      execFile('git', [...args], options, (error, stdout) => {
        if (error && typeof error.code !== 'number') {
          reject(error);
        } else {
          resolve(error ? undefined : stdout);
        }
      });
    });
}

if (require.main === module) {
  const [question = '', root = '.', ...within] = process.argv.slice(2);
  hashPacked(gitIn(join(process.cwd(), root)), process.cwd(), question, within).then(
    (hash) => process.stdout.write(`${hash}\n`),
    () => process.stdout.write(`unknown ${randomUUID()}\n`),
  );
}
