import { formatFiles, logger, readNxJson, type Tree, updateNxJson } from '@nx/devkit';
import { formatError, KilnError } from '../../src/model/errors';
import { InitOptions } from '../../src/model/options/generators';
import { KILN_JSON } from '../../src/toolchain/kiln-json';
import { PINS } from '../../src/toolchain/pins';
import { digestArchive } from '../../src/toolchain/providers/archive';
import { archiveRuntimes, goModuleRuntimes, withRuntimes } from './runtimes';
import { addIgnores, keepInferred, registerPlugin } from './workspace-files';

/**
 * Registers nx-kiln in a workspace. Running it again changes nothing.
 * @throws Error with the text of a KilnError: OPTION_INVALID, CONFIG_INVALID, PYTHON_UNAVAILABLE
 */
export default async function init(tree: Tree, raw: unknown): Promise<void> {
  try {
    const options = parse(raw);
    const notes = [...updateNx(tree), ...updateIgnores(tree), ...(await chooseRuntimes(tree, options))];
    for (const note of notes) {
      logger.info(note);
    }
    if (!options.skipFormat) {
      await formatFiles(tree);
    }
  } catch (error) {
    throw error instanceof KilnError ? new Error(formatError(error)) : error;
  }
}

function parse(raw: unknown): InitOptions {
  const parsed = InitOptions.safeParse(raw ?? {});
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
    throw new KilnError('OPTION_INVALID', 'init: an option is not valid', { lines, hint: 'see docs/options.md' });
  }
  return parsed.data;
}

function updateNx(tree: Tree): string[] {
  const before = readNxJson(tree) ?? {};
  const registered = registerPlugin(before);
  const { nxJson, changed } = keepInferred(registered);
  // Written only when it says something else, so that a second run leaves the file's form alone.
  if (JSON.stringify(nxJson) !== JSON.stringify(before)) {
    updateNxJson(tree, nxJson);
  }
  return [
    ...(registered === before ? [] : ['nx.json: added the plugin nx-kiln']),
    ...changed.map((place) => `nx.json: put "..." first in ${place}: without it what Kiln infers would be lost`),
  ];
}

function updateIgnores(tree: Tree): string[] {
  const before = tree.exists('.gitignore') ? (tree.read('.gitignore', 'utf8') ?? '') : '';
  const { text, added } = addIgnores(before);
  if (added.length === 0) {
    return [];
  }
  tree.write('.gitignore', text);
  return [`.gitignore: added ${added.join(', ')}`];
}

async function chooseRuntimes(tree: Tree, { runtimes, archive }: InitOptions): Promise<string[]> {
  if (archive.length > 0 && runtimes !== 'archive') {
    throw new KilnError('OPTION_INVALID', `--archive is for --runtimes=archive, not for ${runtimes ?? 'the default'}`, {
      hint: 'add --runtimes=archive, or leave --archive out',
    });
  }
  if (runtimes === undefined) {
    return [];
  }
  const before = tree.exists(KILN_JSON) ? (tree.read(KILN_JSON, 'utf8') ?? undefined) : undefined;
  const chosen =
    runtimes === 'go-module'
      ? goModuleRuntimes(PINS)
      : runtimes === 'archive'
        ? await archiveRuntimes(archive, tree.root, digestArchive)
        : { pythons: {}, runtimes: { provider: 'uv' } };
  const text = withRuntimes(before, chosen);
  if (text === before) {
    return [];
  }
  tree.write(KILN_JSON, text as string);
  return [`${KILN_JSON}: runtimes come from ${runtimes}`];
}
