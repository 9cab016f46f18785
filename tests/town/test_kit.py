"""The town's commands on real files: what is good comes in once, what is bad gets its code and changes nothing."""

import csv
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.exchange.shop import contents, edited, packed_again, plain, raw_zip, resigned
from tests.town.enterprises import NAME, OTHER_NAME, OTHER_USCC, SCHEMAS, USCC, Enterprise, danger, risk
from ymh_desktop.__main__ import main
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.identity import certificate_pem, certificates_from_pem
from ymh_desktop.exchange.package import Part
from ymh_desktop.exchange.reader import verify_package
from ymh_desktop.exchange.trust import Trust
from ymh_desktop.storage.town.book import SqlTownBook
from ymh_desktop.system import paths
from ymh_desktop.system.clock import SystemClock

Kit = Callable[..., str]


@pytest.fixture(scope="session")
def keys() -> dict[str, Any]:
    """Two enterprises and a stranger: keys take time, numbers are begun anew in every test."""
    first, second = Enterprise.made(), Enterprise.made(OTHER_NAME, OTHER_USCC)
    return {"first": first.identity, "second": second.identity, "stranger": Enterprise.made().identity}


@pytest.fixture
def firm(keys: dict[str, Any]) -> Enterprise:
    return Enterprise(NAME, USCC, keys["first"])


@pytest.fixture
def other(keys: dict[str, Any]) -> Enterprise:
    return Enterprise(OTHER_NAME, OTHER_USCC, keys["second"])


@pytest.fixture
def kit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kit:
    """Run one command: what it printed, with its errors behind."""

    def command(*words: object, code: int = 0) -> str:
        capsys.readouterr()
        found = main(["town", str(words[0]), "--data", str(tmp_path / "town"), *map(str, words[1:])])
        said = capsys.readouterr()
        assert found == code, said.out + said.err
        return said.out + said.err

    return command


@pytest.fixture
def town(kit: Kit, firm: Enterprise, other: Enterprise, tmp_path: Path) -> Kit:
    """A town that enrolled both."""
    kit("init", "--name", "示例镇应急办", "--code", "331082")
    for each, village in ((firm, "东村"), (other, "西村")):
        pem = tmp_path / f"{each.uscc}.pem"
        pem.write_bytes(each.pem)
        kit("trust", "--add", pem, "--fingerprint", each.identity.fingerprint[-8:], "--village", village)
    return kit


def rows(tmp_path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the town's data file but what was sent."""
    with closing(sqlite3.connect(tmp_path / "town" / "town.db")) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
        return {name: sorted(file.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in tables}


def told(kit: Kit, path: Path, code: int = 0) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(kit("receive", path, "--json", "--no-receipt", code=code))
    return answer


# ---- the folder ------------------------------------------------------------------------------------------------------


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from tests.support.folders import SCRIPTS
    from ymh_desktop.storage import migrate
    from ymh_desktop.storage.engine import migration_engine
    from ymh_desktop.storage.town.schema import TOWN_REVISIONS
    from ymh_desktop.storage.town.tables import TOWN_METADATA

    migrate.create(tmp_path / "town.db", SCRIPTS / "town")
    engine = migration_engine(tmp_path / "town.db", create=False)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, TOWN_METADATA) == []
    engine.dispose()
    walked = [script.revision for script in ScriptDirectory(str(SCRIPTS / "town")).walk_revisions()]
    assert tuple(reversed(walked)) == TOWN_REVISIONS
    assert all(name.startswith("town_") for name in TOWN_METADATA.tables)


def test_the_tables_compile_for_another_database() -> None:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateTable

    from ymh_desktop.storage.town.tables import TOWN_METADATA

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy has no types there
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in TOWN_METADATA.sorted_tables]
    assert len(made) == 8
    assert not [sql for sql in made if "BLOB" in sql or "DATETIME" in sql]


def test_a_town_and_an_enterprise_never_share_a_folder(kit: Kit, tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path / "town"), "demo"]) == 0
    before = (tmp_path / "town" / "ymh.db").read_bytes()
    assert "企业的数据文件夹" in kit("init", "--name", "镇", "--code", "331082", code=1)
    assert (tmp_path / "town" / "ymh.db").read_bytes() == before
    assert not (tmp_path / "town" / "town.db").exists()


def test_nothing_works_before_init(kit: Kit, firm: Enterprise, tmp_path: Path) -> None:
    for words in (("list",), ("receive", firm.report(tmp_path / "o")), ("report", "--out", tmp_path / "a.xlsx")):
        assert "town init" in kit(*words, code=1)
    assert not (tmp_path / "town").exists()


def test_init_prints_the_fingerprint_and_keeps_the_key_when_run_again(kit: Kit, tmp_path: Path) -> None:
    first = kit("init", "--name", "示例镇应急办", "--code", "331082")
    again = kit("init", "--name", "示例镇应急管理办公室", "--code", "331082")
    groups = [line.strip() for line in first.splitlines() if line.startswith("  ")]
    assert len(groups) == 4
    assert groups == [line.strip() for line in again.splitlines() if line.startswith("  ")]
    assert (tmp_path / "town" / "密钥公函.pdf").read_bytes().startswith(b"%PDF")
    assert "请另用一个文件夹" in kit("init", "--name", "别的镇", "--code", "331083", code=1)


