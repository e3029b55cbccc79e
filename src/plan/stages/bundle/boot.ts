/** A Python name or dotted name, as far as the entry point's reader lets it through. */
const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

export interface BootOptions {
  /** `py_app.cli` */
  readonly module: string;
  /** `main`, or a dotted path to something callable in the module. */
  readonly function: string;
}

/** Collections while the application is imported find next to nothing and cost 3 % of the start of 150 modules. */
const RARE = 100_000;

/**
 * Source of boot.pyc, what the launcher runs as `__main__`.
 * The guard keeps children of multiprocessing, which load it again under another name, from starting the application.
 * What an application sets itself while it is imported (gc.disable, gc.set_threshold) is left as it is.
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
import gc
import sys

builtins.exit = builtins.quit = sys.exit  # as site does, which is not loaded

if __name__ == '__main__':
    usual = gc.get_threshold()
    gc.set_threshold(${RARE}, *usual[1:])
    from ${module} import ${first} as entry

    if gc.get_threshold()[0] == ${RARE}:
        gc.set_threshold(*usual)
    sys.exit(${['entry', ...rest].join('.')}())
`;
}
