"""What every application of the workspace shares."""

from acme_core.checksum import checksum

__all__ = ["checksum"]
