/** Looks at a finished bundle for what no step of its plan can see: parts that hide each other, what a platform lacks. */
import { readContent } from '../engine/store/read-content';
import type { FileEntry, Tree } from '../engine/types';
import { KilnError } from '../model/errors';
import { launchersOf } from '../plan/stages/bundle/bundle';
import { findClashes, refuseShared, type SharedModule } from '../plan/stages/bundle/import-clashes';
import { SKIPPED_LINES } from '../plan/stages/bundle/launchers';
import { placesOf } from '../plan/stages/bundle/places';
import { checkPaths } from '../plan/stages/bundle/tree-problems';
import type { FreezeRequest } from '../plan/types';
import type { Session } from './session';

/** How packages of the time before namespace packages share a name: their `__init__` looks for the other folders itself. */
const JOINS = /extend_path|declare_namespace/;
/** As code names it; the module's own name in a string or a comment costs a needless line. */
const ZONEINFO = /\bzoneinfo\b/;

type Reads = Pick<Session, 'store' | 'print'>;

/**
 * Prints what a person should know.
 * @throws KilnError NAME_CLASH, PATH_UNUSABLE, PTH_CODE
 */
export async function inspectBundle(request: FreezeRequest, tree: Tree, session: Reads): Promise<void> {
  const { platform, python } = request.cell;
  const prefix = `${launchersOf(request).main.name}/`;
  const files = new Map(
    tree.entries.flatMap((entry): [string, FileEntry][] =>
      'sha256' in entry && entry.path.startsWith(prefix) ? [[entry.path.slice(prefix.length), entry]] : [],
    ),
  );
  const warnings = checkPaths(
    tree.entries.map(({ path }) => path),
    platform,
  );
  const { hiddenByStdlib, shared } = findClashes([...files.keys()], placesOf(platform, python));
  refuseShared(await lost(shared, files, session));
  if (hiddenByStdlib.length > 0) {
    warnings.push(
      `packages bring modules that the standard library has and that comes first: ${hiddenByStdlib.join(', ')}`,
    );
  }
  const zones = await lacksTimezones(request, files, session);
  for (const line of [...warnings, ...zones]) {
    session.print(`! ${line}`);
  }
  await tellSkipped(request, files.get(SKIPPED_LINES), session);
}

/** Names of the shared modules whose application part does not look for the other part. */
async function lost(
  shared: readonly SharedModule[],
  files: ReadonlyMap<string, FileEntry>,
  session: Reads,
): Promise<string[]> {
  const joined = await Promise.all(
    shared.map(async ({ init }) =>
      JOINS.test(await content(init === undefined ? undefined : files.get(init), session)),
    ),
  );
  return shared.filter((_, index) => !joined[index]).map(({ name }) => name);
}

/** Windows has no time zones for Python; packages that need them ask for tzdata, an application forgets to. */
async function lacksTimezones(
  { cell, packages }: FreezeRequest,
  files: ReadonlyMap<string, FileEntry>,
  session: Reads,
): Promise<string[]> {
  if (cell.platform.os !== 'windows' || packages.includes('tzdata')) {
    return [];
  }
  for (const [path, entry] of files) {
    if (/^app\/.*\.pyc$/.test(path) && ZONEINFO.test(await content(entry, session))) {
      return [
        `${path} uses zoneinfo, and Windows has no time zones of its own: add tzdata to the dependencies ("tzdata; sys_platform == 'win32'")`,
      ];
    }
  }
  return [];
}

/** Packages whose `.pth` files hold code work without it or not at all: a person has to know. */
async function tellSkipped(request: FreezeRequest, entry: FileEntry | undefined, session: Reads): Promise<void> {
  const text = (await content(entry, session)).trimEnd();
  if (text === '') {
    return;
  }
  if (request.options.pth === 'fail') {
    throw new KilnError('PTH_CODE', 'packages count on .pth files that a bundle does not follow', {
      lines: text.split('\n'),
      hint: 'pth=skip builds without these lines; docs/bundle.md says which packages do without them',
    });
  }
  session.print(`! left out of packages' .pth files (docs/bundle.md):\n${text.replace(/^/gm, '  ')}`);
}

/** @throws KilnError CONTENT_LOST: what cannot be read is not in order */
async function content(entry: FileEntry | undefined, { store }: Reads): Promise<string> {
  return entry === undefined ? '' : (await readContent(entry, store)).toString();
}
