"""Packs a folder as a reproducible .tar.gz: sorted, no times, no owners, modes 644 and 755.

Usage: python -I -S archive.py FOLDER NAME OUTPUT
Python's zlib is that of the pinned interpreter, so the bytes do not depend on the machine.
"""

import gzip
import os
import pathlib
import sys
import tarfile

CHUNK_LEVEL = 6


def entries(folder):
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files + [f for f in folders if os.path.islink(os.path.join(root, f))]):
            yield pathlib.Path(root, name)


def member(path, name):
    info = tarfile.TarInfo(name)
    if path.is_symlink():
        info.type, info.linkname = tarfile.SYMTYPE, os.readlink(path)
        return info
    status = path.stat()
    info.size = status.st_size
    info.mode = 0o755 if status.st_mode & 0o100 else 0o644
    return info


def main():
    folder, name, output = sys.argv[1:]
    pathlib.Path(output).parent.mkdir(parents=True, exist_ok=True)
    with open(output, "wb") as raw, gzip.GzipFile("", "wb", CHUNK_LEVEL, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path in sorted(entries(folder), key=lambda p: p.relative_to(folder).as_posix()):
                info = member(path, f"{name}/{path.relative_to(folder).as_posix()}")
                if info.isreg():
                    with path.open("rb") as content:
                        tar.addfile(info, content)
                else:
                    tar.addfile(info)


main()
