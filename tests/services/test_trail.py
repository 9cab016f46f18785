"""修改记录: changes in words, without an English word or a number that only the program knows."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import get_type_hints

import pytest

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.words import label
from ymh_desktop.services import demo, risks
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import walk
from ymh_desktop.services.trail import TrailLine, _inner, trail, trail_of


def kinds_and_parts(desk: Desk) -> Iterator[type]:
    waiting, seen = list(desk.ports.audit.kinds().values()), set[type]()
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        yield kind
        for hint in get_type_hints(kind).values():
            inner, _ = _inner(hint)
            if isinstance(inner, type) and is_dataclass(inner):
                waiting.append(inner)


def test_every_record_and_every_field_has_a_word_or_is_silent(desk: Desk) -> None:
    words, missing = desk.ports.codes.record_words, []
    for kind in kinds_and_parts(desk):
        try:
            words.called(kind.__name__)
        except KeyError:
            missing.append(kind.__name__)
            continue
        title = words.title_field(kind.__name__)
        if title is not None and title not in {each.name for each in fields(kind)}:
            missing.append(f"{kind.__name__} has no {title}")
        for each in fields(kind):
            try:
                words.field(kind.__name__, each.name)
            except KeyError:
                missing.append(f"{kind.__name__}.{each.name}")
    assert missing == []


def test_every_enum_in_a_record_has_labels(desk: Desk) -> None:
    looked_at = set()
    for kind in kinds_and_parts(desk):
        for name, hint in get_type_hints(kind).items():
            inner, _ = _inner(hint)
            if (
                isinstance(inner, type)
                and issubclass(inner, Enum)
                and desk.ports.codes.record_words.field(kind.__name__, name)
            ):
                assert all(label(member) for member in inner)
                looked_at.add(inner)
    assert len(looked_at) > 20


def last(desk: Desk, kind: str) -> TrailLine:
    return next(line for line in trail(desk.ports) if line.record_kind == kind)


def test_a_changed_person_is_told_from_what_to_what(desk: Desk) -> None:
    shop(desk, "wood-planer")
    person = firm.add_person(desk.ports, "周小兰", "13800000001")[0]
    firm.edit_person(desk.ports, person.id, name="周小兰", phone_text="13800000002", duty="会计")
    line = last(desk, "Person")
    assert (line.action, line.record) == ("修改", "人员 周小兰")
    assert line.changes == ("电话：从“13800000001”改为“13800000002”", "职务：填了“会计”")


def test_a_hidden_danger_names_people_and_states_in_words(desk: Desk) -> None:
    shop(desk, "wood-planer")
    person = firm.add_person(desk.ports, "赵大力", "13800000003")[0]
    danger, _ = dangers.register_danger(desk.ports, "护罩坏了", "木工区")
    dangers.assign_danger(desk.ports, danger.id, person.id, deadline=date(2026, 12, 1))
    line = last(desk, "HiddenDanger")
    assert line.record == f"隐患 {danger.code}“护罩坏了”"
    assert any("责任人：" in each and "赵大力" in each for each in line.changes)
    assert any(each.startswith("整改期限：从“") and each.endswith("改为“2026-12-01”") for each in line.changes)


def test_an_answered_measure_is_told_by_its_own_words(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    hazard = next(each for each in open_book(desk.ports).hazards if len(each.measures) > 1)
    measure = hazard.measures[1]
    risks.plan_measure(desk.ports, hazard.id, measure.id, person_id=None, due=None, cost=Decimal(300))
    line = trail_of(desk.ports, hazard.id)[0]
    before, after = label(MeasureState.UNANSWERED), label(MeasureState.PLANNED)
    assert line.changes[0] == f"措施“{measure.text}”的落实情况：从“{before}”改为“{after}”"
    assert any("资金（元）：填了“300”" in each for each in line.changes)


def test_somebody_who_left_is_told(desk: Desk) -> None:
    shop(desk, "wood-planer")
    person = firm.add_person(desk.ports, "孙有福")[0]
    firm.person_left(desk.ports, person.id)
    line = last(desk, "Person")
    assert line.changes == ("已离开：从“否”改为“是”",)


def test_a_removed_record_keeps_its_name(desk: Desk) -> None:
    shop(desk, "wood-planer")
    post = open_book(desk.ports).posts[0]
    firm.remove_post(desk.ports, post.id)
    line = last(desk, "Post")
    assert (line.action, line.record, line.changes) == ("删除", f"岗位 {post.code}“{post.name}”", ())


KNOWN = {"ABC", "AED", "LEC", "VOC", "pdf", "zip"}  # words that stand on papers too


@pytest.mark.timeout(240)
def test_a_year_of_running_is_told_without_an_english_word(desk: Desk) -> None:
    demo.fill(desk.ports)
    lines = trail(desk.ports, 5000)
    assert len(lines) > 100
    said = "\n".join(sentence for line in lines for sentence in (line.record, line.action, *line.changes))
    assert {word for word in re.findall("[A-Za-z_]{3,}", said) if word not in KNOWN} == set()
    assert not re.search("[0-9a-f]{8}-[0-9a-f]{4}", said)
