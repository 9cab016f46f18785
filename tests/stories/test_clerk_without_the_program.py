"""The clerk of a town without our program: the commands of docs/package-format.md word for word, in an empty folder."""

import re
import shutil
from datetime import datetime
from pathlib import Path

from tests.exchange.shop import ROOT, run
from tests.services.test_incoming import _Folder, _NoUpdates
from tests.services.test_major_dangers import Case
from tests.support.desk import new_desk
from tests.support.folders import CHINA
from tests.support.machine import need
from tests.support.signing import signing_desk
from ymh_desktop.domain.demands import DemandState
from ymh_desktop.domain.submissions import Outcome
from ymh_desktop.services.exchange import demands
from ymh_desktop.services.exchange.incoming import open_file, take_file
from ymh_desktop.services.exchange.trust import look_at_certificate, pin
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reporting.data import Choice
from ymh_desktop.services.reporting.export import export_report

CODE = "331082"
FIRST_TIME, RECEIPT, ORDER = "做镇里的密钥和证书", "写回执", "督办单、办结"


def chapters() -> dict[str, str]:
    """The commands of each step, by its heading."""
    page = (ROOT / "docs" / "package-format.md").read_text("utf-8")
    part = page[page.index("## 给镇里经办人") : page.index("## Container")]
    found = {}
    for step in re.split(r"^### \d+\. ", part, flags=re.MULTILINE)[1:]:
        heading = step.partition("\n")[0].partition("（")[0]
        found[heading] = "\n".join(re.findall(r"^```sh\n(.*?)^```$", step, re.MULTILINE | re.DOTALL))
    return found


def typed(folder: Path, commands: str) -> list[str]:
    """What the terminal shows."""
    said = run("bash", "-eu", "-o", "pipefail", "-c", commands, cwd=folder)
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout.splitlines()


def mark_of(shown: list[str]) -> str:
    """The line that is to be copied into the answer."""
    (line,) = (line for line in shown if line.startswith("编号"))
    return line.removeprefix("编号").strip()


def spoilt(desk: Path, mark: str) -> None:
    """A receipt whose two files say different things is not made: the firm could not open it."""
    content = (desk / "回执" / "data" / "receipt.json").read_text("utf-8")
    digest = mark.split('"')[7]
    for old, new, words in (
        ('"result": "accepted"', '"result": "returned"', "result 不一样"),
        (digest, "0" * 64, "上报包的编号不一样"),
    ):
        shutil.copytree(desk / "回执", desk / "写错", dirs_exist_ok=True)
        (desk / "写错" / "data" / "receipt.json").write_text(content.replace(old, new), "utf-8")
        said = run("bash", "make.sh", "写错", "镇.pem", "镇.key", "写错.zip", cwd=desk)
        assert words in said.stderr
        assert not (desk / "写错.zip").exists()


def takes(ports: Ports, path: Path) -> None:
    opened = open_file(ports, path)
    assert opened.report.can_take, opened.report.blocked
    take_file(ports, opened)


