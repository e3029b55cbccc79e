"""Packs a bundle's folder behind a stub: one executable that unpacks itself once (launcher/onefile).

Usage: python -I -S pack_onefile.py FOLDER STUB FILE OUTPUT [link|stub FILE…]
OUTPUT/FILE = stub, index, content, trailer. Sorted, without times and owners; the bytes depend on the input and the pinned
interpreter's zstd alone. Further launchers come beside it: links to it, or stubs that know its name where links are not
for everybody.
"""

import hashlib
import lzma
import os
import pathlib
import struct
import sys
from compression import zstd
from compression.zstd import CompressionParameter

MAGIC = b"KILNONE1"
BESIDE = b"KILNREF1"
# Three numbers of the content, its digest, the name: 256 bytes, as launcher/onefile/payload.zig reads them.
TRAILER = struct.Struct("<8s5Q32sI4x168s")
# Level 19 is 5 % smaller than 15. The window is what the stub needs as memory while it unpacks, 8 MiB; four times as much
# makes it 1 % smaller.
OPTIONS = {
    CompressionParameter.compression_level: 19,
    CompressionParameter.window_log: 23,
    CompressionParameter.checksum_flag: 1,
}
# Offsets in a PE file's headers, counted from the 24th byte behind `PE`.
CHECKSUM, SUBSYSTEM = 64, 68
X86 = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 0}]


def paths(folder):
    for root, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(root, name))]
        for name in files + links:
            yield pathlib.Path(root, name).relative_to(folder).as_posix()


def native_machine(content):
    """ELF or PE machine; None for anything else."""
    if content[:4] == b"\x7fELF":
        return int.from_bytes(content[18:20], "little")
    if content[:2] == b"MZ":
        header = int.from_bytes(content[60:64], "little")
        return int.from_bytes(content[header + 4 : header + 6], "little")
    return None


def filtered(content):
    """Jump targets become absolute, which repeats: 4 % less. Encoding and decoding LZMA2 alone leaves the filter's work."""
    packed = lzma.compress(content, format=lzma.FORMAT_RAW, filters=X86)
    return lzma.decompress(packed, format=lzma.FORMAT_RAW, filters=X86[1:])


def order(path, machine):
    """Alike beside alike: native code first, then by kind of file."""
    return (machine is None, os.path.splitext(path)[1], path)


def entry(folder, path):
    """(order, line of the index, content as it is packed)"""
    file = pathlib.Path(folder, path)
    if any(character in path for character in "\t\n"):
        sys.exit(f"a one-file application cannot hold a file called {path!r}: tabs and line ends are not possible")
    if file.is_symlink():
        return order(path, None), f"l\t0\t{os.readlink(file)}\t-\t{path}\n", b""
    content = file.read_bytes()
    machine = native_machine(content)
    is_x86 = machine in (62, 0x8664)
    kind = "x" if file.stat().st_mode & 0o100 else "f"
    digest = hashlib.blake2b(content, digest_size=32).hexdigest()
    line = f"{kind}\t{len(content)}\t{digest}\t{'x86' if is_x86 else '-'}\t{path}\n"
    return order(path, machine), line, filtered(content) if is_x86 else content


def head(stub, launcher):
    """The stub, with a console on Windows where the launcher has one, padded."""
    program = bytearray(pathlib.Path(stub).read_bytes())
    if native_machine(program) is not None and program[:2] == b"MZ":
        like = pathlib.Path(launcher).read_bytes()
        header, other = (int.from_bytes(content[60:64], "little") + 24 for content in (program, like))
        program[header + SUBSYSTEM : header + SUBSYSTEM + 2] = like[other + SUBSYSTEM : other + SUBSYSTEM + 2]
        # Of a file that is about to become longer; programs need none.
        program[header + CHECKSUM : header + CHECKSUM + 4] = bytes(4)
    return bytes(program) + b"\0" * (-len(program) % 16)


def trailer(magic, numbers, digest, name):
    if len(name) > 168:
        sys.exit(f"a one-file application cannot have names this long: {name.decode()}")
    return TRAILER.pack(magic, *numbers, digest, len(name), name)


def write(path, parts):
    path.write_bytes(b"".join(parts))
    os.chmod(path, 0o755)


def lay_beside(folder, stub, file, output, how, others):
    for other in others:
        if how == "link":
            os.symlink(file, output / other)
            continue
        names = "/".join(name.removesuffix(".exe") for name in (file, other)).encode()
        write(output / other, [head(stub, folder / other), trailer(BESIDE, [0] * 5, bytes(32), names)])


def main():
    folder, stub, file, output, *beside = sys.argv[1:]
    folder, output = pathlib.Path(folder), pathlib.Path(output)
    entries = sorted((entry(folder, path) for path in paths(folder)), key=lambda item: item[0])
    index = "".join(line for _, line, _ in entries).encode()
    content = b"".join(packed for _, _, packed in entries)
    start = head(stub, folder / file)
    parts = [zstd.compress(part, options=OPTIONS) for part in (index, content)]
    # An eighth byte's end: what signs Windows programs fills up to there, and the trailer would not be last.
    parts.append(b"\0" * (-sum(map(len, parts)) % 8))
    numbers = [len(start), len(parts[0]), len(index), len(parts[1]), len(content)]
    end = trailer(MAGIC, numbers, hashlib.blake2b(index, digest_size=32).digest(), file.removesuffix(".exe").encode())
    output.mkdir(parents=True, exist_ok=True)
    write(output / file, [start, *parts, end])
    if beside:
        lay_beside(folder, stub, file, output, beside[0], beside[1:])


main()
