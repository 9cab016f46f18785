"""A whole shift with a phone in the hand, against the real program."""

import io
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Route, expect

from tests.browser.support import NAME, Factory, Handset, camera_photo
from tests.ui.support import wait_until, words_on
from ymh_desktop.domain.hidden_dangers import DangerStatus
from ymh_desktop.domain.inspections import EnteredHow
from ymh_desktop.ui.views.phones import PhonesTab

Hand = Callable[..., Handset]


def test_a_whole_shift(factory: Factory, handset: Hand) -> None:
    """Pair, check with two exceptions and photos, report, sign a card, lose the PC, send again, be accepted."""
    worker = handset()
    worker.open("/")
    worker.sees("这部手机还没有绑定")
    worker.shoot("01-not-paired")
    worker.pair("张大勇")
    assert worker.page.evaluate("window.isSecureContext") is False  # as on a phone in the factory
    worker.sees("封边工点检")
    worker.shoot("02-tasks")

    # The check: everything normal but two lines.
    worker.tap("封边工点检")
    worker.sees("没问题的不用点")
    worker.tap("第 1 项 有问题")
    worker.writes("第 1 项 看到了什么", "罩子松了")
    worker.photographs(number=0)
    worker.tap("第 3 项 有问题")
    worker.writes("第 3 项 看到了什么", "按不下去")
    worker.photographs(number=1, raw=camera_photo())
    worker.shoot("03-check")
    worker.tap("提交，2 处有问题")
    worker.sees("已交。办公室确认后就记下了。")
    worker.misses("封边工点检")

    # A hidden danger by the way.
    worker.menu("随手拍")
    worker.photographs()
    worker.writes("看到了什么", "过道上有一滩油")
    worker.writes("在哪里", "木工车间东头")
    worker.shoot("04-report")
    worker.tap("发给办公室")
    worker.sees("过道上有一滩油")
    worker.misses("还在手机里")  # told by the page itself, when it was sent

    # The card of the post: read, signed with a finger, three questions.
    worker.menu("告知卡")
    worker.writes("岗位编号", "2")
    worker.shoot("05-find-card")
    worker.tap("看这张卡")
    worker.sees("必须做到")
    worker.shoot("06-card")
    worker.tap("我看过了，签收")
    worker.sees("我是张大勇")
    worker.tap("签收", exact=True)
    worker.sees("还没有签名")
    worker.signs()
    worker.shoot("07-sign")
    worker.tap("签收", exact=True)
    worker.sees("交卷")
    for question in range(1, 4):
        worker.page.get_by_role("region", name=f"第 {question} 问").get_by_role("button").first.tap()
    worker.shoot("08-questions")
    worker.tap("交卷")
    worker.sees("三问的答案")
    expect(worker.page.get_by_text("您的签收已发出")).to_be_visible()

    # The PC goes to sleep; what is put right meanwhile stays in the phone.
    worker.menu("任务")
    worker.tap("张大勇要改的")
    worker.sees("改好了")
    factory.close()
    worker.photographs()
    worker.writes("怎么改的", "护栏焊牢了")
    worker.shoot("09-fix")
    worker.tap("改好了，请验收")
    worker.sees("没连上办公室电脑，1 条内容已存在手机里")
    worker.shoot("10-offline")
    assert [line.kind for line in _reopened(factory).inbox()] == ["检查", "随手拍隐患", "告知卡签收", "岗位三问"]
    worker.menu("我发的")
    worker.sees("护栏焊牢了")
    _until(lambda: len(factory.inbox()) == 5, worker)
    worker.misses("还在手机里")

    # The office accepts; the records are what was done on the floor.
    lines = factory.inbox()
    assert [line.kind for line in lines] == ["检查", "随手拍隐患", "告知卡签收", "岗位三问", "整改完成"]
    assert {line.person for line in lines} == {"张大勇"}
    assert factory.accept_everything() == 5
    with factory.ports.units.read() as uow:
        (made,) = uow.inspections.all()
        assert [(result.number, result.note) for result in made.abnormal] == [(1, "罩子松了"), (3, "按不下去")]
        assert made.entered is EnteredHow.ON_SITE
        photos = [name for result in made.abnormal for name in result.photos]
        (oil,) = uow.hidden_dangers.titled("过道上有一滩油")
        (mended,) = uow.hidden_dangers.titled("张大勇要改的")
        assert len(uow.card_receipts.all()) == len(uow.quiz_results.all()) == 1
    assert len(photos) == 2
    assert len(oil.photos) == 1
    assert mended.status is DangerStatus.AWAITING_ACCEPTANCE
    for name in photos:
        _is_a_clean_photo(factory, name)
    worker.page.reload()
    worker.sees("已接受")
    worker.shoot("11-what-became-of-it")

    # The owner looks at the figures and accepts what was put right.
    owner = handset()
    owner.pair("王建国")
    owner.menu("今天")
    owner.sees("等您验收（1）")
    owner.sees("护栏焊牢了")
    owner.shoot("12-owner")
    owner.tap("没改好")
    owner.sees("请写一句哪里没改好")
    owner.writes("哪里没改好", "看过，牢了")
    owner.tap("验收通过")
    owner.sees("没有等您验收的")
    expect.set_options(timeout=20_000)
    _until(lambda: len(factory.inbox()) == 1, owner)
    factory.accept_everything()
    with factory.ports.units.read() as uow:
        assert uow.hidden_dangers.get(mended.id).status is DangerStatus.CLOSED
    vias = {entry.via for entry in factory.ports.audit.entries(60)}
    assert {"手机：手机1号", "手机：手机2号", "手机：手机1号，办公室确认", "手机：手机2号，办公室确认"} <= vias


