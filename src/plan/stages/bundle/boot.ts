/** A Python name or dotted name, as far as the entry point's reader lets it through. */
const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

export interface BootOptions {
  /** `py_app.cli` */
  readonly module: string;
  /** `main`, or a dotted path to something callable in the module. */
  readonly function: string;
}

/**
 * Source of boot.pyc, what the launcher runs as `__main__`.
 * The guard keeps children of multiprocessing, which load it again under another name, from starting the application.
 * @throws Error for text that is no name: it would become code
 */
export function bootSource({ module, function: path }: BootOptions): string {
  for (const name of [module, path]) {
    if (!DOTTED.test(name)) {
      throw new Error(`not a dotted Python name: ${JSON.stringify(name)}`);
    }
  }
  const [first, ...rest] = path.split('.');
  return `import builtins
import sys

builtins.exit = builtins.quit = sys.exit  # as site does, which is not loaded

if __name__ == '__main__':
    from ${module} import ${first} as entry

    sys.exit(${['entry', ...rest].join('.')}())
`;
}