# ---- keys ------------------------------------------------------------------------------------------------------------


def test_a_folder_moved_to_another_pc_is_told_the_commands_that_help(
    town: Kit, firm: Enterprise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its key is not to be had there. Who types commands has no buttons to press."""
    assert told(town, firm.report(tmp_path))["ok"]
    monkeypatch.setattr(paths, "user_secrets_folder", lambda: tmp_path / "another PC")
    one = town("receive", firm.report(tmp_path / "next"), code=1)
    for said in (town("receipt", "--code", USCC, code=1), one):
        assert "这台电脑上打不开签名密钥" in said
        assert "ymh-desktop town init --lost" in said
        assert "“签名密钥”" not in said
    before = (tmp_path / "town" / "证书.pem").read_bytes()
    town("init", "--lost", "--name", "示例镇应急办", "--code", "331082")
    assert (tmp_path / "town" / "证书.pem").read_bytes() != before
    assert town("receipt", "--code", USCC).strip().endswith(".zip")


def test_a_damaged_key_is_looked_for_on_no_other_pc(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    assert told(town, firm.report(tmp_path))["ok"]
    (tmp_path / "town" / "keys" / "signing-key.json").write_bytes(b"{}")
    said = town("receipt", "--code", USCC, code=1)
    assert "签名密钥文件已损坏。请运行 ymh-desktop town init --lost" in said
    assert "原来的电脑" not in said


def test_no_key_is_enrolled_without_the_fingerprint_of_the_stamped_sheet(
    kit: Kit, firm: Enterprise, tmp_path: Path
) -> None:
    kit("init", "--name", "示例镇应急办", "--code", "331082")
    pem = tmp_path / "firm.pem"
    pem.write_bytes(firm.pem)
    assert "还没有核对" in kit("trust", "--add", pem, code=1)
    assert "不一样" in kit("trust", "--add", pem, "--fingerprint", "00000000", code=1)
    assert "还没有登记企业的密钥" in kit("trust")
    assert "E308" in kit("receive", firm.report(tmp_path / "o"), code=1)


def test_the_trust_list_is_signed_and_ready_for_openssl(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    path = Path(town("trust", "--out", tmp_path / "liste").strip())
    town_pem = (tmp_path / "town" / "证书.pem").read_bytes()
    read = verify_package(path, trust=Trust.from_pem(town_pem), schemas=SCHEMAS, now=datetime.now().astimezone())
    assert read.header.raw["list_no"] == 1
    entries = {each["code"]: each for each in read.data["data/trust.json"]["entries"]}
    assert entries[USCC]["cert_sha256"] == firm.identity.fingerprint
    with zipfile.ZipFile(path) as archive:
        assert firm.pem in archive.read("trust.pem")
    town("trust", "--revoke", firm.identity.fingerprint[-8:], "--reason", "企业报失")
    second = Path(town("trust", "--out", tmp_path / "liste").strip())
    with zipfile.ZipFile(second) as archive:
        assert firm.pem not in archive.read("trust.pem")
        state = {e["code"]: e["state"] for e in json.loads(archive.read("data/trust.json"))["entries"]}
    assert state[USCC] == "revoked"


def test_a_changed_key_goes_on_from_the_old_one(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    until = (datetime.now() + timedelta(days=30)).date().isoformat()
    notice, new = firm.changes_key(tmp_path / "o", until)
    assert "换了新密钥" in town("receive", notice, "--no-receipt")
    assert "收下" in town("receive", firm.report(tmp_path / "o", identity=new), "--no-receipt")
    assert "收下" in town("receive", firm.report(tmp_path / "o"), "--no-receipt"), "both count for a while"
    assert town("trust").count(NAME) == 2


def test_the_notice_and_the_next_report_may_come_together(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    first = firm.report(tmp_path / "o")
    notice, new = firm.changes_key(tmp_path / "o", (datetime.now() + timedelta(days=30)).date().isoformat())
    third = firm.report(tmp_path / "o", identity=new)
    assert "收下 3 个" in town("receive", first, notice, third, "--no-receipt")


# ---- bad files: the code, one sentence, no change --------------------------------------------------------------------


def by_firm(path: Path, firm: Enterprise, name: str, change: Callable[[bytes], bytes]) -> bytes:
    return resigned(path, firm.identity, name, change)


def major_version(raw: bytes) -> bytes:
    return edited(raw, ["format_version"], "2.0")


def no_level(raw: bytes) -> bytes:
    return edited(raw, [0, "level"], "huge")


def other_name(raw: bytes) -> bytes:
    return edited(raw, ["enterprise", "uscc"], OTHER_USCC)


BAD: dict[str, tuple[str, str, Callable[[Path, Enterprise], bytes]]] = {
    "re-zipped by a clerk": ("E106", "请要原始文件", lambda path, firm: packed_again(path)),
    "upload cut short": ("E101", "重新下载", lambda path, firm: path.read_bytes()[:-3000]),
    "half of it": ("E101", "重新下载", lambda path, firm: path.read_bytes()[: path.stat().st_size // 2]),
    "empty": ("E101", "重新下载", lambda path, firm: b""),
    "not a package": ("E101", "重新下载", lambda path, firm: b"%PDF-1.4 " * 100),
    "newer major format": (
        "E602",
        "升级程序",
        lambda path, firm: by_firm(path, firm, "package.json", major_version),
    ),
    "breaks the schema": (
        "E506",
        "/0/level",
        lambda path, firm: by_firm(path, firm, "data/risks.json", no_level),
    ),
    "names another enterprise": (
        "E604",
        "不要用，向发送方核实",
        lambda path, firm: resigned(
            path, firm.identity, "package.json", lambda raw: edited(raw, ["enterprise", "uscc"], OTHER_USCC)
        ),
    ),
    "a record changed on the way": (
        "E403",
        "改动过",
        lambda path, firm: raw_zip(plain({**contents(path), "data/risks.json": b"[]"})),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_its_code_and_changes_nothing(name: str, town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    code, advice, make = BAD[name]
    good = firm.report(tmp_path / "o")
    bad = tmp_path / "bad.zip"
    bad.write_bytes(make(good, firm))
    before = rows(tmp_path)
    answer = told(town, bad, code=1)
    assert (answer["ok"], answer["code"]) == (False, code)
    assert advice in answer["words"]
    assert rows(tmp_path) == before
    assert list((tmp_path / "town" / "packages").rglob("*")) == [], "no half file stays"
    assert told(town, good)["ok"], "and the good one still comes in"


def test_a_renamed_file_is_the_same_file(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    good = firm.report(tmp_path / "o")
    renamed = tmp_path / "新建 压缩(1).ZIP"
    renamed.write_bytes(good.read_bytes())
    assert told(town, renamed)["ok"]
    assert told(town, good, code=1)["code"] == "E606"


def test_a_revoked_key_signs_nothing_any_more(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("trust", "--revoke", firm.identity.fingerprint, "--reason", "电脑丢了")
    assert told(town, firm.report(tmp_path / "o"), code=1)["code"] == "E309"


def test_a_stranger_with_the_same_name_is_refused(
    town: Kit, firm: Enterprise, keys: dict[str, Any], tmp_path: Path
) -> None:
    answer = told(town, firm.report(tmp_path / "o", identity=keys["stranger"]), code=1)
    assert answer["code"] == "E308"
    assert NAME in answer["words"]


def test_a_file_from_the_future_is_refused(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    later = datetime.now().astimezone().replace(microsecond=0) + timedelta(hours=3)
    assert told(town, firm.report(tmp_path / "o", at=later), code=1)["code"] == "E311"


def test_what_is_older_than_what_is_there_is_refused_and_told_where_we_are(
    town: Kit, firm: Enterprise, tmp_path: Path
) -> None:
    first = firm.report(tmp_path / "o")
    second = firm.report(tmp_path / "o")
    assert "没有收到" not in town("receive", second, "--no-receipt")
    before = rows(tmp_path)
    assert told(town, first, code=1)["code"] == "E608"
    assert rows(tmp_path) == before
    answer = json.loads(town("receive", first, "--json", code=1))
    with zipfile.ZipFile(answer["receipt"]) as archive:
        receipt = json.loads(archive.read("data/receipt.json"))
    assert (receipt["result"], receipt["codes"], receipt["known"]["sequence"]) == ("returned", ["E608"], 2)
    assert rows(tmp_path)["town_package"] == before["town_package"], "the older one was not kept"


def test_a_second_file_of_the_same_number_breaks_the_chain(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    assert told(town, firm.report(tmp_path / "p", sequence=2, previous=None), code=1)["code"] == "E609"


def test_a_gap_is_told_and_taken(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    firm.report(tmp_path / "lost")
    answer = json.loads(town("receive", firm.report(tmp_path / "o"), "--json"))
    assert answer["ok"]
    assert "第 2 号没有收到" in answer["words"]
    with zipfile.ZipFile(answer["receipt"]) as archive:
        told = json.loads(archive.read("data/receipt.json"))
    assert told["missing"] == [], "an older report would be refused, so nobody is asked for it"


def test_one_bad_file_among_many_changes_nothing_for_the_others(
    town: Kit, firm: Enterprise, other: Enterprise, tmp_path: Path
) -> None:
    folder = tmp_path / "upload"
    firm.report(folder)
    other.report(folder)
    (folder / "kaputt.zip").write_bytes(b"PK")
    (folder / "readme.txt").write_text("not looked at")
    said = town("receive", folder, "--no-receipt", code=1)
    assert "收下 2 个，未收 1 个" in said
    assert "没有看（不是上报文件，或是文件夹）：readme.txt" in said


def test_a_file_that_is_not_there_gets_a_sentence(town: Kit, tmp_path: Path) -> None:
    assert "打不开文件" in town("receive", tmp_path / "none.zip", code=1)
    (tmp_path / "empty").mkdir()
    assert "没有找到上报文件" in town("receive", tmp_path / "empty", code=1)


# ---- what is seen ----------------------------------------------------------------------------------------------------


def test_what_changed_since_last_time_is_told(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    risks = [risk(1), risk(2), risk(3)]
    town("receive", firm.report(tmp_path / "o", risks, [danger(1), danger(2, level="general")]), "--no-receipt")
    later = [risk(1, reason="改过的理由"), risk(2), risk(4)]
    dangers = [danger(1, status="closed", closed_on="2026-11-24"), danger(2, level="general")]
    answer = told(town, firm.report(tmp_path / "o", later, dangers))
    assert [(each["word"], each["code"]) for each in answer["changes"]] == [
        ("changed", "S-0001"), ("new", "S-0004"), ("closed", "Y-0001"), ("gone", "S-0003")
    ]  # fmt: skip
    shown = town("list", "--code", USCC)
    assert "销号　Y-0001" in shown
    assert "第 2 号" in shown


def test_a_report_of_major_risks_alone_makes_nothing_gone(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    risks = [risk(1), risk(2, level="general")]
    town("receive", firm.report(tmp_path / "o", risks, [danger(1), danger(2, level="general")]), "--no-receipt")
    assert told(town, firm.report(tmp_path / "o", risks, [danger(1)], whole=False))["changes"] == []


def test_overdue_major_hidden_dangers_are_listed(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    late = (datetime.now() - timedelta(days=12)).date().isoformat()
    dangers = [
        danger(1, deadline=late),
        danger(2, deadline=late, status="closed"),
        danger(3, deadline=late, level="general"),
    ]
    town("receive", firm.report(tmp_path / "o", [risk()], dangers), "--no-receipt")
    (found,) = json.loads(town("list", "--overdue", "--json"))
    assert (found["code"], found["days"]) == ("Y-0001", 12)


def roster(path: Path, *lines: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("序号", "企业名称", "统一社会信用代码", "村", "行业"), *lines])
    return path


def test_the_report_tells_coverage_and_rates_by_industry_and_village(
    town: Kit, firm: Enterprise, tmp_path: Path
) -> None:
    lines = (
        ("1", NAME, USCC, "东村", "家具"),
        ("2", OTHER_NAME, OTHER_USCC, "西村", "家具"),
        ("3", "第三家", "91110108551385082Q", "西村", "餐饮"),
    )
    assert "应报企业 3 家，新增 1 家" in town("trust", "--roster", roster(tmp_path / "名单.csv", *lines))
    dangers = [danger(1, level="general", status="closed"), danger(2, level="general")]
    town("receive", firm.report(tmp_path / "o", [risk()], dangers), "--no-receipt")
    out = tmp_path / "总表.xlsx"
    assert "应报 3 家，已报 1 家，覆盖率 33.3%，查改率 50%" in town("report", "--out", out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["按行业", "按村", "企业", "还没上报", "超期重大隐患", "督办", "名单以外"]
    by_village = {row[0].value: [cell.value for cell in row] for row in book["按村"].iter_rows(min_row=4)}
    assert by_village["东村"][1:5] == [1, 1, 0, "100%"]
    assert by_village["西村"][1:5] == [2, 0, 0, "0%"]
    assert by_village["全镇"][7:10] == [2, 1, "50%"]
    missing = {row[1].value for row in book["还没上报"].iter_rows(min_row=4) if row[1].value}
    assert missing == {OTHER_NAME, "第三家"}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([("1", "甲", "91350100M000100Y44", "", "")], "第 2 行"),
        ([("1", "甲", USCC, "", ""), ("2", "乙", USCC, "", "")], "前面已经有了"),
        ([], "没有企业"),
    ],
)
def test_a_roster_with_a_fault_names_its_row_and_changes_nothing(
    lines: list[tuple[str, ...]], words: str, town: Kit, tmp_path: Path
) -> None:
    before = rows(tmp_path)
    assert words in town("trust", "--roster", roster(tmp_path / "名单.csv", *lines), code=1)
    assert rows(tmp_path) == before


def test_a_cell_that_looks_like_a_formula_stays_text(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    late = (datetime.now() - timedelta(days=1)).date().isoformat()
    town(
        "receive",
        firm.report(tmp_path / "o", [], [danger(1, title="=cmd|' /C calc'!A0", deadline=late)]),
        "--no-receipt",
    )
    town("report", "--out", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    (cell,) = [
        c for row in book["超期重大隐患"].iter_rows() for c in row if c.value and str(c.value).startswith("=cmd")
    ]
    assert cell.data_type == "s"


# ---- letters ---------------------------------------------------------------------------------------------------------


def test_a_return_needs_a_reason_and_a_number_that_was_told(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    assert "没有统一社会信用代码" in town("return", "--code", "91110108551385082Q", "--because", "x", code=1)
    assert "还没有上报过" in town("return", "--code", USCC, "--because", "x", code=1)
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    before = rows(tmp_path)
    assert "没有写退回的原因" in town("return", "--code", USCC, code=1)
    assert "没有“S-9999”" in town("return", "--code", USCC, "--because", "S-9999=x", code=1)
    assert rows(tmp_path) == before
    path = Path(town("return", "--code", USCC, "--because", "S-0001=没有频次", "--due", "2099-01-31").strip())
    with zipfile.ZipFile(path) as archive:
        receipt = json.loads(archive.read("data/receipt.json"))
        assert archive.read("docs/receipt.pdf").startswith(b"%PDF")
    assert receipt["returns"][0]["record_id"] == "r1"
    assert receipt["due"] == "2099-01-31"


def test_orders_are_numbered_once_and_closed_once(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    assert "没有写督办的事项" in town("order", "--code", USCC, "--number", "督 1", code=1)
    assert "没有“Y-0099”" in town("order", "--code", USCC, "--number", "督 1", "--item", "Y-0099", code=1)
    assert "已经过去了" in town(
        "order", "--code", USCC, "--number", "督 1", "--item", "x", "--due", "2020-01-01", code=1
    )
    path = Path(town("order", "--code", USCC, "--number", "督 1", "--item", "Y-0001=停用", "--kind", "rectify").strip())
    with zipfile.ZipFile(path) as archive:
        order = json.loads(archive.read("data/order.json"))
    assert (order["kind"], order["items"][0]["record_id"], order["items"][0]["level"]) == ("rectify", "h1", "major")
    assert "已经发过了" in town("order", "--code", USCC, "--number", "督 1", "--item", "x", code=1)
    town("order", "--code", USCC, "--number", "督 1", "--close", "合格")
    assert "已经办结" in town("order", "--code", USCC, "--number", "督 1", "--close", "合格", code=1)
    assert "没有给这家企业发过" in town("order", "--code", USCC, "--number", "督 2", "--close", "合格", code=1)


def test_letters_to_one_enterprise_are_numbered_in_a_row(
    town: Kit, firm: Enterprise, other: Enterprise, tmp_path: Path
) -> None:
    town("receive", firm.report(tmp_path / "o"))
    town("receive", other.report(tmp_path / "o"))
    town("order", "--code", USCC, "--number", "督 1", "--item", "x")
    with closing(sqlite3.connect(tmp_path / "town" / "town.db")) as file:
        found = file.execute("SELECT uscc, sequence, kind FROM town_letter").fetchall()
    assert sorted(found) == sorted([(USCC, 1, "receipt"), (USCC, 2, "supervision"), (OTHER_USCC, 1, "receipt")])


def test_every_word_of_the_help_is_chinese(kit: Kit, capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("init", "trust", "receive", "return", "order", "list", "report"):
        with pytest.raises(SystemExit):
            main(["town", action, "--help"])
        assert "用法" in capsys.readouterr().out


# ---- reports in parts, and sealed ones -------------------------------------------------------------------------------


def _in_parts(firm: Enterprise, folder: Path, *numbers: int) -> list[Path]:
    """The parts of the next report, with their numbers in a group of three."""
    return [firm.report(folder, part=Part("group-1", number, 3)) for number in numbers]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_parts_are_taken_in_any_order_and_change_nothing_twice(
    town: Kit, firm: Enterprise, tmp_path: Path, order: tuple[int, ...]
) -> None:
    town("receive", firm.report(tmp_path / "o"))
    parts = _in_parts(firm, tmp_path / "o", 1, 2, 3)
    said = [json.loads(town("receive", parts[at], "--json")) for at in order]
    assert all(each["ok"] for each in said)
    missing = [_receipt_in(each["receipt"])["missing"] for each in said]
    came = [at + 2 for at in order]
    assert missing == [sorted(came[1:]), came[2:], []], "each run answers the report, and says what has not come"
    assert [each["changes"] for each in said] == [[], [], []]
    told = next(each for each in json.loads(town("list", "--json")) if each["uscc"] == USCC)
    assert told["sequence"] == 4
    assert "E606" in town("receive", parts[0], code=1)
    assert "收下" in town("receive", firm.report(tmp_path / "o")), "and the next report goes on after them"


def _receipt_in(path: str) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        told: dict[str, Any] = json.loads(archive.read("data/receipt.json"))
    return told


def _states(town: Kit) -> dict[int, str]:
    told = json.loads(town("list", "--code", USCC, "--json"))
    return {each["sequence"]: each["state"] for each in told["packages"]}


def test_the_parts_of_one_report_get_one_receipt_and_are_sent_back_together(
    town: Kit, firm: Enterprise, tmp_path: Path
) -> None:
    parts = _in_parts(firm, tmp_path / "o", 1, 2, 3)
    said = [json.loads(line) for line in town("receive", *parts, "--json").splitlines()]
    assert [bool(each["receipt"]) for each in said] == [False, False, True]
    told = _receipt_in(said[2]["receipt"])
    assert (told["package"]["sequence"], told["missing"]) == (3, [])
    assert Path(said[2]["receipt"]).name.startswith("第1、2、3号上报回执")
    assert _states(town) == {1: "accepted", 2: "accepted", 3: "accepted"}
    made = town("return", "--code", USCC, "--because", "封面没有盖章").strip()
    assert Path(made).name.startswith("第1、2、3号上报退回通知")
    assert _states(town) == {1: "returned", 2: "returned", 3: "returned"}


def test_a_part_that_comes_after_its_report_was_sent_back_is_sent_back_too(
    town: Kit, firm: Enterprise, tmp_path: Path
) -> None:
    parts = _in_parts(firm, tmp_path / "o", 1, 2, 3)
    town("receive", parts[0], parts[2])
    town("return", "--code", USCC, "--because", "封面没有盖章")
    said = json.loads(town("receive", parts[1], "--json"))
    assert said["receipt"] is None
    assert set(_states(town).values()) == {"returned"}


def test_a_late_part_is_taken_also_after_a_change_of_key(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    """The key has a number of its own, and tells nothing that the part could be older than."""
    parts = _in_parts(firm, tmp_path / "o", 1, 2, 3)
    path, firm.identity = firm.changes_key(tmp_path / "o", (datetime.now() + timedelta(days=30)).date().isoformat())
    town("receive", parts[0], parts[2], path)
    said = json.loads(town("receive", parts[1], "--json"))
    assert said["words"] == "第 2 号已收到，和第 3 号是同一次上报。"
    assert said["receipt"]


def test_an_older_report_is_still_refused_after_parts(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    old = firm.report(tmp_path / "old", sequence=1)
    firm.sequence = 1
    parts = _in_parts(firm, tmp_path / "o", 1, 2, 3)
    town("receive", *parts[1:])
    assert "E608" in town("receive", old, code=1), "no part of the group"
    other = firm.report(tmp_path / "o2", sequence=2, part=Part("group-2", 1, 3))
    assert "E608" in town("receive", other, code=1), "a part of another group"
    assert "收下" in town("receive", parts[0])
    again = firm.report(tmp_path / "o3", sequence=2, part=Part("group-1", 1, 3))
    assert "E608" in town("receive", again, code=1), "that number of the group is there"


def test_a_sealed_report_is_taken_and_opened(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    (theirs,) = certificates_from_pem((tmp_path / "town" / "证书.pem").read_bytes())
    path = firm.report(tmp_path / "o", sealed_for=theirs)
    said = json.loads(town("receive", path, "--json"))
    assert said["ok"]
    assert "逐条报来风险 1 条（共 1 条）、隐患 1 条（共登记 1 条）" in said["words"]
    town("open", path, "--out", tmp_path / "里面")
    hazards = json.loads((tmp_path / "里面" / "data" / "hazards.json").read_text(encoding="utf-8"))
    assert hazards[0]["id"] == "h1"
    assert (tmp_path / "里面" / "docs" / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "已经有东西" in town("open", path, "--out", tmp_path / "里面", code=1)


def test_what_is_sealed_for_another_is_refused_and_changes_nothing(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    path = firm.report(tmp_path / "o", sealed_for=firm.identity.certificate)
    assert "E507" in town("receive", path, code=1)
    assert "还没上报" in town("list")
    assert "E507" in town("open", path, "--out", tmp_path / "里面", code=1)


def test_a_folder_of_the_first_version_is_upgraded_with_all_that_came_in(
    town: Kit, firm: Enterprise, tmp_path: Path
) -> None:
    """As it stood before reports came in parts: the columns are taken away and the revision set back."""
    town("receive", firm.report(tmp_path / "o"))
    with closing(sqlite3.connect(tmp_path / "town" / "town.db")) as file:
        for name in ("group_id", "told", "returned_because"):
            file.execute(f"ALTER TABLE town_package DROP COLUMN {name}")
        file.execute("UPDATE alembic_version SET version_num = 'town0001'")
        file.commit()
    assert "收下" in town("receive", firm.report(tmp_path / "o"))
    assert sorted(row[-3:] for row in rows(tmp_path)["town_package"]) == [("", "", ""), ("", "risk", "")]


# ---- what a clerk does with it ---------------------------------------------------------------------------------------


def test_a_command_of_an_enterprise_makes_nothing_in_the_folder_of_a_town(town: Kit, tmp_path: Path) -> None:
    """One forgotten word must not lock the town out."""
    before = rows(tmp_path)
    for words in (("demo",), ("export", "--out", tmp_path / "o")):
        assert main(["--data", str(tmp_path / "town"), *map(str, words)]) == 1
    assert not (tmp_path / "town" / "ymh.db").exists()
    assert rows(tmp_path) == before
    assert NAME in town("list")


def test_files_are_taken_by_their_numbers_and_not_by_their_names(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    """第10号 stands before 第9号 in a folder."""
    for _ in range(8):
        firm.report(tmp_path / "lost")
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")  # 9
    folder = tmp_path / "inbox"
    for _ in range(3):  # 10, 11, 12
        firm.report(folder)
    firm.sequence = 99
    firm.report(folder)
    firm.report(folder)
    numbers = [json.loads(line)["sequence"] for line in town("receive", folder, "--json").splitlines()]
    assert numbers == [10, 11, 12, 100, 101]


def test_a_change_of_key_is_read_before_what_the_new_key_signed(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    until = (datetime.now() + timedelta(days=30)).date().isoformat()
    folder = tmp_path / "inbox"
    _, new = firm.changes_key(folder, until)
    firm.identity = new
    firm.report(folder)
    assert "收下 2 个" in town("receive", folder, "--no-receipt")


@pytest.mark.parametrize("code", [USCC.lower(), f" {USCC} ", "９１350100m000100y43"])
def test_a_credit_code_is_read_however_it_was_typed(town: Kit, firm: Enterprise, tmp_path: Path, code: str) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    town("order", "--code", code, "--number", "督〔2026〕3号", "--item", "y-0001=停用")
    town("return", "--code", code, "--because", "Ｙ－0001＝没有照片")
    assert "督〔2026〕3号" in town("list", "--orders")


def test_a_letter_that_is_not_on_record_is_not_left_lying_there(
    town: Kit, firm: Enterprise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    before = set((tmp_path / "town" / "out").iterdir())

    def full(self: SqlTownBook) -> None:
        raise UserError("磁盘满了。", "请腾出空间。")

    with monkeypatch.context() as disk:
        disk.setattr(SqlTownBook, "commit", full)
        assert "磁盘满了" in town("order", "--code", USCC, "--number", "1", "--item", "门坏了", code=1)
    assert set((tmp_path / "town" / "out").iterdir()) == before


def test_a_number_that_several_risks_bear_must_be_told_with_words(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    risks = [risk(1, code="S-0003", hazard="手碰到锯片"), risk(2, code="S-0003", hazard="皮带绞进去")]
    town("receive", firm.report(tmp_path / "o", risks), "--no-receipt")
    said = town("return", "--code", USCC, "--because", "S-0003=没有责任人", code=1)
    assert "下面有 2 条" in said
    assert "手碰到锯片" in said
    path = town("return", "--code", USCC, "--because", "S-0003 皮带=没有责任人").strip()
    with zipfile.ZipFile(path) as archive:
        (told,) = json.loads(archive.read("data/receipt.json"))["returns"]
    assert told["record_id"] == "r2"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("return", "--because", "Y-0001"), "后面没有写原因"),
        (("return", "--because", "封面没有盖章", "--due", "2026-01-01"), "已经过去了"),
        (("order", "--number", "1", "--item", "S-0001=停用"), "不是隐患的编号"),
        (("order", "--number", "1", "--item", "Y-0099"), "没有“Y-0099”"),
        (("order", "--number", "1", "--item", "门坏了", "--kind", "随便"), "没有“随便”这种文书"),
    ],
)
def test_what_a_clerk_mistypes_is_said_and_nothing_goes_out(
    town: Kit, firm: Enterprise, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    before = rows(tmp_path)
    assert said in town(words[0], "--code", USCC, *words[1:], code=1)
    assert rows(tmp_path) == before


def test_an_order_may_be_named_by_its_kind_in_chinese_and_its_number_in_any_brackets(
    town: Kit, firm: Enterprise, tmp_path: Path
) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    town("order", "--code", USCC, "--number", "检〔2026〕1号", "--item", "门坏了", "--kind", "检查意见")
    assert "检查意见" in town("list", "--orders")
    assert "发过了" in town("order", "--code", USCC, "--number", "检[2026] 1号", "--item", "门坏了", code=1)
    town("order", "--code", USCC, "--number", "检（2026）1号", "--close", "修好了")
    assert "没有没办结的督办" in town("list", "--orders")


def test_an_answer_finds_its_order_in_any_brackets(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    """An enterprise that had the order on paper typed its number."""
    town("receive", firm.report(tmp_path / "o"))
    town("order", "--code", USCC, "--number", "督〔2026〕3号", "--item", "门坏了")
    said = {"on": "2026-11-20", "words": "门修好了", "receipt": ""}
    answers = [{"number": "督[2026] 3号", "kind": "supervision", "answers": [said]}]
    town("receive", firm.report(tmp_path / "o", more={"answers": answers}))
    assert "门修好了" in town("list", "--orders")


def test_closing_an_order_does_not_undo_a_return(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("receive", firm.report(tmp_path / "o"))
    town("order", "--code", USCC, "--number", "督〔2026〕3号", "--item", "门坏了")
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    town("return", "--code", USCC, "--because", "封面没有盖章")
    closing = town("order", "--code", USCC, "--number", "督〔2026〕3号", "--close", "修好了").strip()
    with zipfile.ZipFile(closing) as archive:
        assert json.loads(archive.read("data/receipt.json"))["package"]["sequence"] == 1
    assert "已退回：封面没有盖章" in town("list", "--code", USCC)


def test_what_was_sent_back_gets_no_receipt_until_somebody_looked(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    town("return", "--code", USCC, "--because", "Y-0001=没有照片")
    said = json.loads(town("receive", firm.report(tmp_path / "o"), "--json"))
    assert said["receipt"] is None
    assert "第 1 号退回过" in said["words"]
    assert "没有照片" in said["words"]
    assert "当时退回了" in town("receipt", "--code", USCC, "--number", "1", code=1)
    made = town("receipt", "--code", USCC, "--note", "照片清楚了").strip()
    assert Path(made).name.startswith("第2号上报回执_")
    again = town("receipt", "--code", USCC).strip()
    assert made != again, "a lost receipt can be written once more"
    assert "没有收到过" in town("receipt", "--code", USCC, "--number", "7", code=1)


def test_nothing_that_comes_after_a_return_is_accepted_by_itself(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    """Neither a second part nor a late one; and striking off an order accepts none of them."""
    town("receive", firm.report(tmp_path / "o"))
    town("order", "--code", USCC, "--number", "督〔2026〕3号", "--item", "门坏了")
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    town("return", "--code", USCC, "--because", "封面没有盖章")
    parts = _in_parts(firm, tmp_path / "o", 1, 2, 3)
    later = [parts[0], parts[2], parts[1]]
    assert [json.loads(town("receive", path, "--json"))["receipt"] for path in later] == [None] * 3
    closing = town("order", "--code", USCC, "--number", "督〔2026〕3号", "--close", "修好了").strip()
    with zipfile.ZipFile(closing) as archive:
        assert json.loads(archive.read("data/receipt.json"))["package"]["sequence"] == 1
    assert len(town("receipt", "--code", USCC).split()) == 1, "one for the report"
    assert json.loads(town("receive", firm.report(tmp_path / "o"), "--json"))["receipt"], "and all goes on as before"


def test_a_change_of_key_is_no_report(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    """It has a number of its own, but nothing was told by it, and no receipt answers it."""
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    town("return", "--code", USCC, "--because", "封面没有盖章")
    until = (datetime.now() + timedelta(days=30)).date().isoformat()
    path, firm.identity = firm.changes_key(tmp_path / "o", until)
    town("receive", path)
    said = json.loads(town("receive", firm.report(tmp_path / "o", [risk(1), risk(2, level="low")]), "--json"))
    assert said["receipt"] is None
    assert [each["word"] for each in said["changes"]] == ["new"]


def test_a_report_after_which_only_the_key_changed_may_be_accepted_by_its_number(
    town: Kit, firm: Enterprise, tmp_path: Path
) -> None:
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    town("return", "--code", USCC, "--because", "封面没有盖章")
    path, firm.identity = firm.changes_key(tmp_path / "o", (datetime.now() + timedelta(days=30)).date().isoformat())
    town("receive", path)
    assert Path(town("receipt", "--code", USCC, "--number", "1").strip()).name.startswith("第1号上报回执_")


def test_the_same_old_file_is_answered_once(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    old = firm.report(tmp_path / "old", sequence=1)
    firm.sequence = 1
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    first = json.loads(town("receive", old, "--json", code=1))
    second = json.loads(town("receive", old, "--json", code=1))
    assert first["receipt"]
    assert second["receipt"] is None


def test_what_is_overdue_is_counted_on_the_day_of_looking(
    town: Kit, firm: Enterprise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = (datetime.now() + timedelta(days=1)).date().isoformat()
    town("receive", firm.report(tmp_path / "o", [], [danger(1, level="major", deadline=tomorrow)]), "--no-receipt")
    assert json.loads(town("list", "--json"))[0]["majors_overdue"] == 0
    later = datetime.now().astimezone() + timedelta(days=3)
    monkeypatch.setattr(SystemClock, "now", lambda self: later)
    monkeypatch.setattr(SystemClock, "today", lambda self: later.date())
    found = {each["uscc"]: each["majors_overdue"] for each in json.loads(town("list", "--json"))}
    assert found[USCC] == 1
    town("report", "--out", tmp_path / "总表.xlsx")
    rows_of = openpyxl.load_workbook(tmp_path / "总表.xlsx")["按村"].iter_rows(min_row=3, values_only=True)
    head, *lines = [row for row in rows_of if row[0]]
    assert {line[0]: line[head.index("其中超期")] for line in lines}["东村"] == 1


def test_the_first_whole_list_is_no_heap_of_new_risks(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    """They were there before and not told."""
    risks = [risk(1, level="major"), *(risk(number, level="low") for number in range(2, 6))]
    town("receive", firm.report(tmp_path / "o", risks, [], whole=False), "--no-receipt")
    first = json.loads(town("receive", firm.report(tmp_path / "o", risks, []), "--json", "--no-receipt"))
    assert first["changes"] == []
    more = [*risks, risk(9, level="low")]
    second = json.loads(town("receive", firm.report(tmp_path / "o", more, []), "--json", "--no-receipt"))
    assert [each["word"] for each in second["changes"]] == ["new"]


def test_reported_may_be_counted_from_a_day_on(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    town("trust", "--roster", roster(tmp_path / "名单.csv", ("1", NAME, USCC, "东村", "家具")))
    town("receive", firm.report(tmp_path / "o"), "--no-receipt")
    tomorrow = (datetime.now() + timedelta(days=1)).date().isoformat()
    today = datetime.now().date().isoformat()
    assert "应报 1 家，已报 1 家" in town("report", "--out", tmp_path / "a.xlsx", "--since", today)
    assert "应报 1 家，已报 0 家" in town("report", "--out", tmp_path / "b.xlsx", "--since", tomorrow)


def test_who_is_not_on_the_new_list_is_named(town: Kit, firm: Enterprise, other: Enterprise, tmp_path: Path) -> None:
    both = (("1", NAME, USCC, "", ""), ("2", OTHER_NAME, OTHER_USCC, "", ""))
    town("trust", "--roster", roster(tmp_path / "a.csv", *both))
    assert f"不在新名单上，不再算应报：{OTHER_NAME}" in town("trust", "--roster", roster(tmp_path / "b.csv", both[0]))


def test_a_second_key_of_the_same_enterprise_is_told(
    town: Kit, firm: Enterprise, keys: dict[str, Any], tmp_path: Path
) -> None:
    pem = tmp_path / "second.pem"
    pem.write_bytes(certificate_pem(keys["stranger"].certificate))
    said = town("trust", "--add", pem, "--fingerprint", keys["stranger"].fingerprint)
    assert "还有一个有效的密钥" in said
    assert firm.identity.fingerprint[-8:].upper() in said


def test_the_mark_on_the_cover_is_told(town: Kit, firm: Enterprise, tmp_path: Path) -> None:
    path = firm.report(tmp_path / "o")
    manifest = hashlib.sha256(contents(path)["META-INF/ASiCManifest.xml"]).hexdigest()[:16].upper()
    mark = " ".join(manifest[at : at + 4] for at in range(0, 16, 4))
    assert f"校验码 {mark}" in town("receive", path)
    assert f"校验码 {mark}" in town("open", path, "--out", tmp_path / "里面")