def _reopened(factory: Factory) -> Factory:
    factory.open()
    return factory


def _until(true: Callable[[], bool], phone: Handset, seconds: int = 20) -> None:
    """Let the page live until something holds at the PC.

    A page that is not drawn yet misses every word: that it says of nothing that it waits tells no arrival.
    """
    for _ in range(seconds * 10):
        if true():
            return
        phone.page.wait_for_timeout(100)
    raise AssertionError("did not come to hold in time")


def _is_a_clean_photo(factory: Factory, name: str) -> None:
    content = factory.ports.photos.read(name)
    assert content is not None
    assert b"SPY" not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert not picture.getexif()
        assert max(picture.size) <= 1920


def test_what_was_half_written_is_there_again_after_the_page_was_closed(factory: Factory, handset: Hand) -> None:
    worker = handset()
    worker.pair("张大勇")
    worker.tap("封边工点检")
    worker.tap("第 2 项 有问题")
    worker.writes("第 2 项 看到了什么", "吸尘管破了")
    worker.photographs()
    worker.page.reload()
    expect(worker.page.get_by_label("第 2 项 看到了什么")).to_have_value("吸尘管破了")
    expect(worker.page.locator(".photos img")).to_have_count(1)
    worker.tap("返回")
    worker.sees("填了一半")
    worker.menu("随手拍")
    worker.writes("看到了什么", "护栏松了")
    worker.page.reload()
    expect(worker.page.get_by_label("看到了什么")).to_have_value("护栏松了")


def test_pressing_twice_or_after_a_restart_sends_one_thing(factory: Factory, handset: Hand) -> None:
    worker = handset()
    worker.pair("张大勇")
    factory.close()
    worker.menu("随手拍")
    worker.writes("看到了什么", "护栏松了")
    worker.page.get_by_role("button", name="发给办公室").dblclick()
    worker.sees("还在手机里（1）")
    assert worker.page.url.endswith("#/mine")  # the second press did not meet the menu below the form
    expect(worker.page.locator(".submit")).to_have_count(0)
    assert worker.page.url.endswith("#/mine")
    worker.sees("护栏松了")
    factory.open()
    worker.tap("现在就发")
    _until(lambda: [line.words for line in factory.inbox()] == ["护栏松了"], worker)
    worker.misses("还在手机里")
    assert [line.words for line in factory.inbox()] == ["护栏松了"]


def test_an_answer_that_was_lost_on_the_way_does_not_double_the_entry(factory: Factory, handset: Hand) -> None:
    worker = handset()
    worker.pair("张大勇")
    worker.page.route(re.compile("/api/entry$"), _lose_the_answer)
    worker.menu("随手拍")
    worker.writes("看到了什么", "护栏松了")
    worker.tap("发给办公室")
    _until(lambda: len(factory.inbox()) == 1, worker)
    worker.sees("还在手机里（1）")
    worker.page.unroute(re.compile("/api/entry$"))
    worker.tap("现在就发")
    worker.misses("还在手机里")
    assert len(factory.inbox()) == 1


def _lose_the_answer(route: Route) -> None:
    """The request reaches the PC, its answer never comes back."""
    asked = route.request
    here = asked.url.replace(NAME, "127.0.0.1")  # what fetches it here does not know the browser's mapped name
    route.fetch(url=here, headers={**asked.all_headers(), "host": asked.url.split("/")[2]})
    route.abort()


def test_a_revoked_phone_says_so_and_keeps_what_was_not_sent(factory: Factory, handset: Hand) -> None:
    worker = handset()
    worker.pair("张大勇")
    worker.menu("随手拍")
    worker.writes("看到了什么", "护栏松了")
    factory.send_away()
    worker.tap("发给办公室")
    worker.sees("1 条内容还存在手机里，重新绑定后自动发送")
    worker.sees("请到办公室电脑上打开")
    worker.shoot("13-revoked")
    worker.pair("张大勇")
    worker.menu("我发的")
    worker.sees("护栏松了")
    _until(lambda: [line.words for line in factory.inbox()] == ["护栏松了"], worker)
    worker.misses("还在手机里")


def test_what_one_person_wrote_is_not_sent_in_the_name_of_another(factory: Factory, handset: Hand) -> None:
    phone = handset()
    phone.pair("张大勇")
    phone.menu("随手拍")
    factory.close()
    phone.writes("看到了什么", "护栏松了")
    phone.tap("发给办公室")
    phone.sees("还在手机里（1）")
    factory.open()
    phone.pair("赵师傅")
    phone.menu("我发的")
    phone.sees("这是张大勇填的，不能用您的名字发。")
    assert factory.inbox() == ()
    phone.tap("删掉")
    phone.misses("护栏松了")
    assert not [key for key in phone.storage() if key.startswith("ymh.photo.")]


