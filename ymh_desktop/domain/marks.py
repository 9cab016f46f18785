"""Digests as people compare them: in groups of four capitals, on every paper and every screen alike."""

_CHECK_CODE = 16  # hex digits of a manifest digest that are printed on the cover


def groups_of_four(mark: str) -> tuple[str, ...]:
    """A fingerprint or check code in hex, as it is read aloud."""
    mark = mark.upper()
    return tuple(mark[at : at + 4] for at in range(0, len(mark), 4))


def in_fours(mark: str) -> str:
    """The groups in one line."""
    return " ".join(groups_of_four(mark))


def check_code(manifest_sha256: str) -> str:
    """校验码 of a signed file: ties the stamped cover to this one file."""
    return in_fours(manifest_sha256[:_CHECK_CODE])
