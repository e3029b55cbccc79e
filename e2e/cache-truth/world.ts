/** Where a row plays, and the verbs that change it. What a verb changes is put back afterwards. */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export interface World {
  /** Absolute folder of the workspace. */
  folder: string;
  /** Absolute folder for what lies outside of it. */
  readonly outside: string;
  readonly env: NodeJS.ProcessEnv;
  /** Further arguments of Nx. */
  readonly args: string[];
  /** Puts everything back, the last change first. */
  readonly undo: (() => void)[];
}

/** One change. Paths are relative to the workspace. */
export type Verb = (world: World) => void;

/** Changes the world, and gives the way back. */
export function change(world: World, verbs: readonly Verb[]): () => void {
  const { folder } = world;
  for (const verb of verbs) {
    verb(world);
  }
  return () => {
    world.folder = folder;
    for (const step of world.undo.splice(0).reverse()) {
      step();
    }
  };
}

/** Notes how a path is, so that it comes back with times and mode; what is not there goes again, with its new folders. */
function keep(world: World, path: string): string {
  const place = join(world.folder, path);
  if (!isThere(place)) {
    let made = place;
    while (!isThere(dirname(made))) {
      made = dirname(made);
    }
    world.undo.push(() => rmSync(made, { recursive: true, force: true }));
    return place;
  }
  const copy = join(world.outside, `kept-${world.undo.length}`);
  const { atime, mtime } = lstatSync(place);
  cpSync(place, copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  // A copied link is as new as the one that takes its place: Nx, which goes by seconds, would not hash it again.
  lutimesSync(copy, atime, mtime);
  world.undo.push(() => {
    rmSync(place, { recursive: true, force: true });
    renameSync(copy, place);
  });
  return place;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Never through a hard link or symbolic link: node_modules is shared by those. */
function put(place: string, text: string | Buffer): void {
  const mode = existsSync(place) ? lstatSync(place).mode : undefined;
  rmSync(place, { force: true });
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text, mode === undefined ? {} : { mode });
}

export const write =
  (path: string, text: string): Verb =>
  (world) =>
    put(keep(world, path), text);

export const append =
  (path: string, text: string): Verb =>
  (world) => {
    const place = keep(world, path);
    put(place, readFileSync(place, 'utf8') + text);
  };

/** @throws Error where the text is not there: a row that changes nothing proves nothing */
export const replace =
  (path: string, from: string, to: string): Verb =>
  (world) => {
    const place = keep(world, path);
    const text = readFileSync(place, 'utf8');
    if (!text.includes(from)) {
      throw new Error(`${path} does not hold ${from}`);
    }
    put(
      place,
      text.replaceAll(from, () => to),
    );
  };

export const remove =
  (path: string): Verb =>
  (world) =>
    rmSync(keep(world, path), { recursive: true });

export const rename =
  (from: string, to: string): Verb =>
  (world) => {
    const source = keep(world, from);
    const target = keep(world, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(source, target, { recursive: true, verbatimSymlinks: true });
    rmSync(source, { recursive: true });
  };

export const link =
  (path: string, target: string): Verb =>
  (world) => {
    const place = keep(world, path);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target, place);
  };

export const mode =
  (path: string, bits: number): Verb =>
  (world) =>
    chmodSync(keep(world, path), bits);

/** As a checkout does that writes the same bytes again. */
export const touch =
  (path: string): Verb =>
  (world) => {
    const later = new Date(Date.now() + 60_000);
    utimesSync(keep(world, path), later, later);
  };

export const env =
  (name: string, value: (world: World) => string): Verb =>
  (world) => {
    const before = world.env[name];
    world.env[name] = value(world);
    world.undo.push(() => {
      if (before === undefined) {
        delete world.env[name];
      } else {
        world.env[name] = before;
      }
    });
  };

export const argument =
  (...args: string[]): Verb =>
  (world) => {
    world.args.push(...args);
    world.undo.push(() => world.args.splice(0));
  };

/** Goes on in another folder, until the row is over. `make` gives it as an absolute path. */
export const moveTo =
  (make: (world: World) => string): Verb =>
  (world) => {
    const place = make(world);
    world.folder = place;
    world.undo.push(() => rmSync(place, { recursive: true, force: true }));
  };
