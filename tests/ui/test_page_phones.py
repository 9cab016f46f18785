"""手机端 as somebody at the PC uses it: switch it on, pair, confirm what phones sent, send a phone away."""

import io
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from PIL import Image

from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, named, press, write
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.phones import CheckDone, DangerSeen, EntryState
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.plans import refresh_plans
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.home import home_page
from ymh_desktop.services.phone.arrivals import keep_entry
from ymh_desktop.services.phone.pairing import Caller, caller_with, pair_phone
from ymh_desktop.services.phone.settings import phone_settings, switch_on
from ymh_desktop.services.phone.views import phone_tasks
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.pages import PHONES
from ymh_desktop.ui.phone_link import PhoneLink
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.phones import PhonesPage, PhonesTab


class Loopback:
    """The real server, which finds only this PC's own address: tests reach for no network."""

    def __init__(self, real: object) -> None:
        self._real = real

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def addresses(self) -> tuple[str, ...]:
        return ("127.0.0.1",)


@pytest.fixture
def firm(sample_firm: Program) -> Program:
    from dataclasses import replace

    from ymh_desktop.mobile.server import LanServer

    refresh_plans(sample_firm.ports)
    phones: Any = Loopback(LanServer(RESOURCES / "phone", port=0))  # hands on whatever else is asked of it
    return replace(sample_firm, ports=replace(sample_firm.ports, phones=phones))


@pytest.fixture
def page(qapp: object, firm: Program) -> Iterator[PhonesPage]:
    window = MainWindow(firm.ports, (PHONES,), RESOURCES)
    window.resize(1366, 728)
    PhoneLink(firm.ports, window.records, window.tasks, window)
    window.navigate("phones")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, PhonesPage)
    yield window.page
    firm.ports.phones.stop()
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def phone_of(ports: Ports, name: str, secret: str = "a") -> Caller:
    """A paired phone of somebody."""
    with ports.units.read() as uow:
        person = next(person for person in uow.people.all() if person.name == name)
    pair_phone(ports, person.id, "安卓手机 微信", secret * 64)
    caller = caller_with(ports, secret * 64)
    assert caller is not None
    return caller


def photo(ports: Ports) -> str:
    """The name of a small photo in the store."""
    raw = io.BytesIO()
    Image.new("RGB", (80, 60), "red").save(raw, "JPEG")
    return ports.photos.keep(raw.getvalue())


def send_danger(ports: Ports, caller: Caller, what: str, *, anonymous: bool = False) -> str:
    """A hidden danger as this phone sends it; its entry's id."""
    sent_id = f"sent-{what.encode().hex()}"[:60]
    entry, _ = keep_entry(ports, caller, sent_id, 0, DangerSeen(what, "木工车间", (photo(ports),), anonymous))
    return entry.id


def shown_again(page: PhonesPage) -> None:
    page.model.load()
    calm(page)


def test_it_is_off_at_first_and_the_page_says_how_to_switch_it_on(page: PhonesPage) -> None:
    assert page.tab is PhonesTab.SWITCH
    assert "没有打开。" in words_on(page)
    assert page.switch.on.hasFocus()
    assert named_wrongly(page) == []


def test_the_switch_starts_the_server_and_stops_it_again(page: PhonesPage, firm: Program) -> None:
    press(page, "打开手机端")
    url = firm.ports.phones.url()
    assert url is not None
    assert f"已打开：{url}" in words_on(page)
    assert phone_settings(firm.ports).on
    assert named_wrongly(page) == []
    press(page, "关闭手机端")
    assert firm.ports.phones.url() is None
    assert not phone_settings(firm.ports).on


def test_a_phone_that_opens_the_connection_test_is_noticed(page: PhonesPage, firm: Program) -> None:
    press(page, "打开手机端")
    with urlopen(f"{firm.ports.phones.url()}/test") as answer:
        assert "连上了" in answer.read().decode()
    wait_until(lambda: "有手机连上了。" in words_on(page))


def test_a_name_that_no_phone_could_open_is_refused_in_a_sentence(page: PhonesPage, firm: Program) -> None:
    write(page, "电脑的名字（可以不填）", "办公室 电脑")
    press(page, "打开手机端")
    assert firm.ports.phones.url() is None
    assert any("不像电脑的名字" in words for words in words_on(page))


def test_a_name_that_is_typed_stays_until_it_is_used(page: PhonesPage, firm: Program) -> None:
    name = "电脑的名字（可以不填）"
    write(page, name, "office-pc.local")
    press(page, "重新查找地址")
    assert named(page, name).property("text") == "office-pc.local"
    press(page, "打开手机端")
    assert draft(firm.ports, "phones") == {}
    press(page, "关闭手机端")
    assert named(page, name).property("text") == "office-pc.local"


