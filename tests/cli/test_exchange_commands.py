"""The commands `trust`, `received`, `orders` and `new-key`: a firm that works without the window, with a real town."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ymh_desktop.__main__ import main

Run = Callable[..., tuple[int, str, str]]
TOWN = "示例镇应急管理办公室"
NUMBER = "督〔2026〕3号"


class Both:
    """A firm and its town, each in a folder of its own; between them only files travel."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run, self.folder = run, folder
        self.out = folder / "上报"
        self.letters = folder / "镇" / "out"
        assert run("--data", folder / "厂", "demo")[0] == 0
        founded = self.town("init", "--name", TOWN, "--code", "331082")
        self.mark = "".join(re.findall(r"\b[0-9A-F]{4}\b", founded.split("密钥指纹")[1].split("证书")[0]))
        self.certificate = folder / "镇" / "证书.pem"

    def firm(self, *arguments: object, code: int = 0) -> str:
        """What a command of the firm says."""
        return self._said(code, "--data", self.folder / "厂", *arguments)

    def town(self, action: str, *arguments: object) -> str:
        return self._said(0, "town", action, "--data", self.folder / "镇", *arguments)

    def _said(self, code: int, *arguments: object) -> str:
        found, printed, complaint = self._run(*arguments)
        assert found == code, printed + complaint
        assert "Traceback" not in complaint
        return complaint if code else printed

    def known(self) -> None:
        """Both know each other's key, by commands alone."""
        printed = self.firm("export", "--out", self.out)
        certificate = self.out / "签名证书.pem"
        assert f"签名证书（和登记表一起交，镇里登记用）：{certificate}" in printed
        mark = json.loads(self.firm("verify", next(self.out.glob("*.zip")), "--json"))["fingerprint"]
        self.town("trust", "--add", certificate, "--fingerprint", mark[-8:])
        self.pin()

    def pin(self) -> None:
        """As the officer reads it off the letter."""
        words = ("--fingerprint", self.mark[-8:], "--code", "331082", "--because", "镇应急〔2026〕1号")
        self.firm("trust", "--add", self.certificate, *words)

    def order(self, number: str = NUMBER) -> Path:
        """An order of the town about something new."""
        code = re.search(r"[0-9A-Z]{18}", self.town("list"))
        assert code is not None
        before = set(self.letters.rglob("*.zip"))
        self.town("order", "--code", code[0], "--number", number, "--item", "配电箱门坏了=换门")
        (made,) = set(self.letters.rglob("*.zip")) - before
        return made


@pytest.fixture
def both(run: Run, tmp_path: Path) -> Both:
    return Both(run, tmp_path)


def test_a_key_is_pinned_by_what_stands_on_the_letter_and_revoked_again(both: Both) -> None:
    assert both.firm("trust") == "还没有登记部门的密钥。\n"
    complaint = both.firm("trust", "--add", both.certificate, code=1)
    assert f"“{TOWN}”的证书还没有核对" in complaint
    assert both.mark[-4:] not in complaint, "what the letter is for is not read off the screen"
    typed = ("--fingerprint", both.mark[-8:])
    assert "核对的依据" in both.firm("trust", "--add", both.certificate, *typed, code=1)
    other = (*typed, "--because", "公函", "--code", "33号")
    assert "证书里的部门代码是“331082”" in both.firm("trust", "--add", both.certificate, *other, code=1)
    wrong = ("--fingerprint", "0" * 8, "--because", "公函", "--code", "331082")
    assert "不一样" in both.firm("trust", "--add", both.certificate, *wrong, code=1)
    assert "读不了文件" in both.firm("trust", "--add", both.folder / "没有.pem", *typed, code=1)
    assert both.firm("trust", "--json") == "[]\n", "nothing of all that was believed"
    both.pin()
    (party,) = json.loads(both.firm("trust", "--json"))
    assert (party["name"], party["fingerprint"], party["counts"]) == (TOWN, both.mark, True)
    groups = " ".join(both.mark[at : at + 4] for at in range(0, 64, 4))
    assert groups in both.firm("trust")
    assert "对应 0 个" in both.firm("trust", "--revoke", "0" * 8, code=1)
    assert "原因" in both.firm("trust", "--revoke", both.mark[-8:], code=1)
    assert f"已作废：{TOWN}" in both.firm("trust", "--revoke", both.mark[-8:], "--reason", "镇里报失")
    assert "已作废：镇里报失" in both.firm("trust")


