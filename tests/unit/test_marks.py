"""Digests as people compare them."""

from ymh_desktop.domain.marks import check_code, groups_of_four, in_fours

DIGEST = "0123456789abcdef" * 4


def test_a_fingerprint_is_sixteen_groups_of_four_capitals() -> None:
    assert groups_of_four(DIGEST) == ("0123", "4567", "89AB", "CDEF") * 4
    assert in_fours(DIGEST[:8]) == "0123 4567"


def test_the_check_code_is_the_beginning_of_the_digest() -> None:
    assert check_code(DIGEST) == "0123 4567 89AB CDEF"
