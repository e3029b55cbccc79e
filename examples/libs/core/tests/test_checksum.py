from acme_core import checksum


def test_checksum():
    assert checksum("kiln") == checksum("kiln") != checksum("Kiln")
