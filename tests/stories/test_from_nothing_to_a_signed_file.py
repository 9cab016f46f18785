"""The main story: a safety officer at an empty PC comes to cards on the wall and a file that the town accepts."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from tests.stories import proof
from tests.stories.chapters import (
    CODE,
    FIRM,
    OFFICER,
    OWNER,
    PHONE,
    arrives,
    says_nothing_is_wrong,
    says_what_there_is,
    says_who_they_are,
)
from tests.stories.user import User

MOST_TYPED = 12
THERE = ("自己喷漆吗", "自己刨、锯实木料吗", "有电动车或叉车在厂里充电吗")


@dataclass
class Seen:
    """What the person remembers from the screen, to be looked for on paper."""

    posts: list[str] = field(default_factory=list)
    parked: str = ""
    failed: list[str] = field(default_factory=list)
    planned: str = ""


def test_from_an_empty_pc_to_cards_on_the_wall_and_a_file_the_town_accepts(
    start: Callable[..., User], documents: Path, data: Path, tmp_path: Path
) -> None:
    user, seen = start(), Seen()
    user.press("自己做，开始")
    says_who_they_are(user)
    says_what_there_is(user, *THERE)
    user.press("喷漆工数量 增加")
    remembers_the_posts(user, seen)
    says_nothing_is_wrong(user, unsure=2)
    walks_the_floor(user, seen)
    grades(user, seen)
    answers_the_measures(user, seen)
    goes_back_to_what_was_parked(user, seen)
    signs(user)
    prints_the_papers(user, documents)
    reports_to_the_town(user, documents)
    assert len(user.typed) <= MOST_TYPED, user.typed

    papers_say_what_the_screen_said(documents, seen)
    (package,) = documents.glob("上报包_*.zip")
    pem = proof.certificate(data, tmp_path)
    proof.standard_tools_accept(package, pem, tmp_path)
    proof.the_published_script_accepts(package, pem)
    proof.our_own_reader_accepts(package, pem)


def remembers_the_posts(user: User, seen: Seen) -> None:
    """Those with a number of people, at the end of step 2."""
    counted = [name.removesuffix("数量 增加") for name in user.names(".*数量 增加")]
    seen.posts = [name for name in counted if not name.endswith(" ")]  # a blank: machines are counted too
    assert "木工（刨料）" in seen.posts, "ticked by itself, because there is solid wood"
    assert "叉车工" not in seen.posts


def walks_the_floor(user: User, seen: Seen) -> None:
    """Step 4: the mouse for what is not 是, then the keyboard alone from card to card."""
    cards = [re.sub(r"\D", "", name) for name in user.names("第.*题 是")]
    merged = next(card for card in cards if "、" in user.beside(f"第{card}题 是")[0])
    first, fails, absent, parked = [card for card in cards if card != merged][:4]

    user.press(f"第{merged}题 否")
    assert user.sees("已记为隐患")
    machines = user.names(f"第{merged}题 .* 没做到")
    assert len(machines) >= 2
    for machine in machines[1:]:
        user.press(machine)
    user.press(f"第{fails}题 否")
    user.press(f"第{absent}题 不涉及")
    user.press(f"第{absent}题 不涉及的原因 停用")
    user.press(f"第{parked}题 以后再答")
    seen.failed = [statement_of(user, card) for card in (merged, fails)]
    seen.parked = statement_of(user, parked)

    user.press(f"第{first}题 是")
    at = ""
    while at != user.keyboard_at:
        at = user.keyboard_at
        user.key(Qt.Key.Key_Return)
        if at != user.keyboard_at:
            user.key(Qt.Key.Key_1)
    (said,) = (words for words in user.reads() if words.startswith("已答"))
    answered, total = map(int, re.findall(r"\d+", said)[:2])
    assert 40 <= total <= 64
    assert said == f"已答 {total - 1} / {total} 题，发现隐患 2 题，放着 1 题", answered
    user.press("下一步：风险分级")


def statement_of(user: User, card: str) -> str:
    """What a card of the walk says."""
    return next(words for words in user.beside(f"第{card}题 是") if words.startswith(f"{card}. ")).split(". ", 1)[1]


def grades(user: User, seen: Seen) -> None:
    """Step 5: one comes less often than proposed, and the level moves while one chooses; the rest is accepted."""
    arrives(user, "风险分级")
    failed = next(name for name in user.names("第.*条 .*") if "现场答了“否”" in user.details(name))
    assert user.details(failed).startswith("较大风险")
    if not user.is_on(failed):
        user.press(failed)
    user.press(f"{failed.split()[0]} 多久碰到一次 每月碰到一次")
    assert user.details(failed).startswith("一般风险")
    user.press(next(iter(user.names("其余 .* 项按建议接受"))))
    user.press("下一步：措施与责任")


def answers_the_measures(user: User, seen: Seen) -> None:
    """Step 6: what is there is there; the one that failed and one more are planned, one with person, day and cost."""
    arrives(user, "措施与责任")
    for line in user.names(r"[A-Z]-\d+ .* · .*"):
        code = line.split()[0]
        if not user.is_on(line):
            user.press(line)
        if not seen.planned and (first := next(iter(user.names(rf"{code} 第\d+条 要新增")), "")):
            seen.planned = user.details(first)
            user.press(first)
            row = first.removesuffix(" 要新增")
            user.choose(f"{row} 谁来办", f"{OWNER}（主要负责人）")
            user.writes_day(f"{row} 什么时候做完", f"{date.today() + timedelta(days=30):%Y%m%d}")
            user.write(f"{row} 大约花多少钱", "1200")
        for rest in user.names(rf"{code} .*都.*已落实.*"):
            user.press(rest)
        user.press(line)
    user.press("下一步：成果")


def goes_back_to_what_was_parked(user: User, seen: Seen) -> None:
    """Step 7 says what waits; its button leads to the very question."""
    arrives(user, "成果")
    assert user.sees(seen.parked)
    assert user.sees(seen.planned)
    user.press("先放着的第1题 回去答")
    arrives(user, "现场问答")
    number = user.keyboard_at.split("题")[0] + "题"
    assert statement_of(user, re.sub(r"\D", "", number)) == seen.parked
    user.key(Qt.Key.Key_1)
    user.press(next(iter(user.names("第7步 .*"))))


def signs(user: User) -> None:
    """The owner signs and the run is finished."""
    arrives(user, "成果")
    assert user.reads_field("主要负责人姓名") == OWNER
    user.press("主要负责人签字确认")
    user.waits_for("撤回签字")
    assert not user.sees("都印着“草稿”")
    user.press("完成，回首页")
    user.waits_for("接下来做")


def prints_the_papers(user: User, documents: Path) -> None:
    """Cards with a look before, check tables, the register as PDF and Excel."""
    user.press("打开打印材料")
    user.press("预览：岗位安全风险告知卡")
    user.waits_for("第 1 /")
    user.press("另存为文件")
    user.answers_dialog()
    user.waits_for("已存好：岗位安全风险告知卡")
    user.press("返回材料列表")
    for name in ("另存为：安全检查表", "另存为：安全风险分级管控清单", "存成 Excel：安全风险分级管控清单"):
        user.press(name)
        user.answers_dialog()
        user.waits_for(f"已存好：{name.split('：')[1]}")


def reports_to_the_town(user: User, documents: Path) -> None:
    """See what the town will see, sign, export."""
    user.press("打开上报镇里")
    user.waits_for("镇里将看到的内容")
    assert not user.sees("必须先改")
    assert user.sees(f"{FIRM}（{CODE}）")
    user.press("签名并导出")
    user.answers_dialog()
    user.waits_for("上报文件做好了")
    assert (documents / "签名密钥登记表.pdf").exists()


def papers_say_what_the_screen_said(documents: Path, seen: Seen) -> None:
    """A foreign reader finds the firm, every post and the people, and every code on every page."""
    cards = documents / f"岗位安全风险告知卡_{FIRM}.pdf"
    register = documents / f"安全风险分级管控清单_{FIRM}.pdf"
    tables = documents / f"安全检查表_{FIRM}.pdf"
    for paper in (cards, register, tables):
        words = proof.words_of(paper)
        assert FIRM in words, paper.name
        assert "草稿" not in words, paper.name
    for post in seen.posts:
        assert post in proof.words_of(cards), post
    for person in (OWNER, PHONE):
        assert person in proof.words_of(cards), person
    assert OFFICER in proof.words_of(tables)
    for words in (OWNER, OFFICER, seen.planned):
        assert words in proof.words_of(register), words
    codes = proof.codes_on(cards)
    assert all(len(found) == 1 for found in codes), "one code on each card"
    assert all(FIRM in found[0] for found in codes)
    assert {post for post in seen.posts if any(post in found[0] for found in codes)} == set(seen.posts)
    assert all(proof.codes_on(documents / "签名密钥登记表.pdf")), "a code on every page of the sheet"
    assert seen.planned in proof.cells_of(documents / f"安全风险分级管控清单_{FIRM}.xlsx")
