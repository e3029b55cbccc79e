"""Builds a wheel or an sdist by `uv build` or the backend's own program, without network, from a private copy of the sources.

Usage: python -I -S build_package.py UV REQUEST
REQUEST is JSON: format, folder, epoch, settings, program, env, and what dist_metadata.py reads. The packages of the backend are in in/backend, the
sources in in/source, what stands for git in in/beside, modules to put inside in in/bundled; the normalised file comes to lie in out/dist.
Lines that begin with `kiln:` and a code are this script's own verdicts.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "in"))

import dist_archive  # noqa: E402
import git_stand_in  # noqa: E402

SOURCE, RAW, OUT = pathlib.Path("work/source"), pathlib.Path("work/dist"), pathlib.Path("out/dist")
SUFFIX = {"wheel": ".whl", "sdist": ".tar.gz"}
# What this script and uv put into the sandbox root; everything else is the backend's.
OURS = {"in", "out", "work", "uv-cache"}


def refuse(code, text):
    print(f"kiln:{code} {text}", file=sys.stderr, flush=True)
    sys.exit(1)


def copy_sources(epoch):
    """Inputs are read-only; backends write beside their sources (egg-info, build)."""
    shutil.copytree("in/source", SOURCE, symlinks=True, copy_function=shutil.copyfile)
    for folder, folders, files in os.walk(SOURCE):
        os.chmod(folder, 0o755)
        for name in files:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, 0o755 if os.stat(original(path)).st_mode & 0o100 else 0o644)
                os.utime(path, (epoch, epoch))


def copy_beside(request):
    """In every folder upwards, because settings say where a repository begins; of the project's own files only over what git fills in."""
    names = os.listdir("in/beside") if os.path.isdir("in/beside") else []
    texts = {name: pathlib.Path("in/beside", name).read_text("utf-8") for name in names}
    request["templates"] = {}
    # Lists are of what an archive holds: nobody looks for them without one.
    for name, text in {**texts, **(request["lists"] if texts else {})}.items():
        folder = SOURCE / request["folder"]
        own = template(folder / name)
        if own:
            request["templates"][name] = own
        elif not (folder / name).exists():
            request["beside"].append(name)
        for place in (folder, *folder.parents):
            if place != pathlib.Path() and (not (place / name).exists() or template(place / name)):
                (place / name).write_text(text, "utf-8")


def template(path):
    """The text of a file that `git archive` would fill in (export-subst), else None."""
    text = path.read_bytes() if path.is_file() else b""
    return text.decode("utf-8") if b"$Format:" in text else None


def original(path):
    return os.path.join("in/source", os.path.relpath(path, SOURCE))


def environment(request):
    root = os.getcwd()
    return {
        **os.environ,
        **request["env"],
        "PATH": os.pathsep.join((f"{root}/work/stand-in/bin", f"{root}/in/backend/bin/out/bin", os.environ["PATH"])),
        "PYTHONPATH": os.pathsep.join((f"{root}/in/backend/site", f"{root}/work/stand-in")),
        "UV_CACHE_DIR": f"{root}/uv-cache",
        "SOURCE_DATE_EPOCH": str(request["epoch"]),
    }


def build(uv, request):
    env = environment(request)
    program = request["program"] and shutil.which(request["program"], path=env["PATH"])
    if program:
        return by_program(program, request, env)
    command = [
        uv, "build", str(SOURCE / request["folder"]), f"--{request['format']}", "--out-dir", str(RAW),
        "--force-pep517", "--no-build-isolation", "--no-sources", "--no-config", "--no-create-gitignore",
        "--offline", "--no-python-downloads", "--no-progress", "--python", sys.executable,
        *(word for setting in request["settings"] for word in ("--config-setting", setting)),
    ]  # fmt: skip
    return subprocess.run(command, env=env, stdin=subprocess.DEVNULL).returncode


def by_program(program, request, env):
    """All that the hooks of such a backend do, without the interpreters that stand between uv and them."""
    RAW.mkdir(parents=True)
    command = [program, f"build-{request['format']}", str(RAW.absolute())]
    return subprocess.run(command, cwd=SOURCE / request["folder"], env=env, stdin=subprocess.DEVNULL).returncode


def made(form):
    """The one file that the backend was asked for."""
    found = sorted(path.name for path in RAW.iterdir()) if RAW.is_dir() else []
    fitting = [name for name in found if name.endswith(SUFFIX[form])]
    if len(fitting) != 1:
        refuse("PACKAGE_INVALID", f"the backend made no {form}: it left {', '.join(found) or 'nothing'}")
    return RAW / fitting[0]


def refuse_strays(laid):
    found = {*os.listdir("."), *(f"work/{name}" for name in os.listdir("work"))}
    strays = found - OURS - {f"work/{name}" for name in ("dist", *laid)}
    if strays:
        refuse("BACKEND_WRITES_OUTSIDE", f"the backend wrote outside of the project: {', '.join(sorted(strays))}")


def main():
    uv, request = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text("utf-8"))
    os.umask(0o022)
    copy_sources(request["epoch"])
    git_stand_in.prepare(request)
    copy_beside(request)
    request["own"] = git_stand_in.shield_rules(SOURCE, request["folder"])
    laid = os.listdir("work")
    status = build(uv, request)
    if status != 0:
        sys.exit(status)
    refuse_strays(laid)
    if not git_stand_in.was_asked(request):
        refuse("GIT_UNKNOWN", f"the backend did not ask what git ignores: {', '.join(request['ignored'])}")
    OUT.mkdir(parents=True, exist_ok=True)
    try:
        dist_archive.normalise(made(request["format"]), OUT, request)
    except dist_archive.Invalid as error:
        refuse(*error.args)


main()
