"""Old files always open; a migration that fails leaves the file as it was and says where the backup is."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.support.folders import ROOT, SCRIPTS, FixedClock, new_folder
from tests.support.samples import filled, hazard, person
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.submissions import Outcome
from ymh_desktop.storage import migrate
from ymh_desktop.storage.backup import found_in
from ymh_desktop.storage.engine import migration_engine
from ymh_desktop.storage.folder import UpgradeFirst, open_for_reading, open_for_work
from ymh_desktop.storage.migrate import MigrationFailed
from ymh_desktop.storage.schema import HEAD, REVISIONS
from ymh_desktop.storage.tables import METADATA

DATA = Path(__file__).parent / "data"
SQLITE_ONLY = {"DATETIME", "BLOB", "REAL", "AUTOINCREMENT", "WITHOUT ROWID", "STRICT"}
Dump = dict[str, list[tuple[Any, ...]]]


def contents(path: Path) -> Dump:
    """Schema and rows of every table."""
    with closing(sqlite3.connect(path)) as file:
        tables = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {f"{name}: {sql}": file.execute(f'SELECT * FROM "{name}"').fetchall() for name, sql in tables}


@pytest.fixture
def old_folder(tmp_path: Path) -> Path:
    """A filled data folder of the newest release."""
    with new_folder(tmp_path) as opened:
        filled(opened)
        return opened.folder.path


@pytest.fixture
def with_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """The shipped scripts and one of data/migrations as the newest revision."""

    def make(name: str) -> Path:
        scripts = tmp_path / "脚本 100%"
        shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        text = (DATA / "migrations" / f"{name}.py").read_text(encoding="utf-8")
        (scripts / "versions" / "9999_test.py").write_text(text.replace('"HEAD"', f'"{HEAD}"'), encoding="utf-8")
        monkeypatch.setattr(migrate, "REVISIONS", (*REVISIONS, "9999"))
        monkeypatch.setattr(migrate, "HEAD", "9999")
        return scripts

    return make


# ---- the schema as shipped -------------------------------------------------------------------------------------------


def test_the_constants_name_every_shipped_revision() -> None:
    """An ordinary start compares constants and imports no Alembic, so they must say what the scripts say."""
    from alembic.script import ScriptDirectory

    walked = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS
    assert REVISIONS[-1] == HEAD


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrate.create(tmp_path / "new.db", SCRIPTS)
    engine = migration_engine(tmp_path / "new.db", create=False)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_the_tables_compile_for_another_database() -> None:
    """No SQLite-only type: the same schema must do on PostgreSQL."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy has no types there
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.sorted_tables]
    indexes = [
        str(CreateIndex(index).compile(dialect=dialect)) for table in METADATA.sorted_tables for index in table.indexes
    ]
    assert len(made) == len(METADATA.tables) >= 20
    assert len(indexes) >= 8
    assert not [sql for sql in made if any(word in sql for word in SQLITE_ONLY)]


def test_no_foreign_key_cascades() -> None:
    """Batch mode drops a table; a cascade would take its children along without a word."""
    with_cascade = [
        key.name for table in METADATA.tables.values() for key in table.foreign_key_constraints if key.ondelete
    ]
    assert with_cascade == []


def test_every_constraint_has_a_name() -> None:
    """A later migration can only change what it can name."""
    unnamed = [table.name for table in METADATA.tables.values() for each in table.constraints if not each.name]
    assert unnamed == []


