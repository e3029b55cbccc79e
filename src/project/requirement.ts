import { normalizeName } from './names';
import type { Requirement } from './types';
import { normalizeSpecifier } from './versions';

const HEAD = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*/;

/**
 * Parses a dependency specifier (PEP 508): `pydantic[email]>=2,<3; python_version < '3.13'`, `name @ https://…`.
 * @returns `undefined` where the text is none; the caller says where it stood
 */
export function parseRequirement(text: string): Requirement | undefined {
  const head = HEAD.exec(text);
  if (!head) {
    return undefined;
  }
  const rest = text.slice(head[0].length);
  const base = { name: normalizeName(head[1] as string), extras: extrasOf(head[2]), text: text.trim() };
  if (rest.startsWith('@')) {
    // A URL may hold `;`, so the marker begins at the first one after a space.
    const [, url, marker] = /^@\s*(\S+)(?:\s+;\s*(.*))?\s*$/.exec(rest) ?? [];
    return url === undefined
      ? undefined
      : { ...base, specifier: '', url, ...(marker ? { marker: marker.trim() } : {}) };
  }
  const [written = '', ...marker] = rest.split(';');
  const specifier = normalizeSpecifier(written.trim().replace(/^\((.*)\)$/, '$1'));
  if (specifier === undefined || (marker.length > 0 && marker.join(';').trim() === '')) {
    return undefined;
  }
  return { ...base, specifier, ...(marker.length > 0 ? { marker: marker.join(';').trim() } : {}) };
}

function extrasOf(text: string | undefined): string[] {
  const names = (text ?? '').split(',').map((extra) => normalizeName(extra.trim()));
  return [...new Set(names.filter(Boolean))].sort();
}
