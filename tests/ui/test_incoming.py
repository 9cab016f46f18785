"""收到的文件: dropped or chosen, shown in words, taken or not; what is asked is worked through; paper counts too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog

from tests.services.support import answer, shop
from tests.services.test_incoming import _Folder, _NoUpdates
from tests.services.town_support import TOWN, TOWN_CODE, Town
from tests.support.desk import Desk, new_desk
from tests.support.signing import signing_desk
from tests.ui.after_walk import OTHER_PAGES
from tests.ui.pages_support import fill_in
from tests.ui.support import named_wrongly, wait_until, words_on
from tests.ui.wizard_support import NoPage, calm, press, stand_in, window_with
from ymh_desktop.domain.demands import CameAs, DemandKind, DemandState
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.marks import groups_of_four
from ymh_desktop.domain.submissions import Outcome
from ymh_desktop.services.exchange import demands, incoming, trust
from ymh_desktop.services.flows import walk
from ymh_desktop.services.hidden_dangers import register_danger
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.ui.pages import HIDDEN_DANGERS, INCOMING, REGISTER, REPORTING
from ymh_desktop.ui.shell.page import PageSpec
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.incoming import IncomingPage
from ymh_desktop.ui.views.reporting import ReportingPage
from ymh_desktop.ui.widgets.basics import children
from ymh_desktop.ui.widgets.folds import FoldLine

SPECS = (
    INCOMING,
    REPORTING,
    *(stand_in(i, t) for i, t in OTHER_PAGES if i not in ("reporting", "incoming")),
    stand_in("identification", "风险辨识"),
)


@contextmanager
def desk_with_key(tmp_path: Path) -> Iterator[Desk]:
    """A firm with a distribution box, all in order, and a key to sign with."""
    with new_desk(tmp_path) as opened:
        ready = signing_desk(opened, tmp_path).with_ports(updates=_NoUpdates(), doctor=_Folder(tmp_path / "data"))
        run = shop(ready, "distribution-box")
        for card in walk.walk_cards(ready.ports, run):
            answer(ready, run, card, AnswerValue.YES)
        yield ready


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with desk_with_key(tmp_path) as opened:
        yield opened


@pytest.fixture
def town(desk: Desk, tmp_path: Path) -> Town:
    return Town.beside(desk, tmp_path)


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with window_with(desk, SPECS, "incoming") as opened:
        yield opened


def page_of(window: MainWindow) -> IncomingPage:
    page = window.page
    assert isinstance(page, IncomingPage)
    return page


def settled(window: MainWindow) -> None:
    wait_until(lambda: window.tasks.idle, 30_000)
    calm(window)


def opens(window: MainWindow, path: Path) -> None:
    """By the button and the dialog."""
    press(window, "打开收到的文件")
    dialog = page_of(window).dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    settled(window)


def test_an_empty_page_says_what_it_is_for(window: MainWindow) -> None:
    settled(window)
    shown = words_on(window.page)
    assert "现在没有要办的。" in shown
    assert "还没有登记。请向镇里要证书文件和盖章的公函。" in shown
    assert named_wrongly(window) == []


def test_a_stranger_is_refused_and_enrolled_by_the_fingerprint_of_a_paper(
    window: MainWindow, desk: Desk, town: Town, tmp_path: Path
) -> None:
    path = town.order([{"title": "配电箱门坏了"}])
    opens(window, path)
    page = page_of(window)
    assert page.trouble.isVisible()
    assert any("代码 E308" in each for each in words_on(page))
    mark = desk.ports.packages.describe(town.certificate).fingerprint
    assert any(" ".join(groups_of_four(mark)[:4]) in each for each in words_on(page))
    assert not any(groups_of_four(mark)[-1] in each for each in words_on(page)), "the end is read off the paper"
    pem = tmp_path / "t.pem"
    pem.write_bytes(town.certificate)
    page.model.look_at_certificate(pem)
    settled(window)
    assert any(f"部门代码 {TOWN_CODE}" in each for each in words_on(page)), "borne by the certificate: nobody types it"
    fill_in(window, "核对的依据", "镇应急〔2026〕1号")
    fill_in(window, "纸上的指纹", "00000000")
    press(window, "登记对方的密钥：登记")
    settled(window)
    assert any("不一样" in each for each in words_on(page))
    assert trust.parties(desk.ports) == ()
    fill_in(window, "纸上的指纹", mark[-8:].lower())
    press(window, "登记对方的密钥：登记")
    settled(window)
    assert [line.name for line in trust.parties(desk.ports)] == [TOWN]
    wait_until(page.letter.isVisible)  # the file that was refused is opened by itself
    assert not page.trouble.isVisible()


def test_an_order_is_read_taken_and_answered(window: MainWindow, desk: Desk, town: Town) -> None:
    town.pinned()
    opens(window, town.order([{"title": "配电箱门坏了", "place": "车间"}]))
    shown = words_on(window.page)
    assert "1. 配电箱门坏了，车间" in shown
    assert demands.demand_sheets(desk.ports) == ()
    press(window, "采用")
    settled(window)
    page = page_of(window)
    assert not page.letter.isVisible()
    assert page.done.isVisible()
    (card,) = page.demands.cards.values()
    assert card.line.note == "待回复"
    card.open()
    calm(window)
    press(window, "督办单　督〔2026〕3号　挂牌督办 写回复")
    settled(window)
    fill_in(window, "回复的内容", "门换好了")
    press(window, "回复：督办单　督〔2026〕3号　挂牌督办：保存回复")
    settled(window)
    (sheet,) = demands.demand_sheets(desk.ports)
    assert (sheet.state, sheet.answers[0].words) == (DemandState.ANSWERED, "门换好了")
    assert card.line.note == "已回复"
    assert named_wrongly(window) == []


def test_what_was_sent_back_is_mended_line_by_line(window: MainWindow, desk: Desk, town: Town, tmp_path: Path) -> None:
    town.pinned()
    sent = export_report(desk.ports, tmp_path / "out").submission
    with desk.ports.units.read() as uow:
        hazard = uow.hazards.all()[0]
    reasons = [
        {"file": "data/risks.json", "record_id": hazard.id, "reason": "没有频次"},
        {"record_id": "", "reason": "封面没有盖章"},
    ]
    opens(window, town.receipt(sent, "returned", returns=reasons))
    press(window, "采用")
    settled(window)
    window.navigate("reporting")
    settled(window)
    assert isinstance(window.page, ReportingPage)
    assert [each.line.note for each in window.page.sent.cards.values()] == ["镇里退回修改"]
    window.navigate("incoming")
    settled(window)
    page = page_of(window)
    (card,) = page.demands.cards.values()
    card.open()
    calm(window)
    press(window, "退回修改　收〔2026〕1号 第2条 改好了")
    settled(window)
    assert card.line.note == "还有 1 处要改"
    press(window, "退回修改　收〔2026〕1号 第1条 去看")
    calm(window)
    assert isinstance(window.page, NoPage)
    assert (window.page_id, window.page.argument) == ("register", hazard.id)


@pytest.mark.parametrize("spec", [REGISTER, HIDDEN_DANGERS])
def test_the_record_that_was_sent_back_says_so(desk: Desk, town: Town, tmp_path: Path, spec: PageSpec) -> None:
    town.pinned()
    sent = export_report(desk.ports, tmp_path / "out").submission
    with desk.ports.units.read() as uow:
        hazards = uow.hazards.all()
    if spec is HIDDEN_DANGERS:
        ids = [register_danger(desk.ports, title, "车间")[0].id for title in ("配电箱门坏了", "通道堵了")]
    else:
        ids = [hazards[0].id, hazards[1].id]
    reason = {"record_id": ids[0], "reason": "没有频次", "advice": "按岗位写清楚"}
    opened = incoming.open_file(desk.ports, town.receipt(sent, "returned", returns=[reason]))
    incoming.take_file(desk.ports, opened)
    others = tuple(stand_in(i, t) for i, t in OTHER_PAGES if i not in ("reporting", "incoming", spec.id))
    with window_with(desk, (INCOMING, REPORTING, spec, *others), spec.id) as window:
        window.navigate(spec.id, ids[1])
        settled(window)
        assert not any("退回" in each for each in words_on(window.page))
        window.navigate(spec.id, ids[0])
        settled(window)
        assert "镇里退回了这一条：没有频次" in words_on(window.page)
        assert named_wrongly(window) == []
        press(window, "收〔2026〕1号 第1条 改好了")
        settled(window)
        assert not any("退回" in each for each in words_on(window.page))
    assert demands.demand_sheets(desk.ports)[0].demand.open_lines == ()


def test_a_file_that_is_not_wanted_is_put_away(window: MainWindow, desk: Desk, town: Town) -> None:
    town.pinned()
    opens(window, town.order([{"title": "配电箱门坏了"}]))
    press(window, "不采用")
    settled(window)
    assert not page_of(window).letter.isVisible()
    assert demands.demand_sheets(desk.ports) == ()
    with desk.ports.units.read() as uow:
        assert len(uow.received_files.all()) == 1


@pytest.mark.parametrize(("button", "told"), [("采用", "已采用"), ("不采用", "没采用")])
def test_a_row_of_a_file_tells_only_what_there_is(window: MainWindow, town: Town, button: str, told: str) -> None:
    """No line ends with an empty part, and no sentence goes on behind a full stop."""
    town.pinned()
    opens(window, town.order([{"title": "配电箱门坏了"}]))
    press(window, button)
    settled(window)
    ((_, detail, note, _),) = page_of(window).model.files
    assert (detail.endswith("·"), note) == (False, told)
    assert all(part.strip() for part in detail.split("·"))
    (line,) = [each for each in children(page_of(window).files, FoldLine) if each.text().startswith("督办单")]
    said = line.accessibleDescription()
    assert said.endswith(f"，{told}")
    assert "。，" not in said


def test_a_file_dropped_anywhere_opens_here(window: MainWindow, town: Town, tmp_path: Path) -> None:
    town.pinned()
    path = town.order([{"title": "配电箱门坏了"}])
    window.navigate("reporting")
    settled(window)

    def drop(file: Path) -> bool:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(QPointF(5, 5).toPoint(), *rest)
        enter.ignore()
        QApplication.sendEvent(window, enter)
        if enter.isAccepted():
            QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), *rest))
        return enter.isAccepted()

    other = tmp_path / "bild.png"
    other.write_bytes(b"x")
    assert not drop(other)
    assert window.page_id == "reporting"
    assert drop(path)
    settled(window)
    assert window.page_id == "incoming"
    assert page_of(window).letter.isVisible()


def test_a_paper_is_typed_in(window: MainWindow, desk: Desk) -> None:
    settled(window)
    press(window, "登记纸质文书")
    settled(window)
    press(window, "登记纸质文书：登记")
    calm(window)
    assert any("请照文书填文号" in each for each in words_on(window.page))
    fill_in(window, "文号", "检〔2026〕7号")
    fill_in(window, "发文单位", "县应急局")
    fill_in(window, "文书里的问题", "配电箱门坏了\n灭火器过期")
    press(window, "登记纸质文书：登记")
    settled(window)
    (sheet,) = demands.demand_sheets(desk.ports)
    assert (sheet.demand.came_as, len(sheet.dangers)) == (CameAs.PAPER, 2)


def test_the_box_that_a_reply_names_is_there(window: MainWindow, desk: Desk) -> None:
    made, _ = demands.register_paper(desk.ports, DemandKind.OPINION, number="检 7", issuer="县应急局", demands="换门")
    window.navigate("incoming", made.id)
    settled(window)
    sentence = page_of(window).model.answer_form(made.id).sentence
    window.navigate("reporting")
    settled(window)
    named = sentence.split("“")[1].split("”")[0]
    assert [box.text() for box in children(window.page, QCheckBox) if box.text() == named] == [named]


def test_a_paper_about_a_known_hidden_danger_makes_no_second_one(window: MainWindow, desk: Desk) -> None:
    """Named by its number, or ticked."""
    first, second = (register_danger(desk.ports, title, "车间")[0] for title in ("除尘器没有泄爆", "护罩松动"))
    settled(window)
    press(window, "登记纸质文书")
    settled(window)
    fill_in(window, "文号", "督〔2026〕7号")
    fill_in(window, "发文单位", "镇安委办")
    fill_in(window, "文书里的问题", f"{first.code} 干式除尘器没有泄爆\n灭火器过期")
    calm(window)
    shown = words_on(window.page)
    assert not any(f"文书说的就是 {first.code}" in each for each in shown), "the line says it"
    press(window, f"文书说的就是 {second.code} 护罩松动")
    calm(window)
    assert f"{first.code}、{second.code} 已经登记过，这份文书记到它下面。新登记 1 条隐患。" in words_on(window.page)
    press(window, "登记纸质文书：登记")
    settled(window)
    (sheet,) = demands.demand_sheets(desk.ports)
    assert [line.record_id for line in sheet.demand.lines][::2] == [first.id, second.id]
    with desk.ports.units.read() as uow:
        assert sorted(each.title for each in uow.hidden_dangers.all()) == ["护罩松动", "灭火器过期", "除尘器没有泄爆"]


def test_a_receipt_on_paper_is_typed_in(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    export_report(desk.ports, tmp_path / "out")
    window.navigate("reporting")
    settled(window)
    press(window, "打开收到的文件")
    settled(window)
    press(window, "登记纸质回执")
    settled(window)
    fill_in(window, "回执编号", "收 18 号")
    press(window, "登记纸质回执或截图：登记")
    settled(window)
    with desk.ports.units.read() as uow:
        (sent,) = uow.submissions.all()
    assert (sent.outcome, sent.receipt, sent.proof) == (Outcome.ACCEPTED, "收 18 号", "回执 收 18 号")


def test_an_open_demand_is_shown_when_the_home_page_leads_here(window: MainWindow, desk: Desk) -> None:
    made, _ = demands.register_paper(desk.ports, DemandKind.OPINION, number="检 7", issuer="县应急局", demands="换门")
    window.navigate("incoming", made.id)
    settled(window)
    assert page_of(window).demands.cards[made.id].is_open
    assert "要求：换门" in words_on(window.page)


def test_the_answers_to_orders_go_along_when_ticked(window: MainWindow) -> None:
    window.navigate("reporting")
    settled(window)
    press(window, "把督办的办理情况和回复也带上")
    settled(window)
    assert "没有收到过督办" in words_on(window.page)
