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
        for folder in programs:
            keep_programs(site, pathlib.Path(folder))
        normalise(site)
    sys.exit(status)


main()
