"""What metadata says of projects of the workspace, in words that an index understands."""

import re

NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*")

# Where requirements are written in pyproject.toml.
REQUIREMENTS = (
    ("project", "dependencies"),
    ("project", "optional-dependencies"),
    ("dependency-groups",),
    ("build-system", "requires"),
    ("tool", "flit", "metadata", "requires"),
    ("tool", "flit", "metadata", "requires-extra"),
)
POETRY = ("tool", "poetry", "dependencies")
WORDS = re.compile(
    r"""(?P<comment>\#[^\n]*)
    | (?P<long>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5})
    | (?P<text>\"(?:\\.|[^\"\\\n])*\" | '[^'\n]*')
    | (?P<bare>[\w-]+)
    | (?P<line>\n)
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


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
    # Where no README follows, the head has a line's end of its own.
    end = [""] if lines[-1] == "" else []
    lines = lines[: len(lines) - len(end)]
    extra = [f"Requires-Dist: {text}" for text in request["added"] if f"Requires-Dist: {text}" not in lines]
    return "\n".join(lines + extra + end).encode("utf-8") + gap + body


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
    """Only requirements: a keyword, a module or a description may begin with a project's name, too."""
    local, out, words = request["requirements"], [], places(text)
    for kind, word, path, is_element in words:
        # Escapes are for what no requirement has.
        if kind == "text" and is_element and "\\" not in word and any(path[: len(one)] == one for one in REQUIREMENTS):
            found = NAME.match(word[1:-1])
            if found and normal(found[1]) in local:
                word = f"{word[0]}{rewritten(word[1:-1], request)}{word[0]}"
        elif word == "{" and path[:3] == POETRY and len(path) == 4 and normal(path[3]) in local:
            word = released(word + rest_of_table(words), local[normal(path[3])])
        out.append(word)
    return "".join(out)


def rest_of_table(words):
    depth, rest = 1, []
    while depth > 0:
        word = next(words)[1]
        depth += (word == "{") - (word == "}")
        rest.append(word)
    return "".join(rest)


def released(table, specifier):
    """`{ path = "../core", extras = ["x"] }`, once it has left the workspace."""
    items, depth = [""], 0
    for match in WORDS.finditer(table[1:-1]):
        depth += (match[0] in ("[", "{")) - (match[0] in ("]", "}"))
        if match[0] == "," and depth == 0:
            items.append("")
        else:
            items[-1] += match[0]
    named = {item.partition("=")[0].strip(" \t\"'"): item.strip() for item in items}
    kept = [item for key, item in named.items() if key not in ("", "path", "develop", "subdirectory", "version")]
    return "{ " + ", ".join([f'version = "{specifier}"', *kept]) + " }" if "path" in named else table


def places(text):
    """All of a TOML text, word by word: kind, word, path of the value that it belongs to, whether a list holds it."""
    table, key, brackets, state = [], [], [], "key"
    for match in WORDS.finditer(text):
        kind, word = match.lastgroup, match[0]
        yield kind, word, (*table, *key), state == "value" and brackets[-1:] == ["["]
        if kind == "line" and not brackets:
            key, state = [], "key"
        elif state == "value":
            if word in ("[", "{"):
                brackets.append(word)
            elif word in ("]", "}"):
                brackets = brackets[:-1]
        elif word == "[" and state == "key":
            table, state = [], "heading"
        elif word == "=":
            state = "value"
        elif kind in ("bare", "text"):
            (table if state == "heading" else key).append(word.strip("\"'"))
