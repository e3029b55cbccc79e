/** What a person asked Nx to run, as far as its command line says. Pure. */

export interface RunRequest {
  readonly configuration: string | undefined;
  readonly targets: readonly string[];
  /** Names and patterns as written; `undefined` means every project, or those that Nx finds affected. */
  readonly projects: readonly string[] | undefined;
}

/** What of the graph is needed to read `project:target:configuration`, whose parts may hold colons. */
export interface KnownTargets {
  readonly [project: string]: readonly string[];
}

/** Options of Nx that take a value; what follows them is no project. */
const VALUES = new Set(
  'configuration c base head files exclude parallel runner output-style outputStyle max-parallel maxParallel batch nx-bail nxBail'.split(
    ' ',
  ),
);
const TARGETS = ['target', 'targets', 't'];
const PROJECTS = ['projects', 'p', 'project'];

/**
 * Reads `nx build app -c arm64`, `nx run app:build:arm64`, `nx run-many -t build smoke -p app`, `nx affected -t build`.
 * @param argv `process.argv` of Nx
 * @returns `undefined` where the command runs no targets, or in a form that is not known
 */
export function parseRun(argv: readonly string[], known: KnownTargets): RunRequest | undefined {
  const { positional, options } = split(argv.slice(2));
  const [command, ...rest] = positional;
  const configuration = options.configuration?.at(-1) ?? options.c?.at(-1) ?? (options.prod ? 'production' : undefined);
  const targets = lists(options, TARGETS);
  const projects = lists(options, PROJECTS);
  switch (command) {
    case undefined:
      return undefined;
    case 'run-many':
      return { configuration, targets, projects: projects.length > 0 ? projects : undefined };
    case 'affected':
      return { configuration, targets, projects: undefined };
    case 'run': {
      const named = rest[0] === undefined ? undefined : splitTarget(rest[0], known);
      return named && { ...named, configuration: named.configuration ?? configuration };
    }
    default: {
      const named = command.includes(':') && rest.length === 0 ? splitTarget(command, known) : undefined;
      return named
        ? { ...named, configuration: named.configuration ?? configuration }
        : { configuration, targets: [command], projects: rest[0] === undefined ? projects : [rest[0]] };
    }
  }
}

type Options = Readonly<Record<string, readonly string[] | undefined>>;

function split(args: readonly string[]): { positional: string[]; options: Options } {
  const positional: string[] = [];
  const options: Record<string, string[]> = {};
  let list: string | undefined;
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] as string;
    if (arg === '--') {
      break;
    }
    const option = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(arg);
    if (!option) {
      if (list === undefined) {
        positional.push(arg);
      } else {
        options[list]?.push(arg);
      }
      continue;
    }
    const name = option[1] as string;
    const values = (options[name] ??= []);
    // `-t build smoke` takes words up to the next option, `-c arm64` takes one.
    list = [...TARGETS, ...PROJECTS].includes(name) ? name : undefined;
    if (option[2] !== undefined) {
      values.push(option[2]);
    } else if (VALUES.has(name) && args[i + 1] !== undefined && !(args[i + 1] as string).startsWith('-')) {
      i += 1;
      values.push(args[i] as string);
    }
  }
  return { positional, options };
}

function lists(options: Options, names: readonly string[]): string[] {
  return names.flatMap((name) => options[name] ?? []).flatMap((text) => text.split(',').filter(Boolean));
}

/** The longest known project and target win: both may hold colons. */
function splitTarget(text: string, known: KnownTargets): RunRequest | undefined {
  const parts = text.split(':');
  for (let p = parts.length - 1; p > 0; p -= 1) {
    const project = parts.slice(0, p).join(':');
    if (!Object.hasOwn(known, project)) {
      continue;
    }
    for (let t = parts.length; t > p; t -= 1) {
      const target = parts.slice(p, t).join(':');
      if (known[project]?.includes(target)) {
        const configuration = parts.slice(t).join(':') || undefined;
        return { projects: [project], targets: [target], configuration };
      }
    }
  }
  return undefined;
}
