"""What people type with a Chinese input method, as they meant it."""

import unicodedata


def as_meant(text: str) -> str:
    """Full-width letters, digits and signs made narrow, blanks at the ends gone: ＹＭＨ－１ is YMH-1."""
    return unicodedata.normalize("NFKC", text).strip()