def test_a_code_is_offered_for_one_person_and_runs_out(page: PhonesPage, firm: Program) -> None:
    press(page, "打开手机端")
    page.show_tab(PhonesTab.PHONES)
    assert named_wrongly(page) == []
    press(page, "生成绑定二维码")
    assert not page.phones.picture.pixmap().isNull()
    person = page.phones.person.currentText().partition("（")[0]
    assert f"请{person}用手机扫。只能用一次，还有 3 分 00 秒。" in words_on(page)
    page.phones._seconds = 0
    page.phones._tick()
    assert "这个二维码过期了，请重新生成。" in words_on(page)
    assert page.phones.picture.pixmap().isNull()


def test_a_phone_that_was_paired_appears_and_is_sent_away(page: PhonesPage, firm: Program) -> None:
    caller = phone_of(firm.ports, "张大勇")
    shown_again(page)
    page.show_tab(PhonesTab.PHONES)
    assert page.phones.table.select(caller.phone.id)
    page.phones.revoke.click()
    settle()
    from PySide6.QtWidgets import QApplication

    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    press_in_dialog(dialog, "解除绑定")
    calm(page)
    assert caller_with(firm.ports, "a" * 64) is None
    assert page.model.seen is not None
    assert [phone.active for phone in page.model.seen.phones] == [False]


def press_in_dialog(dialog: object, words: str) -> None:
    from PySide6.QtWidgets import QAbstractButton, QWidget

    from ymh_desktop.ui.widgets.basics import children

    assert isinstance(dialog, QWidget)
    next(button for button in children(dialog, QAbstractButton) if button.text() == words).click()


def test_what_phones_sent_waits_with_who_when_and_photos(page: PhonesPage, firm: Program) -> None:
    caller = phone_of(firm.ports, "张大勇")
    send_danger(firm.ports, caller, "过道有油")
    send_danger(firm.ports, caller, "护栏松了", anonymous=True)
    page.opened()
    calm(page)
    words = words_on(page)
    assert page.tab is PhonesTab.INBOX
    assert "过道有油（木工车间）" in words
    assert any(each.startswith("张大勇 · 手机1号 · 11月23日") for each in words)
    assert any(each.startswith("没有署名 · 11月23日") for each in words)
    assert page.bar.tabText(0) == "待确认（2）"
    assert named_wrongly(page) == []


def test_accepting_makes_the_record_and_can_be_taken_back(page: PhonesPage, firm: Program) -> None:
    entry = send_danger(firm.ports, phone_of(firm.ports, "张大勇"), "过道有油")
    page.opened("inbox")
    calm(page)
    press(page, "接受第 1 条")
    with firm.ports.units.read() as uow:
        (danger,) = uow.hidden_dangers.titled("过道有油")
        assert uow.phone_entries.get(entry).record_id == danger.id
    assert "没有等着确认的。" in words_on(page)
    window = page.window()
    assert isinstance(window, MainWindow)
    window.records.undo()
    calm(page)
    with firm.ports.units.read() as uow:
        assert uow.hidden_dangers.titled("过道有油") == ()
        assert uow.phone_entries.get(entry).state is EntryState.WAITING
    assert "过道有油（木工车间）" in words_on(page)


def test_all_are_accepted_but_what_cannot_be_stays_with_its_reason(page: PhonesPage, firm: Program) -> None:
    caller = phone_of(firm.ports, "张大勇")
    task = phone_tasks(firm.ports, caller).checks[0]
    for number in (1, 2):  # the same check twice, as two people of one post might send it
        keep_entry(firm.ports, caller, f"twice-the-same-check-{number}", 0, CheckDone(task.plan_id, task.day))
    send_danger(firm.ports, caller, "过道有油")
    page.opened("inbox")
    calm(page)
    press(page, "全部接受")
    assert page.model.seen is not None
    assert [line.kind for line in page.model.seen.lines] == ["检查"]
    assert any("已经记过了" in words for words in words_on(page))


def test_a_refusal_needs_a_reason_that_the_phone_is_told(page: PhonesPage, firm: Program) -> None:
    entry = send_danger(firm.ports, phone_of(firm.ports, "张大勇"), "过道有油")
    page.opened("inbox")
    calm(page)
    press(page, "不接受第 1 条")
    assert named_wrongly(page) == []
    press(page, "确定不接受第 1 条")
    assert "请写一句，发的人在手机上看得到。" in words_on(page)
    write(page, "为什么不接受第 1 条", "照片看不清，请重拍")
    press(page, "确定不接受第 1 条")
    with firm.ports.units.read() as uow:
        assert uow.phone_entries.get(entry).said == "照片看不清，请重拍"
        assert uow.hidden_dangers.titled("过道有油") == ()


