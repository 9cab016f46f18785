"""The commands `documents` and `binder` on the sample enterprise."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ymh_desktop.__main__ import main
from ymh_desktop.services.papers.catalogue import PAPERS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], data: Path) -> Run:
    """Run the command: exit code, what it printed, what it complained."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--data", str(data), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_the_list_names_every_paper_and_what_it_is_for(run: Run) -> None:
    code, printed, _ = run("documents", "list")
    assert code == 0
    assert len(printed.splitlines()) == len(PAPERS)
    assert "进档案　全员安全生产责任制（responsibility）　用于：写明每个人管什么，每个人签字" in printed


def test_the_list_as_records(run: Run) -> None:
    rows = {row["id"]: row for row in json.loads(run("documents", "list", "--json")[1])}
    assert rows["responsibility"] == {
        "id": "responsibility", "name": "全员安全生产责任制", "group": "进档案",
        "used_for": "写明每个人管什么，每个人签字", "word": True, "excel": False,
    }  # fmt: skip
    assert rows["register"]["excel"]


def test_the_list_needs_no_data_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path / "nothing"), "documents", "list"]) == 0
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(("suffix", "begins"), [(".pdf", b"%PDF"), (".docx", b"PK")])
def test_a_paper_is_made_by_its_id_or_its_name(run: Run, tmp_path: Path, suffix: str, begins: bytes) -> None:
    for number, name in enumerate(("responsibility", "全员安全生产责任制")):
        out = tmp_path / f"{number}{suffix}"
        code, printed, _ = run("documents", "make", name, "--out", out)
        assert code == 0
        assert printed.strip() == str(out)
        assert out.read_bytes().startswith(begins)
    assert (tmp_path / f"0{suffix}").read_bytes() == (tmp_path / f"1{suffix}").read_bytes()


def test_without_a_file_name_it_lies_in_the_present_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("documents", "make", "hot-work-permit")[0] == 0
    assert (tmp_path / "动火作业审批票_宏木家具.pdf").exists()


def test_a_paper_that_does_not_exist_is_told(run: Run) -> None:
    code, _, said = run("documents", "make", "工资表")
    assert code == 1
    assert "没有叫“工资表”的材料" in said
    assert "documents list" in said


def test_an_ending_that_will_not_do_is_told(run: Run, tmp_path: Path) -> None:
    code, _, said = run("documents", "make", "register", "--out", tmp_path / "清单.docx")
    assert code == 1
    assert ".pdf 或 .xlsx" in said
    assert list(tmp_path.iterdir()) == []


def test_the_binder_lies_in_a_folder_and_a_second_one_has_only_what_changed(run: Run, tmp_path: Path) -> None:
    code, printed, _ = run("binder", "--out", tmp_path)
    whole = Path(printed.splitlines()[-1])
    assert code == 0
    assert whole.read_bytes().startswith(b"%PDF")
    assert len(list(whole.parent.rglob("*.docx"))) > 30
    code, _, said = run("binder", "--out", tmp_path, "--changed")
    assert code == 1
    assert "没有材料变过" in said
