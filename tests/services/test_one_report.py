"""A report in several files is one report: sent, answered, sent back and counted once."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.services.test_incoming import firm, town
from tests.services.town_support import Town
from tests.support.desk import Desk
from ymh_desktop.domain.submissions import (
    Channel,
    Outcome,
    Submission,
    SubmissionKind,
    numbers_of,
    one_per_report,
    parts_of,
    reports_due,
)
from ymh_desktop.services.exchange import demands
from ymh_desktop.services.exchange.incoming import open_file, take_file
from ymh_desktop.services.handovers import _unproved
from ymh_desktop.services.reporting.sending import record_sending
from ymh_desktop.services.statistics.figures import reporting

__all__ = ["firm", "town"]

DAY = date(2026, 11, 1)


def report(desk: Desk, first: int, of: int, **more: Any) -> tuple[Submission, ...]:
    """As an export keeps it: files with numbers that follow each other."""
    ids = [desk.ports.new_id() for _ in range(of)]
    made = [
        Submission(
            id=ids[at],
            kind=SubmissionKind.REPORT,
            sequence=first + at,
            file_name=f"包_{at}.zip",
            manifest_sha256=f"{first + at:064x}",
            created_at=desk.clock.now(),
            period_from=DAY,
            period_to=DAY + timedelta(days=29),
            group_id=ids[0] if of > 1 else "",
        )
        for at in range(of)
    ]
    parts = tuple(replace(each, **more) for each in made)
    with desk.ports.units.write() as uow:
        for each in parts:
            uow.submissions.save(each)
        uow.commit()
    return parts


def kept(desk: Desk) -> tuple[Submission, ...]:
    with desk.ports.units.read() as uow:
        return tuple(sorted(uow.submissions.all(), key=lambda each: each.sequence))


def test_how_one_file_was_sent_is_kept_for_all(firm: Desk) -> None:
    (alone,) = report(firm, 1, 1)
    parts = report(firm, 2, 3)
    record_sending(firm.ports, parts[1].id, Channel.USB, firm.clock.today(), "收条")
    assert [(each.channel, each.proof) for each in kept(firm)] == [(Channel.NOT_SENT, "")] + [(Channel.USB, "收条")] * 3
    assert (numbers_of(parts_of(parts[1], kept(firm))), len(one_per_report(kept(firm)))) == ("第 2、3、4 号", 2)
    assert [each.what for each in _unproved(firm.ports)] == [f"第 1 号 {alone.file_name}"]


@pytest.mark.parametrize("answered", [0, 1, 2])
def test_a_receipt_of_any_file_answers_the_report(town: Town, firm: Desk, answered: int) -> None:
    parts = report(firm, 1, 3)
    done = take_file(firm.ports, open_file(firm.ports, town.receipt(parts[answered])))
    assert {(each.outcome, each.proved) for each in kept(firm)} == {(Outcome.ACCEPTED, True)}
    assert done.words[0] == "第 1、2、3 号上报：镇里已收下。"
    assert (reporting(firm.ports).due, reporting(firm.ports).proved) == (1, 1)


def test_a_file_that_has_not_come_is_not_answered(town: Town, firm: Desk) -> None:
    parts = report(firm, 1, 3)
    take_file(firm.ports, open_file(firm.ports, town.receipt(parts[2], missing=[2])))
    assert [each.outcome is Outcome.ACCEPTED for each in kept(firm)] == [True, False, True]
    take_file(firm.ports, open_file(firm.ports, town.receipt(parts[2])))
    assert {each.outcome for each in kept(firm)} == {Outcome.ACCEPTED}


def test_what_was_sent_back_is_no_proof_and_what_is_made_again_stands_for_it(town: Town, firm: Desk) -> None:
    parts = report(firm, 1, 3)
    back = town.receipt(parts[2], "returned", returns=[{"record_id": "", "reason": "没有盖章"}])
    take_file(firm.ports, open_file(firm.ports, back))
    assert {each.outcome for each in kept(firm)} == {Outcome.RETURNED}
    seen = reporting(firm.ports)
    assert (seen.due, seen.proved, seen.without_proof) == (1, 0, 1)
    report(firm, 4, 1, channel=Channel.USB, sent_on=firm.clock.today(), proof="收条")
    assert (reporting(firm.ports).due, reporting(firm.ports).proved) == (1, 1)


def test_a_paper_receipt_answers_every_file_and_closes_what_was_sent_back(firm: Desk) -> None:
    parts = report(firm, 1, 3)
    demands.record_receipt(firm.ports, parts[2].id, Outcome.RETURNED, number="退 1", reasons=["没有盖章"])
    assert {each.outcome for each in kept(firm)} == {Outcome.RETURNED}
    demands.record_receipt(firm.ports, parts[0].id, Outcome.ACCEPTED, number="收 1")
    assert {each.outcome for each in kept(firm)} == {Outcome.ACCEPTED}
    assert [sheet.demand.closed_on is not None for sheet in demands.demand_sheets(firm.ports)] == [True]


def test_the_rate_in_tables_and_in_the_program_counts_the_same(firm: Desk, tmp_path: Path) -> None:
    """Every mixture of parts, proof and outcome, some for one period and some for another."""
    said = product((1, 2), ("", "收条"), tuple(Outcome), (DAY, DAY - timedelta(days=40)))
    number = 1
    for of, proof, outcome, begins in said:
        channel = Channel.USB if proof or number % 3 else Channel.NOT_SENT
        report(firm, number, of, proof=proof, outcome=outcome, period_from=begins, channel=channel)
        number += of
        seen, due = reporting(firm.ports), reports_due(kept(firm))
        assert (seen.due, seen.proved) == (len(due), sum(each.proved for each in due))