def test_a_reason_that_is_being_written_outlives_the_next_arrival(page: PhonesPage, firm: Program) -> None:
    caller = phone_of(firm.ports, "张大勇")
    send_danger(firm.ports, caller, "过道有油")
    page.opened("inbox")
    calm(page)
    press(page, "不接受第 1 条")
    write(page, "为什么不接受第 1 条", "照片看")
    send_danger(firm.ports, caller, "护栏松了")
    shown_again(page)
    assert [card.refusing for card in page.inbox.cards.values()] == [True, False]
    assert next(iter(page.inbox.cards.values())).why.value == "照片看"


def test_a_reason_that_was_not_sent_stands_there_again_until_it_is(page: PhonesPage, firm: Program) -> None:
    send_danger(firm.ports, phone_of(firm.ports, "张大勇"), "过道有油")
    page.opened("inbox")
    calm(page)
    press(page, "不接受第 1 条")
    write(page, "为什么不接受第 1 条", "照" * 201)
    press(page, "确定不接受第 1 条")
    assert any("最多 200 个字" in words for words in words_on(page))
    again = PhonesPage(page.model._context)
    again.opened("inbox")
    calm(page)
    (card,) = again.inbox.cards.values()
    card.begin_refusing()
    assert (card.why.value, card.why.fault.isHidden()) == ("照" * 201, False)
    again.deleteLater()
    write(page, "为什么不接受第 1 条", "照片看不清，请重拍")
    press(page, "确定不接受第 1 条")
    assert draft(firm.ports, "phones") == {}


def test_what_arrives_while_the_page_is_open_is_shown_at_once(page: PhonesPage, firm: Program) -> None:
    """As the server does it: on another thread, through the link."""
    import threading

    caller = phone_of(firm.ports, "张大勇")
    link = next(child for child in page.window().children() if isinstance(child, PhoneLink))

    def arrive() -> None:
        _, changes = keep_entry(firm.ports, caller, "from-another-thread-1", 0, DangerSeen("过道有油", ""))
        link.told.emit(changes)
        link.told.emit(Changes())

    thread = threading.Thread(target=arrive)
    thread.start()
    thread.join()
    wait_until(lambda: page.bar.tabText(0) == "待确认（1）")


def test_the_home_page_has_a_line_for_what_waits(firm: Program) -> None:
    assert all(thing.page != "phones" for thing in (home_page(firm.ports).next, *home_page(firm.ports).more))
    send_danger(firm.ports, phone_of(firm.ports, "张大勇"), "过道有油")
    found = home_page(firm.ports)
    (line,) = [thing for thing in (found.next, *found.more) if thing.page == "phones"]
    assert line.saying.startswith("有 1 条")


@pytest.mark.parametrize("on", [False, True], ids=["off", "on"])
def test_what_was_on_goes_on_with_the_next_start_and_what_was_off_stays_off(
    qapp: object, firm: Program, on: bool
) -> None:
    if on:
        switch_on(firm.ports, "127.0.0.1")
        firm.ports.phones.stop()  # as the end of the program does
    window = MainWindow(firm.ports, (PHONES,), RESOURCES)
    PhoneLink(firm.ports, window.records, window.tasks, window)
    wait_until(lambda: window.tasks.idle)
    assert (firm.ports.phones.url() is not None) is on
    firm.ports.phones.stop()
    window.close()
    window.deleteLater()
    settle()


def test_a_changed_address_is_told_until_somebody_has_settled_it(page: PhonesPage, firm: Program) -> None:
    press(page, "打开手机端")
    with firm.ports.units.write() as uow:
        uow.set_setting("phone.printed", "192.168.1.9")
        uow.commit()
    shown_again(page)
    assert "电脑的地址变了：以前是 192.168.1.9。" in words_on(page)
    assert named_wrongly(page) == []
    press(page, "地址变了，已处理")
    assert not any("以前是 192.168.1.9" in words for words in words_on(page))


def test_stickers_with_links_are_written_as_a_file(page: PhonesPage, firm: Program, tmp_path: object) -> None:
    from pathlib import Path

    press(page, "打开手机端")
    path = Path(str(tmp_path)) / "扫码贴.pdf"
    page.model.save_stickers(path)
    calm(page)
    assert path.read_bytes().startswith(b"%PDF")
    texts = {
        text
        for picture in firm.ports.renderer.pages(path.read_bytes(), 150)
        for text in firm.ports.qr_codes.read(picture)
    }
    assert f"{firm.ports.phones.url()}/i/P-0001" in texts
