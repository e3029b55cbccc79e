/** One text per value, one digest per text: what every key and every stored record rests on. Pure. */
import { hash } from 'node:crypto';
import type { Digest } from './types';

/**
 * JSON with sorted keys and without spaces. Properties that are `undefined` are left out.
 * @throws TypeError (a bug) on what JSON would silently change: `undefined` in a list, NaN, functions, class instances
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (Number.isFinite(value)) {
        return JSON.stringify(value);
      }
      break;
    case 'object':
      if (value === null) {
        return 'null';
      }
      if (Array.isArray(value)) {
        return `[${value.map(canonical).join(',')}]`;
      }
      if (isPlain(value)) {
        return canonicalObject(value as Readonly<Record<string, unknown>>);
      }
  }
  throw new TypeError(`${String(value)} has no canonical form`);
}

/** @returns sha256 in lower case hex; text is hashed as UTF-8 */
export function sha256(data: string | Uint8Array): Digest {
  return hash('sha256', data, 'hex');
}

/** A digest that came from disk becomes part of a path, so its shape is checked. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && value.length === 64 && !/[^0-9a-f]/.test(value);
}

function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    if (value[key] !== undefined) {
      parts.push(`${JSON.stringify(key)}:${canonical(value[key])}`);
    }
  }
  return `{${parts.join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
