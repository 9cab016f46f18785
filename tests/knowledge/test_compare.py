"""An update brings what is new and never takes an edit of the user away."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.knowledge.compare import ChangeKind, diff, merge
from ymh_desktop.knowledge.model import Entry, Header, LibraryCheck, LibraryMeasure, Module, SuggestedGrade

GUARD = LibraryMeasure("guard", MeasureKind.ENGINEERING, "装护罩", confirmed=True)
TRAIN = LibraryMeasure("train", MeasureKind.TRAINING, "上岗前学规程")


def entry(
    identity: str = "saw.guard", *, statement: str = "锯片有护罩", measures: tuple[LibraryMeasure, ...] = (GUARD,)
) -> Entry:
    return Entry(
        id=identity,
        statement=statement,
        inverse="圆锯没有护罩",
        look="停机看",
        hazard="手碰到锯片",
        factor="210201",
        accidents=("WSA10004",),
        consequence="断指",
        grade=SuggestedGrade("possible", "daily", "serious", "每天用"),
        measures=measures,
        check=LibraryCheck("护罩", "在位", "看", ((ControlTier.POST, Frequency.SHIFT),)),
        emergency=(),
        ppe=(),
        signs=(),
        basis=(),
    )


def module(*entries: Entry, version: str = "1.0.0") -> Module:
    header = Header("saw", "圆锯", (), version, "2026-11-25", (), kind=RiskPointKind.FACILITY)
    return Module(header, (), (), (), entries)


BASE = module(entry())


def test_an_update_arrives_where_the_user_changed_nothing() -> None:
    update = module(entry(statement="锯片护罩完好"), version="1.1.0")
    merged = merge(BASE, update, BASE)
    assert merged.value == update
    assert merged.conflicts == ()


def test_edits_stay_where_the_update_changed_nothing() -> None:
    edited = module(entry(statement="大锯护罩在"))
    merged = merge(BASE, BASE, edited)
    assert merged.value == edited
    assert merged.conflicts == ()


def test_changes_of_different_fields_come_together() -> None:
    update = module(replace(entry(), consequence="断指、截肢"))
    edited = module(replace(entry(), look="停机断电后看"))
    merged = merge(BASE, update, edited)
    assert merged.value == module(replace(entry(), consequence="断指、截肢", look="停机断电后看"))
    assert merged.conflicts == ()


def test_a_field_changed_on_both_sides_keeps_the_users_words_and_is_listed() -> None:
    update = module(entry(statement="锯片护罩完好"))
    edited = module(entry(statement="大锯护罩在"))
    merged = merge(BASE, update, edited)
    assert merged.value == edited
    (conflict,) = merged.conflicts
    assert conflict.path == ("entries", "saw.guard", "statement")
    assert (conflict.base, conflict.theirs, conflict.mine) == ("锯片有护罩", "锯片护罩完好", "大锯护罩在")
    assert conflict.named == "条目 saw.guard 现场问题"


def test_new_measures_of_both_sides_are_kept() -> None:
    own = LibraryMeasure("mine", MeasureKind.MANAGEMENT, "班长每天看一次护罩")
    update = module(entry(measures=(GUARD, TRAIN)))
    edited = module(entry(measures=(GUARD, own)))
    merged = merge(BASE, update, edited)
    assert merged.value.entries[0].measures == (GUARD, own, TRAIN)
    assert merged.conflicts == ()


def test_what_the_update_drops_goes_unless_the_user_changed_it() -> None:
    both = module(entry(), entry("saw.stop"))
    assert merge(both, BASE, both).value == BASE
    edited = module(entry(), entry("saw.stop", statement="停锯按钮好用"))
    kept = merge(both, BASE, edited)
    assert kept.value == edited
    assert [conflict.path for conflict in kept.conflicts] == [("entries", "saw.stop")]
    assert kept.conflicts[0].theirs is None


def test_what_the_user_took_out_stays_out() -> None:
    both = module(entry(), entry("saw.stop"))
    assert merge(both, both, BASE).value == BASE


def _drawn(statement: str, consequence: str, measures: list[LibraryMeasure]) -> Entry:
    return replace(entry(statement=statement, measures=tuple(measures)), consequence=consequence)


WORDS = st.sampled_from(["甲", "乙", "丙"])
MEASURES = st.lists(st.sampled_from([GUARD, TRAIN, replace(TRAIN, text="每年学一次")]), unique_by=lambda m: m.id)
ENTRIES = st.builds(_drawn, WORDS, WORDS, MEASURES)


@given(ENTRIES, ENTRIES, ENTRIES)
def test_no_edit_is_ever_lost_and_no_conflict_is_without_two_changes(base: Entry, theirs: Entry, mine: Entry) -> None:
    merged = merge(base, theirs, mine)
    for name in ("statement", "consequence"):
        if getattr(mine, name) != getattr(base, name):
            assert getattr(merged.value, name) == getattr(mine, name)
        else:
            assert getattr(merged.value, name) == getattr(theirs, name)
    for conflict in merged.conflicts:
        assert conflict.mine != conflict.base
        assert conflict.theirs != conflict.base
        assert conflict.mine != conflict.theirs


@given(ENTRIES, ENTRIES)
def test_without_edits_the_result_is_the_update(base: Entry, theirs: Entry) -> None:
    assert merge(base, theirs, base).value == theirs


WEEKLY = replace(entry(), grade=replace(entry().grade, exposure="weekly"))


@pytest.mark.parametrize(
    ("new", "kind", "named"),
    [
        (module(entry(statement="锯片护罩完好")), ChangeKind.CHANGED, "条目 saw.guard 现场问题"),
        (module(entry(), entry("saw.stop")), ChangeKind.ADDED, "条目 saw.stop"),
        (module(), ChangeKind.REMOVED, "条目 saw.guard"),
        (module(entry(measures=(GUARD, TRAIN))), ChangeKind.ADDED, "条目 saw.guard 管控措施 train"),
        (module(WEEKLY), ChangeKind.CHANGED, "条目 saw.guard 分级 接触频繁程度"),
    ],
)
def test_a_difference_is_named_down_to_its_field(new: Module, kind: ChangeKind, named: str) -> None:
    (change,) = diff(BASE, new)
    assert (change.kind, change.named) == (kind, named)


def test_equal_values_have_no_difference() -> None:
    assert diff(BASE, module(entry())) == ()
