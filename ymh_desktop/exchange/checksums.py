"""checksums.sha256: the same digests once more, in the form `sha256sum -c` reads."""

from collections.abc import Iterable

from ymh_desktop.exchange.manifest import Reference


def write_checksums(references: Iterable[Reference]) -> bytes:
    """One line per file, LF at the end, as coreutils writes them."""
    return "".join(f"{reference.sha256.hex()}  {reference.name}\n" for reference in references).encode("ascii")
