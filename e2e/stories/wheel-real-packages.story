# One real package per backend, as its authors published it: wheels hold what the published ones hold, are the same bytes from another folder and an empty store, install and import for the oldest and the newest Python.
needs go
workspace tiny
cache own
timeout 900
write sdists.txt <<EOF
annotated-doc==0.0.7 --hash=sha256:0a30ef8f5322a4173720ae6712dc9a5e58f5a19868f3f167b4b5778db066c2b5
attrs==26.1.0 --hash=sha256:d03ceb89cb322a8fd706d4fb91940737b6642aa36998fe130a9bc96c985eff32
dnspython==2.9.2 --hash=sha256:8d4d39a513e649d634004ce4d39ade2352efcea472a0247535a5c2d18a9d7ba9
iniconfig==2.3.1 --hash=sha256:67f4b9c50da0dedf52af349e7749a80a9057a5031199791b906c3bb3ae878960
tomlkit==0.15.2 --hash=sha256:83e32755ba1d20d9340bd069ee97e9f6232ba2346b63ffcba425de01f7e327a6
typing-extensions==4.16.0 --hash=sha256:dc983d19a509c94dba722ee6abd33940f7c05a89e243c47e907eb4db6f1a43e5
EOF
write wheels.txt <<EOF
annotated-doc==0.0.7 --hash=sha256:6bc31bbbec6dfaaedc1676dbc11dbda96fe22a2b5c400e9ebad113fec44a9dc6
attrs==26.1.0 --hash=sha256:c647aa4a12dfbad9333ca4e71fe62ddc36f4e63b2d260a37a8b83d2f043ac309
dnspython==2.9.2 --hash=sha256:af15f7d385a6ae2fb35a796fde2138004c8c42c7389090e2addc83e3b3340fd8
iniconfig==2.3.1 --hash=sha256:9121e2c1fdb355232495be3194c8dfe87ccc2d5dee45947b78e68f499790d7a7
tomlkit==0.15.2 --hash=sha256:05562412163a3037b94497385fb7f9204c637bc605af7a48199e41cf2272f437
typing-extensions==4.16.0 --hash=sha256:481caa481374e813c1b176ada14e97f1f67a4539ce9cfeb3f350d78d6370c2e8
EOF
# pip wants the metadata of each sdist that it brings: instead of a build with whatever backend is the newest, PKG-INFO says it.
write stand-ins.py <<EOF
import pathlib

STAND_IN = """
import email, pathlib

def prepare_metadata_for_build_wheel(folder, settings=None):
    text = pathlib.Path("PKG-INFO").read_text("utf-8")
    said = email.message_from_string(text)
    made = pathlib.Path(folder, f"{said['Name'].replace('-', '_')}-{said['Version']}.dist-info")
    made.mkdir()
    made.joinpath("METADATA").write_text(text, "utf-8")
    return made.name
"""
for backend in "uv_build hatchling.build setuptools.build_meta flit_core.buildapi poetry.core.masonry.api pdm.backend".split():
    place = pathlib.Path("stand-ins", *backend.split(".")).with_suffix(".py")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(STAND_IN)
    for folder in place.parents[:-2]:
        folder.joinpath("__init__.py").touch()
EOF
# What a backend's version decides: its own name, the version of the metadata's format. RECORD names both by hash, folders have no bytes.
write compare.py <<EOF
import pathlib, zipfile

def files(wheel):
    with zipfile.ZipFile(wheel) as archive:
        said = {name: archive.read(name) for name in archive.namelist() if not name.endswith(("/", ".dist-info/RECORD", ".dist-info/WHEEL"))}
    return {name: data if not name.endswith("METADATA") else data.split(b"\n", 1)[1] for name, data in said.items()}

published = sorted(pathlib.Path("published").iterdir())
for wheel in published:
    [ours] = pathlib.Path("dist").glob(f"packages/*/wheel/{wheel.name}")
    theirs, made = files(wheel), files(ours)
    differing = sorted(name for name in theirs.keys() | made.keys() if theirs.get(name) != made.get(name))
    if differing:
        raise SystemExit(f"{wheel.name}: {differing}")
print(len(published), "as published")
EOF
$ python3 stand-ins.py
$ sh: PYTHONPATH=$PWD/stand-ins python3 -m pip download -q --no-deps --no-build-isolation --no-binary :all: --require-hashes -r sdists.txt -d sdists
$ python3 -m pip download -q --no-deps --only-binary :all: --require-hashes -r wheels.txt -d published
$ sh: for file in sdists/*.tar.gz; do name=$(basename $file); mkdir -p packages/${name%-*} && tar xzf $file -C packages/${name%-*} --strip-components=1; done
$ nx run-many -t wheel sdist -p "packages/*" --output-style=static
! ! tomlkit 0.15.2: the sdist holds nothing of tests/examples
$ python3 compare.py
> 6 as published
$ nx run-many -t smoke -p "packages/*"
json dist/packages/attrs/smoke/verification.json proofs.0.python 3.10.16
json dist/packages/attrs/smoke/verification.json proofs.1.python 3.14.6
json dist/packages/dnspython/smoke/verification.json proofs.0.python 3.11.11
json dist/packages/dnspython/smoke/verification.json proofs.1.python 3.14.6
copy {workspace} "{root}/Other checkout/é"
env KILN_CACHE_DIR={root}/other-cache
env NX_CACHE_DIRECTORY={root}/other-nx
env NX_WORKSPACE_DATA_DIRECTORY={root}/other-nx-data
env PYTHONHASHSEED=7
env TZ=Asia/Tokyo
$ sh: mkdir -p {root}/other-cache && ln -s {tools}/tools {tools}/caches {root}/other-cache/
$ sh: cd "{root}/Other checkout/é" && rm -rf dist && umask 077 && nx run-many -t wheel sdist -p "packages/*"
same-bytes dist/packages/annotated_doc/wheel "{root}/Other checkout/é/dist/packages/annotated_doc/wheel"
same-bytes dist/packages/annotated_doc/sdist "{root}/Other checkout/é/dist/packages/annotated_doc/sdist"
same-bytes dist/packages/attrs/wheel "{root}/Other checkout/é/dist/packages/attrs/wheel"
same-bytes dist/packages/attrs/sdist "{root}/Other checkout/é/dist/packages/attrs/sdist"
same-bytes dist/packages/dnspython/wheel "{root}/Other checkout/é/dist/packages/dnspython/wheel"
same-bytes dist/packages/dnspython/sdist "{root}/Other checkout/é/dist/packages/dnspython/sdist"
same-bytes dist/packages/iniconfig/wheel "{root}/Other checkout/é/dist/packages/iniconfig/wheel"
same-bytes dist/packages/iniconfig/sdist "{root}/Other checkout/é/dist/packages/iniconfig/sdist"
same-bytes dist/packages/tomlkit/wheel "{root}/Other checkout/é/dist/packages/tomlkit/wheel"
same-bytes dist/packages/tomlkit/sdist "{root}/Other checkout/é/dist/packages/tomlkit/sdist"
same-bytes dist/packages/typing_extensions/wheel "{root}/Other checkout/é/dist/packages/typing_extensions/wheel"
same-bytes dist/packages/typing_extensions/sdist "{root}/Other checkout/é/dist/packages/typing_extensions/sdist"
