/**
 * Looks once more, right before a tool runs, where its settings and arguments lead. The graph has made inputs of what it
 * knew; words of the command line, settings in subfolders and files that Nx does not watch are seen here.
 */
import { join, sep } from 'node:path';
import { KilnError } from '../../model/errors';
import type { ToolName } from '../../model/tools';
import { type Disk, nodeDisk } from '../../project/disk';
import { matchGlob } from '../../project/globs';
import { literal } from '../../project/product-files';
import { settingsFiles } from '../../project/settings/files';
import { type ReachRequest, ruffReach, toolReach } from '../../project/settings/reach';
import { nestedRuffFiles } from '../../project/settings/ruff';
import type { Place, Reach } from '../../project/settings/types';
import { shellWords } from '../../project/shell-words';
import type { Session } from '../session';
import { nested } from './tool-facts';

interface Run {
  readonly tool: ToolName;
  readonly options: { readonly args: readonly string[]; readonly passEnv: readonly string[] };
}

type Around = Pick<Session, 'workspaceRoot' | 'projectRoot' | 'projectRoots' | 'cached' | 'keyedFiles' | 'targetName'>;

/** @throws KilnError OPTION_INVALID where a cached target reads what its key does not hold */
export function checkReach(run: Run, session: Around): void {
  if (!session.cached) {
    return;
  }
  for (const { places, names, doubts } of reaches(run, session)) {
    const [doubt] = doubts;
    if (doubt) {
      throw new KilnError(
        'OPTION_INVALID',
        `${session.targetName} is cached, and no key can hold what ${run.tool} reads`,
        {
          lines: [`${doubt.file}${doubt.line ? `:${doubt.line}` : ''}: ${doubt.message}`],
          hint: `${doubt.fix}; or set "cache": false for ${session.targetName}`,
        },
      );
    }
    const lacking = places.filter((place) => !isKeyed(place, session));
    if (lacking.length > 0 || !areNamesKeyed(names, session.keyedFiles)) {
      throw unkeyed(run.tool, lacking, names, session);
    }
  }
}

function reaches({ tool, options: { args, passEnv } }: Run, session: Around): Reach[] {
  const { workspaceRoot, projectRoot: root, projectRoots } = session;
  const disk: Disk = nodeDisk(workspaceRoot);
  const others = nested(root, projectRoots);
  // Editors name files of the project by their whole paths.
  const words = args.map((arg) => arg.replaceAll(`${join(workspaceRoot, root)}${sep}`, ''));
  const request: ReachRequest = { tool, root, nested: others, args: words, passEnv };
  const own = toolReach(request, disk);
  if (tool !== 'ruff') {
    return [own];
  }
  const files = settingsFiles(disk);
  const below = nestedRuffFiles(root, files, (folder) => others.includes(folder) || LEFT_OUT.test(folder));
  return [own, ...below.map((path) => ruffReach(request, { path, text: files.read(path) ?? '' }, disk))];
}

/** Folders that ruff leaves out as well, or that nobody lints. */
const LEFT_OUT = /(^|\/)(node_modules|build|dist|venv|virtualenv|__pycache__|[^/]*\.egg-info)$/;

/** Whether the inputs hold a place, whatever lies in it. */
export function isKeyed(
  { path, holds }: Pick<Place, 'path' | 'holds'>,
  { keyedFiles, projectRoot }: Pick<Around, 'keyedFiles' | 'projectRoot'>,
): boolean {
  const below = path === '.' ? '' : `${path}/`;
  const probes =
    holds === 'file' || /\.pyi?$/.test(path)
      ? [[path]]
      : holds === 'modules'
        ? [[`${below}a.py`, `${below}a/b.pyi`]]
        : [[path], [`${below}a`, `${below}a/b`]];
  const patterns = keyedFiles.flatMap((text) => patternOf(text, projectRoot));
  return probes.some((probe) => probe.every((file) => patterns.some((fits) => fits(file))));
}

const compiled = new Map<string, (path: string) => boolean>();

function patternOf(text: string, projectRoot: string): ((path: string) => boolean)[] {
  const [, base, rest = ''] = /^\{(projectRoot|workspaceRoot)\}\/(.*)$/.exec(text) ?? [];
  if (base === undefined) {
    return [];
  }
  const pattern = base === 'projectRoot' && projectRoot !== '.' ? `${literal(projectRoot)}/${rest}` : rest;
  const fits = compiled.get(pattern) ?? matchGlob(pattern);
  compiled.set(pattern, fits);
  return [fits];
}

/** One command lists the folders whose names count. */
function areNamesKeyed(names: readonly string[], keyedFiles: readonly string[]): boolean {
  const commands = keyedFiles.filter((text) => text.includes('hash-surroundings')).map(shellWords);
  return names.length === 0 || commands.some((words) => names.every((name) => words.includes(name)));
}

function unkeyed(
  tool: ToolName,
  lacking: readonly Place[],
  names: readonly string[],
  { targetName, projectRoot }: Around,
): KilnError {
  const paths = lacking.length > 0 ? lacking.map(({ path }) => path) : names;
  const typed = lacking.some(({ why }) => why?.startsWith('argument '));
  const inputs = paths.map((path) => `"{workspaceRoot}/${path}"`).join(', ');
  return new KilnError('OPTION_INVALID', `${targetName} is cached, and its key does not hold ${paths.join(', ')}`, {
    lines: [
      ...lacking.map(({ path, why }) => `${tool} reads ${path}${why ? `: ${why}` : ''}`),
      'a result with one content would be replayed for another',
    ],
    hint: typed
      ? `write the arguments into [tool.kiln] of ${projectRoot}/pyproject.toml (args): then what they lead to is in the key`
      : `add ${inputs} to the inputs of ${targetName} (["...", …]), or run \`nx reset\` where git ignores the settings`,
  });
}