def test_a_file_is_looked_at_declined_and_taken(both: Both) -> None:
    assert "没有收到的文件" in both.firm("received")
    assert "没有写是哪个文件" in both.firm("received", "--take", code=1)
    both.known()
    both.town("receive", both.out)
    (receipt,) = both.letters.rglob("*.zip")
    told = both.firm("received", receipt)
    for words in ("回执", TOWN, "结果：收下了", "采用以后"):
        assert words in told
    assert "校验码" not in told, "the one printed on a receipt is that of the report; its own would only confuse"
    assert json.loads(both.firm("received", receipt, "--json"))["can_take"] is True
    assert "没有收到的文件" in both.firm("received"), "looking changes nothing"
    assert "没有采用" in both.firm("received", receipt, "--decline", "--reason", "先问问")
    (line,) = json.loads(both.firm("received", "--json"))
    assert (line["decision"], line["words"]) == ("declined", "先问问")
    assert "第 1 号上报：" in both.firm("received", receipt, "--take")
    assert json.loads(both.firm("received", "--json"))[0]["decision"] == "taken"
    assert "E606" in both.firm("received", receipt, code=1)


def test_a_file_of_somebody_unknown_is_refused_with_its_code(both: Both) -> None:
    both.known()
    both.town("receive", both.out, "--no-receipt")
    both.firm("trust", "--revoke", both.mark, "--reason", "作废")
    assert "E309" in both.firm("received", both.order(), "--take", code=1)


def test_an_order_is_listed_and_answered(both: Both) -> None:
    assert both.firm("orders") == "没有要办的督办。\n"
    both.known()
    both.town("receive", both.out, "--no-receipt")
    both.firm("received", both.order(), "--take")
    assert f"督办单　{NUMBER}　{TOWN}　待办" in both.firm("orders")
    assert "配电箱门坏了" in both.firm("orders", "--number", NUMBER)
    assert "没有写回复的是哪份" in both.firm("orders", "--answer", "门换好了", code=1)
    assert "没有文号是“督 9”的文书" in both.firm("orders", "--number", "督 9", "--answer", "门换好了", code=1)
    answer = ("orders", "--number", NUMBER, "--answer", "门换好了")
    assert "没有叫“某某”的人" in both.firm(*answer, "--by", "某某", code=1)
    assert "看不懂" in both.firm(*answer, "--on", "昨天", code=1)
    assert "--answers" in both.firm(*answer, "--by", "李秀英", "--proof", "微信截图")
    (order,) = json.loads(both.firm("orders", "--json"))
    assert (order["state"], order["answers"][0]["words"]) == ("answered", "门换好了")
    assert "回复：门换好了（微信截图）" in both.firm("orders", "--number", NUMBER)


def test_the_key_is_changed_with_and_without_the_old_one(both: Both) -> None:
    folder = both.folder / "换"
    assert "还没有签名密钥" in both.firm("new-key", "--out", folder, code=1)
    both.firm("export", "--out", both.out)
    old = (both.out / "签名证书.pem").read_bytes()
    printed = both.firm("new-key", "--out", folder, "--reason", "快到期了")
    (notice,) = folder.glob("换密钥通知*.zip")
    assert printed.splitlines()[-1] == f"换密钥通知（交给镇里就行）：{notice}"
    rotated = (folder / "签名证书.pem").read_bytes()
    assert rotated != old
    printed = both.firm("new-key", "--out", folder, "--lost")
    assert f"签名密钥登记表（盖章）：{folder / '签名密钥登记表.pdf'}" in printed
    assert (folder / "签名证书.pem").read_bytes() not in (old, rotated)
    assert "不能同时用" in both.firm("new-key", "--out", folder, "--lost", "--reason", "x", code=1)


@pytest.mark.parametrize("command", ["trust", "received", "orders", "new-key"])
def test_the_help_of_each_speaks_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    said = capsys.readouterr().out
    options = re.sub(r"--[a-z]+|ymh-desktop|new-key|JSON|\.pem|-h\b", "", said).replace(command, "")
    assert re.findall(r"[A-Za-z]{4,}", options) == []
