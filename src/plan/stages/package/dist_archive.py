"""Rewrites a wheel or an sdist so that equal content is equal bytes: sorted, no times, no owners, modes 644 and 755.

On the way the record of a wheel is checked and written anew, local requirements get what an index understands, and modules of
local projects are put inside where that was asked for.
"""

import base64
import csv
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import tarfile
import zipfile

import dist_metadata

# The first moment that a zip can hold.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Invalid(Exception):
    """A code and a sentence."""


def normalise(path, folder, request):
    content = path.read_bytes()
    try:
        if request["format"] == "wheel":
            packed = wheel(content, path.name, request)
        else:
            packed = sdist(content, path.name, request)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError) as error:
        raise Invalid("PACKAGE_INVALID", f"{path.name} cannot be read: {error}") from error
    (folder / path.name).write_bytes(packed)
    describe(folder / path.name, packed, pathlib.Path("out/described"))


def describe(path, packed, folder):
    """What check_metadata.py looks at: no content of modules, so that an edit of one needs no new check."""
    if path.name.endswith(".whl"):
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            names = archive.namelist()
            [metadata] = [archive.read(name) for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
    else:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            names = [member.name.partition("/")[2] for member in archive]
            metadata = archive.extractfile(f"{path.name[: -len('.tar.gz')]}/PKG-INFO").read()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "METADATA").write_bytes(metadata)
    (folder / "names.json").write_text(json.dumps({"file": path.name, "names": names}, indent=1) + "\n", "utf-8")


def wheel(content, name, request):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        files = {info.filename: archive.read(info) for info in infos}
        started = {info.filename for info in infos if info.external_attr >> 16 & 0o111}
    refuse_names(files, len(infos), name)
    info = info_folder(files, name)
    check_record(files, info)
    refuse_native(files, info, name)
    if request["bundled"]:
        started |= put_inside(files)
    give_back(files, request)
    files[f"{info}/METADATA"] = dist_metadata.edit(files[f"{info}/METADATA"], request)
    files[f"{info}/RECORD"] = record(files, info)
    return zipped(files, started, info)


def refuse_names(files, count, name):
    wrong = [path for path in files if path.startswith("/") or ".." in path.split("/") or "\\" in path]
    if wrong or len(files) < count:
        raise Invalid("PACKAGE_INVALID", f"{name} holds paths twice, or paths that lead out: {', '.join(wrong)}")


def info_folder(files, name):
    found = {path.split("/")[0] for path in files if re.match(r"[^/]+\.dist-info/METADATA$", path)}
    if len(found) != 1 or f"{next(iter(found))}/WHEEL" not in files:
        raise Invalid("PACKAGE_INVALID", f"{name} is no wheel: it has {len(found)} .dist-info folders with METADATA")
    return found.pop()


def check_record(files, info):
    """What the backend says of its own files has to be true."""
    rows = [row for row in csv.reader(io.StringIO(files.get(f"{info}/RECORD", b"").decode("utf-8"))) if row]
    for path, digest, *_ in rows:
        if digest and path in files and digest != hashed(files[path], digest.partition("=")[0]):
            raise Invalid("PACKAGE_INVALID", f"RECORD names another hash for {path} than it has")
    unlisted = set(files) - {row[0] for row in rows} - {f"{info}/RECORD{end}" for end in ("", ".jws", ".p7s")}
    missing = {row[0] for row in rows} - set(files)
    if unlisted or missing:
        raise Invalid("PACKAGE_INVALID", f"RECORD and the files differ: {', '.join(sorted(unlisted | missing))}")


def refuse_native(files, info, name):
    text = files[f"{info}/WHEEL"].decode("utf-8")
    tags = re.findall(r"^Tag:\s*(\S+)", text, re.MULTILINE)
    pure = re.search(r"^Root-Is-Purelib:\s*true", text, re.MULTILINE | re.IGNORECASE)
    if not pure or any(not tag.endswith("-none-any") for tag in tags):
        raise Invalid("PACKAGE_NATIVE", f"{name} is for one platform ({', '.join(tags)}): a compiler of this machine made it")


