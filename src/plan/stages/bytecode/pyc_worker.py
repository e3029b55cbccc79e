"""Compiles Python sources to .pyc for Kiln's engine; stays alive for many files. Runs on CPython 3.8+ and PyPy 3.9+.

Usage: python -I -S -B -X utf8 pyc_worker.py OPTIMIZE INVALIDATION [TIME]
Protocol (src/engine/types.ts, Mapped): prints `ready`; is given `<id> <bytes> <JSON display path>` and the source;
answers `ok <id> <bytes>` and the .pyc, or `err <id> <bytes>` and a JSON text {type, message, line, column, text}.
Only what the bytes depend on comes in: source, display path, optimisation, invalidation mode and this interpreter.
"""

import importlib.util
import json
import marshal
import sys
import types
import warnings
from _imp import source_hash

PYPY = sys.implementation.name == "pypy"
# PEP 552: bit 0 = hash based, bit 1 = check the source.
FLAGS = {"unchecked-hash": 0b01, "checked-hash": 0b11, "timestamp": 0}
RAW_MAGIC = int.from_bytes(importlib.util.MAGIC_NUMBER, "little")
# Whether '-' is interned depends on who interned it before: here all single characters are, from the start.
LATIN = [sys.intern(chr(i)) for i in range(256)] + [sys.intern("")]


def pyc(source, name, optimize, invalidation, time):
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    flags = FLAGS[invalidation].to_bytes(4, "little")
    stamp = time.to_bytes(4, "little") + (len(source) & 0xFFFFFFFF).to_bytes(4, "little")
    check = source_hash(RAW_MAGIC, source) if FLAGS[invalidation] else stamp
    return importlib.util.MAGIC_NUMBER + flags + check + dump(code)


def dump(code):
    """The same bytes whatever was compiled before, with any hash seed (bench/bytecode-determinism.mjs)."""
    if PYPY:
        return marshal.dumps(code, 2)  # without references: which objects PyPy shares depends on its past
    held, sets = [], []
    visit(code, held, sets)
    body = marshal.dumps(code)
    # Sets have no order before 3.11; and whether two equal ones are one object depends on what is interned elsewhere.
    return canonical(body) if len(set(sets)) < len(sets) or (sets and sys.version_info < (3, 11)) else body


def visit(code, held, sets):
    """Holds every string, so that marshal marks all of them as shared, not only those that other modules use too."""
    if sys.version_info < (3, 12):  # from then on marshal marks what is interned
        for names in (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars):
            held.extend(names)
        held += (code.co_filename, code.co_name)
    visit_constants(code.co_consts, held, sets)


def visit_constants(constants, held, sets):
    for constant in constants:
        kind = type(constant)
        if kind is types.CodeType:
            visit(constant, held, sets)
        elif kind is str:
            held.append(constant)
        elif kind is tuple:
            visit_constants(constant, held, sets)
        elif kind is frozenset:
            sets.append(constant)


# What follows reads a marshalled object into nodes and writes them again: sets sorted, equal sets one object, marks of
# shared objects only where they are used. A node is [type byte, parts]; a part is bytes or a node.
REFERENCE, SHARED = ord("r"), 0x80
NO_BYTES, FOUR, EIGHT, SIXTEEN = b"0NFTS.", b"i", b"gI", b"y"
LONG_TEXT, SHORT_TEXT = b"stuaA", b"zZ"
# Integers, objects, one integer, objects (Python/marshal.c).
CODE = (24, 8, 4, 1) if sys.version_info < (3, 11) else (20, 8, 4, 2)


def canonical(body):
    root, end = Reader(body).node(0)
    if end != len(body):
        raise ValueError("marshal of this Python has a form that Kiln does not know")
    uses = {}
    count(root, uses)
    out = bytearray()
    write(root, uses, {}, out)
    return bytes(out)


