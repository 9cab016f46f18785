"""上报镇里: from what is ticked to a file that was proven, and the record of how it was handed over."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QFileDialog, QLineEdit

from tests.services.support import answer, shop
from tests.services.test_report_parts import noise
from tests.support.desk import Desk, new_desk
from tests.support.signing import signing_desk
from tests.ui.after_walk import OTHER_PAGES
from tests.ui.support import named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import NoPage, calm, named, press, stand_in, window_with, write
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.domain.marks import check_code
from ymh_desktop.domain.report_periods import month
from ymh_desktop.domain.submissions import Channel, Submission, SubmissionKind
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.exchange.trust import pin, stop_trusting
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reporting.data import Choice
from ymh_desktop.services.reporting.desk import reporting_desk
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.services.reporting.terms import set_largest
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.ui.pages import REPORTING
from ymh_desktop.ui.shell.dialogs import AskDialog
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels import reporting as viewmodel
from ymh_desktop.ui.views.reporting import ReportingPage, SendingForm

SPECS = (
    REPORTING,
    *(stand_in(i, t) for i, t in OTHER_PAGES if i != "reporting"),
    stand_in("identification", "风险辨识"),
)


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        signing = signing_desk(opened, tmp_path)
        run = shop(signing, "distribution-box")
        for card in walk.walk_cards(signing.ports, run):
            answer(signing, run, card, AnswerValue.YES)
        steps.sign_off(signing.ports, run, PRINCIPAL, "王建国")
        steps.finish(signing.ports, run)
        yield signing


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with window_with(desk, SPECS, "reporting") as opened:
        yield opened


def page_of(window: MainWindow) -> ReportingPage:
    page = window.page
    assert isinstance(page, ReportingPage)
    return page


def export_into(window: MainWindow, folder: Path) -> None:
    """Press the button and choose the folder in the dialog."""
    press(window, "签名并导出")
    dialog = page_of(window).dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    wait_until(lambda: window.tasks.idle, 30_000)
    calm(window)


def submissions_of(desk: Desk) -> tuple[Submission, ...]:
    with desk.ports.units.read() as uow:
        return uow.submissions.all()


def choose(window: MainWindow, name: str, words: str) -> None:
    box = named(window, name)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText(words))
    calm(window)


def test_what_the_town_will_see_is_told_before_anything_is_signed(desk: Desk, window: MainWindow) -> None:
    words = words_on(window)
    assert "宏木家具厂（91350100M000100Y43）" in words
    assert "王建国 138****0001、李秀英 138****0002" in words, "who is named, with the middle of the number hidden"
    assert "全部风险清单" not in words
    assert submissions_of(desk) == ()
    assert named_wrongly(window) == []


def test_more_goes_along_only_when_it_is_ticked(window: MainWindow) -> None:
    press(window, "把全部风险清单也带上")
    press(window, "把一般隐患也带上")
    words = words_on(window)
    assert "全部风险清单" in words
    assert "一般隐患" in words


def test_the_export_gives_a_proven_file_a_cover_and_the_first_time_an_enrolment_sheet(
    desk: Desk, window: MainWindow, tmp_path: Path
) -> None:
    export_into(window, tmp_path / "U盘")
    (made,) = (tmp_path / "U盘").glob("*.zip")
    assert desk.ports.packages.verify(made, None, desk.clock.now()).sequence == 1
    assert len(list((tmp_path / "U盘").glob("*.pdf"))) == 2
    assert str(made) in words_on(window)
    assert (tmp_path / "U盘" / "签名证书.pem").read_bytes() == desk.ports.packages.certificate()
    assert named(window, "打开刚做的登记表").isEnabled()
    assert any("“签名证书.pem”一起交" in words for words in words_on(window))
    assert window.focusWidget() is named(window, "打开所在文件夹")
    assert any(words.startswith("第 1 号") for words in [c.line.text() for c in page_of(window).sent.cards.values()])
    export_into(window, tmp_path / "U盘")
    assert not any("登记表" in words and words.startswith("2.") for words in words_on(window))
    assert len(submissions_of(desk)) == 2
    assert named_wrongly(window) == []


def test_nothing_can_be_signed_while_something_must_be_mended(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"credit_code": ""})
    with window_with(desk, SPECS, "reporting") as window:
        assert "有 1 条必须先改，改好才能签名" in words_on(window)
        press(window, "签名并导出")
        assert page_of(window).dialog is None
        assert named(window, "第1条 去改").hasFocus()
        press(window, "第1条 去改")
        assert window.page_id == "settings"


def test_a_finding_about_the_wizard_opens_its_step(desk: Desk) -> None:
    with desk.ports.units.read() as uow:
        run = uow.identifications.all()[-1].id
    steps.withdraw_sign_off(desk.ports, run, PRINCIPAL)
    with window_with(desk, SPECS, "reporting") as window:
        number = next(
            each.number for each in page_of(window).model.findings if each.problem.startswith("主要负责人还没有签字")
        )
        press(window, f"第{number}条 去改")
        assert window.page_id == "identification"
        assert isinstance(window.page, NoPage)
        assert window.page.argument is Step.RESULT


def test_an_export_that_is_stopped_leaves_nothing(
    desk: Desk, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped_at_once(ports: Ports, folder: Path, choice: object, progress: object) -> object:
        return export_report(ports, folder, progress=lambda done, of: False)

    monkeypatch.setattr(viewmodel, "export_report", stopped_at_once)
    export_into(window, tmp_path / "出")
    assert submissions_of(desk) == ()
    assert list((tmp_path / "出").glob("*")) == []
    assert any("已停止，没有留下文件" in toast.notice.text for toast in window.toasts.toasts())
    assert named(window, "签名并导出").isEnabled()


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(desk: Desk, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("no folder")
    export_into(window, tmp_path / "文件")
    assert any(toast.notice.problem for toast in window.toasts.toasts())
    assert submissions_of(desk) == ()
    assert named(window, "签名并导出").isEnabled()


def test_how_it_was_handed_over_is_recorded_as_it_is_chosen(desk: Desk, tmp_path: Path) -> None:
    export_report(desk.ports, tmp_path / "出")
    with window_with(desk, SPECS, "reporting") as window:
        card = next(iter(page_of(window).sent.cards.values()))
        assert card.line.note == "还没送"
        card.open()
        calm(window)
        assert not named(window, "第 1 号 怎么交的").isHidden()
        choose(window, "第 1 号 怎么交的", "微信")
        assert card.line.note == "送了，没有凭证"
        write(window, "第 1 号 凭证", "回执 2026-0123")
        assert card.line.note == "送了，有凭证"
        write(window, "第 1 号 凭证", "回" * 401)
        again = ReportingPage(page_of(window).context)
        again.opened()
        calm(window)
        shown = next(iter(again.sent.cards.values()))
        shown.open()
        assert isinstance(shown.content, SendingForm)
        assert shown.content.proof.value == "回" * 401
        assert "最多" in shown.content.proof.fault.text()
        again.deleteLater()
        (kept,) = submissions_of(desk)
        assert (kept.channel, kept.sent_on, kept.proof) == (Channel.WECHAT, date(2026, 11, 23), "回执 2026-0123")
        choose(window, "第 1 号 怎么交的", "还没送")
        assert card.line.note == "还没送"


def test_only_the_newest_exports_are_listed_until_the_older_ones_are_asked_for(desk: Desk) -> None:
    now, today = desk.clock.now(), desk.clock.today()
    with desk.ports.units.write() as uow:
        for number in range(1, 21):
            kind = SubmissionKind.REPORT
            made = Submission(desk.ports.new_id(), kind, number, f"{number}.zip", "0" * 64, now, today, today)
            uow.submissions.save(made)
        uow.commit()
    with window_with(desk, SPECS, "reporting") as window:
        sent = page_of(window).sent
        assert next(card.line.text()[:6] for card in sent.cards.values()) == "第 20 号"
        assert len(sent.cards) == 12
        press(window, "再看以前的 8 次")
        assert len(sent.cards) == 20
        assert sent.older.isHidden()


def test_tab_goes_from_the_size_to_what_may_come_back_which_was_built_later(desk: Desk) -> None:
    """It went to the foot of the page, and what had just been refused was scrolled out of sight."""
    with window_with(desk, SPECS, "reporting") as window:
        page = page_of(window)
        assert page.findings.buttons
        named(window, "平台一次最多收多少兆（MB）").setFocus()
        QTest.keyClicks(QApplication.focusWidget(), "abc")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        calm(window)
        assert page.findings.buttons[0].hasFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert named(window, "平台一次最多收多少兆（MB）").hasFocus()


def test_a_day_that_cannot_be_right_is_said_under_the_field(desk: Desk, tmp_path: Path) -> None:
    export_report(desk.ports, tmp_path / "出")
    with window_with(desk, SPECS, "reporting") as window:
        next(iter(page_of(window).sent.cards.values())).open()
        calm(window)
        choose(window, "第 1 号 怎么交的", "U盘")
        day = named(window, "第 1 号 哪天交的")
        assert isinstance(day, QDateEdit)
        day.setFocus(Qt.FocusReason.MouseFocusReason)
        day.setDate(day.date().addDays(-3))
        QTest.keyClick(day, Qt.Key.Key_Tab)
        calm(window)
        assert "送出日期 2026-11-20 早于导出日期。请检查日期。" in words_on(window)
        assert submissions_of(desk)[0].sent_on == date(2026, 11, 23)


def test_the_key_is_shown_in_groups_of_four_and_its_sheet_can_be_printed(desk: Desk, tmp_path: Path) -> None:
    export_report(desk.ports, tmp_path / "出")
    key = desk.ports.packages.key()
    assert key is not None
    with window_with(desk, SPECS, "reporting") as window:
        groups = " ".join(key.fingerprint[at : at + 4] for at in range(0, 64, 4))
        assert f"指纹：{groups}" in words_on(window)
        press(window, "打印登记表")
        assert window.page_id == "papers"
        assert isinstance(window.page, NoPage)
        assert window.page.argument == "enrolment"


def test_the_certificate_can_be_saved_again_for_the_town(desk: Desk, tmp_path: Path) -> None:
    export_report(desk.ports, tmp_path / "出")
    (tmp_path / "U盘").mkdir()
    with window_with(desk, SPECS, "reporting") as window:
        press(window, "存签名证书")
        dialog = page_of(window).dialog
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "U盘"))
        dialog.close()
        wait_until(lambda: window.tasks.idle, 30_000)
        calm(window)
        assert (tmp_path / "U盘" / "签名证书.pem").read_bytes() == desk.ports.packages.certificate()


def test_before_the_first_export_there_is_no_key_and_nothing_to_do_about_it(window: MainWindow) -> None:
    assert page_of(window).key.certificate.isHidden()
    assert "还没有签名密钥，第一次导出时自动生成，不用您做什么。" in words_on(window)
    assert page_of(window).key.renew.isHidden()


def test_a_new_key_is_made_in_one_step_after_a_word(desk: Desk, tmp_path: Path) -> None:
    export_report(desk.ports, tmp_path / "出")
    old = desk.ports.packages.key()
    assert old is not None
    with window_with(desk, SPECS, "reporting") as window:
        press(window, "换了电脑或密钥丢了")
        dialog = page_of(window).dialog
        assert isinstance(dialog, AskDialog)
        dialog.go.click()
        settle()
        wait_until(lambda: window.tasks.idle, 30_000)
        calm(window)
        assert "新密钥做好了。请打印登记表，盖章后和“签名证书.pem”一起交给镇里。" in words_on(window)
        assert named_wrongly(window) == []
    new = desk.ports.packages.key()
    assert new is not None
    assert new.fingerprint != old.fingerprint
    assert (tmp_path / "出" / "签名密钥登记表.pdf").exists()


def test_a_key_that_still_works_is_changed_with_a_notice_it_signed(desk: Desk, tmp_path: Path) -> None:
    export_report(desk.ports, tmp_path / "出")
    old = desk.ports.packages.key()
    assert old is not None
    with window_with(desk, SPECS, "reporting") as window:
        press(window, "换新密钥（旧的还能用）")
        dialog = page_of(window).dialog
        assert isinstance(dialog, AskDialog)
        dialog.go.click()
        settle()
        wait_until(lambda: window.tasks.idle, 30_000)
        calm(window)
        assert "新密钥做好了。请把换密钥通知交给镇里，以后就用新密钥签名。" in words_on(window)
        assert named_wrongly(window) == []
    new = desk.ports.packages.key()
    assert new is not None
    assert new.fingerprint != old.fingerprint
    assert (tmp_path / "出" / "签名密钥登记表.pdf").exists()
    assert len([path for path in (tmp_path / "出").iterdir() if "换密钥" in path.name]) == 1


def test_a_file_is_checked_and_a_changed_one_gets_its_code(desk: Desk, tmp_path: Path) -> None:
    exported = export_report(desk.ports, tmp_path / "出").package
    made, digest = exported.path, exported.manifest_sha256
    broken = tmp_path / "坏.zip"
    raw = bytearray(made.read_bytes())
    raw[len(raw) // 2] ^= 1
    broken.write_bytes(raw)
    with window_with(desk, SPECS, "reporting") as window:
        for path, said in ((made, "检查通过"), (broken, "没有通过检查（代码 E")):
            press(window, "选一个文件来检查")
            dialog = page_of(window).dialog
            assert isinstance(dialog, QFileDialog)
            dialog.fileSelected.emit(str(path))
            dialog.close()
            wait_until(lambda: window.tasks.idle, 30_000)
            calm(window)
            shown = words_on(window)
            assert any(words.startswith(f"{path.name}：{said}") for words in shown)
            assert any(check_code(digest) in words for words in shown) is (path == made), "the digits of the cover"


def test_an_empty_folder_leads_to_the_wizard(tmp_path: Path, qapp: QApplication) -> None:
    with new_desk(tmp_path) as empty, window_with(signing_desk(empty, tmp_path), SPECS, "reporting") as window:
        assert "还没有可以上报的内容" in words_on(window)
        bar = page_of(window).export.parentWidget()
        assert bar is not None
        assert not bar.isVisibleTo(window)  # with nothing to sign there is no empty bar
        press(window, "去做风险辨识")
        assert window.page_id == "identification"


def test_photos_go_along_when_ticked_and_the_outlook_says_how_many(window: MainWindow) -> None:
    assert "隐患的照片" not in words_on(window)
    press(window, "把隐患的照片也带上")
    assert "隐患的照片" in words_on(window)
    assert page_of(window).model.choice.photos


def test_the_period_can_be_chosen_and_is_told_before_signing(desk: Desk, window: MainWindow) -> None:
    """Signed in November: the fourth quarter runs, and the third was before."""
    page = page_of(window)
    combo = page.choice.period
    assert combo.currentText() == "本季度（2026年第四季度）"
    assert any("2026年第四季度，2026 年 10 月 1 日 到 2026 年 12 月 31 日" in words for words in words_on(window))
    combo.setCurrentIndex(combo.findText("本月（2026年11月）"))
    calm(window)
    assert combo.currentText() == "本月（2026年11月）"
    assert any("2026年11月，2026 年 11 月 1 日 到 2026 年 11 月 30 日" in words for words in words_on(window))
    press(window, "把隐患的照片也带上")
    assert page.model.choice.period == month(2026, 11), "another tick leaves it"
    desk.clock.moment += timedelta(days=100)
    page.model.load()
    calm(window)
    assert combo.currentText() == "上季度（2026年第四季度）", "a month that is offered no more is not kept"


def test_the_size_that_the_platform_takes_is_kept(desk: Desk, window: MainWindow) -> None:
    field = page_of(window).choice.largest
    assert isinstance(field.input, QLineEdit)
    field.input.setText("20MB")
    field.settle_now()
    calm(window)
    assert reporting_desk(desk.ports, Choice()).largest == 20
    assert field.input.text() == "20"
    field.input.setFocus()
    field.input.setText("很大")
    page_of(window).choice.register.setFocus()
    calm(window)
    assert any("不能用作文件大小" in words for words in words_on(window))
    press(window, "签名并导出")
    assert page_of(window).dialog is None, "the size that was kept before is not the one that was meant"
    assert window.focusWidget() is field.input
    assert reporting_desk(desk.ports, Choice()).largest == 20
    again = ReportingPage(page_of(window).context)
    again.opened()
    calm(window)
    assert again.choice.largest.value == "很大"
    assert "不能用作文件大小" in again.choice.largest.fault.text()
    again.deleteLater()


def test_a_file_can_be_sealed_once_a_department_is_known(desk: Desk, window: MainWindow, tmp_path: Path) -> None:
    assert page_of(window).choice.sealed.isHidden()
    theirs = signing_desk(desk, tmp_path / "department").ports.packages
    theirs.ensure_key("331082", "示例镇应急管理办公室", desk.clock.now())
    info = desk.ports.packages.describe(theirs.certificate())
    page_of(window).context.records.announce(pin(desk.ports, info, info.fingerprint, code="331082"))
    calm(window)
    assert "拿到文件的人都能看" in words_on(window)
    press(window, "加密，只有“示例镇应急管理办公室”能打开看")
    assert "加密，只有“示例镇应急管理办公室”能打开看" in words_on(window)
    export_into(window, tmp_path / "U盘")
    (made,) = (tmp_path / "U盘").glob("*.zip")
    found = desk.ports.packages.verify(made, None, desk.clock.now())
    assert "data/totals.json.p7m" in dict(found.files)
    page_of(window).context.records.announce(stop_trusting(desk.ports, info.fingerprint.lower(), "换了"))
    calm(window)
    assert page_of(window).choice.sealed.isHidden()
    assert not page_of(window).model.choice.sealed, "what cannot be done any more is not ticked in secret"


def test_every_part_of_a_report_is_named(desk: Desk, window: MainWindow, tmp_path: Path) -> None:
    danger, _ = dangers.register_danger(desk.ports, "配电箱没盖", "车间")
    for seed in range(4):
        dangers.add_danger_photo(desk.ports, danger.id, desk.ports.photos.keep(noise(seed)), PhotoStage.BEFORE)
    set_largest(desk.ports, "1")
    press(window, "把一般隐患也带上")
    press(window, "把隐患的照片也带上")
    export_into(window, tmp_path / "U盘")
    made = sorted((tmp_path / "U盘").glob("*.zip"))
    assert len(made) > 1
    words = "\n".join(words_on(window))
    assert all(str(path) in words for path in made)
    assert f"把上面这 {len(made)} 个文件原样交给镇里" in words
    (card,) = page_of(window).sent.cards.values()
    numbers = "、".join(str(number) for number in range(1, len(made) + 1))
    assert card.line.text().startswith(f"第 {numbers} 号　"), "one report, whatever the number of its files"
    assert f"等 {len(made)} 个文件" in card.line.text()
