"""Installs a wheel into a clean environment and imports what it holds.

Usage: python -I -S prove_wheel.py UV DIST SITE PROOF
DIST holds the wheel, SITE what it needs, folder by folder: the packages of the lock, local projects. PROOF gets what was seen.
"""

import json
import os
import pathlib
import subprocess
import sys
import zipfile

UV, DIST, SITE, PROOF = sys.argv[1], *(pathlib.Path(word).absolute() for word in sys.argv[2:])
ENVIRONMENT = pathlib.Path("work/environment").absolute()

# Runs in the environment: says as JSON what it saw, and the first thing that went wrong.
LOOK = r"""
import importlib, importlib.metadata, json, sys
name, modules, packaging = json.loads(sys.argv[1])
seen = {"modules": [], "entryPoints": [], "missing": []}
for module in modules:
    importlib.import_module(module)
    seen["modules"].append(module)
distribution = importlib.metadata.distribution(name)
for point in distribution.entry_points:
    if point.group in ("console_scripts", "gui_scripts"):
        if not callable(point.load()):
            sys.exit(f"the entry point {point.name} = {point.value} names nothing that can be called")
        seen["entryPoints"].append(point.name)
sys.path.insert(0, packaging)
from packaging.requirements import Requirement
for text in distribution.requires or ():
    wanted = Requirement(text)
    if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
        continue
    try:
        version = importlib.metadata.version(wanted.name)
    except importlib.metadata.PackageNotFoundError:
        sys.exit(f"the metadata asks for {text}, which the lock does not install")
    if not wanted.specifier.contains(version, prereleases=True):
        sys.exit(f"the metadata asks for {text}, and the lock installs {version}")
print(json.dumps(seen))
"""


def refuse(text):
    print(f"kiln:INSTALL_FAILED {text}", file=sys.stderr)
    sys.exit(1)


def uv(*words):
    env = {**os.environ, "UV_CACHE_DIR": os.path.abspath("uv-cache")}
    common = ["--no-config", "--offline", "--quiet", "--no-python-downloads"]
    if subprocess.run([UV, *words, *common], env=env, stdin=subprocess.DEVNULL).returncode != 0:
        refuse(f"uv could not do `uv {' '.join(words[:2])}`, its words stand above")


def name_of(wheel):
    with zipfile.ZipFile(wheel) as archive:
        paths = archive.namelist()
        [metadata] = [path for path in paths if path.count("/") == 1 and path.endswith(".dist-info/METADATA")]
        lines = archive.read(metadata).decode("utf-8").split("\n\n")[0].split("\n")
    return next(line[5:].strip() for line in lines if line.lower().startswith("name:")), modules_in(paths)


def modules_in(paths):
    """What can be imported first: packages, modules, and packages of namespaces."""
    files = {path for path in paths if path.endswith(".py") and not path.split("/")[0].endswith((".data", ".dist-info"))}
    packages = {path.rpartition("/")[0] for path in files if path.endswith("/__init__.py")}
    found = set()
    for path in files:
        folder, _, name = path.rpartition("/")
        above = [folder[:at] for at in range(len(folder) + 1) if at == len(folder) or folder[at] == "/"]
        outer = next((one for one in above if one in packages), None)
        found.add(outer if outer is not None else path[: -len(".py")])
    dotted = (path.replace("/", ".") for path in found)
    # Names that no statement can import are data: `my-script`, `__main__`.
    return sorted(one for one in dotted if all(part.isidentifier() for part in one.split(".")) and one != "__main__")


def main():
    [wheel] = DIST.glob("*.whl")
    name, modules = name_of(wheel)
    if not modules:
        refuse(f"{wheel.name} holds no module that can be imported")
    uv("venv", "--python", sys.executable, str(ENVIRONMENT))
    uv("pip", "install", "--python", str(ENVIRONMENT / "bin" / "python"), "--no-deps", "--no-index", str(wheel))
    folder = next(ENVIRONMENT.glob("lib/python*/site-packages"))
    sites = [path for path in sorted(SITE.iterdir()) if path.name != "packaging"] if SITE.is_dir() else []
    (folder / "needed.pth").write_text("".join(f"import site; site.addsitedir({str(path)!r})\n" for path in sites))
    told = json.dumps([name, modules, str(SITE / "packaging")])
    # An empty cwd: nothing of the sources can be imported by accident.
    os.makedirs("work/empty", exist_ok=True)
    command = [str(ENVIRONMENT / "bin" / "python"), "-I", "-B", "-X", "utf8", "-c", LOOK, told]
    run = subprocess.run(command, cwd="work/empty", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        refuse(f"{wheel.name} installs, and does not work: see the lines above")
    seen = json.loads(run.stdout.strip().split("\n")[-1])
    PROOF.parent.mkdir(parents=True, exist_ok=True)
    PROOF.write_text(json.dumps({"python": sys.version.split()[0], **seen}, indent=1) + "\n", "utf-8")


main()
