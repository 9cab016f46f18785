"""The command line on a real data folder: the same use cases, Chinese words, an exit code that can be relied on."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.reading import text_of
from ymh_desktop.__main__ import main
from ymh_desktop.bootstrap import PACKAGE_FORMAT, opened
from ymh_desktop.cli.main import names
from ymh_desktop.exchange.header import FORMAT_VERSION
from ymh_desktop.services.enterprise import add_person

Run = Callable[..., tuple[int, str, str]]
RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ENGLISH = re.compile(r"[A-Za-z]{4,}")


def test_a_second_demo_never_mixes_with_what_is_there(data: Path, run: Run) -> None:
    code, _, complaint = run("--data", data, "demo")
    assert code == 1
    assert "已经有企业" in complaint


@pytest.mark.parametrize(
    ("command", "name", "starts"),
    [
        ("cards", "卡.pdf", b"%PDF"),
        ("check-tables", "检查表.pdf", b"%PDF"),
        ("register", "清单.pdf", b"%PDF"),
        ("register", "清单.xlsx", b"PK"),
    ],
)
def test_papers_are_written_where_asked(
    data: Path, run: Run, tmp_path: Path, command: str, name: str, starts: bytes
) -> None:
    out = tmp_path / "新文件夹" / name
    code, printed, _ = run("--data", data, command, "--out", out)
    assert (code, printed.strip()) == (0, str(out))
    assert out.read_bytes().startswith(starts)


def test_a_paper_in_a_form_that_it_has_not_is_refused(data: Path, run: Run, tmp_path: Path) -> None:
    code, _, complaint = run("--data", data, "cards", "--out", tmp_path / "卡.docx")
    assert code == 1
    assert "不能写成" in complaint
    assert not list(tmp_path.iterdir())


def test_an_export_is_accepted_by_verify_and_by_openssl(data: Path, run: Run, tmp_path: Path) -> None:
    code, printed, _ = run("--data", data, "export", "--out", tmp_path / "上报")
    package = Path(printed.strip().splitlines()[-1])
    assert code == 0
    assert package.suffix == ".zip"
    certificate = tmp_path / "证书.pem"
    assert run("--data", data, "certificate", "--out", certificate)[0] == 0
    code, printed, _ = run("verify", package, "--trust", certificate)
    assert (code, printed.splitlines()[0]) == (0, "OK")
    mark = next(line.split("：")[-1] for line in printed.splitlines() if line.startswith("校验码"))
    (cover,) = package.parent.glob("*_封面.pdf")
    assert mark.replace(" ", "") in text_of(cover.read_bytes())
    assert json.loads(run("verify", package, "--trust", certificate, "--json")[1])["check_code"] == mark
    for name in ("META-INF/ASiCManifest.xml", "META-INF/signature.p7s"):
        content = subprocess.run(["unzip", "-p", package, name], capture_output=True, check=True).stdout
        (tmp_path / Path(name).name).write_bytes(content)
    openssl = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.p7s", "-content"]
    openssl += ["ASiCManifest.xml", "-CAfile", str(certificate), "-purpose", "any", "-out", "checked"]
    assert subprocess.run(openssl, cwd=tmp_path, capture_output=True).returncode == 0


def test_a_package_with_one_byte_changed_is_refused_with_its_code(data: Path, run: Run, tmp_path: Path) -> None:
    package = Path(run("--data", data, "export", "--out", tmp_path)[1].strip().splitlines()[-1])
    content = bytearray(package.read_bytes())
    place = content.index("宏木家具".encode())
    content[place + 1] ^= 1
    package.write_bytes(content)
    code, _, complaint = run("--data", data, "verify", package)
    assert code == 1
    assert re.match(r"E\d{3} ", complaint)
    code, printed, _ = run("--data", data, "verify", package, "--json")
    assert code == 1
    assert json.loads(printed)["ok"] is False


def test_verify_without_any_data_needs_only_the_certificate(data: Path, run: Run, tmp_path: Path) -> None:
    package = Path(run("--data", data, "export", "--out", tmp_path)[1].strip().splitlines()[-1])
    run("--data", data, "certificate", "--out", tmp_path / "c.pem")
    code, printed, _ = run("--data", tmp_path / "没有", "verify", package, "--trust", tmp_path / "c.pem", "--json")
    found = json.loads(printed)
    assert (code, found["ok"], found["kind"]) == (0, True, "report")
    assert "data/totals.json" in found["files"]


def test_the_library_lists_and_checks_itself(run: Run) -> None:
    assert run("library", "check")[0] == 0
    code, printed, _ = run("library", "list", "--json")
    assert code == 0
    assert {"木质家具制造", "平刨"} <= {row["name"] for row in json.loads(printed)}
    counts = json.loads(run("library", "stats", "--json")[1])
    assert counts["entries"] > 120
    assert set(counts) >= {"trades", "modules", "entries", "review_needed"}


def test_an_entry_a_module_and_a_trade_can_be_read(run: Run) -> None:
    code, printed, _ = run("library", "show", "wood-planer.guard")
    assert code == 0
    for words in ("答“否”时的隐患：", "工程技术措施：", "检查：", "依据：", "来源：", "待核对"):
        assert words in printed
    told = json.loads(run("library", "show", "wood-planer.guard", "--json")[1])
    assert told["module"] == "平刨"
    assert {"statement", "measures", "basis", "signs", "version"} <= set(told)
    assert "wood-planer.guard" in run("library", "show", "wood-planer")[1]
    assert "wood-planer" in run("library", "show", "wood-furniture")[1]


@pytest.mark.parametrize("unknown", ["no-such", "wood-planer.no-such", "../secret", "no-such.entry"])
def test_what_the_library_does_not_have_is_told(run: Run, unknown: str) -> None:
    code, _, complaint = run("library", "show", unknown)
    assert code == 1
    assert f"行业库里没有“{unknown}”" in complaint


def test_two_libraries_are_compared_line_by_line(run: Run, tmp_path: Path) -> None:
    old = tmp_path / "旧" / "library"
    shutil.copytree(RESOURCES / "library", old)
    planer = old / "modules" / "wood-planer.yaml"
    planer.write_text(planer.read_text(encoding="utf-8").replace("断指、手掌切伤", "断指"), encoding="utf-8")
    (old / "modules" / "lathe.yaml").unlink()
    code, printed, _ = run("library", "diff", old.parent, "自带")
    assert code == 0
    assert "新增 模块 车床" in printed
    assert "后果：断指 → 断指、手掌切伤" in printed
    told = json.loads(run("library", "diff", old, "自带", "--json")[1])
    assert {change["how"] for change in told} == {"added", "changed"}
    assert "一样" in run("library", "diff", "自带", "自带")[1]


@pytest.mark.parametrize("arguments", [("show",), ("diff", "自带"), ("check", "lathe")])
def test_the_library_command_says_what_is_missing(run: Run, arguments: tuple[str, ...]) -> None:
    code, _, complaint = run("library", *arguments)
    assert code == 1
    assert "命令写得不对" in complaint


def test_a_folder_without_a_library_is_told(run: Run, tmp_path: Path) -> None:
    code, _, complaint = run("library", "diff", tmp_path, "自带")
    assert code == 1
    assert "没有行业库" in complaint


def test_a_backup_is_made_where_asked(data: Path, run: Run, tmp_path: Path) -> None:
    code, printed, _ = run("--data", data, "backup", "--out", tmp_path / "U盘")
    assert code == 0
    assert (Path(printed.strip()) / "ymh.db").is_file()


def test_a_backup_is_put_in_place_and_the_former_data_is_kept(data: Path, run: Run, tmp_path: Path) -> None:
    run("--data", data, "backup", "--out", tmp_path / "U盘")
    with opened(data, writing=True) as ports:
        add_person(ports, "新来的")
    code, printed, _ = run("--data", data, "restore", tmp_path / "U盘")
    aside = Path(printed.strip())
    assert code == 0
    assert "新来的" not in run("--data", data, "people")[1]
    assert aside.is_relative_to(data)
    assert "新来的".encode() in (aside / "ymh.db").read_bytes()


def test_data_that_cannot_be_read_is_restored_as_the_complaint_says(data: Path, run: Run, tmp_path: Path) -> None:
    backup = run("--data", data, "backup", "--out", tmp_path / "U盘")[1].strip()
    before = run("--data", data, "people")[1]
    (data / "ymh.db").write_bytes(b"not a database" * 1000)
    code, _, complaint = run("--data", data, "people")
    assert code == 1
    assert "ymh-desktop restore" in complaint
    code, printed, _ = run("--data", data, "restore", backup)
    assert code == 0
    assert (Path(printed.strip()) / "ymh.db").read_bytes().startswith(b"not a database")
    assert run("--data", data, "people")[1] == before


def test_what_is_no_backup_changes_nothing(data: Path, run: Run, tmp_path: Path) -> None:
    before = run("--data", data, "people")[1]
    code, printed, complaint = run("--data", data, "restore", tmp_path)
    assert (code, printed) == (1, "")
    assert "请选另一份备份；现在的数据没有改动。" in complaint
    assert run("--data", data, "people")[1] == before


def test_the_doctor_says_what_it_looked_at_and_fails_when_something_is_wrong(data: Path, run: Run) -> None:
    code, printed, _ = run("--data", data, "doctor", "--json")
    findings = json.loads(printed)
    assert len(findings) >= 7
    assert code == (0 if all(f["ok"] for f in findings) else 1)
    assert not [f["text"] for f in findings if ENGLISH.search(f["text"])]


def test_a_folder_without_data_says_what_to_do(run: Run, tmp_path: Path) -> None:
    code, _, complaint = run("--data", tmp_path / "空", "cards", "--out", tmp_path / "a.pdf")
    assert code == 1
    assert "还没有数据" in complaint


@pytest.mark.parametrize("arguments", [("cards",), ("没有的命令",), ("verify",), ("cards", "--out"), ("--什么",)])
def test_a_wrong_command_line_gets_one_chinese_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    code, _, complaint = run(*arguments)
    assert code == 1
    assert "命令写得不对" in complaint
    assert not ENGLISH.search(complaint.replace("ymh-desktop", "").replace("--help", ""))


def test_help_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    words = set(ENGLISH.findall(said))
    commands = {part for name in (*names(), "self-test") for part in name.split("-")}
    flags = {"help", "version", "data", "list", "tasks", "open", "make", "install"}
    assert words <= commands | flags | {"desktop", "xlsx", "docx", "Excel"}


def test_the_four_versions_are_told(run: Run) -> None:
    code, printed, _ = run("--version")
    assert code == 0
    assert len(re.findall(r"\d[\d.\-]*", printed)) == 4


def test_the_package_format_told_is_the_one_written() -> None:
    assert PACKAGE_FORMAT == FORMAT_VERSION


def test_an_export_carries_photos_in_parts_when_asked(data: Path, run: Run, tmp_path: Path) -> None:
    words = ("--general-dangers", "--photos", "--largest", "1兆")
    code, printed, _ = run("--data", data, "export", "--out", tmp_path / "上报", *words)
    assert code == 0
    made = [Path(line) for line in printed.splitlines() if line.endswith(".zip")]
    assert made
    assert [each for each in made if each.stat().st_size > 1_000_000] == []
    code, _, complaint = run("--data", data, "export", "--out", tmp_path / "上报", "--largest", "很大")
    assert (code, "不能用作文件大小" in complaint) == (1, True)
    code, _, complaint = run("--data", data, "export", "--out", tmp_path / "上报", "--sealed")
    assert (code, "没有可以用来加密的部门证书" in complaint) == (1, True)
