"""Packs a folder of bytecode and data into a zip to import from: sorted, no times, stored.

Usage: python -I -S import_zip.py FOLDER OUTPUT
Stored, because a start that has to inflate takes longer (docs/bytecode.md).
"""

import pathlib
import sys
import zipfile


def main():
    folder, output = (pathlib.Path(argument) for argument in sys.argv[1:])
    output.parent.mkdir(parents=True, exist_ok=True)
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as packed:
        for name, path in sorted(paths.items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix, also where this runs on Windows
            info.external_attr = 0o644 << 16
            packed.writestr(info, path.read_bytes())


main()
