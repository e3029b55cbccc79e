"""Packs a folder reproducibly: sorted, no times, no owners, modes 644 and 755.

Usage: python -I -S archive.py tar.gz|zip FOLDER NAME OUTPUT
Python's zlib is that of the pinned interpreter, so the bytes do not depend on the machine.
"""

import gzip
import os
import pathlib
import shutil
import stat
import sys
import tarfile
import zipfile

LEVEL = 6
# The first moment that a zip can tell.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def entries(folder):
    for root, folders, files in os.walk(folder):
        for name in files + [f for f in folders if os.path.islink(os.path.join(root, f))]:
            yield pathlib.Path(root, name)


def mode(path):
    return 0o755 if path.stat().st_mode & 0o100 else 0o644


def tar_member(path, name):
    info = tarfile.TarInfo(name)
    if path.is_symlink():
        info.type, info.linkname = tarfile.SYMTYPE, os.readlink(path)
        return info
    info.size = path.stat().st_size
    info.mode = mode(path)
    return info


def pack_tar(members, raw):
    with gzip.GzipFile("", "wb", LEVEL, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path, name in members:
                info = tar_member(path, name)
                if info.isreg():
                    with path.open("rb") as content:
                        tar.addfile(info, content)
                else:
                    tar.addfile(info)


def zip_member(path, name):
    info = zipfile.ZipInfo(name, NO_TIME)
    info.create_system = 3  # Unix, also where this runs on Windows: modes and links are Unix's
    info.compress_type = zipfile.ZIP_DEFLATED
    kind = stat.S_IFLNK | 0o777 if path.is_symlink() else stat.S_IFREG | mode(path)
    info.external_attr = kind << 16
    return info


def pack_zip(members, raw):
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as packed:
        for path, name in members:
            info = zip_member(path, name)
            if path.is_symlink():
                packed.writestr(info, os.readlink(path), compresslevel=LEVEL)
                continue
            info.file_size = path.stat().st_size
            with path.open("rb") as content, packed.open(info, "w") as member:
                shutil.copyfileobj(content, member)


def main():
    kind, folder, name, output = sys.argv[1:]
    pathlib.Path(output).parent.mkdir(parents=True, exist_ok=True)
    paths = {path.relative_to(folder).as_posix(): path for path in entries(folder)}
    members = [(path, f"{name}/{relative}") for relative, path in sorted(paths.items())]
    with open(output, "wb") as raw:
        {"tar.gz": pack_tar, "zip": pack_zip}[kind](members, raw)


main()
