/** Findings about settings of everyday tools that lead where no key can follow, or to more than somebody may have meant. */
import { conftestsAbove } from '../../graph/conftests';
import type { Inferred } from '../../graph/infer';
import { TOOLS, type ToolName } from '../../model/tools';
import type { Disk } from '../../project/disk';
import { toolReach } from '../../project/settings/reach';
import type { Finding } from './findings';

const EVERYDAY = /^nx-kiln:(test|lint|typecheck|format)$/;
const KNOWN: ReadonlySet<unknown> = new Set(Object.values(TOOLS).flat());

/** One finding per place in the settings, with all targets that it concerns. */
export function settingsFindings({ projects }: Pick<Inferred, 'projects'>, disk: Disk): Finding[] {
  const found = new Map<string, Finding & { readonly details: string[] }>();
  const note = (finding: Finding, task: string): void => {
    const key = `${finding.file}\n${finding.message}`;
    const { details } = found.get(key) ?? { details: [] };
    found.set(key, { ...finding, details: [...details, task] });
  };
  const roots = new Set(projects.keys());
  for (const [root, { node }] of projects) {
    for (const [target, { executor = '', options, cache }] of Object.entries(node.targets ?? {})) {
      // Formatting is never cached; only its check is.
      const kept = EVERYDAY.test(executor) && (options?.check === true || !executor.endsWith(':format'));
      if (!kept || !KNOWN.has(options?.tool)) {
        continue;
      }
      const request = {
        tool: options.tool as ToolName,
        root,
        nested: [],
        args: words(options.args),
        passEnv: words(options.passEnv),
      };
      const { doubts, places, conftests } = toolReach(request, disk);
      const above = conftests === undefined ? [] : conftestsAbove(root, conftests, roots, disk).doubts;
      for (const doubt of [...doubts, ...above]) {
        note({ level: 'warning', ...doubt, message: `not cached: ${doubt.message}` }, `${node.name}:${target}`);
      }
      for (const { why = '' } of cache ? places.filter(({ path }) => path === '.') : []) {
        note({ level: 'warning', file: root, ...whole(why) }, `${node.name}:${target}`);
      }
    }
  }
  return [...found.values()];
}

/** @param why `pythonpath of pyproject.toml` */
function whole(why: string): Pick<Finding, 'message' | 'fix'> & { readonly file?: string } {
  const at = why.lastIndexOf(' of ');
  return {
    ...(at < 0 ? {} : { file: why.slice(at + 4) }),
    message: `${at < 0 ? why : why.slice(0, at)} leads to the whole workspace, so every change in it is a miss`,
    fix: 'name the folders that are meant, or give each project settings of its own that extend these',
  };
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
