"""Copies a runtime without the modules of its standard library that nothing in a bundle mentions.

Usage: python -I -S trim_stdlib.py RUNTIME LIBRARY EXTENSIONS CODE OUT KEEP...
LIBRARY and EXTENSIONS are folders of RUNTIME, CODE holds the application (`app`), its packages and what was added, KEEP are
modules to keep. Writes OUT/runtime and OUT/stdlib-trimmed.txt. Modules are kept or left out as a whole, by their first name.
One is kept if code imports it anywhere, in any branch or function (not below `if __name__ == "__main__"` of packages, which
nobody starts); names it in a string; if a compiled file holds its name; or if a module that is kept needs it. What is found
by chance costs space, never a module.
"""

import ast
import collections
import os
import pathlib
import re
import shutil
import sys

# What the interpreter itself reaches for: at its start, for errors, for -m and -c, from C.
CORE = """
__future__ _collections_abc _colorize _compat_pickle _py_abc _py_warnings _pylong _sitebuiltins _strptime _weakrefset abc
annotationlib ast calendar codecs collections contextlib copy copyreg datetime encodings enum functools genericpath heapq importlib io
keyword linecache locale nturl2path ntpath numbers opcode operator os pkgutil posixpath re reprlib runpy selectors signal
site sre_compile sre_constants sre_parse stat string struct sysconfig textwrap threading token tokenize traceback types
typing warnings weakref zipimport
""".split()
# Modules in C, and what they import: their files do not say it.
IMPLICIT = {
    "_asyncio": ["asyncio", "concurrent", "inspect", "traceback"],
    "_csv": ["csv"],
    "_ctypes": ["ctypes"],
    "_curses": ["curses"],
    "_decimal": ["decimal", "numbers"],
    "_elementtree": ["copy", "xml"],
    "_interpchannels": ["concurrent", "pickle"],
    "_interpqueues": ["concurrent", "pickle"],
    "_interpreters": ["concurrent", "pickle"],
    "_json": ["json"],
    "_sqlite3": ["sqlite3"],
    "_ssl": ["ssl"],
    "_zoneinfo": ["zoneinfo"],
    "breakpoint": ["pdb"],
    "decimal": ["_pydecimal"],
    "readline": ["rlcompleter"],
}
# Shared libraries of Windows and whose they are; one that is not listed stays.
LIBRARIES = {"libcrypto": ("_ssl", "_hashlib"), "libssl": ("_ssl",), "libffi": ("_ctypes",), "sqlite3": ("_sqlite3",)}
COMPILED = (".so", ".pyd", ".dll", ".dylib", ".pyc")
WORD = re.compile(rb"[A-Za-z_][A-Za-z0-9_]{2,}")
# `json.decoder`; also the front of such a name, which code completes.
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\.?\Z")
# A shorter name is in too many words of other meaning to be looked for inside of them.
LONG = 5


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def modules(library, extensions):
    """First name → files; what belongs to no module is under None."""
    found = collections.defaultdict(list)
    for path in files_in(library):
        parts = path.relative_to(library).parts
        if extensions in path.parents:
            continue
        name = parts[0].partition(".")[0]
        is_module = len(parts) > 1 or (path.suffix == ".py" and not name.startswith("_sysconfig"))
        found[name if is_module else None].append(path)
    for path in files_in(extensions):
        name = path.name.partition(".")[0]
        is_library = path.suffix == ".dll" or name == ""
        found[None if is_library else name].append(path)
    return found


def is_guard(node):
    """`if __name__ == "__main__":`"""
    test = getattr(node, "test", None)
    if not isinstance(node, ast.If) or not isinstance(test, ast.Compare) or getattr(test.left, "id", "") != "__name__":
        return False
    return isinstance(test.ops[0], ast.Eq) and getattr(test.comparators[0], "value", "") == "__main__"


