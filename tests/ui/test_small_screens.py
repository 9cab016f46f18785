"""The pages of the sample enterprise on a screen of 1366 × 768 pixels at 150 %, and back on a larger one."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.support import settle
from tests.ui.wizard_support import calm
from ymh_desktop.bootstrap import Program
from ymh_desktop.start import make_window
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.widgets import CardGrid
from ymh_desktop.ui.widgets.basics import children

LARGE, SMALL = (1366, 728), (911, 472)


@pytest.fixture
def window(qapp: object, sample_firm: Program) -> Iterator[MainWindow]:
    shown = make_window(sample_firm)
    shown.resize(*LARGE)
    shown.show()
    calm(shown)
    yield shown
    shown.border.remove()
    shown.close()
    shown.tasks.wait()
    settle()
    shown.deleteLater()
    settle()


def test_the_home_page_is_as_before_after_a_smaller_window(window: MainWindow) -> None:
    def heights() -> list[int]:
        calm(window)
        return [card.height() for grid in children(window.page, CardGrid) for card in grid.cards()]

    def cut_labels() -> list[str]:
        labels = [each for each in children(window.page, QLabel) if each.isVisibleTo(window.page) and each.wordWrap()]
        return [each.text() for each in labels if each.height() < each.heightForWidth(each.width())]

    window.navigate("home")
    large = heights()
    assert len(large) > 8
    for size in (SMALL, (880, 440), (1093, 580)):
        window.resize(*size)
        heights()
        assert cut_labels() == []
    window.resize(*LARGE)
    assert heights() == large
