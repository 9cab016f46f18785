"""A level that came from a ledger without marks: shown honestly, and graded anew once every question has an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.services.support import shop
from tests.support.desk import Desk, new_desk
from tests.support.ledgers import HEAD, changed, of_rows, table_of
from tests.ui.pages_support import opened_page, page_in
from tests.ui.wizard_support import calm
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.book import open_book
from ymh_desktop.services.imports.bring_in import bring_in
from ymh_desktop.services.imports.columns import guess, guess_kind
from ymh_desktop.services.imports.preview import preview
from ymh_desktop.ui.viewmodels.wizard.grading import GradingModel
from ymh_desktop.ui.views.register import RegisterPage


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """A shop whose register is one hazard of a ledger: 较大, without marks."""
    with new_desk(tmp_path / "firm") as opened:
        desk = opened.with_ports(backups=opened.folder.backups)
        shop(desk)
        table = table_of(tmp_path, of_rows([HEAD, changed(风险等级="较大", L="", E="", C="")]))
        kind = guess_kind(table)
        bring_in(desk.ports, preview(desk.ports, table, kind, guess(table, kind)))
        yield desk


def test_the_page_of_a_risk_asks_every_question_before_it_grades(desk: Desk) -> None:
    (hazard,) = open_book(desk.ports).hazards
    with opened_page(desk, "register") as window:
        page = page_in(window, RegisterPage)
        page.open_hazard(hazard.id)
        calm(window)
        grade = page.hazard.grade
        assert "没有分值" in grade.sum.text()
        assert [box.currentText() for box in grade.combos] == ["（请选）"] * 3
        for place, words in enumerate(("可能出事，但不经常", "每天都碰到", "重伤、严重伤残")):
            assert open_book(desk.ports).hazards[0].grade.level is RiskLevel.CONSIDERABLE
            grade.combos[place].setCurrentIndex(grade.combos[place].findText(words))
            calm(window)
        graded = open_book(desk.ports).hazards[0].grade
    assert (graded.level, int(graded.value)) == (RiskLevel.GENERAL, 126)


def test_step_five_shows_it_and_grades_it_the_same_way(desk: Desk) -> None:
    book = open_book(desk.ports)
    assert book.run is not None
    with opened_page(desk, "home") as window:
        model = GradingModel(window.context, book.run.id)
        model.load()
        calm(window)
        (hazard_id,) = model.ids
        assert [question.chosen for question in model.questions(hazard_id)] == [-1, -1, -1]
        assert "没有分值" in model.sum_words(hazard_id)
        for question, option in ((0, 2), (1, 1), (2, 3)):
            model.choose(hazard_id, question, option)
        calm(window)
        assert model.level(hazard_id) is RiskLevel.GENERAL
    assert int(open_book(desk.ports).hazards[0].grade.value) == 126
