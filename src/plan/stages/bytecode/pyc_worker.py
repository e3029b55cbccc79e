"""Compiles Python sources to .pyc for Kiln's engine; stays alive for many files.

Usage: python -I -S -B -X utf8 pyc_worker.py OPTIMIZE INVALIDATION
Protocol (src/engine/types.ts, Mapped): prints `ready`; is given `<id> <bytes> <JSON display path>` and the source;
answers `ok <id> <bytes>` and the .pyc, or `err <id> <bytes>` and a JSON text {type, message, line, column, text}.
Only what the bytes depend on comes in: source, display path, optimisation, invalidation mode and this interpreter.
"""

import importlib.util
import json
import marshal
import sys
import warnings
from _imp import source_hash

# PEP 552: bit 0 = hash based, bit 1 = check the source.
FLAGS = {"unchecked-hash": 0b01, "checked-hash": 0b11}
RAW_MAGIC = int.from_bytes(importlib.util.MAGIC_NUMBER, "little")


def pyc(source, name, optimize, invalidation):
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    # Since 3.12 a dump depends on the code alone: interned and immortal objects are always marked as shared, sets are
    # sorted. (Dumping what was loaded again is worse: 36 of 2,705 files then differ by order.)
    body = marshal.dumps(code)
    flags = FLAGS[invalidation].to_bytes(4, "little")
    return importlib.util.MAGIC_NUMBER + flags + source_hash(RAW_MAGIC, source) + body


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
            status, body = b"ok", pyc(source, json.loads(name), optimize, invalidation)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            status, body = b"err", json.dumps(failure(error)).encode()
        answers.write(b"%s %s %d\n" % (status, ident, len(body)))
        answers.write(body)
        answers.flush()


main()