def test_an_ordinary_start_imports_no_alembic(old_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.support.folders import SCRIPTS, FixedClock;"
        "from ymh_desktop.storage.folder import open_for_work;"
        "open_for_work(Path(sys.argv[1]), SCRIPTS, FixedClock()).close();"
        "sys.exit(any(name.split('.')[0] in ('alembic', 'mako') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(old_folder)], cwd=ROOT, check=False).returncode == 0


RELEASED = sorted(kept.stem for kept in (DATA / "released").glob("*.sql"))


@pytest.mark.parametrize("revision", RELEASED)
def test_a_file_of_any_release_opens_with_its_records(revision: str, tmp_path: Path) -> None:
    """Every revision ever shipped has a kept file, and its records survive the way to the newest."""
    (tmp_path / "ymh.db").touch()
    with closing(sqlite3.connect(tmp_path / "ymh.db")) as kept:
        kept.executescript((DATA / "released" / f"{revision}.sql").read_text(encoding="utf-8"))
    with new_folder(tmp_path, name=".") as opened, opened.units.read() as uow:
        assert uow.people.get("p1").name == "𬭎大勇"
        assert [each.text for each in uow.hazards.get("h1").measures] == ["锯片装防护罩", "急救箱放在机旁"]
        assert uow.hidden_dangers.get("d1").responsible_id == "p1"
        assert opened.trail.broken_at() is None
        if revision >= "0002":
            assert [item.what for item in uow.check_plans.get("c1").items] == ["防护罩"]
            (made,) = uow.inspections.all()
            assert (made.abnormal[0].note, made.scans) == ("裂了", ("scan.jpg",))
            assert uow.special_days.get("s1").reason == "停电检修"
        if revision >= "0003":
            (zone,) = uow.map_sheets.get("ms1").zones
            assert (zone.name, zone.corners[2], zone.point_ids) == ("木工区", (900, 700), ("rp1",))
            assert [each.level for each in uow.map_versions.get("mv1").zones] == [RiskLevel.CONSIDERABLE, None]
        if revision >= "0004":
            assert [(p.name, p.stands) for p in uow.hidden_dangers.get("d1").photos] == [
                ("before.jpg", True),
                ("after.jpg", False),
            ]
            assert [event.words for event in uow.danger_events.of_danger("d1")] == ["日常检查"]
            assert uow.major_files.get("d1").orders[0].answers[0].words == "已停用"
            assert uow.control_reviews.get("r1").effective
        if revision >= "0009":
            assert uow.trainings.get("t1").attended[0].person_id == "p1"
            assert uow.renewals.get("rn1").rounds[0].note == "已年检"
            assert uow.phones.get("ph1").token_sha256 == "c" * 64
            assert uow.demands.get("dm1").lines[0].code == "Y-0001"
            assert uow.postings.get("po1").photo == "wall.jpg"
            assert uow.own_texts.get("responsibility/general").text == "我们厂这样写"
            assert uow.self_assessments.get("sa1").answers[0].note == "手画的也算"
            assert uow.handovers.get("ho1").to_id == "p2"


def test_the_newest_revision_has_a_kept_file() -> None:
    assert RELEASED[-1] == HEAD


CODED = (
    ("industry_order10_2023 11 3：干式", "工贸企业重大事故隐患判定标准（应急管理部令第10号） 第11条第3项：干式"),
    ("industry_order10_2023 14：停用", "工贸企业重大事故隐患判定标准（应急管理部令第10号） 第14条：停用"),
    ("special_equipment_gb45067 4.7 a：未经", "特种设备重大事故隐患判定准则（GB 45067-2024） 4.7 a)：未经"),
    ("agri_machinery_2022 2：制动", "农机安全生产重大事故隐患判定标准（试行） 第2项：制动"),
    ("应急管理部令第10号第3条_2023", "应急管理部令第10号第3条_2023"),
)


@pytest.mark.parametrize(("kept", "said"), CODED)
def test_a_basis_kept_with_the_short_name_of_its_standard_is_said_in_words(
    kept: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "ymh.db").touch()
    with closing(sqlite3.connect(tmp_path / "ymh.db")) as file:
        file.executescript((DATA / "released" / "0009.sql").read_text(encoding="utf-8"))
        file.execute("UPDATE hidden_danger SET basis = ? WHERE id = 'd1'", (kept,))
        file.execute("UPDATE danger_event SET words = ? WHERE id = 'v1'", (f"重大隐患，依据：{kept}",))
        file.commit()
    with new_folder(tmp_path, name=".") as opened, opened.units.read() as uow:
        assert uow.hidden_dangers.get("d1").basis == said
        assert [event.words for event in uow.danger_events.of_danger("d1")] == [f"重大隐患，依据：{said}"]
        assert opened.trail.broken_at() is None


def test_files_of_one_report_are_kept_together_and_share_what_is_known(tmp_path: Path) -> None:
    """Only the third was answered; before, the receipt was kept with that file alone."""
    (tmp_path / "ymh.db").touch()
    row = (
        "INSERT INTO submission VALUES (?, 'report', ?, '上报包_甲_月报_1120_' || ?, '', '2026-11-20T09:00:00+08:00', "
        "'2026-11-01', '2026-11-20', 1, 1, ?, ?, ?, ?, NULL, ?)"
    )
    with closing(sqlite3.connect(tmp_path / "ymh.db")) as file:
        file.executescript((DATA / "released" / "0010.sql").read_text(encoding="utf-8"))
        file.executemany(
            row,
            [
                ("s7", 7, "第7号.zip", "not_sent", None, "", "none", ""),
                ("s8", 8, "第8号_3份之1.zip", "not_sent", None, "", "none", ""),
                ("s9", 9, "第9号_3份之2.zip", "usb", "2026-11-21", "", "none", ""),
                (
                    "s10",
                    10,
                    "第10号_3份之3.zip",
                    "usb",
                    "2026-11-22",
                    "收 1",
                    "returned",
                    "收 1",
                ),
            ],
        )
        file.commit()
    with new_folder(tmp_path, name=".") as opened, opened.units.read() as uow:
        assert uow.submissions.get("s7").group_id == ""
        parts = [uow.submissions.get(each) for each in ("s8", "s9", "s10")]
        assert {each.report for each in parts} == {"s8"}
        assert {(each.outcome, each.receipt, each.sent_on) for each in parts} == {
            (Outcome.RETURNED, "收 1", date(2026, 11, 22))
        }


# ---- good migrations -------------------------------------------------------------------------------------------------


def test_filled_child_tables_survive_when_their_parent_is_made_anew(
    old_folder: Path, with_migration: Callable[[str], Path]
) -> None:
    open_for_work(old_folder, with_migration("parent_remade"), FixedClock()).close()
    with closing(sqlite3.connect(old_folder / "ymh.db")) as file:
        assert file.execute("SELECT event, remark FROM hazard").fetchall() == [(hazard().title, "")]
        assert file.execute("SELECT count(*) FROM measure").fetchone() == (2,)
        assert file.execute("SELECT count(*) FROM check_round").fetchone() == (1,)
        assert file.execute("SELECT count(*) FROM hazard_responsible").fetchone() == (1,)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_upgrade_makes_a_verified_backup_first(old_folder: Path, with_migration: Callable[[str], Path]) -> None:
    open_for_work(old_folder, with_migration("parent_remade"), FixedClock()).close()
    (info,) = found_in(old_folder / "backups")
    assert info.reason.value == "before-upgrade"
    assert info.schema == HEAD
    with closing(sqlite3.connect(info.path / "ymh.db")) as kept:
        assert kept.execute("SELECT title FROM hazard").fetchall() == [(hazard().title,)]


def test_a_migration_may_fill_a_new_table_when_it_says_so(
    old_folder: Path, with_migration: Callable[[str], Path]
) -> None:
    open_for_work(old_folder, with_migration("table_filled"), FixedClock()).close()
    with closing(sqlite3.connect(old_folder / "ymh.db")) as file:
        assert file.execute("SELECT * FROM extension").fetchall() == [("p1", person().phone)]


def test_a_second_opening_has_nothing_to_do(old_folder: Path, with_migration: Callable[[str], Path]) -> None:
    scripts = with_migration("parent_remade")
    open_for_work(old_folder, scripts, FixedClock()).close()
    shutil.rmtree(scripts)
    open_for_work(old_folder, scripts, FixedClock()).close()
    assert len(found_in(old_folder / "backups")) == 1


# ---- bad migrations --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fails_half_way", "OperationalError"),
        ("loses_rows", "表 measure 应有 2 行，升级后是 0 行"),
        ("leaves_orphans", "找不到它所属的记录"),
        ("fills_unsaid", "表 extension 应有 0 行，升级后是 1 行"),
    ],
)
def test_a_migration_that_goes_wrong_leaves_the_old_file(
    name: str, reason: str, old_folder: Path, with_migration: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(old_folder / "ymh.db")
    scripts = with_migration(name)
    with pytest.raises(MigrationFailed) as failure:
        open_for_work(old_folder, scripts, FixedClock())
    assert reason in failure.value.problem
    assert "数据还是升级前的样子" in failure.value.problem
    (backup,) = found_in(old_folder / "backups")
    assert str(backup.path) in failure.value.advice
    assert contents(old_folder / "ymh.db") == before
    monkeypatch.undo()  # back to the version that made the file
    with new_folder(old_folder.parent) as opened, opened.units.read() as uow:
        assert uow.people.get("p1") == person()


def test_reading_never_upgrades(old_folder: Path, with_migration: Callable[[str], Path]) -> None:
    with_migration("parent_remade")
    before = contents(old_folder / "ymh.db")
    with pytest.raises(UpgradeFirst, match="请打开程序窗口一次"):
        open_for_reading(old_folder)
    assert contents(old_folder / "ymh.db") == before


def test_a_first_start_that_fails_leaves_no_half_made_file(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="script"):
        migrate.create(tmp_path / "ymh.db", tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []
