"""Checks what a built file says of itself as indexes do, and says what it is.

Usage: python -I -S check_metadata.py FOLDER SITE FACTS
FOLDER is what dist_archive.describe() left: a file whose metadata and names were checked before is not checked again. SITE has `packaging`, and what renders a README. Errors end with exit code 1, warnings are part of the facts.
"""

import json
import os
import pathlib
import sys

FOLDER, SITE, FACTS = (pathlib.Path(word) for word in sys.argv[1:])
sys.path.insert(0, os.path.abspath(SITE))

from packaging import metadata, utils  # noqa: E402


def refuse(lines):
    for line in lines:
        print(f"kiln:PACKAGE_INVALID {line}", file=sys.stderr)
    sys.exit(1)


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


def check_name(file, found):
    """@returns tags of a wheel"""
    try:
        if file.endswith(".whl"):
            name, version, _, tags = utils.parse_wheel_filename(file)
        else:
            (name, version), tags = utils.parse_sdist_filename(file), ()
    except (utils.InvalidWheelFilename, utils.InvalidSdistFilename) as error:
        refuse([f"{file} is no name that an index takes: {error}"])
    if (name, version) != (utils.canonicalize_name(found.name), found.version):
        refuse([f"{file} does not fit its metadata: {found.name} {found.version}"])
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
    described = json.loads((FOLDER / "names.json").read_text("utf-8"))
    found = parse((FOLDER / "METADATA").read_bytes())
    tags = check_name(described["file"], found)
    licences(found, described["names"])
    facts = {
        "name": found.name,
        "version": str(found.version),
        "requiresPython": str(found.requires_python or ""),
        "requires": sorted(str(one) for one in found.requires_dist or ()),
        "tags": tags,
        "warnings": warnings(found),
    }
    FACTS.parent.mkdir(parents=True, exist_ok=True)
    FACTS.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


main()
