"""Lists what does not compile, as file:line:column: text; writes nothing where all does.

Usage: python -I -S -X utf8 not_compiled.py FOLDER OUTPUT
"""

import pathlib
import sys
import warnings


def main():
    folder, output = (pathlib.Path(argument) for argument in sys.argv[1:])
    output.parent.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    lines = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        try:
            compile(path.read_bytes(), name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            at = [name, getattr(error, "lineno", None), getattr(error, "offset", None)]
            text = getattr(error, "msg", None) or str(error)
            lines.append(":".join(str(part) for part in at if part is not None) + f": {type(error).__name__}: {text}\n")
    if lines:
        output.write_text("".join(lines), encoding="utf-8", newline="\n")


main()
