"""The command `phone`: serving without a window until it is told to end, listing phones, sending one away."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.folders import ROOT
from ymh_desktop.__main__ import main
from ymh_desktop.bootstrap import opened
from ymh_desktop.mobile.server import PORT
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.phone.pairing import pair_phone, phone_lines
from ymh_desktop.services.phone.settings import phone_settings

OWN_LOOPBACK = f"127.7.{os.getpid() % 250 + 1}.7"  # the port is fixed, so tests that run beside each other differ here
# Elsewhere there is but 127.0.0.1, on which a program of the developer, or the test beside, may hold the port.
own_loopback = pytest.mark.skipif(sys.platform != "linux", reason="all of 127.0.0.0/8 is this PC on Linux only")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A firm with two people."""
    folder = tmp_path / "数据"
    with opened(folder, True) as ports:
        firm.save_enterprise(ports, {"name": "宏木家具厂"})
        firm.name_leaders(ports, principal=("王建国", "13800000001"), officer=("李秀英", "13800000002"))
    return folder


def paired(data: Path, name: str) -> None:
    with opened(data, True) as ports:
        with ports.units.read() as uow:
            person = next(each.id for each in uow.people.all() if each.name == name)
        pair_phone(ports, person, "安卓手机 微信", f"{name:0>64}")


@contextmanager
def serving(data: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "ymh_desktop", "--data", str(data), "phone", "--address", OWN_LOOPBACK, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def lines_until(process: "subprocess.Popen[str]", words: str) -> list[str]:
    """What it printed up to a line with these words."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if words in line:
            return lines
    assert process.stderr is not None
    raise AssertionError(f"{lines} {process.stderr.read()}")


@own_loopback
def test_it_serves_until_it_is_told_to_end_and_pairs_a_phone(data: Path) -> None:
    with serving(data, "--pair", "李秀英") as process:
        printed = lines_until(process, "Ctrl+C")
        home = f"http://{OWN_LOOPBACK}:{PORT}"
        assert printed[0] == f"手机端已打开：{home}"
        (link,) = [line for line in printed if "#bind=" in line]
        assert sum("█" in line for line in printed) > 15  # the code, drawn
        with closing(http.client.HTTPConnection(OWN_LOOPBACK, PORT, timeout=20)) as phone:
            body = json.dumps({"code": link.partition("#bind=")[2]})
            phone.request("POST", "/api/pair", body, {"Origin": home, "Content-Type": "application/json"})
            assert phone.getresponse().status == 200
        lines_until(process, "有手机绑定好了。")
        process.send_signal(signal.SIGTERM)
        lines_until(process, "手机端已关闭。")
        assert process.wait(timeout=30) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((OWN_LOOPBACK, PORT), timeout=5)
    with opened(data, False) as ports:
        assert [line.person for line in phone_lines(ports)] == ["李秀英"]
        assert not phone_settings(ports).on  # the window's switch stays as it is


@own_loopback
def test_the_folder_is_held_while_it_serves(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(data) as process:
        lines_until(process, "Ctrl+C")
        assert main(["--data", str(data), "phone", "--revoke", "1"]) == 1
        assert "已经在另一个窗口里打开了" in capsys.readouterr().err
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0


def test_phones_are_listed_and_sent_away(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(data), "phone", "--list"]) == 0
    assert capsys.readouterr().out == "还没有绑定手机。\n"
    paired(data, "王建国")
    paired(data, "李秀英")
    main(["--data", str(data), "phone", "--list"])
    first, second = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"手机2号 {2}李秀英 {2}安卓手机 微信 {2}还没用过 {2}能用", first)
    assert second.startswith("手机1号")
    assert main(["--data", str(data), "phone", "--revoke", "手机1号"]) == 0
    assert capsys.readouterr().out == "已解除绑定：手机1号（王建国）\n"
    main(["--data", str(data), "phone", "--list", "--json"])
    told = {line["called"]: line["active"] for line in json.loads(capsys.readouterr().out)}
    assert told == {"手机2号": True, "手机1号": False}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--revoke", "9"), "没有“9”这部手机"),
        (("--revoke", "王建国"), "没有“王建国”这部手机"),
        (("--pair", "没这人"), "没有叫“没这人”的人"),
        (("--address", "8.8.8.8"), "不是厂里网络的地址"),
        (("--pair", "王建国", "--list"), "不能同时用"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said_in_chinese(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert main(["--data", str(data), "phone", *arguments]) == 1
    assert said in capsys.readouterr().err
