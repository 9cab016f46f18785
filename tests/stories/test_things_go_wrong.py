"""Wrong input, a damaged file, a disk that refuses, a second start: one Chinese sentence each, and nothing is lost."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.stories import disks, proof
from tests.stories.chapters import CODE, FIRM, OWNER, PHONE, SAMPLE, arrives, goes_on_with_the_walk, keys_the_paper_back
from tests.stories.user import User
from tests.support.folders import ROOT
from tests.ui.support import wait_until
from ymh_desktop.storage.lock import FolderLock

Start = Callable[..., User]


# ---- at the keyboard ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "wrong", "sentence", "right"),
    [
        ("统一社会信用代码", "91350100M000100Y44", "最后一位对不上，可能输错了一位。", CODE),
        ("统一社会信用代码", "9135", "应是 18 位，现在是 4 位。", CODE),
        ("企业名称", "长" * 5000, "有 5000 个字，最多 60 个字。请缩短一些", FIRM),
        ("主要负责人电话", "一三八", "请只填数字", PHONE),
    ],
    ids=["a check digit that is wrong", "a code cut short", "five thousand characters", "a telephone in words"],
)
def test_a_wrong_entry_is_told_under_its_field_and_stays_to_be_mended(
    start: Start, label: str, wrong: str, sentence: str, right: str
) -> None:
    user = start()
    user.press("自己做，开始")
    user.write("安全员", "李秀英")
    user.write(label, wrong)
    assert user.sees(sentence)
    assert user.reads_field(label) == wrong
    user.press("下一步：行业与岗位")
    assert user.sees("先认识一下您的企业")
    user.write(label, right)
    assert not user.sees(sentence)
    assert user.reads_field("安全员") == "李秀英"


def test_without_a_name_one_does_not_go_on_and_what_was_written_stays(start: Start) -> None:
    user = start()
    user.press("自己做，开始")
    user.write("主要负责人", OWNER)
    user.press("下一步：行业与岗位")
    assert user.sees("请填写企业名称")
    assert user.keyboard_at == "企业名称"
    assert user.reads_field("主要负责人") == OWNER


@pytest.mark.usefixtures("before_the_walk")
def test_a_rare_surname_is_kept_and_printed(start: Start, documents: Path) -> None:
    """𬭎 lies outside the first 65,536 characters, where many programs lose it."""
    rare = "𬭎小明"
    user = start()
    goes_on_with_the_walk(user)
    user.press("第1步 企业 已完成")
    user.write("主要负责人", rare)
    user.press("第4步 现场问答 没做完")
    keys_the_paper_back(user)
    user.press("打开打印材料")
    user.press("另存为：岗位安全风险告知卡")
    user.answers_dialog()
    user.waits_for("已存好")
    assert rare in proof.words_of(documents / f"岗位安全风险告知卡_{FIRM}.pdf")
    user.leaves()
    again = start()
    goes_on_with_the_walk(again)
    again.press("第1步 企业 已完成")
    assert again.reads_field("主要负责人") == rare


@pytest.mark.usefixtures("sample")
def test_nobody_signs_tomorrow(start: Start) -> None:
    user = start()
    user.press("打开风险辨识")
    user.press("接着改这一次（要重新签字）")
    arrives(user, "成果")
    user.writes_day("主要负责人签字日期", f"{date.today() + timedelta(days=1):%Y%m%d}")
    user.press("主要负责人签字确认")
    assert user.sees("还没到。")
    assert user.sees("都印着“草稿”")
    user.writes_day("主要负责人签字日期", f"{date.today():%Y%m%d}")
    user.press("主要负责人签字确认")
    user.waits_for("撤回签字")


# ---- at the start ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sample")
def test_a_damaged_file_is_replaced_by_the_backup_of_the_day_and_kept_aside(start: Start, data: Path) -> None:
    start().leaves()
    file = data / "ymh.db"
    damaged = file.read_bytes()[:20_000] + b"\0" * 200_000
    file.write_bytes(damaged)
    user = start()
    assert user.sees("数据文件损坏")
    user.press(next(iter(user.names("恢复 .* 的备份"))))
    user.press("恢复")
    user.waits_for("接下来做")
    assert SAMPLE in user.title
    assert user.sees("还有 3 条没销号")
    assert any(path.read_bytes() == damaged for path in data.rglob("*") if path.is_file())


@pytest.mark.usefixtures("sample")
def test_a_file_of_a_later_version_is_left_alone(start: Start, data: Path) -> None:
    file = data / "ymh.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    before = sha256(file.read_bytes()).digest()
    user = start()
    assert user.sees("这份数据由更高版本的程序保存")
    assert user.sees("请先升级程序再打开；文件没有被改动。")
    assert user.names("恢复.*") == [], "an older copy is no way out of a newer file"
    user.press("关闭")
    assert sha256(file.read_bytes()).digest() == before


def test_a_folder_that_may_not_be_written_is_told_and_all_is_there_when_it_may(
    start: Start, data: Path, sample_data: Path
) -> None:
    with disks.stick(data) as stick:
        shutil.copytree(sample_data, data, dirs_exist_ok=True)
        stick.lock()
        user = start()
        assert user.sees("不能写入")
        assert user.sees("请换一个文件夹；U盘请看看有没有写保护。")
        user.press("关闭")
        stick.unlock()
        again = start()
        assert again.sees(SAMPLE)
        again.leaves()


@pytest.mark.usefixtures("sample")
def test_a_second_start_brings_the_first_window_forward(start: Start, data: Path) -> None:
    user = start()
    user.looks_elsewhere()
    second = subprocess.Popen([sys.executable, "-m", "ymh_desktop", "--data", data], cwd=ROOT)
    wait_until(lambda: second.poll() is not None, 20_000)
    assert second.returncode == 0
    wait_until(lambda: user.looks_at_it, 5_000)
    assert user.sees(SAMPLE)


@pytest.mark.usefixtures("sample")
def test_a_folder_that_another_program_has_open_is_told(start: Start, data: Path) -> None:
    with FolderLock.take(data):
        user = start()
        assert user.sees("这个数据文件夹已经在另一个窗口里打开了")
        assert user.sees("请回到已经打开的窗口继续")
        user.press("关闭")
    assert start().sees(SAMPLE)


# ---- what is written ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sample")
def test_a_package_with_one_byte_changed_is_refused_with_its_code(start: Start, documents: Path) -> None:
    user = start()
    user.press("打开上报镇里")
    user.press("签名并导出")
    user.answers_dialog()
    user.waits_for("上报文件做好了")
    (package,) = documents.glob("*.zip")
    changed = documents / "改过.zip"
    raw = bytearray(package.read_bytes())
    raw[len(raw) // 2] ^= 1
    changed.write_bytes(raw)
    user.press("选一个文件来检查")
    user.answers_dialog(changed)
    user.waits_for("改过.zip：没有通过检查（代码 E")
    user.press("选一个文件来检查")
    user.answers_dialog(package)
    user.waits_for("：检查通过")


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("page", "button", "sentence"),
    [
        ("打印材料", "另存为：岗位安全风险告知卡", "磁盘已满，“告知卡.pdf”没有写成。"),
        ("上报镇里", "签名并导出", "请检查磁盘空间和文件夹权限，或换一个文件夹再导出。"),
    ],
    ids=["cards", "package"],
)
def test_a_full_disk_is_told_and_leaves_no_half_file(
    start: Start, documents: Path, tmp_path: Path, page: str, button: str, sentence: str
) -> None:
    user = start()
    user.press(f"打开{page}")
    with disks.full(tmp_path / "U盘") as stick:
        before = sorted(stick.iterdir())
        user.press(button)
        user.answers_dialog(stick / "告知卡.pdf" if page == "打印材料" else stick)
        user.waits_for(sentence)
        assert sorted(stick.iterdir()) == before
    user.press(button)
    user.answers_dialog(documents / "告知卡.pdf" if page == "打印材料" else documents)
    wait_until(lambda: any(documents.iterdir()), 20_000)
