/** Projects whose configuration is another one: Nx puts it into the key of every task that uses the project's files. */
import type { Inferred, InferredProject } from '../../graph/infer';
import type { GraphView } from '../../graph/selection';
import { type Disk, joinPath } from '../../project/disk';

export interface Comparison {
  readonly graph: GraphView;
  readonly was: Inferred;
  readonly is: Inferred;
  readonly before: Disk;
  readonly after: Disk;
  /** Changed files. */
  readonly files: readonly string[];
}

/** What differs, by the project's name. */
export function compareConfigurations({ graph, was, is, before, after, files }: Comparison): Map<string, string> {
  const changed = new Set(files);
  const found = Object.entries(graph.nodes).flatMap(([name, { data }]): [string, string][] => {
    const inferred = is.projects.get(data.root)?.node;
    const detail =
      (inferred && inferredChange(was.projects.get(data.root)?.node, inferred)) ??
      CONFIGURED.flatMap(({ file, keys }) => {
        const path = joinPath(data.root, file);
        const isRead = keys === undefined || data.root !== '.' || [before, after].some(isRootProject);
        const same = !changed.has(path) || !isRead || part(before, path, keys) === part(after, path, keys);
        return same ? [] : [path];
      })[0];
    return detail === undefined ? [] : [[name, detail]];
  });
  return new Map(found);
}

/** Where people configure projects; of a package.json only what Nx reads. */
const CONFIGURED = [
  { file: 'project.json', keys: undefined },
  { file: 'package.json', keys: ['name', 'nx', 'scripts', 'private', 'workspaces'] },
] as const;

/** The root's package.json makes a project only if it says so; most often it just holds the workspace together. */
function isRootProject(disk: Disk): boolean {
  return disk.exists('project.json') || /"nx"\s*:\s*\{/.test(disk.read('package.json') ?? '');
}

function part(disk: Disk, path: string, keys: readonly string[] | undefined): string | undefined {
  const text = disk.read(path);
  try {
    const value = JSON.parse(text ?? 'null') as Record<string, unknown> | null;
    return JSON.stringify(value && keys ? keys.map((key) => value[key]) : value);
  } catch {
    // With comments, or broken: the text counts.
    return text;
  }
}

function inferredChange(was: InferredProject | undefined, is: InferredProject): string | undefined {
  if (!was) {
    return 'the project is new';
  }
  if (was.name !== is.name) {
    return `it was called ${was.name}`;
  }
  const fields = (['targets', 'namedInputs', 'tags'] as const).filter(
    (field) => canonical(was[field]) !== canonical(is[field]),
  );
  const targets = Object.keys({ ...was.targets, ...is.targets }).filter(
    (target) => canonical(was.targets?.[target]) !== canonical(is.targets?.[target]),
  );
  return fields.length === 0 ? undefined : targets.length > 0 ? `target ${targets.join(', ')}` : fields.join(', ');
}

/** Descriptions are in no key. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === 'metadata' ? undefined : inner)) ?? '';
}
