/** Where a manifest says that modules are, before anybody has looked. */
import { joinPath } from '../disk';

/** Paths are relative to the project's folder; names are dotted. */
export type Claim =
  /** One package or module of a name; `path` without `.py` says where, default: by the name below `sourceRoot`. */
  | {
      readonly kind: 'module';
      readonly name: string;
      readonly sourceRoot: string;
      readonly path?: string;
      /** Whether it counts as a portion of a namespace also with an `__init__.py`. */
      readonly namespace?: boolean;
      /** What says so, for the diagnostic. */
      readonly by: string;
      /** Names that a backend only tries: not being there is no fault. */
      readonly optional?: boolean;
    }
  /** All packages of a folder that patterns of dotted names take, as setuptools finds them. */
  | {
      readonly kind: 'find';
      readonly where: string;
      readonly include: readonly string[];
      readonly exclude: readonly string[];
      /** Whether folders without `__init__.py` count. */
      readonly namespaces: boolean;
    }
  /** Everything importable directly below a folder. */
  | { readonly kind: 'folder'; readonly sourceRoot: string };

/** A path such as `src/acme/text`, shipped as `name`: what is above the name is the source root. */
export function claimPath(path: string, by: string, name?: string): Claim {
  const normal = joinPath('.', path.replaceAll('\\', '/').replace(/\/+$/, ''));
  const bare = normal.replace(/\.pyi?$/, '');
  const parts = bare.split('/');
  const own = name ?? (parts[parts.length - 1] as string);
  const depth = own.split('.').length;
  const fits = parts.slice(-depth).join('.') === own;
  const sourceRoot = (fits ? parts.slice(0, -depth) : parts.slice(0, -1)).join('/') || '.';
  return { kind: 'module', name: own, sourceRoot, path: bare, by };
}
