"""Writes launch.cfg, the file that a bundle's launcher reads (launcher/config.h), with the .pth files folded in.

Usage: python -I -S launch_cfg.py MINOR OUT [SITE]
MINOR is a version such as 3.14; SITE holds the top-level *.pth files of the third-party packages; OUT is a folder.
A .pth line that names a folder inside of the site becomes a `path` line. A line that is code is never run: it is listed,
with whatever else is left out, in OUT/pth-skipped.txt, which is written only when there is something to list.
"""

import codecs
import os
import posixpath
import re
import sys

LAYOUT = """\
# Read by the launcher beside this file; relative to this folder.
python {minor}
lib runtime/lib/libpython{minor}.so.1.0
boot boot.pyc
prefix runtime
stdlib runtime/lib/python{minor}
path runtime/lib/python{minor}/lib-dynload
path app
"""


def fold(text):
    """Yields (line number, folder or None, why it is left out) for each line of a .pth file that says something."""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.rstrip()
        if not line or line.startswith("#"):
            continue
        if line.startswith(("import ", "import\t")):
            yield number, None, "code is not run: " + line
            continue
        folder = posixpath.normpath(line.replace("\\", "/"))
        if posixpath.isabs(folder) or folder.split("/")[0] == ".." or ":" in folder or "\0" in folder:
            yield number, None, "leads out of the site: " + line
        elif folder != ".":
            yield number, folder, None


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    if content.startswith(codecs.BOM_UTF8):
        content = content[len(codecs.BOM_UTF8) :]
    return content.decode("utf-8")


def fold_all(site):
    """Folders in the order in which site.py would add them, and the lines that are left out."""
    folders, skipped = [], []
    for name in sorted(os.listdir(site)):
        if not name.endswith(".pth") or name.startswith("."):
            continue
        try:
            lines = list(fold(read(os.path.join(site, name))))
        except UnicodeDecodeError as error:
            lines = [(1, None, "not UTF-8: {}".format(error))]
        for number, folder, why in lines:
            if why:
                skipped.append("{}:{}: {}".format(name, number, why))
            elif folder not in folders:
                folders.append(folder)
    return folders, skipped


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def main(arguments):
    if len(arguments) not in (2, 3) or not re.match(r"3\.\d+\Z", arguments[0]):
        sys.exit("usage: launch_cfg.py MINOR OUT [SITE], with MINOR such as 3.14; given: " + " ".join(arguments))
    minor, out = arguments[:2]
    text, skipped = LAYOUT.format(minor=minor), []
    if len(arguments) == 3:
        if not os.path.isdir(arguments[2]):
            sys.exit("launch_cfg.py: no such folder: " + arguments[2])
        folders, skipped = fold_all(arguments[2])
        text += "path site\n" + "".join("path site/{}\n".format(folder) for folder in folders)
    os.makedirs(out, exist_ok=True)
    write(os.path.join(out, "launch.cfg"), text)
    if skipped:
        write(os.path.join(out, "pth-skipped.txt"), "".join(line + "\n" for line in skipped))


if __name__ == "__main__":
    main(sys.argv[1:])
