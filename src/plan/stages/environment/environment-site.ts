/** The third-party part of an environment: exact packages in, one folder of files out. Shared by all who need the same. */
import type { Cell } from '../../../model/cells';
import { textTree } from '../../text-tree';
import type { PlannedBuild } from '../../types';
import { siteStep } from '../third-party/site';

export interface EnvironmentSiteRequest {
  readonly cell: Cell;
  /** Exact: `3.14.6`. */
  readonly pythonVersion: string;
  readonly maxGlibc: string;
  /** Requirements with hashes, as `requirementsText` writes them. */
  readonly requirements: string;
  /** Tree of the workspace's own wheels among them. */
  readonly archives?: string;
  /** Tree with fetch_site.py. */
  readonly scripts: string;
}

/** The result has `out/site`, laid out as site-packages, and `out/bin` with programs that packages bring as files. */
export function planEnvironmentSite({ requirements, ...request }: EnvironmentSiteRequest): PlannedBuild {
  const text = textTree({ 'requirements.txt': requirements });
  const from = { tree: text.digest, path: 'requirements.txt' };
  return {
    plan: { steps: { site: siteStep({ ...request, requirements: from, programs: true }) }, result: 'site' },
    texts: [text],
  };
}
