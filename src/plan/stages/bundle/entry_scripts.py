"""Writes the boot file of console scripts that packages describe.

Usage: python -I -S entry_scripts.py SITE TEMPLATE OUT SCRIPT...
SITE holds *.dist-info/entry_points.txt, TEMPLATE is a boot file with names to be replaced, SCRIPT is `name` or
`package:name`. What is wrong is one line on stderr, `no script: …`.
"""

import configparser
import pathlib
import re
import sys

REFERENCE = re.compile(r"([A-Za-z_][\w.]*)\s*:\s*([A-Za-z_][\w.]*)\s*(?:\[[^]]*\])?\s*\Z")


def normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def scripts(site):
    """(package, name) → `module:function`, in the order of packages."""
    found = {}
    for path in sorted(site.glob("*.dist-info/entry_points.txt")):
        package = normalized(path.parent.name[: -len(".dist-info")].rsplit("-", 1)[0])
        parser = configparser.ConfigParser(delimiters=("=",), strict=False, interpolation=None)
        parser.optionxform = str
        parser.read_string(path.read_text("utf-8"))
        for section in ("console_scripts", "gui_scripts"):
            for name, reference in parser.items(section) if parser.has_section(section) else ():
                found[package, name] = reference
    return found


def choose(found, wanted):
    package, _, name = wanted.rpartition(":")
    hits = sorted(key for key in found if key[1] == name and normalized(package) in ("", key[0]))
    if len(hits) == 1:
        return name, found[hits[0]]
    if hits:
        stop("'{}' is a script of several packages: {}".format(name, ", ".join("{}:{}".format(*hit) for hit in hits)))
    there = ", ".join("{}:{}".format(*key) for key in sorted(found)) or "none"
    stop("no locked package has '{}'; scripts that exist: {}".format(wanted, there))


def stop(reason):
    sys.exit("no script: " + reason)


def boot(template, name, reference):
    match = REFERENCE.match(reference)
    if not match:
        stop("'{}' is '{}', which is not of the form module:function".format(name, reference))
    first, _, rest = match[2].partition(".")
    text = template.replace("kiln_module", match[1]).replace("kiln_function", first)
    return text.replace(".kiln_rest", "." + rest if rest else "")


def main(site, template, out, *wanted):
    found = scripts(pathlib.Path(site))
    text = pathlib.Path(template).read_text("utf-8")
    folder = pathlib.Path(out, "boot")
    folder.mkdir(parents=True)
    for one in wanted:
        name, reference = choose(found, one)
        with open(folder / (name + ".py"), "w", encoding="utf-8", newline="\n") as file:
            file.write(boot(text, name, reference))


main(*sys.argv[1:])
