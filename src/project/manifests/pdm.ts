/** `[tool.pdm]`: groups for development, with editable folders among them. */
import { posix } from 'node:path';
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { isTable, type Table, valueAt } from '../toml';
import type { Requirement, SourceRef } from '../types';
import { localPath, sourceOfUrl } from './places';
import { type Report, strings } from './report';

export interface EditableLine {
  readonly requirement: Requirement;
  readonly source: SourceRef;
}

/** `[tool.pdm.dev-dependencies]`; `-e` lines give sources. */
export function readPdmGroups(
  toml: Table,
  root: string,
  report: Report,
): { readonly groups: Record<string, Requirement[]>; readonly sources: Record<string, SourceRef> } {
  const table = valueAt(toml, 'tool', 'pdm', 'dev-dependencies');
  const sources = new Map<string, SourceRef>();
  const groups = Object.entries(isTable(table) ? table : {}).map(([group, list]) => {
    const found = strings(list).flatMap((text) => {
      const editable = editableLine(text, root);
      if (editable) {
        sources.set(editable.requirement.name, editable.source);
        return [editable.requirement];
      }
      const parsed = parseRequirement(text);
      if (!parsed) {
        report(`[tool.pdm.dev-dependencies].${group}: ${text} is no requirement`, text, 'see PEP 508');
      }
      return parsed ? [parsed] : [];
    });
    return [normalizeName(group), found] as const;
  });
  return { groups: Object.fromEntries(groups), sources: Object.fromEntries(sources) };
}

/**
 * `-e ../lib`, `-e file:///${PROJECT_ROOT}/../lib#egg=lib`, `-e ../lib[extra]`, `-e git+https://…#egg=x`. A folder that
 * nobody names is called like its last part.
 */
export function editableLine(text: string, root: string): EditableLine | undefined {
  const [, place = ''] = /^(?:-e|--editable)[\s=]+["']?(.*?)["']?\s*$/.exec(text.trim()) ?? [];
  return place === '' ? undefined : placeLine(place, root, true);
}

/** A line that is a place instead of a name: a folder, an archive, an address. */
export function placeLine(written: string, root: string, editable: boolean): EditableLine | undefined {
  const named = parseRequirement(written);
  if (named?.url !== undefined) {
    return { requirement: named, source: withEditable(sourceOfUrl(named.url, root), editable) };
  }
  const [place = '', marker] = written.split(/\s+;\s*|;\s+/);
  const [address = '', fragment = ''] = place.split('#');
  const extras = /\[([^\]]*)\]$/.exec(address)?.[1] ?? '';
  const bare = address.replace(/\[[^\]]*\]$/, '').trim();
  const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(bare);
  const path =
    localPath(bare, root) ??
    (isAddress || !editable || bare.startsWith('/') ? undefined : localPath(`./${bare}`, root));
  const source: SourceRef = path === undefined ? sourceOfUrl(bare, root) : { kind: 'path', path, editable };
  const egg = /(?:^|&)egg=([A-Za-z0-9._-]+)/.exec(fragment)?.[1];
  const base = posix.basename((path ?? bare).replace(/\/+$/, '').replace(/\.git(@.*)?$/, ''));
  const name = egg ?? /^([A-Za-z0-9._]+?)-\d.*\.(whl|zip|tar\.\w+|tgz)$/.exec(base)?.[1] ?? base;
  const requirement = parseRequirement(`${name}[${extras}]${marker ? `; ${marker}` : ''}`);
  return requirement ? { requirement: { ...requirement, text: written }, source } : undefined;
}

function withEditable(source: SourceRef, editable: boolean): SourceRef {
  return source.kind === 'path' ? { ...source, editable } : source;
}