class Reader:
    def __init__(self, data):
        self.data, self.shared, self.sets = data, [], {}

    def node(self, at):
        kind = self.data[at] & ~SHARED
        if kind == REFERENCE:
            return self.shared[self.integer(at + 1)], at + 5
        slot = len(self.shared) if self.data[at] & SHARED else None
        if slot is not None:
            self.shared.append(None)
        parts, end = self.parts(kind, at + 1)
        node = [kind, parts]
        if kind == ord(">"):
            node = self.sets.setdefault(plain(node), node)
        if slot is not None:
            self.shared[slot] = node
        return node, end

    def parts(self, kind, at):
        fixed = 0 if kind in NO_BYTES else 4 if kind in FOUR else 8 if kind in EIGHT else 16 if kind in SIXTEEN else None
        if fixed is not None:
            return [self.data[at : at + fixed]], at + fixed
        if kind in LONG_TEXT or kind in SHORT_TEXT:
            end = at + 4 + self.integer(at) if kind in LONG_TEXT else at + 1 + self.data[at]
            return [self.data[at:end]], end
        if kind == ord("l"):
            end = at + 4 + 2 * abs(self.integer(at))
            return [self.data[at:end]], end
        if kind == ord(")"):
            return self.nodes(self.data[at], at + 1, [self.data[at : at + 1]])
        if kind == ord("("):
            return self.nodes(self.integer(at), at + 4, [self.data[at : at + 4]])
        if kind == ord(">"):
            parts, end = self.nodes(self.integer(at), at + 4, [])
            return [self.data[at : at + 4]] + sorted(parts, key=plain), end
        if kind == ord(":"):  # slice, 3.14
            return self.nodes(3, at, [])
        if kind == ord("c"):
            return self.code(at)
        raise ValueError("marshal of this Python has a type %r that Kiln does not know" % chr(kind))

    def code(self, at):
        head, before, line, after = CODE
        parts, at = self.nodes(before, at + head, [self.data[at : at + head]])
        return self.nodes(after, at + line, parts + [self.data[at : at + line]])

    def nodes(self, number, at, parts):
        for _ in range(number):
            node, at = self.node(at)
            parts.append(node)
        return parts, at

    def integer(self, at):
        return int.from_bytes(self.data[at : at + 4], "little", signed=True)


def plain(part):
    """A node without references: what sets are compared and sorted by."""
    if isinstance(part, bytes):
        return part
    return bytes([part[0]]) + b"".join(map(plain, part[1]))


def count(node, uses):
    uses[id(node)] = uses.get(id(node), 0) + 1
    if uses[id(node)] == 1:
        for part in node[1]:
            if isinstance(part, list):
                count(part, uses)


def write(node, uses, slots, out):
    if id(node) in slots:
        out.append(REFERENCE)
        out += slots[id(node)].to_bytes(4, "little")
        return
    kind = node[0]
    if uses[id(node)] > 1 and kind not in NO_BYTES:
        slots[id(node)] = len(slots)
        kind |= SHARED
    out.append(kind)
    for part in node[1]:
        if isinstance(part, list):
            write(part, uses, slots, out)
        else:
            out += part


def failure(error):
    line = getattr(error, "lineno", None)
    column = getattr(error, "offset", None)
    text = getattr(error, "text", None)
    return {
        "type": type(error).__name__,
        "message": getattr(error, "msg", None) or str(error),
        "line": line,
        "column": column,
        "text": text.rstrip("\n") if isinstance(text, str) else None,
    }


def main():
    optimize, invalidation = int(sys.argv[1]), sys.argv[2]
    time = int(sys.argv[3]) if invalidation == "timestamp" else 0
    warnings.simplefilter("ignore")  # invalid escapes of third parties are not this build's news
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(b"ready\n")
    answers.flush()
    while True:
        header = requests.readline()
        if not header:
            return
        ident, size, name = header.split(b" ", 2)
        source = requests.read(int(size))
        try:
            status, body = b"ok", pyc(source, json.loads(name), optimize, invalidation, time)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            status, body = b"err", json.dumps(failure(error)).encode()
        answers.write(b"%s %s %d\n" % (status, ident, len(body)))
        answers.write(body)
        answers.flush()


main()
