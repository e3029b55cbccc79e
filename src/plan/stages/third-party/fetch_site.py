"""Installs locked wheels for a platform with uv, then removes what depends on the machine.

Usage: python -I -S fetch_site.py UV PLATFORM PYTHON_VERSION REQUIREMENTS SITE [BIN]
Every requirement carries hashes; nothing is built, nothing is resolved. With BIN, programs that packages bring as files
are kept there; what entry points describe is left to whoever knows the interpreter's path.
"""

import configparser
import csv
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys


def install(uv, platform, version, requirements, site):
    command = [
        uv, "pip", "install",
        "--target", str(site),
        "--python", sys.executable,
        "--python-platform", platform,
        "--python-version", version,
        "--only-binary", ":all:",
        "--no-deps",
        "--require-hashes",
        "--link-mode", "copy",
        "--index-strategy", "unsafe-best-match",  # hashes decide, whichever index answers
        "--no-python-downloads",
        "-r", str(requirements),
    ]  # fmt: skip
    if "UV_CONFIG_FILE" not in os.environ:
        command.append("--no-config")
    return subprocess.run(command, stdin=subprocess.DEVNULL).returncode


def keep_programs(site, folder):
    """Scripts for Python begin with `#!python` here, as in wheels."""
    folder.mkdir(parents=True, exist_ok=True)
    described = entry_points(site)
    for path in sorted((site / "bin").iterdir()) if (site / "bin").is_dir() else ():
        if path.is_file() and path.name not in described:
            shutil.copy2(path, folder / path.name)
            portable(folder / path.name)


def entry_points(site):
    names = set()
    for path in site.glob("*.dist-info/entry_points.txt"):
        parser = configparser.ConfigParser(delimiters=("=",), strict=False, interpolation=None)
        parser.optionxform = str
        parser.read_string(path.read_text("utf-8"))
        for section in ("console_scripts", "gui_scripts"):
            names.update(parser[section] if parser.has_section(section) else ())
    return names


def portable(path):
    """uv has put the interpreter's path into the first line, or into a shell's `exec` where it is long."""
    data = path.read_bytes()
    interpreter = os.fsencode(sys.executable)
    head, _, rest = data.partition(b"\n")
    if data.startswith(b"#!/bin/sh\n'''exec'") and interpreter in rest.partition(b"\n")[0]:
        path.write_bytes(b"#!python\n" + data.split(b"\n", 3)[3])
    elif head.startswith(b"#!") and interpreter in head:
        path.write_bytes(b"#!python\n" + rest)


# What packages leave at the top by accident; nobody imports it (import-clashes.ts has the same folders).
LEFT_BEHIND = {"benchmarks", "doc", "docs", "example", "examples", "scripts", "test", "tests", "tools"}
IMPORTED = {".py", ".so", ".pyd", ".pth"}
# Packages of the time before namespace packages share a folder: the file looks for the other parts itself.
JOINS = re.compile(r"extend_path|declare_namespace")
JOINED = '__path__ = __import__("pkgutil").extend_path(__path__, __name__)\n'


def clashes(site):
    """Paths that several packages bring with different content, with the names of these. Which one is there is chance."""
    found = {}
    for record in sorted(site.glob("*.dist-info/RECORD")):
        for path, digest, *_ in csv.reader(io.StringIO(record.read_text("utf-8"))):
            top = path.partition("/")[0]
            if digest.startswith("sha256=") and top not in ("bin", "Scripts", "..") and (site / path).is_file():
                found.setdefault(path, {}).setdefault(digest, record.parent.name.partition("-")[0])
    return {path: sorted(owners.values()) for path, owners in sorted(found.items()) if len(owners) > 1}


def settle(site):
    """
    Takes out what nobody imports, and writes in one way what joins folders: the same packages give the same files.
    Returns the paths that are left.
    """
    left = {}
    for path, owners in clashes(site).items():
        file = site / path
        top, _, below = path.partition("/")
        if top in LEFT_BEHIND or (not below and file.suffix not in IMPORTED):
            file.unlink()
        elif file.name == "__init__.py" and JOINS.search(file.read_text("utf-8", "replace")):
            file.write_text(JOINED, "utf-8", newline="\n")
        else:
            left[path] = owners
    return left


def normalise(site):
    """uv writes scripts with its interpreter's path, a lock and its own notes: none of that belongs to the packages."""
    shutil.rmtree(site / "bin", ignore_errors=True)
    shutil.rmtree(site / "Scripts", ignore_errors=True)
    for name in (".lock", "CACHEDIR.TAG", ".gitignore"):
        (site / name).unlink(missing_ok=True)
    for info in sorted(site.glob("*.dist-info")):
        for name in ("REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json"):
            (info / name).unlink(missing_ok=True)
        record = info / "RECORD"
        if record.exists():
            record.write_text(kept(record.read_text("utf-8"), site), "utf-8", newline="\n")


def kept(record, site):
    rows = [row for row in csv.reader(io.StringIO(record)) if row and (site / row[0]).exists()]
    # Kiln ships .pyc in the place of .py; importlib.metadata passes over what is listed and not there.
    rows += [[f"{row[0]}c", "", ""] for row in rows if row[0].endswith(".py")]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(sorted(rows))
    return out.getvalue()


def main():
    uv, platform, version, requirements, site, *programs = sys.argv[1:]
    site = pathlib.Path(site)
    site.mkdir(parents=True, exist_ok=True)
    status = install(uv, platform, version, pathlib.Path(requirements), site)
    if status == 0:
        # An environment is not shipped, and has always held whatever came last.
        left = {} if programs else settle(site)
        for path, owners in left.items():
            print(f"several packages bring {path}: {', '.join(owners)}", file=sys.stderr)
        if left:
            sys.exit(1)
        for folder in programs:
            keep_programs(site, pathlib.Path(folder))
        normalise(site)
    sys.exit(status)


main()