def test_what_the_office_did_not_accept_is_told_with_its_reason(factory: Factory, handset: Hand) -> None:
    worker = handset()
    worker.pair("张大勇")
    worker.menu("随手拍")
    worker.writes("看到了什么", "师傅让拆护罩")
    worker.page.get_by_label("不留名字").check()
    worker.tap("发给办公室")
    worker.sees("师傅让拆护罩")
    _until(lambda: len(factory.inbox()) == 1, worker)
    (line,) = factory.inbox()
    assert (line.person, line.phone) == ("没有署名", "")
    factory.refuse("说清楚是哪台机器")
    worker.page.reload()
    worker.sees("没接受：说清楚是哪台机器")
    worker.menu("随手拍")
    worker.writes("看到了什么", "台锯的护罩拆了")
    worker.tap("发给办公室")
    _until(lambda: len(factory.inbox()) == 1, worker)
    factory.accept()
    worker.page.reload()
    worker.sees("现在：Y-")


def test_a_card_is_opened_by_a_photo_of_its_code(factory: Factory, handset: Hand) -> None:
    worker = handset()
    worker.pair("张大勇")
    worker.menu("告知卡")
    code = Image.open(
        io.BytesIO(factory.ports.qr_codes.picture("宏木\n【封边工】一般风险\nP-0002 K-0002 20261123", 10))
    )
    wall = Image.new("RGB", (2400, 1800), "beige")
    wall.paste(code.convert("RGB").rotate(4, expand=True, fillcolor="beige"), (900, 600))
    raw = io.BytesIO()
    wall.save(raw, "JPEG")
    worker.page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": raw.getvalue()}
    )
    worker.sees("封边工")
    worker.sees("必须做到")


def test_a_sticker_opens_its_card_on_a_paired_phone_and_says_nothing_on_another(
    factory: Factory, handset: Hand
) -> None:
    worker, stranger = handset(), handset()
    worker.pair("张大勇")
    worker.open("/i/P-0002")
    worker.sees("必须做到")
    stranger.open("/i/P-0002")
    stranger.sees("这部手机还没有绑定")
    stranger.misses("必须做到")


def test_a_code_that_was_used_says_so(factory: Factory, handset: Hand) -> None:
    link = factory.link("张大勇")
    first, second = handset(), handset()
    first.page.goto(link)
    first.sees("绑定好了")
    second.page.goto(link)
    second.sees("已经用过，或者过期了")
    assert "bind" not in second.page.url
    second.shoot("14-used-code")


def test_the_connection_test_says_that_it_works(factory: Factory, handset: Hand) -> None:
    phone = handset()
    phone.open("/test")
    phone.sees("连上了")
    phone.shoot("15-connection-test")
    factory.page.show_tab(PhonesTab.SWITCH)
    wait_until(lambda: "有手机连上了。" in words_on(factory.page))


def test_when_the_phone_has_no_room_left_nothing_is_lost_and_it_says_so(factory: Factory, handset: Hand) -> None:
    worker = handset()
    worker.pair("张大勇")
    worker.page.evaluate("localStorage.setItem('other', 'x'.repeat(5100000))")
    worker.menu("随手拍")
    worker.writes("看到了什么", "护栏松了")
    raw = camera_photo()
    worker.page.locator("input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": raw})
    worker.sees("存不下更多照片")
    expect(worker.page.get_by_label("看到了什么")).to_have_value("护栏松了")
    worker.page.evaluate("localStorage.removeItem('other')")
    worker.tap("发给办公室")
    _until(lambda: len(factory.inbox()) == 1, worker)


def test_everything_has_a_name_and_room_for_a_thumb(factory: Factory, handset: Hand) -> None:
    """On every page: a name for whoever cannot see it, and at least 44 pixels to press."""
    owner = handset()
    owner.pair("张大勇")
    card = "#/card/P-0002"
    for hash_, words in {
        "#/tasks": "要查的", "#/report": "看到了什么", "#/card": "岗位编号", card: "必须做到",
        f"{card}/sign": "我是张大勇", f"{card}/quiz": "交卷", "#/mine": "发过的",
    }.items():  # fmt: skip
        owner.page.evaluate(f"window.location.hash = '{hash_}'")
        owner.sees(words)
        small = owner.page.evaluate(
            """() => Array.from(document.querySelectorAll("button, a, input, textarea, canvas"))
            .filter((each) => each.offsetParent !== null && each.type !== "file")
            .map((each) => {
              const box = (each.type === "checkbox" ? each.closest("label") : each).getBoundingClientRect();
              const name = each.getAttribute("aria-label") || each.textContent || (each.labels && each.labels.length
                ? each.labels[0].textContent : "");
              return { name: name.trim(), height: box.height, width: box.width };
            })
            .filter((each) => !each.name || each.height < 44 || each.width < 44)"""
        )
        assert small == [], hash_
        assert owner.wide_enough(), hash_
