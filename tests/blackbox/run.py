"""The main story as a black box: the real program under a real X server, driven from outside.

Called by packaging/lane_blackbox.py with the system's Python. Everything is found in the accessibility tree, pressed by
real clicks and typed by real keys; the program is killed half-way. Every chapter counts as one test; after one that
failed the others are skipped, as they build on it. The last line reads `blackbox: N passed, N failed, N skipped`.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from person import Person

FIRM, CODE, OWNER, PHONE, OFFICER = "宏木家具厂", "91350100M000100Y43", "王建国", "13800000001", "李秀英"
MOST_TYPED = 12
_PATIENCE = 20


class Story:
    """The chapters in their order, and what one hands to the next."""

    def __init__(self, program: list[str], album: Path, home: Path) -> None:
        self._program = program
        self._album = album
        self._home = home
        self.data, self.documents = home / "企业数据", home / "Documents"
        self.documents.mkdir()
        self._process: subprocess.Popen[bytes] | None = None
        self.typed: list[str] = []
        self.question = ""

    def chapters(self) -> tuple[Callable[[], None], ...]:
        """In the order in which they are told."""
        return (
            self.the_program_stands_on_the_screen,
            self.who_they_are,
            self.what_there_is,
            self.nothing_is_wrong,
            self.half_of_the_walk_by_keyboard,
            self.killed_it_comes_back_to_the_same_question,
            self.the_rest_of_the_walk,
            self.grades,
            self.measures,
            self.the_owner_signs,
            self.cards_on_disk,
            self.a_second_start_opens_no_second_window,
            self.a_file_for_the_town,
            self.others_accept_the_file,
            self.it_ends_when_the_window_is_closed,
        )

    # ---- the program ----

    def begin(self) -> Person:
        """Start it."""
        self._process = subprocess.Popen([*self._program, "--data", str(self.data)])
        self.person = Person(self._process.pid, self._album)
        self.person.typed = self.typed
        return self.person

    def kill(self) -> None:
        """As a power cut would, if it still runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    # ---- the chapters ----

    def the_program_stands_on_the_screen(self) -> None:
        """The start page with its doors."""
        person = self.begin()
        person.screen.find("自己做，开始")
        person.photographs("start")

    def who_they_are(self) -> None:
        """Step 1, five fields."""
        person = self.person
        person.press("自己做，开始")
        person.arrives("企业")
        person.write("企业名称", FIRM)
        person.write("统一社会信用代码", CODE)
        person.write("主要负责人", OWNER)
        person.write("主要负责人电话", PHONE)
        person.write("安全员", OFFICER)
        person.photographs("step-1")
        person.press("下一步：行业与岗位")

    def what_there_is(self) -> None:
        """Step 2: the trade; 有 for solid wood, 没有 for the rest."""
        person = self.person
        person.press("木质家具制造")
        person.screen.find_like(".* 没有")
        for name in person.screen.names_like(".* 没有"):
            person.press(name.replace(" 没有", " 有") if "实木" in name else name)
        person.screen.find("木工（刨料）")
        person.photographs("step-2")
        person.press("下一步：有没有这些情况")

    def nothing_is_wrong(self) -> None:
        """Step 3 by keyboard: 2 is 没有, Enter leads on."""
        person = self.person
        person.arrives("有没有这些情况")
        person.press("第1题 没有")
        person.photographs("step-3")
        questions = person.counts("第.*题 没有")
        assert questions > 10, questions
        for _ in range(questions - 1):
            person.keys("Return", "2")
        person.press("下一步：现场问答")

    def half_of_the_walk_by_keyboard(self) -> None:
        """Step 4: one 否 and one 不涉及 by mouse, then 是 by keys."""
        person = self.person
        person.arrives("现场问答")
        person.press("第2题 否")
        person.sees("已记为隐患")
        person.press("第3题 不涉及")
        person.photographs("step-4")
        person.press("第1题 是")
        for _ in range(10):
            person.keys("Return", "1")
        person.keys("Return")
        person.comes_to_rest(self._progress)
        self.question, self.answered = person.screen.keyboard_at, self._progress()
        assert re.fullmatch(r"第\d+题 是", self.question), self.question

    def killed_it_comes_back_to_the_same_question(self) -> None:
        """kill -9, start again, go on: nothing is lost."""
        self.kill()
        person = self.begin()
        person.press("继续风险辨识（接下来做）")
        person.arrives("现场问答")
        assert person.comes_true(lambda: person.screen.keyboard_at == self.question), person.screen.keyboard_at
        assert self._progress() == self.answered, self._progress()
        person.photographs("after-kill")

    def the_rest_of_the_walk(self) -> None:
        """By keys until nothing is open."""
        person = self.person
        _, total = self._progress()
        for _ in range(total):
            person.keys("1", "Return")
        assert person.comes_true(lambda: self._progress() == (total, total)), self._progress()
        person.photographs("walk-done")
        person.press("下一步：风险分级")

    def grades(self) -> None:
        """Step 5: another word moves the level; the rest is accepted."""
        person = self.person
        person.arrives("风险分级")
        person.screen.find_like("第1条 .*")
        person.press_like("第1条 .* 每月碰到一次")
        person.photographs("step-5")
        person.press_like("其余 .* 项按建议接受")
        person.press("下一步：措施与责任")

    def measures(self) -> None:
        """Step 6: the first measure of the worst point is planned with person, day and cost, the others are there."""
        person = self.person
        person.arrives("措施与责任")
        planned = person.press_like(r"[A-Z]-\d+ 第\d+条 要新增").removesuffix(" 要新增")
        code = planned.split()[0]
        person.choose("谁来办", "Down")
        person.write_day(f"{planned} 什么时候做完", f"{date.today() + timedelta(days=30):%Y%m%d}")
        person.write(f"{planned} 大约花多少钱", "1200")
        person.photographs("step-6")
        person.press_like(rf"{code} .*都.*已落实.*")
        person.press("下一步：成果")

    def the_owner_signs(self) -> None:
        """Step 7."""
        person = self.person
        person.arrives("成果")
        person.photographs("step-7")
        person.press("主要负责人签字确认")
        person.screen.find("主要负责人撤回签字")
        person.photographs("signed")
        person.press("完成，回首页")
        person.screen.find_like(".*（接下来做）")
        person.photographs("home")

    def cards_on_disk(self) -> None:
        """Look at the cards, then save them."""
        person = self.person
        person.press("打开打印材料")
        person.press("预览：岗位安全风险告知卡")
        person.sees("第 1 /")
        time.sleep(1)
        person.photographs("cards")
        cards = self.documents / "cards.pdf"
        person.press("另存为文件")
        person.photographs("save")
        person.answers_dialog(cards)
        person.sees("已存好")
        words = self._run("pdftotext", "-raw", cards, "-").stdout
        for wanted in (FIRM, OWNER, PHONE, "开料工", "119"):
            assert wanted in words, wanted

    def a_second_start_opens_no_second_window(self) -> None:
        """It ends by itself and leaves the first one in front."""
        second = subprocess.run([*self._program, "--data", str(self.data)], timeout=_PATIENCE)
        assert second.returncode == 0
        self.person.screen.find("返回材料列表")

    def a_file_for_the_town(self) -> None:
        """Sign and export."""
        person = self.person
        person.press("打开上报镇里")
        person.sees("镇里将看到的内容")
        person.photographs("reporting")
        person.press("签名并导出")
        person.answers_dialog(self.documents)
        person.sees("上报文件做好了")
        person.photographs("exported")
        assert len(person.typed) <= MOST_TYPED, person.typed

    def others_accept_the_file(self) -> None:
        """openssl with the published script, and the program's own strict reader."""
        (package,) = self.documents.glob("*.zip")
        pem = self._home / "trust.pem"
        self._run(*self._program, "--data", self.data, "certificate", "--out", pem)
        assert "OK" in self._run(*self._program, "verify", package, "--trust", pem).stdout
        script = Path(__file__).parents[2] / "docs" / "verify.sh"
        assert self._run("bash", script, package, pem).stdout.splitlines()[-1].startswith("OK")

    def it_ends_when_the_window_is_closed(self) -> None:
        """With code 0, and nothing unexpected in the log."""
        assert self._process is not None
        self.person.keys("alt+F4")
        assert self._process.wait(_PATIENCE) == 0
        logs = list(self._home.rglob("ymh.log"))
        assert logs, "it logs somewhere below the home folder"
        for log in logs:
            for line in log.read_text("utf-8").splitlines():
                assert not re.search(r" (ERROR|CRITICAL) ", line), line

    def _progress(self) -> tuple[int, int]:
        """How many of how many questions of the walk are answered."""
        for words in self.person.screen.reads():
            if found := re.match(r"已答 (\d+) / (\d+) 题", words):
                return int(found[1]), int(found[2])
        raise AssertionError("no count of the questions to be seen")

    @staticmethod
    def _run(*command: object) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done


def main() -> int:
    """Tell the chapters one after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--program-argument", action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    story = Story([options.program, *options.program_argument], options.out, Path(os.environ["HOME"]))
    chapters = story.chapters()
    passed = failed = 0
    try:
        for chapter in chapters:
            started = time.monotonic()
            if not _told(chapter, story):
                failed = 1
                break
            passed += 1
            print(f"  {chapter.__name__.replace('_', ' ')} ({time.monotonic() - started:.1f} s)", flush=True)
    finally:
        story.kill()
    if failed:
        _keep_logs(options.out)
    print(f"blackbox: {passed} passed, {failed} failed, {len(chapters) - passed - failed} skipped", flush=True)
    return 1 if failed else 0


def _told(chapter: Callable[[], None], story: Story) -> bool:
    try:
        chapter()
    except Exception:
        print(f"FAILED: {chapter.__name__.replace('_', ' ')}")
        traceback.print_exc(file=sys.stdout)
        story.person.photographs("failed")
        return False
    return True


def _keep_logs(album: Path) -> None:
    for log in Path(os.environ["HOME"]).rglob("*.log"):
        shutil.copy(log, album)


if __name__ == "__main__":
    sys.exit(main())
