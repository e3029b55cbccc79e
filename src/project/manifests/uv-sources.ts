import { joinPath } from '../disk';
import { normalizeName } from '../names';
import { isTable, stringAt, type Table } from '../toml';
import type { SourceRef } from '../types';
import type { Report } from './report';

/** `[tool.uv.sources]` by normalised name. Of a list (one entry per marker) a local one counts, else the first. */
export function readSources(table: Table, root: string, report: Report): Record<string, SourceRef> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, value]) => {
      const entries = (Array.isArray(value) ? value : [value]).map((entry) => readSource(entry, root));
      const found = entries.find((s) => s?.kind === 'workspace' || s?.kind === 'path') ?? entries.find(Boolean);
      if (!found) {
        report(`[tool.uv.sources]: the source of '${name}' is not understood`, name);
      }
      return found ? [[normalizeName(name), found] as const] : [];
    }),
  );
}

function readSource(entry: unknown, root: string): SourceRef | undefined {
  if (!isTable(entry)) {
    return undefined;
  }
  if (entry.workspace === true) {
    return { kind: 'workspace' };
  }
  const path = stringAt(entry, 'path');
  if (path !== undefined) {
    return { kind: 'path', path: joinPath(root, path.replaceAll('\\', '/')), editable: entry.editable === true };
  }
  for (const kind of ['git', 'url', 'index'] as const) {
    const value = stringAt(entry, kind);
    if (value !== undefined) {
      return { kind, value };
    }
  }
  return undefined;
}
