"""Installs locked wheels for a platform with uv, then removes what depends on the machine.

Usage: python -I -S fetch_site.py UV PLATFORM PYTHON_VERSION REQUIREMENTS SITE
Every requirement carries hashes; nothing is built, nothing is resolved.
"""

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
    uv, platform, version, requirements, site = sys.argv[1:]
    site = pathlib.Path(site)
    site.mkdir(parents=True, exist_ok=True)
    status = install(uv, platform, version, pathlib.Path(requirements), site)
    if status == 0:
        normalise(site)
    sys.exit(status)


main()
