"""Checks a built file as indexes do, and says what it is.

Usage: python -I -S check_metadata.py FOLDER SITE FACTS
FOLDER holds the file and nothing else. SITE has `packaging`, and what renders a README. Errors end with exit code 1, warnings are part of the facts.
"""

import json
import os
import pathlib
import sys
import tarfile
import zipfile

FOLDER, SITE, FACTS = (pathlib.Path(word) for word in sys.argv[1:])
sys.path.insert(0, os.path.abspath(SITE))

from packaging import metadata, utils  # noqa: E402


def refuse(lines):
    for line in lines:
        print(f"kiln:PACKAGE_INVALID {line}", file=sys.stderr)
    sys.exit(1)


def read(path):
    """Text of the metadata, names inside."""
    if path.name.endswith(".whl"):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            [name] = [name for name in names if name.count("/") == 1 and name.endswith(".dist-info/METADATA")]
            return archive.read(name), names
    with tarfile.open(path) as archive:
        names = [member.name.partition("/")[2] for member in archive]
        top = path.name[: -len(".tar.gz")]
        return archive.extractfile(f"{top}/PKG-INFO").read(), names


def parse(text):
    try:
        return metadata.Metadata.from_email(text, validate=True)
    except metadata.ExceptionGroup as group:
        refuse(str(error) for error in leaves(group))
    except (metadata.InvalidMetadata, UnicodeDecodeError) as error:
        refuse([str(error)])


def leaves(group):
    for error in group.exceptions:
        yield from leaves(error) if isinstance(error, metadata.ExceptionGroup) else [error]


def check_name(path, found):
    """@returns tags of a wheel"""
    try:
        if path.name.endswith(".whl"):
            name, version, _, tags = utils.parse_wheel_filename(path.name)
        else:
            (name, version), tags = utils.parse_sdist_filename(path.name), ()
    except (utils.InvalidWheelFilename, utils.InvalidSdistFilename) as error:
        refuse([f"{path.name} is no name that an index takes: {error}"])
    if (name, version) != (utils.canonicalize_name(found.name), found.version):
        refuse([f"{path.name} does not fit its metadata: {found.name} {found.version}"])
    return sorted(str(tag) for tag in tags)


def warnings(found):
    if not found.description:
        return ["no long description: an index will show an empty page (set readme)"]
    kind = (found.description_content_type or "text/x-rst").partition(";")[0].strip().lower()
    if kind == "text/x-rst":
        check_rst(found.description)
    elif kind not in ("text/markdown", "text/plain"):
        refuse([f"Description-Content-Type {kind} is none that an index renders"])
    return []


def check_rst(text):
    import io

    from readme_renderer import rst

    problems = io.StringIO()
    if rst.render(text, stream=problems) is None:
        refuse(["the README is no reStructuredText that an index can render", *problems.getvalue().splitlines()])


def licences(found, names):
    inside = {name.partition(".dist-info/licenses/")[2] or name for name in names}
    missing = [name for name in found.license_files or () if name not in inside]
    if missing:
        refuse([f"License-File names what is not inside: {', '.join(missing)}"])


def main():
    [file] = FOLDER.iterdir()
    text, names = read(file)
    found = parse(text)
    tags = check_name(file, found)
    licences(found, names)
    facts = {
        "name": found.name,
        "version": str(found.version),
        "requiresPython": str(found.requires_python or ""),
        "requires": sorted(str(one) for one in found.requires_dist or ()),
        "extras": sorted(found.provides_extra or ()),
        "licence": found.license_expression or found.license or "",
        "tags": tags,
        "warnings": warnings(found),
    }
    FACTS.parent.mkdir(parents=True, exist_ok=True)
    FACTS.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


main()