def test_every_step_of_the_guide_works_as_it_is_written(tmp_path: Path) -> None:
    for tool in (("openssl", "openssl"), ("unzip", "unzip"), ("zip", "zip")):
        need(*tool)
    steps, desk = chapters(), tmp_path / "镇里的 文件夹"
    desk.mkdir()
    for script in ("verify.sh", "make.sh"):
        shutil.copy(ROOT / "docs" / script, desk)
    assert [word for word in steps["准备"].split() if "install" in word] == ["install"]
    (groups,) = typed(desk, steps[FIRST_TIME])
    assert re.fullmatch(r"[0-9A-F]{4}( [0-9A-F]{4}){15}", groups)

    with new_desk(tmp_path / "firm") as opened:
        opened.clock.moment = datetime.now(CHINA).replace(microsecond=0)
        firm = signing_desk(opened, tmp_path / "firm").with_ports(updates=_NoUpdates(), doctor=_Folder(tmp_path))
        ports = firm.ports
        Case(firm).prepare()
        pin(ports, look_at_certificate(ports, desk / "镇.pem"), groups[-9:], code=CODE)
        sent = export_report(ports, tmp_path / "out", Choice(full_register=True, sealed=True))
        shutil.copy(sent.package.path, desk / "上报包.zip")
        (desk / "企业.pem").write_bytes(ports.packages.certificate())

        key = ports.packages.key()
        assert key is not None
        assert typed(desk, steps["登记企业的密钥"])[-1].replace(" ", "") == key.fingerprint
        shown = typed(desk, steps["核对上报包"])
        assert shown[0].split()[1:] == [sent.package.manifest_sha256[i : i + 4].upper() for i in range(0, 16, 4)]
        assert shown[-1].startswith("OK 通过")
        looked = "".join(typed(desk, steps["看里面的内容"]))
        assert "FAILED" not in looked
        assert "解不开" not in looked
        assert "打磨间积尘" in (desk / "第7号" / "data" / "hazards.json").read_text("utf-8")
        assert (desk / "第7号" / "docs" / "report.pdf").read_bytes().startswith(b"%PDF")

        mark = mark_of(shown)
        said = run("bash", "-c", steps[RECEIPT], cwd=desk)
        assert "【……】还没有换成编号" in said.stderr
        assert not (desk / "回执.zip").exists()
        answered = typed(desk, steps[RECEIPT].replace("【上报包的编号】", mark))
        assert answered[-1].startswith("OK 通过")
        spoilt(desk, mark)
        commands = steps[ORDER].replace("【上报包的编号】", mark).replace("【回执的编号】", mark_of(answered))
        assert typed(desk, commands)[-1].startswith("OK 通过")

        takes(ports, desk / "回执.zip")
        with ports.units.read() as uow:
            assert uow.submissions.get(sent.submission.id).outcome is Outcome.ACCEPTED
        takes(ports, desk / "督办.zip")
        assert "督〔2026〕3号" in [sheet.demand.number for sheet in demands.demand_sheets(ports)]

        def answer(sequence: int, before: str, was: str, becomes: str, *, result: str) -> str:
            """The receipt once more, changed as the guide says; the firm takes it. Gives its mark."""
            folder = desk / "回执"
            header = (folder / "package.json").read_text("utf-8")
            header = re.sub(r'"sequence": \d+,\n', f'"sequence": {sequence},\n', header, count=1)
            header = re.sub(r'"previous": .*', f'"previous": {{{before}}},', header)
            (folder / "package.json").write_text(header.replace('"accepted"', f'"{result}"'), "utf-8")
            content = originally.replace(was, becomes).replace('"accepted"', f'"{result}"')
            (folder / "data" / "receipt.json").write_text(content, "utf-8")
            shown = typed(desk, steps[RECEIPT].partition("\nbash")[1] + steps[RECEIPT].partition("\nbash")[2])
            takes(ports, desk / "回执.zip")
            (folder / "package.json").write_text(header, "utf-8")
            return mark_of(shown)

        originally = (desk / "回执" / "data" / "receipt.json").read_text("utf-8")
        ordered = mark_of(typed(desk, "bash verify.sh 督办.zip 镇.pem"))
        returns, closes = (each.rstrip() for each in lines_to_put_in())
        sent_back = answer(3, ordered, '  "returns": [],', returns, result="returned")
        assert [len(s.demand.lines) for s in demands.demand_sheets(ports) if s.demand.kind.value == "returned"] == [2]
        answer(4, sent_back, '"returns": [],', '"returns": [],\n' + closes, result="accepted")
        (order,) = (s for s in demands.demand_sheets(ports) if s.demand.number == "督〔2026〕3号")
        assert order.state is DemandState.CLOSED


def lines_to_put_in() -> list[str]:
    """What the guide says to put into an answer."""
    page = (ROOT / "docs" / "package-format.md").read_text("utf-8")
    part = page[page.index("## 给镇里经办人") : page.index("## Container")]
    found: list[str] = re.findall(r"^```json\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    return found
