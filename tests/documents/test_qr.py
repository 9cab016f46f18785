"""QR codes: the same modules as the library's own, and readable by another."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qrcode import QRCode, constants, util

from tests.documents import samples
from ymh_desktop.documents import qr


def library_modules(text: str) -> bytes:
    """What qrcode makes of it in byte mode with the same mask."""
    code: Any = QRCode(error_correction=constants.ERROR_CORRECT_M, mask_pattern=4)
    library: Any = util  # its stubs ask for a literal mode
    code.add_data(library.QRData(text.encode(), mode=library.MODE_8BIT_BYTE))
    code.make(fit=True)
    return bytes(bool(module) for row in code.modules for module in row)


@given(st.text(max_size=90))
def test_every_module_is_the_librarys(text: str) -> None:
    """Our layout is only faster."""
    assert qr.matrix(text).modules == library_modules(text)


@pytest.mark.parametrize("length", [0, 14, 15, 26, 180, 213, 214, 260, 700, 2331])
def test_every_module_is_the_librarys_where_versions_and_length_fields_change(length: int) -> None:
    """14 fills version 1; from version 10 on the length takes two bytes; 2,331 is the most."""
    assert qr.matrix("a" * length).modules == library_modules("a" * length)


def test_a_cards_code_reads_back() -> None:
    """By zxing, which shares no code with the encoder."""
    text = samples.notice_card().qr_text
    assert qr.reads_back(qr.matrix(text), text)


def test_a_damaged_code_does_not_read_back() -> None:
    """The check before printing can fail."""
    text = samples.notice_card().qr_text
    good = qr.matrix(text)
    half = len(good.modules) // 2
    assert not qr.reads_back(qr.Matrix(good.size, good.modules[:half] + bytes(len(good.modules) - half)), text)


def test_too_long_a_text_is_refused() -> None:
    """Instead of a code that says half."""
    with pytest.raises(ValueError, match="2332"):
        qr.matrix("a" * 2332)
