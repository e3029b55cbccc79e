"""Adds third-party packages to launch.cfg, the file that a bundle's launcher reads (launcher/config.h).

Usage: python -I -S launch_cfg.py CONFIG SITE OUT
CONFIG is the file so far; SITE holds the top-level *.pth files of the packages; OUT is a folder.
A .pth line that names a folder inside of the site becomes a `path` line. A line that is code is never run: it is listed,
with whatever else is left out, in OUT/pth-skipped.txt, which is written only when there is something to list.
"""

import codecs
import os
import posixpath
import sys

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
    if len(arguments) != 3:
        sys.exit("usage: launch_cfg.py CONFIG SITE OUT; given: " + " ".join(arguments))
    config, site, out = arguments
    for there, path in ((os.path.isfile, config), (os.path.isdir, site)):
        if not there(path):
            sys.exit("launch_cfg.py: no such file or folder: " + path)
    folders, skipped = fold_all(site)
    text = read(config) + "path site\n" + "".join("path site/{}\n".format(folder) for folder in folders)
    os.makedirs(out, exist_ok=True)
    write(os.path.join(out, "launch.cfg"), text)
    if skipped:
        write(os.path.join(out, "pth-skipped.txt"), "".join(line + "\n" for line in skipped))


if __name__ == "__main__":
    main(sys.argv[1:])
