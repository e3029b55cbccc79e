/** `nx g nx-kiln:app` and `nx g nx-kiln:lib`: options → plan → files in the tree → lock when they are on disk. */
import { formatFiles, type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { formatError, KilnError } from '../../src/model/errors';
import { ProjectOptions } from '../../src/model/options/generators';
import { makeLocks } from '../../src/pipeline/everyday/make-locks';
import { joinPath } from '../../src/project/disk';
import init from '../init/generator';
import type { Kind } from './new-project';
import { planProject } from './plan-project';
import { readSurroundings } from './surroundings';

const LOCK_OF = { uv: 'uv.lock', pip: 'requirements.txt' } as const;

/**
 * Writes a new project into the tree.
 * @returns makes its lock; Nx calls it when the files are on disk, and not with --dry-run
 * @throws Error with the text of a KilnError, before anything is written
 */
export async function generateProject(kind: Kind, tree: Tree, raw: unknown): Promise<GeneratorCallback> {
  return told(async () => {
    const options = parse(kind, raw);
    const { files, lock, python } = await planProject(kind, options, tree.root, readSurroundings(tree));
    await init(tree, { skipFormat: true });
    for (const [path, text] of Object.entries(files)) {
      tree.write(path, text);
    }
    ignoreBytecode(tree);
    if (!options.skipFormat) {
      await formatFiles(tree);
    }
    if (options.skipLock) {
      return () => undefined;
    }
    logger.info(`${joinPath(lock.folder, LOCK_OF[lock.manager])} is made when these files are written`);
    return () => told(() => makeLocks(lock, python, tree.root));
  });
}

function parse(kind: Kind, raw: unknown): ProjectOptions {
  const parsed = ProjectOptions.safeParse(raw ?? {});
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
    throw new KilnError('OPTION_INVALID', `${kind}: an option is not valid`, { lines, hint: 'see docs/options.md' });
  }
  return parsed.data;
}

/** Nx prints an error's message; what is no KilnError is a bug and keeps its stack. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof KilnError ? new Error(formatError(error)) : error;
  }
}

/** What Python leaves beside every source that somebody runs. */
function ignoreBytecode(tree: Tree): void {
  const text = tree.read('.gitignore', 'utf8') ?? '';
  const isThere = text
    .split(/\r?\n/)
    .some((line) => /^(\*\*\/)?(__pycache__\/?|\*\.py\[cod\]|\*\.pyc)$/.test(line.trim()));
  if (!isThere) {
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    tree.write('.gitignore', `${text}${text === '' || text.endsWith('\n') ? '' : newline}__pycache__/${newline}`);
  }
}
