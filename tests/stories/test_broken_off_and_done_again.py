"""What happens on ordinary days: the power goes, an answer was wrong, the walk was done on paper, a year is over."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.stories.chapters import (
    FIRM,
    OWNER,
    arrives,
    finishes,
    goes_on_with_the_walk,
    keys_the_paper_back,
    power_cut,
    says_nothing_is_wrong,
)
from tests.stories.user import User

Start = Callable[..., User]


def progress(user: User) -> str:
    """The line above the questions: 已答 6 / 47 题."""
    (said,) = (words for words in user.reads() if words.startswith("已答"))
    return said


def how_many(user: User, unit: str) -> int:
    """The count that stands beside a list: 73 条."""
    (said,) = (words for words in user.reads() if re.fullmatch(rf"\d+ {unit}", words))
    return int(said.split()[0])


def test_a_power_cut_while_typing_keeps_what_was_typed(start: Start, data: Path, tmp_path: Path) -> None:
    user = start()
    user.press("自己做，开始")
    user.begins_to_write("企业名称", FIRM)
    user.waits_for("已自动保存")
    after = start(power_cut(data, tmp_path / "断电以后"))
    after.press(next(iter(after.names(".*（接下来做）"))))
    arrives(after, "企业")
    assert after.reads_field("企业名称") == FIRM


@pytest.mark.usefixtures("before_the_walk")
def test_a_power_cut_on_the_walk_loses_no_answer_and_leads_back_to_the_question(
    start: Start, data: Path, tmp_path: Path
) -> None:
    user = start()
    goes_on_with_the_walk(user)
    user.press("第1题 是")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_3, Qt.Key.Key_Return):
        user.key(key)
    question, said = user.keyboard_at, progress(user)
    assert "发现隐患 1 题" in said
    after = start(power_cut(data, tmp_path / "断电以后"))
    assert after.sees("上次做到第 4 步“现场问答”")
    goes_on_with_the_walk(after)
    assert after.keyboard_at == question
    assert progress(after) == said
    assert after.is_on("第2题 否")
    assert after.is_on("第3题 不涉及")
    after.press("打开隐患整改")
    assert after.sees("1 条没销号")


@pytest.mark.usefixtures("before_the_walk")
def test_a_wrong_answer_is_taken_back_with_its_hidden_danger_and_can_be_had_again(start: Start) -> None:
    user = start()
    goes_on_with_the_walk(user)
    before = progress(user)
    user.press("第2题 否")
    user.press("撤销上一步")
    assert progress(user) == before
    assert not user.is_on("第2题 否")
    user.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert user.is_on("第2题 否")
    user.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    user.press("打开隐患整改")
    assert user.sees("还没有登记过隐患")


@pytest.mark.usefixtures("before_the_walk")
def test_another_run_brings_everything_along_and_doubles_nothing(start: Start) -> None:
    user = start()
    goes_on_with_the_walk(user)
    keys_the_paper_back(user, "8")
    finishes(user)
    user.press("打开风险清单")
    risks = how_many(user, "条")
    user.press("打开风险辨识")
    user.press("再做一次风险辨识")
    assert user.reads_field("主要负责人") == OWNER
    user.press("下一步：行业与岗位")
    for name in user.names(".* 没有"):
        user.press(name.replace(" 没有", " 有") if name.startswith("有食堂") else name)
    says_nothing_is_wrong(user)
    user.press("第8题 是")
    keys_the_paper_back(user)
    for step in ("风险分级", "措施与责任", "成果"):
        user.press(f"下一步：{step}")
    assert user.sees("和上一次不一样的地方")
    assert user.sees("上次答“否”，这次答“是”")
    user.press("打开风险清单")
    more = how_many(user, "条")
    user.press("打开隐患整改")
    assert how_many(user, "条") == 1
    assert risks < more < 2 * risks
    user.press("打开人员与岗位")
    assert sum(words == OWNER for words in user.reads()) <= 1
