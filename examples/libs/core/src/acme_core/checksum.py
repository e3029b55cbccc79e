import zlib


def checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
