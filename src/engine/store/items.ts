/**
 * Results of mapped items: many and tiny, so they are lines of 256 logs instead of files. Every line carries its own
 * checksum and begins with a line break: what a killed process or a full disk cut off spoils no other line.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDigest, sha256 } from '../canonical';
import { codeOf, onStore } from '../disk-errors';
import { listNames, makeFolder, replaceFile } from '../files';
import type { Digest } from '../types';
import { hasContent } from './content';
import type { Layout } from './layout';
import type { ItemResult } from './types';

export function putItem({ items }: Layout, key: Digest, result: ItemResult): void {
  const value = 'failed' in result ? `!${JSON.stringify(result.failed)}` : `${result.sha256} ${result.size}`;
  const log = join(items, key.slice(0, 2));
  onStore(log, () => {
    const line = `\n${key} ${checksum(key, value)} ${value}\n`;
    try {
      appendFileSync(log, line);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') {
        throw error;
      }
      makeFolder(items);
      appendFileSync(log, line);
    }
  });
}

/** In the order of the keys. An item whose content is gone is absent. */
export function getItems(layout: Layout, keys: readonly Digest[]): (ItemResult | undefined)[] {
  const logs = new Map<string, string>();
  return keys.map((key) => {
    const name = key.slice(0, 2);
    const text = logs.get(name) ?? readLog(join(layout.items, name));
    logs.set(name, text);
    const result = findItem(text, key);
    return result && ('failed' in result || hasContent(layout, result.sha256)) ? result : undefined;
  });
}

/**
 * Rewrites logs without lines that are damaged, repeated, failed or of no use any more. A line that another process
 * adds meanwhile may be lost: that item is made again.
 */
export function compactItems(layout: Layout): void {
  for (const name of listNames(layout.items)) {
    const log = join(layout.items, name);
    const text = readLog(log);
    const keys = new Set(text.split('\n').map((line) => line.slice(0, line.indexOf(' '))));
    const lines = [...keys].filter(isDigest).flatMap((key) => {
      const result = findItem(text, key);
      if (!result || 'failed' in result || !hasContent(layout, result.sha256)) {
        return [];
      }
      const value = `${result.sha256} ${result.size}`;
      return [`\n${key} ${checksum(key, value)} ${value}\n`];
    });
    const compact = lines.join('');
    if (compact.length < text.length) {
      replaceFile(log, Buffer.from(compact), 0o644, layout.own);
    }
  }
}

/** The last good line of a key. */
function findItem(log: string, key: Digest): ItemResult | undefined {
  let result: ItemResult | undefined;
  const start = `\n${key} `;
  for (let at = log.indexOf(start); at !== -1; at = log.indexOf(start, at + 1)) {
    const end = log.indexOf('\n', at + 1);
    const check = log.slice(at + start.length, at + start.length + 16);
    const value = log.slice(at + start.length + 17, end === -1 ? undefined : end);
    if (end !== -1 && check === checksum(key, value)) {
      result = parse(value);
    }
  }
  return result;
}

function parse(value: string): ItemResult {
  if (value.startsWith('!')) {
    return { failed: JSON.parse(value.slice(1)) as string };
  }
  return { sha256: value.slice(0, 64), size: Number(value.slice(65)) };
}

function checksum(key: Digest, value: string): string {
  return sha256(`${key} ${value}`).slice(0, 16);
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return '';
    }
    throw error;
  }
}
