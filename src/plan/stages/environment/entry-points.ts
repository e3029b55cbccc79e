/** Entry points as installed packages describe them, and the scripts made from them. Pure. */

export interface Script {
  readonly name: string;
  readonly module: string;
  /** Dotted: `main`, `App.run`. */
  readonly attribute: string;
}

const REFERENCE = /^([\w.]+)\s*:\s*([\w.]+)\s*(?:\[[^\]]*\])?$/u;

/** Console and gui scripts of an `entry_points.txt`; lines that are none are left out, as installers do. */
export function scriptsOf(text: string): Script[] {
  const scripts: Script[] = [];
  let section = '';
  for (const line of text.split(/\r?\n/).map((l) => l.trim())) {
    const head = /^\[(.*)\]$/.exec(line);
    if (head) {
      section = (head[1] as string).trim();
    } else if ((section === 'console_scripts' || section === 'gui_scripts') && !/^[#;]/.test(line)) {
      const at = line.indexOf('=');
      const script = at < 0 ? undefined : scriptOf(line.slice(0, at).trim(), line.slice(at + 1).trim());
      scripts.push(...(script ? [script] : []));
    }
  }
  return scripts;
}

/** @returns undefined for a name that is no file name, and for what is not `module:attribute` */
export function scriptOf(name: string, reference: string): Script | undefined {
  const match = REFERENCE.exec(reference);
  return match && /^[^/\\]+$/.test(name)
    ? { name, module: match[1] as string, attribute: match[2] as string }
    : undefined;
}

/** @param python absolute path of the environment's interpreter */
export function scriptText({ module, attribute }: Script, python: string): string {
  const [first] = attribute.split('.');
  return pythonScript(
    python,
    `import sys\nfrom ${module} import ${first}\nif __name__ == "__main__":\n    sys.exit(${attribute}())\n`,
  );
}

/** Started through a shell: the first line of a script may be neither long nor hold blanks. */
export function pythonScript(python: string, body: string): string {
  return `#!/bin/sh\n'''exec' ${quoted(python)} "$0" "$@"\n' '''\n${body}`;
}

/** In double quotes, since Python reads the same line as a text in `'''`. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"$`]/g, '\\$&')}"`;
}
