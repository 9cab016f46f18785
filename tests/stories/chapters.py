"""What several stories have in common: a firm on the way to its walk, and a finished firm from the samples."""

import shutil
from pathlib import Path

from tests.services.support import printed
from tests.stories.user import User
from ymh_desktop.services import demo
from ymh_desktop.ui.shell.window import MainWindow

FIRM, CODE, OWNER, PHONE, OFFICER = "宏木家具厂", "91350100M000100Y43", "王建国", "13800000001", "李秀英"
TRADE = "木质家具制造"
SAMPLE = demo.NAME


def arrives(user: User, step: str) -> None:
    """Wait until the list at the side says that this step is being done."""
    user.waits_for_name(rf"第\d步 {step} 正在做")


def says_who_they_are(user: User) -> None:
    """Step 1: five fields, then on."""
    user.write("企业名称", FIRM)
    user.write("统一社会信用代码", CODE)
    user.write("主要负责人", OWNER)
    user.write("主要负责人电话", PHONE)
    user.write("安全员", OFFICER)
    user.press("下一步：行业与岗位")


def says_what_there_is(user: User, *there: str) -> None:
    """Step 2: the trade, and 有 for these questions."""
    user.press(TRADE)
    for name in user.names(".* 没有"):
        question = name.removesuffix(" 没有")
        user.press(f"{question} 有" if question in there else name)


def says_nothing_is_wrong(user: User, *, unsure: int = 0) -> None:
    """Step 3, and on to the walk; the question with this number nobody can answer."""
    user.press("下一步：有没有这些情况")
    arrives(user, "有没有这些情况")
    number = 1
    while user.can_press(f"第{number}题 没有"):
        user.press(f"第{number}题 {'不清楚' if number == unsure else '没有'}")
        number += 1
    assert number > 10
    user.press("下一步：现场问答")
    arrives(user, "现场问答")


def comes_to_the_walk(user: User) -> None:
    """From the start page to the first question of step 4."""
    user.press("自己做，开始")
    says_who_they_are(user)
    says_what_there_is(user)
    says_nothing_is_wrong(user)


def goes_on_with_the_walk(user: User) -> None:
    """From the home page to where the walk was left."""
    user.press("继续风险辨识（接下来做）")
    arrives(user, "现场问答")


def number_on_paper(user: User) -> str:
    """What a walk sheet that is printed now bears at its top right."""
    window = user.screen
    assert isinstance(window, MainWindow)
    ports = window.page.context.ports
    with ports.units.read() as uow:
        run = uow.identifications.all()[-1]
    return printed(ports, run.id)


def keys_the_paper_back(user: User, *failed: str) -> None:
    """What is not answered is 是 but for these numbers."""
    user.press("按纸录入")
    user.write("表号最后 4 位", number_on_paper(user))
    if failed:
        user.write("答“否”的题号", "、".join(failed))
    user.press("核对题号")
    user.press("和纸上一样，记下来")


def finishes(user: User) -> None:
    """From the answered walk to the signed run."""
    for step in ("风险分级", "措施与责任", "成果"):
        user.press(f"下一步：{step}")
    user.press("主要负责人签字确认")
    user.waits_for("撤回签字")
    user.press("完成，回首页")
    user.waits_for("接下来做")


def power_cut(data: Path, elsewhere: Path) -> Path:
    """The data folder as a power cut would leave it now: copied while the program has it open."""
    shutil.copytree(data, elsewhere)
    return elsewhere
