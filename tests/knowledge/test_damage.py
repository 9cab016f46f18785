"""However a file is damaged, reading it ends in values and faults, never in an error that stops the program."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.support import example
from ymh_desktop.knowledge.parse import parse_header, parse_module, parse_trade

PIECES = [
    b"\x00",
    b"{",
    b"[",
    b"&a ",
    b"*a",
    b"!!python/name:x ",
    b"? ",
    b"- ",
    b"\t",
    b'"',
    b"|",
    b"---\n",
    b"\xff",
    b": ",
]
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.binary(max_size=3))),
    min_size=1,
    max_size=3,
)  # fmt: skip


def damaged(text: str, damage: list[tuple[float, int, bytes]]) -> bytes:
    """Cut some bytes out at each place and put others in."""
    raw = text.encode()
    for where, cut, put in damage:
        place = int(where * len(raw))
        raw = raw[:place] + put + raw[place + cut :]
    return raw


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


@given(damage=DAMAGE)
def test_a_damaged_module_gives_values_or_faults(folder: Path, damage: list[tuple[float, int, bytes]]) -> None:
    path = folder / "wood-planer.yaml"
    path.write_bytes(damaged(example(0), damage))
    parsed = parse_module(path)
    assert parsed.value is not None or parsed.faults
    assert all("\n" not in str(fault) for fault in parsed.faults)
    header = parse_header(path, module=True)
    assert header.value is not None or header.faults


@given(damage=DAMAGE)
def test_a_damaged_trade_gives_values_or_faults(folder: Path, damage: list[tuple[float, int, bytes]]) -> None:
    path = folder / "wood-furniture.yaml"
    path.write_bytes(damaged(example(1), damage))
    parsed = parse_trade(path)
    assert parsed.value is not None or parsed.faults
    assert all("\n" not in str(fault) for fault in parsed.faults)
