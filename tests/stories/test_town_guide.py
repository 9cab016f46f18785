"""docs/town-kit.md: every command of it as it is written, one after the other, in an empty folder."""

import re
import shlex
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.exchange.shop import ROOT
from tests.town.enterprises import NAME, USCC, Enterprise, danger, risk
from ymh_desktop.__main__ import main
from ymh_desktop.exchange.identity import certificates_from_pem

SAMPLE_MARK = "A1B2 C3D4"  # the fingerprint in the guide


def commands() -> list[list[str]]:
    """The words of each command; days to come are moved to where they are still to come."""
    page = (ROOT / "docs" / "town-kit.md").read_text("utf-8")
    later = (date.today() + timedelta(days=20)).isoformat()
    blocks = "".join(re.findall(r"^```\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    lines = [re.sub(r"--due \S+", f"--due {later}", line) for line in blocks.splitlines()]
    assert len(lines) == len([line for line in lines if line.startswith("ymh-desktop town ")]) > 15
    return [shlex.split(line, comments=True)[1:] for line in lines]


def prepared(firm: Enterprise) -> None:
    """What lies in the clerk's folder: roster, certificate, packages, the last of them sealed."""
    book = openpyxl.Workbook()
    for row in (("统一社会信用代码", "企业名称", "村", "行业"), (USCC, NAME, "东村", "家具制造")):
        book.worksheets[0].append(row)
    book.save("应报企业.xlsx")
    Path("宏木.pem").write_bytes(firm.pem)
    risks, dangers = [risk(1), risk(3)], [danger(3, deadline="2026-11-20")]
    inbox, town = Path("收到的文件夹"), certificates_from_pem(Path("镇里/证书.pem").read_bytes())[0]
    inbox.mkdir()
    firm.report(inbox, risks, dangers)
    last = firm.report(inbox, risks, dangers, sealed_for=town)
    Path("上报包.zip").write_bytes(last.read_bytes())


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[list[str]], str]:
    """Run one command in the clerk's folder: what it printed."""
    monkeypatch.chdir(tmp_path)

    def command(words: list[str]) -> str:
        capsys.readouterr()
        asks = "--add" in words and "--fingerprint" not in words
        code = main(words)
        said = capsys.readouterr()
        assert code == (1 if asks else 0), (words, said.out + said.err)
        return said.out + said.err

    return command


def test_every_command_of_the_guide_works_as_it_is_written(typed: Callable[[list[str]], str]) -> None:
    firm = Enterprise.made()
    own = firm.identity.fingerprint[-8:].upper()
    found = commands()
    revoke = next(words for words in found if "--revoke" in words)
    found = [*(words for words in found if words is not revoke), revoke]  # nothing is taken from it afterwards
    said: dict[str, str] = {}
    for words in found:
        words = [own if word == SAMPLE_MARK else word for word in words]
        said[" ".join(words)] = typed(words)
        if words[1] == "init":
            prepared(firm)

    def told(part: str) -> str:
        """What the one command with these words printed."""
        (answer,) = (text for command, text in said.items() if part in command)
        return answer

    assert "还没有核对" in said["town trust --data 镇里 --add 宏木.pem"]

    assert "收下 2 个，未收 0 个" in told("receive")
    assert told("receive").count("校验码") == 2
    assert "手碰到锯片" in Path("新文件夹/data/risks.json").read_text("utf-8")
    assert not list(Path("新文件夹").rglob("*.p7m"))
    assert "督〔2026〕4号" in told("--orders")
    assert "责令限期整改" in told("--orders")
    assert "已办结" in told(f"list --data 镇里 --code {USCC}")
    assert "覆盖率 100%" in told("总表.xlsx")
    sheets = ["按行业", "按村", "企业", "还没上报", "超期重大隐患", "督办", "名单以外"]
    assert openpyxl.load_workbook("总表.xlsx").sheetnames == sheets
    assert "已作废" in told("--revoke")


def test_on_another_computer_a_new_key_goes_on_with_the_old_numbers(typed: Callable[[list[str]], str]) -> None:
    """As the guide says under 备份和换电脑: the folder without its keys, and init once more."""
    found = {words[1]: words for words in reversed(commands())}
    first = typed(found["init"])
    firm = Enterprise.made()
    prepared(firm)
    typed(["town", "trust", "--data", "镇里", "--add", "宏木.pem", "--fingerprint", firm.identity.fingerprint])
    typed(found["receive"])
    shutil.rmtree("镇里/keys")
    second = typed(found["init"])
    assert second != first
    assert typed(found["receipt"]).strip().endswith("第3号.zip")
