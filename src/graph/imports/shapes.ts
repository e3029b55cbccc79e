/** Imports as short texts, so that a workspace's hundred thousand need few strings: `os`, `..a x,y`, `plugins.b()`. */

export interface Shape {
  /** Dotted, as written; '' for `from . import a`. */
  readonly module: string;
  /** Dots in front of a relative import. */
  readonly level: number;
  /** Of `from module import a, b`: `a` and `b` may be modules. `['*']` for all. */
  readonly names?: readonly string[];
  /** `importlib.import_module("literal")`, `__import__("literal")`. */
  readonly dynamic?: true;
}

/** Stands for a call that imports what a value says. */
export const COMPUTED = '?';

export function readShape(text: string): Shape {
  const level = /^\.*/.exec(text)?.[0].length ?? 0;
  if (text.endsWith('()')) {
    // What a literal says may be no name at all.
    return { module: text.slice(level, -2), level, dynamic: true };
  }
  const [module = '', names] = text.slice(level).split(' ');
  return { module, level, ...(names === undefined ? {} : { names: names.split(',') }) };
}

export function shapeText({ module, level, names, dynamic }: Shape): string {
  return `${'.'.repeat(level)}${module}${names ? ` ${names.join(',')}` : ''}${dynamic ? '()' : ''}`;
}
