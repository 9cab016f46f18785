"""What people type: as they meant it with a Chinese input method, and as there is room for it."""

import unicodedata


def as_meant(text: str) -> str:
    """Full-width letters, digits and signs made narrow, blanks at the ends gone: ＹＭＨ－１ is YMH-1."""
    return unicodedata.normalize("NFKC", text).strip()


def shortened(words: str, most: int) -> str:
    """At most so many characters, as a part of a sentence; where it is cut, that is shown."""
    return words if len(words) <= most else f"{words[:most]}…"