def walk(tree, programs):
    """Every node; without `programs` not those that run only where the file is the program."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        todo.extend(node.orelse if is_guard(node) and not programs else ast.iter_child_nodes(node))


def mentioned(path, names, strings=False, programs=False):
    """First names of `names` that a file imports or, with `strings`, has as a text."""
    source = path.read_bytes()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return {word.decode() for word in WORD.findall(source)} & names
    found = set()
    for node in walk(tree, programs):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "" if node.level == 0 else "")
        elif isinstance(node, ast.Name):
            found.add(node.id if node.id == "breakpoint" else "")
        elif isinstance(node, ast.Call) and not strings:
            found.update(arg.value for arg in node.args[:1] if is_import(node.func) and isinstance(arg, ast.Constant))
        elif strings and isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.match(node.value):
            found.add(node.value)
    return {str(name).partition(".")[0] for name in found} & names


def is_import(function):
    return getattr(function, "attr", getattr(function, "id", "")) in ("import_module", "__import__", "_import_module")


def in_binary(path, names):
    words = set(WORD.findall(path.read_bytes()))
    text = b"\n".join(sorted(words))
    return {name for name in names if (name.encode() in words if len(name) < LONG else name.encode() in text)}


def wanted_by(code, names):
    """First name → the first file that mentions it."""
    found = {}
    for path in files_in(code):
        if path.suffix == ".py":
            # The application may start its own modules as programs (-m).
            hits = mentioned(path, names, strings=True, programs=path.relative_to(code).parts[0] == "app")
        elif path.name.endswith(COMPILED) or ".so." in path.name:
            hits = in_binary(path, names)
        else:
            continue
        for name in sorted(hits - found.keys()):
            found[name] = path.relative_to(code).as_posix()
    return found


def closure(start, found):
    names = set(found) | set(IMPLICIT)
    kept = dict(start)
    todo = collections.deque(sorted(kept))
    while todo:
        name = todo.popleft()
        hits = set(IMPLICIT.get(name, ()))
        for path in found.get(name, ()):
            if path.suffix == ".py":
                hits |= mentioned(path, names)
        for hit in sorted(hits - kept.keys()):
            kept[hit] = name
            todo.append(hit)
    return kept


def is_kept_library(path, kept):
    owners = [owners for prefix, owners in LIBRARIES.items() if path.suffix == ".dll" and path.name.startswith(prefix)]
    return not owners or any(owner in kept for owner in owners[0])


def copy(path, runtime, out):
    to = out / "runtime" / path.relative_to(runtime)
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, to, follow_symlinks=False)


def main(runtime, library, extensions, code, out, *keep):
    runtime, code, out = pathlib.Path(runtime), pathlib.Path(code), pathlib.Path(out)
    found = modules(runtime / library, runtime / extensions)
    loose = found.pop(None, [])
    unknown = [name for name in keep if name.partition(".")[0] not in found]
    if unknown:
        sys.exit("no such module: " + ", ".join(unknown))
    start = {name: "Python itself" for name in CORE if name in found}
    start.update({name.partition(".")[0]: "stdlibKeep" for name in keep})
    asked = wanted_by(code, set(found) | set(IMPLICIT))
    start.update({name: file for name, file in asked.items() if name not in start})
    kept = closure(start, found)
    gone = sorted(name for name in found if name not in kept)
    left_out = {path for name in gone for path in found[name]}
    left_out |= {path for path in loose if not is_kept_library(path, kept)}
    for path in files_in(runtime):
        if path not in left_out:
            copy(path, runtime, out)
    size = lambda name: sum(path.stat().st_size for path in found[name])
    lines = ["left out {} ({} bytes)".format(name, size(name)) for name in gone]
    lines += ["kept {} for {}".format(name, kept[name]) for name in sorted(found) if name in kept]
    with open(out / "stdlib-trimmed.txt", "w", encoding="utf-8", newline="\n") as file:
        file.write("".join(line + "\n" for line in lines))


main(*sys.argv[1:])
