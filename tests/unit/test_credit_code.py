"""统一社会信用代码 (GB 32100-2015), checked against the standard's example, public codes and another implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from ymh_desktop.domain.codes import WrongCreditCode, credit_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PUBLIC = [
    "91350100M000100Y43",
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91110108551385082Q",
    "12100000400002259P",
]
BODIES = st.builds(
    lambda head, region, tail: head + region + tail,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize("code", PUBLIC)
def test_real_codes_are_accepted(code: str) -> None:
    assert credit_code(code) == code


@given(BODIES)
def test_the_check_character_agrees_with_another_implementation(body: str) -> None:
    assert credit_code(body + uscc.calc_check_digit(body)) == body + uscc.calc_check_digit(body)


@given(BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_refused(body: str, place: int, other: str) -> None:
    code = body + uscc.calc_check_digit(body)
    wrong = code[:place] + other + code[place + 1 :]
    if wrong != code:
        with pytest.raises(WrongCreditCode):
            credit_code(wrong)


@given(BODIES, st.integers(0, 16))
def test_two_neighbours_exchanged_are_refused(body: str, place: int) -> None:
    code = body + uscc.calc_check_digit(body)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(WrongCreditCode):
            credit_code(wrong)


def test_blanks_and_small_letters_are_how_people_type() -> None:
    assert credit_code(" 9135 0100 m000 100y 43\u3000") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("91350100M000100Y4Z", "里不会有“Z”"),
        ("91350100M000100Y4", "现在是 17 位"),
        ("", "现在是 0 位"),
        ("91350100M000100Y44", "最后一位对不上"),
        ("9135010OM000100Y43", "里不会有“O”"),
        ("91A50100M000100Y43", "第 3 到 8 位应是数字"),
        ("９１350100M000100Y43", "里不会有“９”"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(text: str, said: str) -> None:
    with pytest.raises(WrongCreditCode, match=said) as caught:
        credit_code(text)
    assert "营业执照" in caught.value.advice
