"""What metadata says of projects of the workspace, in words that an index understands."""

import re

NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def edit(content, request):
    """METADATA or PKG-INFO: only the head is touched, a README may say `Requires-Dist:` as well."""
    if not request["requirements"] and not request["bundled"]:
        return content
    head, gap, body = content.partition(b"\n\n")
    lines = []
    for line in head.decode("utf-8").split("\n"):
        key, _, value = line.partition(":")
        if key.lower() == "requires-dist":
            line = rewritten(value.strip(), request)
            line = line and f"Requires-Dist: {line}"
        if line is not None:
            lines.append(line)
    extra = [f"Requires-Dist: {text}" for text in request["added"] if f"Requires-Dist: {text}" not in lines]
    return "\n".join(lines + extra).encode("utf-8") + gap + body


def rewritten(requirement, request):
    """None where the project is inside, the text itself where it needs nothing."""
    match = NAME.match(requirement)
    name = normal(match[1]) if match else ""
    if name in request["bundled"]:
        return None
    specifier = request["requirements"].get(name)
    if specifier is None:
        return requirement
    rest, _, marker = requirement[match.end() :].partition(";")
    written = "" if rest.strip().startswith("@") else rest.strip().strip("()").strip()
    if request["keep"] and written:
        specifier = written
    condition = f" ; {marker.strip()}" if marker.strip() else ""
    return f"{match[1]}{match[2] or ''}{specifier}{condition}"


def edit_source(path, content, request):
    """A file of an sdist: what is built from it has to ask for the same."""
    if path.endswith(".egg-info/SOURCES.txt"):
        lines = content.decode("utf-8").split("\n")
        return "\n".join(line for line in lines if line not in request["beside"]).encode("utf-8")
    if not request["requirements"]:
        return content
    if path == "PKG-INFO" or path.endswith(".egg-info/PKG-INFO"):
        return edit(content, request)
    if path == "pyproject.toml":
        return edit_manifest(content.decode("utf-8"), request).encode("utf-8")
    return content


def edit_manifest(text, request):
    """Requirements are strings of lists there; keys and values of tables are not touched."""

    def replace(match):
        requirement = match[2]
        found = NAME.match(requirement)
        named = found is not None and normal(found[1]) in request["requirements"]
        return f"{match[1]}{rewritten(requirement, request)}{match[1]}" if named else match[0]

    return re.sub(r"""(?<![\w"'])(["'])((?:(?!\1)[^\\\n])*)\1(?=\s*(?:,|\]|#|\n))""", replace, text)