def give_back(files, request):
    """Files of the project that were changed for the build only."""
    for path, content in files.items():
        files[path] = request["own"].get(content, content)


def put_inside(files):
    """Modules of local projects beside the package's own."""
    started = set()
    top = pathlib.Path("in/bundled")
    for path in sorted(path for path in top.rglob("*") if path.is_file()):
        name = path.relative_to(top).as_posix()
        content = path.read_bytes()
        if files.setdefault(name, content) != content:
            raise Invalid("NAME_CLASH", f"{name} is in the package and in a local project that it bundles")
        if path.stat().st_mode & 0o100:
            started.add(name)
    return started


def hashed(content, algorithm="sha256"):
    digest = hashlib.new(algorithm, content).digest()
    return f"{algorithm}={base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def record(files, info):
    out = io.StringIO()
    rows = [
        (path, "", "") if path.startswith(f"{info}/RECORD") else (path, hashed(files[path]), len(files[path]))
        for path in ordered(files, info)
    ]
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def ordered(files, info):
    """Metadata last, the record at the very end, as the format recommends."""
    return sorted(files, key=lambda path: (path.startswith(f"{info}/"), path == f"{info}/RECORD", path))


def zipped(files, started, info):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in ordered(files, info):
            entry = zipfile.ZipInfo(path, ZIP_TIME)
            entry.create_system = 3
            entry.external_attr = (0o100755 if path in started else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path], compresslevel=9)
    return out.getvalue()


def sdist(content, name, request):
    top = name[: -len(".tar.gz")]
    files, links, started = unpacked(content, name, top)
    if f"{top}/PKG-INFO" not in files:
        raise Invalid("PACKAGE_INVALID", f"{name} has no {top}/PKG-INFO")
    for name in request["beside"]:
        files.pop(f"{top}/{name}", None)
    for name, text in request["templates"].items():
        if f"{top}/{name}" in files:
            files[f"{top}/{name}"] = text.encode("utf-8")
    give_back(files, request)
    for path in list(files):
        files[path] = dist_metadata.edit_source(path[len(top) + 1 :], files[path], request)
    return tarred(files, links, started, request["epoch"])


def unpacked(content, name, top):
    files, links, started = {}, {}, set()

    def refuse(what):
        raise Invalid("PACKAGE_INVALID", f"{name} holds {what}")

    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for member in archive:
            path = os.path.normpath(member.name)
            if path != top and not path.startswith(f"{top}/"):
                refuse(f"{member.name}, which is not below {top}/")
            if member.isreg() or member.islnk():
                text = archive.extractfile(member).read()
                # A folder that was unpacked from an sdist has one already; backends write theirs last.
                if path == f"{top}/PKG-INFO":
                    files[path] = text
                if files.setdefault(path, text) != text or path in links:
                    refuse(f"{path} twice")
                started |= {path} if member.mode & 0o111 else set()
            elif member.issym():
                target = os.path.normpath(os.path.join(os.path.dirname(path), member.linkname))
                if not target.startswith(f"{top}/"):
                    refuse(f"{path}, a link that leads out: {member.linkname}")
                if links.setdefault(path, member.linkname) != member.linkname or path in files:
                    refuse(f"{path} twice")
            elif not member.isdir():
                refuse(f"{member.name}, which is no file")
    return files, links, started


def tarred(files, links, started, epoch):
    out = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for path in sorted({**files, **links}):
                info = tarfile.TarInfo(path)
                info.mtime = epoch
                if path in links:
                    info.type, info.linkname = tarfile.SYMTYPE, links[path]
                    archive.addfile(info)
                    continue
                info.size = len(files[path])
                info.mode = 0o755 if path in started else 0o644
                archive.addfile(info, io.BytesIO(files[path]))
    return out.getvalue()
