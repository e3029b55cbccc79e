"""Tells backends what git would, where there is no git: Kiln asked it before and put the answer into the request.

tracked: files that git tracks. setuptools and setuptools-scm ask whoever registers as a file finder.
ignored: files that rules of git exclude. poetry-core asks the program itself.
Both are relative to the project's folder; None where nobody asks.
"""

import json
import os
import pathlib
import sys

HERE = pathlib.Path("work/stand-in")
ASKED = HERE / "asked"
RULES = (".gitignore", ".hgignore")

FINDER = '''
import json, os

def find(path=""):
    with open(os.path.join(os.path.dirname(__file__), "tracked.json"), encoding="utf-8") as file:
        return [os.path.join(path, name) for name in json.load(file)]
'''

# setuptools-scm up to 9 takes the first finder of its own group that finds something; 10 goes by a file that lies there.
ENTRY_POINTS = """[setuptools.file_finders]
kiln = kiln_tracked_files:find
[setuptools_scm.files_command]
pyproject.toml = kiln_tracked_files:find
setup.py = kiln_tracked_files:find
setup.cfg = kiln_tracked_files:find
"""

PROGRAM = '''
import json, os, pathlib, sys
here = pathlib.Path(__file__).parent
words = [word for word in sys.argv[1:]]
while words and words[0].startswith("--"):
    words = words[2:]
if words == ["ls-files", "--others", "-i", "--exclude-standard"]:
    (here / "asked").touch()
    sys.stdout.buffer.write("\\n".join(json.loads((here / "ignored.json").read_text("utf-8"))).encode("utf-8"))
elif words[:1] == ["rev-parse"]:
    print(os.getcwd() if words[1:] == ["--show-toplevel"] else "")
elif words[:1] == ["check-ignore"]:
    sys.exit(1)
elif words[:1] != ["config"]:
    sys.exit("fatal: not a git repository (the build has none)")
'''


def prepare(request):
    """Lays out what stands for git; `lists` are files for beside the manifest."""
    request["lists"] = {}
    HERE.mkdir(parents=True)
    # Nothing above is looked at: what lies around the build's folder is nobody's repository.
    for name in (".git", ".hg"):
        (HERE.parent / name).write_text("")
    if request["tracked"] is not None:
        stand_for_finders(request)
    if request["ignored"] is not None:
        stand_for_program(request)


def stand_for_finders(request):
    # An empty answer would make setuptools-scm take everything; this one is in every sdist anyway.
    files = request["tracked"] or ["pyproject.toml"]
    info = HERE / "kiln_tracked_files-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kiln-tracked-files\nVersion: 1\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    (HERE / "kiln_tracked_files.py").write_text(FINDER)
    (HERE / "tracked.json").write_text(json.dumps(files), "utf-8")
    # Where setuptools-scm 10 has an archive to go by, it goes by the archive's list.
    request["lists"] = {"scm_file_list.json": json.dumps({"files": files})}


def stand_for_program(request):
    folder = HERE / "bin"
    folder.mkdir()
    (HERE / "git.py").write_text(PROGRAM, "utf-8")
    (HERE / "ignored.json").write_text(json.dumps(request["ignored"]), "utf-8")
    program = folder / "git"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S -B -X utf8 "{(HERE / "git.py").absolute()}" "$@"\n')
    program.chmod(0o755)


def was_asked(request):
    """Whether the backend left out what is ignored: one that asks in other words would pack it."""
    return not request["ignored"] or ASKED.exists()


def shield_rules(source, folder):
    """hatchling follows no rules at all where they name a part of the absolute path, and this path is not the user's.

    A line that takes the path itself out of the rules means nothing to the files below. Gives what the archive has to
    get back: the user's own bytes by the changed ones.
    """
    changed = {}
    project = (source / folder).absolute().as_posix()
    escaped = "".join(f"\\{letter}" if letter in "\\*?[]!# " else letter for letter in project)
    for place in (source / folder, *(source / folder).parents):
        for name in RULES if source in (place, *place.parents) else ():
            file = place / name
            if file.is_file():
                own = file.read_bytes()
                syntax = b"\nsyntax: glob" if name == ".hgignore" else b""
                file.write_bytes(own + syntax + f"\n!{escaped}\n".encode("utf-8"))
                changed[file.read_bytes()] = own
    return changed
