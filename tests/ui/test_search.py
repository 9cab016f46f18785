"""Searching by Chinese words and by pinyin initials."""

import subprocess
import sys

import pytest

from ymh_desktop.ui.viewmodels.search import Finder, found_in, initials

RECORDS = [
    ("1", ("喷漆房", "漆雾遇静电起火", "S-0001")),
    ("2", ("行车", "吊物掉下来砸人", "S-0002")),
    ("3", ("配电箱", "箱门没锁，有人触电", "S-0003")),
]


@pytest.fixture
def finder() -> Finder:
    made = Finder()
    made.set_texts(lambda: RECORDS)
    made.keep(made.prepare())
    return made


def found(finder: Finder, words: str) -> list[str]:
    matches = finder.matches(words)
    return [key for key, _ in RECORDS if matches is None or matches(key)]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("喷漆", "pq"),
        ("行车", "hc"),
        ("行车吊物", "hcdw"),
        ("银行", "yh"),
        ("重复启动", "cfqd"),
        ("重物", "zw"),
        ("调漆间", "tqj"),
        ("调度室", "dds"),
        ("平刨", "pb"),
        ("压刨", "yb"),
        ("氧乙炔", "yyq"),
        ("盛漆桶", "cqt"),
        ("轧伤", "zs"),
        ("厂长", "cz"),
        ("长袖", "cx"),
        ("钻床", "zc"),
        ("着火", "zh"),
        ("单县", "sx"),
    ],
)
def test_words_are_read_as_in_the_workshop(words: str, read: str) -> None:
    assert initials(words) == read


def test_one_word_is_found_wherever_it_stands(finder: Finder) -> None:
    assert found(finder, "电") == ["1", "3"]


def test_initials_find_too(finder: Finder) -> None:
    assert found(finder, "pq") == ["1"]
    assert found(finder, "HC") == ["2"]


def test_several_words_must_all_be_there(finder: Finder) -> None:
    assert found(finder, "电 qm") == []
    assert found(finder, "静电 pqf") == ["1"]


def test_letters_and_digits_of_a_code_are_found_as_typed(finder: Finder) -> None:
    assert found(finder, "s-0003") == ["3"]


def test_initials_do_not_run_over_from_one_text_into_the_next(finder: Finder) -> None:
    """配电箱 | 箱门没锁 … must not be found by the letters of both sides."""
    assert found(finder, "dxxm") == []


def test_nothing_typed_leaves_nothing_out(finder: Finder) -> None:
    assert finder.matches("  ") is None


def test_plain_words_are_found_before_the_initials_are_ready() -> None:
    made = Finder()
    made.set_texts(lambda: RECORDS)
    assert made.ready_for("静电")
    assert not made.ready_for("pq")
    assert found(made, "静电") == ["1"]
    assert found(made, "pq") == []


def test_initials_of_records_that_changed_meanwhile_are_not_kept() -> None:
    made = Finder()
    made.set_texts(lambda: RECORDS[:1])
    old = made.prepare()
    made.set_texts(lambda: RECORDS)
    made.keep(old)
    assert not made.ready_for("pq")


def test_a_short_list_is_searched_directly() -> None:
    assert found_in("jx", "机械致害")
    assert found_in("机械", "机械致害")
    assert not found_in("火", "机械致害")


def test_pinyin_is_not_loaded_before_letters_are_typed() -> None:
    program = (
        "import sys; from ymh_desktop.ui.viewmodels.search import Finder; f = Finder(); "
        "f.set_texts(lambda: [(1, ('喷漆',))]); assert f.matches('喷')(1); assert 'pypinyin' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
