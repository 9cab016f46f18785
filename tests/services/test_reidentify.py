"""要不要重新辨识: after a year, and after what changed; settled by a new run or by a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.services.check_support import walked
from tests.support.desk import Desk
from ymh_desktop.domain.change_notes import ChangeKind
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.flows import steps
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.services.training.reidentify import answer_reason, note_change, reidentification


@pytest.fixture
def finished(desk: Desk) -> Desk:
    """A shop whose first identification is finished today, every post in use."""
    walked(desk)
    with desk.ports.units.read() as uow:
        met = {post_id for point in uow.risk_points.all() for post_id in point.post_ids}
        bare = [post.id for post in uow.posts.all() if post.id not in met]
    for post_id in bare:
        firm.remove_post(desk.ports, post_id)
    finish(desk)
    return desk


def finish(desk: Desk) -> None:
    run = steps.start_or_resume(desk.ports)
    steps.sign_off(desk.ports, run.id, PRINCIPAL, "王建国")
    steps.finish(desk.ports, run.id)


def kinds(desk: Desk) -> list[ChangeKind]:
    return [reason.kind for reason in reidentification(desk.ports).reasons]


def test_nothing_speaks_for_it_on_the_day_it_was_finished(finished: Desk) -> None:
    assert kinds(finished) == []


def test_nothing_is_asked_before_the_first_was_finished(desk: Desk) -> None:
    walked(desk)
    found = reidentification(desk.ports)
    assert (found.finished_on, found.reasons, found.running) == (None, (), True)


def test_after_eleven_months_the_year_is_told_and_a_new_run_settles_it(finished: Desk) -> None:
    finished.clock.moment += timedelta(days=334)
    assert kinds(finished) == []
    finished.clock.moment += timedelta(days=1)
    assert kinds(finished) == [ChangeKind.YEAR_OVER]
    steps.start_or_resume(finished.ports)
    assert reidentification(finished.ports).running
    finish(finished)
    assert kinds(finished) == []


def test_an_accident_asks_for_it_until_somebody_says_why_not(finished: Desk) -> None:
    finished.clock.moment += timedelta(days=10)
    note_change(finished.ports, ChangeKind.ACCIDENT, "平刨伤手", place="木工区")
    (reason,) = reidentification(finished.ports).reasons
    assert (reason.kind, reason.what) == (ChangeKind.ACCIDENT, "平刨伤手")
    with pytest.raises(UserError, match="不用重新辨识的原因"):
        answer_reason(finished.ports, reason, " ")
    answer_reason(finished.ports, reason, "已单独评过平刨，措施已补")
    assert kinds(finished) == []
    assert reidentification(finished.ports).notes[0].answer == "已单独评过平刨，措施已补"


def test_a_run_after_the_accident_settles_it_too(finished: Desk) -> None:
    finished.clock.moment += timedelta(days=10)
    note_change(finished.ports, ChangeKind.NEAR_MISS, "料弹出来")
    finish(finished)
    assert kinds(finished) == []


def test_a_new_post_without_risks_is_seen(finished: Desk) -> None:
    post, _ = firm.add_post(finished.ports, "激光切割工")
    (reason,) = reidentification(finished.ports).reasons
    assert (reason.kind, reason.about) == (ChangeKind.NEW_POST, post.id)
    assert "激光切割工" in reason.what


def test_a_machine_that_came_later_is_seen_and_what_was_answered_is_not_told_again(finished: Desk) -> None:
    later = finished.clock.today() + timedelta(days=20)
    with finished.ports.units.write() as uow:
        point = next(p for p in uow.risk_points.all() if p.module_id == "wood-planer")
        for hazard in uow.hazards.of_point(point.id):
            uow.hazards.save(replace(hazard, identified_on=later))
        uow.commit()
    finished.clock.moment += timedelta(days=21)
    (reason,) = reidentification(finished.ports).reasons
    assert (reason.kind, reason.on) == (ChangeKind.NEW_POINT, later)
    answer_reason(finished.ports, reason, "新增时已经逐条评过")
    assert kinds(finished) == []


def test_a_superseded_standard_is_seen(finished: Desk) -> None:
    old = next(c for c in finished.ports.codes.citations if c.state.name == "SUPERSEDED" and c.superseded_by)
    with finished.ports.units.write() as uow:
        hazard = uow.hazards.all()[0]
        uow.hazards.save(replace(hazard, basis=(*hazard.basis, old.code)))
        uow.commit()
    (reason,) = reidentification(finished.ports).reasons
    assert reason.kind is ChangeKind.STANDARD
    assert old.code in reason.what
    assert str(old.superseded_by) in reason.what


def test_what_the_program_sees_itself_is_not_typed(finished: Desk) -> None:
    with pytest.raises(UserError, match="程序自己会看到"):
        note_change(finished.ports, ChangeKind.YEAR_OVER, "满一年")
    with pytest.raises(UserError, match="还没到"):
        note_change(finished.ports, ChangeKind.ACCIDENT, "x", on=finished.clock.today() + timedelta(days=1))
