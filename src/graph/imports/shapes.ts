/** Imports as short texts, so that a workspace's hundred thousand need few strings: `os`, `..a x,y`, `plugins.b()`. */
import type { FoundImport } from './scanner';

export type Shape = Pick<FoundImport, 'module' | 'level' | 'names' | 'dynamic'>;

/** Stands for a call that imports what a value says. */
export const COMPUTED = '?';

export function shapeText({ module, level, names, dynamic }: Shape): string {
  return `${'.'.repeat(level)}${module}${names ? ` ${names.join(',')}` : ''}${dynamic ? '()' : ''}`;
}

export function readShape(text: string): Shape {
  const dynamic = text.endsWith('()');
  const level = /^\.*/.exec(text)?.[0].length ?? 0;
  const [module = '', names] = text.slice(level, dynamic ? -2 : undefined).split(' ');
  return {
    module,
    level,
    ...(names === undefined ? {} : { names: names.split(',') }),
    ...(dynamic ? { dynamic } : {}),
  };
}
