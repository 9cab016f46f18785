"""待确认 becomes records: by the ordinary use cases, as of the moment it was done, in one transaction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.services.check_support import in_use_today, plan_of, planned
from tests.support.desk import Desk, new_desk
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerSource, DangerStatus
from ymh_desktop.domain.inspections import EnteredHow, Mark, ResultState, WrongCheck
from ymh_desktop.domain.phones import (
    Acceptance,
    AlreadyDecided,
    CheckDone,
    DangerSeen,
    EntryState,
    Payload,
    PhoneEntry,
    Rectified,
)
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.phone.arrivals import keep_entry
from ymh_desktop.services.phone.inbox import accept_all, accept_entry, inbox, refuse_entry
from ymh_desktop.services.phone.pairing import Caller, caller_with, pair_phone, phone_lines
from ymh_desktop.services.phone.views import phone_tasks
from ymh_desktop.services.undo import undo


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose checks are under way."""
    with new_desk(tmp_path) as opened:
        planned(opened)
        in_use_today(opened.ports)
        yield opened


def person(desk: Desk, name: str) -> str:
    with desk.ports.units.read() as uow:
        return next(each.id for each in uow.people.all() if each.name == name)


def phone(desk: Desk, name: str = "李秀英") -> Caller:
    """A paired phone of somebody."""
    pair_phone(desk.ports, person(desk, name), "安卓手机 微信", f"{name:0>64}")
    caller = caller_with(desk.ports, f"{name:0>64}")
    assert caller is not None
    return caller


def arrive(desk: Desk, caller: Caller, payload: Payload, *, age: int = 0) -> PhoneEntry:
    """As the server keeps it."""
    entry, _ = keep_entry(desk.ports, caller, desk.ports.new_id().replace("-", ""), age, payload)
    return entry


def kept(desk: Desk, entry: PhoneEntry) -> PhoneEntry:
    with desk.ports.units.read() as uow:
        return uow.phone_entries.get(entry.id)


def a_check(desk: Desk, caller: Caller, *marks: Mark) -> CheckDone:
    """One of the caller's checks."""
    task = phone_tasks(desk.ports, caller).checks[0]
    return CheckDone(task.plan_id, task.day, marks, seconds=42, note="换班时看的")


def test_a_check_is_made_by_its_person_with_its_photos_and_its_seconds(desk: Desk) -> None:
    caller = phone(desk)
    payload = a_check(desk, caller, Mark(1, ResultState.ABNORMAL, "松了", ("crack.jpg",)))
    entry = arrive(desk, caller, payload)
    changes = accept_entry(desk.ports, entry.id)
    with desk.ports.units.read() as uow:
        (made,) = uow.inspections.all()
        assert (made.plan_id, made.inspector_id, made.seconds) == (payload.plan_id, caller.person.id, 42)
        assert (made.entered, made.note) == (EnteredHow.ON_SITE, "换班时看的")
        (bad,) = made.abnormal
        danger = uow.hidden_dangers.get(bad.danger_id or "")
        assert [photo.name for photo in danger.photos] == ["crack.jpg"]
        assert danger.found_by_id == caller.person.id
    assert {"Inspection", "HiddenDanger", "PhoneEntry"} <= changes.kinds()
    decided = kept(desk, entry)
    assert (decided.state, decided.record_id) == (EntryState.ACCEPTED, made.id)
    assert decided.said == "已记入检查，1 处异常记成隐患"


def test_a_check_that_is_accepted_days_later_was_made_when_it_was_made(desk: Desk) -> None:
    """Else the owner who looks at the inbox on Monday makes every check of Friday a late one."""
    caller = phone(desk)
    payload = a_check(desk, caller)
    entry = arrive(desk, caller, payload, age=7200)
    made_at = desk.clock.moment - timedelta(hours=2)
    desk.clock.moment += timedelta(days=3)
    accept_entry(desk.ports, entry.id)
    with desk.ports.units.read() as uow:
        (made,) = uow.inspections.all()
    assert made.done_on == made_at.date()
    assert made.filled_at == made_at
    assert made.on_time
    (newest,) = desk.ports.audit.entries(1)
    assert newest.at == desk.clock.moment  # the trail says when it was accepted


def test_what_somebody_saw_is_a_hidden_danger_from_a_worker(desk: Desk) -> None:
    caller = phone(desk)
    entry = arrive(desk, caller, DangerSeen("过道有油", "车间东头", ("oil.jpg",)))
    accept_entry(desk.ports, entry.id)
    with desk.ports.units.read() as uow:
        (danger,) = uow.hidden_dangers.titled("过道有油")
    assert (danger.place, danger.source, danger.found_by_id) == ("车间东头", DangerSource.WORKER, caller.person.id)
    assert [(photo.name, photo.stage) for photo in danger.photos] == [("oil.jpg", PhotoStage.BEFORE)]
    assert kept(desk, entry).said == f"已记成隐患 {danger.code}"


def test_without_a_name_the_hidden_danger_names_nobody(desk: Desk) -> None:
    entry = arrive(desk, phone(desk), DangerSeen("让拆护罩", "", (), True))
    (line,) = inbox(desk.ports)
    assert (line.person, line.phone) == ("没有署名", "")
    accept_entry(desk.ports, entry.id)
    with desk.ports.units.read() as uow:
        (danger,) = uow.hidden_dangers.titled("让拆护罩")
        assert danger.found_by_id is None
        assert [event.by_id for event in uow.danger_events.of_danger(danger.id)] == [None]


def rectifying(desk: Desk, who: str) -> str:
    """A hidden danger that was given to somebody; its id."""
    danger, _ = dangers.register_danger(desk.ports, "护栏松了", "二楼")
    dangers.assign_danger(desk.ports, danger.id, person(desk, who), desk.clock.today() + timedelta(days=5))
    return danger.id


def test_putting_right_and_accepting_go_through_the_whole_loop(desk: Desk) -> None:
    danger_id, worker, owner = rectifying(desk, "李秀英"), phone(desk, "李秀英"), phone(desk, "王建国")
    done = arrive(desk, worker, Rectified(danger_id, "焊牢了", ("after.jpg",)))
    accept_entry(desk.ports, done.id)
    with desk.ports.units.read() as uow:
        danger = uow.hidden_dangers.get(danger_id)
    assert danger.status is DangerStatus.AWAITING_ACCEPTANCE
    assert [(photo.name, photo.stage) for photo in danger.photos] == [("after.jpg", PhotoStage.AFTER)]
    refused = arrive(desk, owner, Acceptance(danger_id, False, "还在晃"))
    accept_entry(desk.ports, refused.id)
    again = arrive(desk, worker, Rectified(danger_id, "换了底座"))
    passed_first = arrive(desk, worker, DangerSeen("另一件", ""))
    assert accept_all(desk.ports, [again.id, passed_first.id]).accepted == 2
    passed = arrive(desk, owner, Acceptance(danger_id, True, "好了"))
    accept_entry(desk.ports, passed.id)
    with desk.ports.units.read() as uow:
        closed = uow.hidden_dangers.get(danger_id)
    assert (closed.status, closed.accepted_by_id) == (DangerStatus.CLOSED, owner.person.id)
    assert (closed.times_returned, closed.rectified) == (1, "换了底座")


def test_what_cannot_be_carried_out_waits_on_and_leaves_nothing_behind(desk: Desk) -> None:
    caller = phone(desk)
    payload = a_check(desk, caller, Mark(1, ResultState.ABNORMAL, "松了"))
    first, second = arrive(desk, caller, payload), arrive(desk, caller, payload)
    accept_entry(desk.ports, first.id)
    with desk.ports.units.read() as uow:
        before = (uow.inspections.all(), uow.hidden_dangers.all())
    with pytest.raises(WrongCheck, match="已经记过了"):
        accept_entry(desk.ports, second.id)
    with desk.ports.units.read() as uow:
        assert (uow.inspections.all(), uow.hidden_dangers.all()) == before
    assert kept(desk, second).state is EntryState.WAITING


def test_a_line_that_is_no_longer_on_the_sheet_is_said_and_nothing_is_made(desk: Desk) -> None:
    caller = phone(desk)
    entry = arrive(desk, caller, a_check(desk, caller, Mark(99, ResultState.ABNORMAL, "松了")))
    assert "表上没有这一项" in inbox(desk.ports)[0].details[0]
    with pytest.raises(UserError, match="没有第 99 项"):
        accept_entry(desk.ports, entry.id)
    with desk.ports.units.read() as uow:
        assert uow.inspections.all() == ()


def test_records_and_decision_come_in_one_transaction(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off between the two, an entry could be accepted twice and the hidden danger stand twice."""
    entry = arrive(desk, phone(desk), DangerSeen("过道有油", ""))

    def cut_off(*_: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr("ymh_desktop.domain.phones.PhoneEntry.accepted", cut_off)
    with pytest.raises(OSError, match="power"):
        accept_entry(desk.ports, entry.id)
    monkeypatch.undo()
    with desk.ports.units.read() as uow:
        assert uow.hidden_dangers.titled("过道有油") == ()
    accept_entry(desk.ports, entry.id)
    with desk.ports.units.read() as uow:
        assert len(uow.hidden_dangers.titled("过道有油")) == 1


def test_an_entry_is_accepted_once(desk: Desk) -> None:
    entry = arrive(desk, phone(desk), DangerSeen("过道有油", ""))
    accept_entry(desk.ports, entry.id)
    with pytest.raises(AlreadyDecided):
        accept_entry(desk.ports, entry.id)
    with pytest.raises(AlreadyDecided):
        refuse_entry(desk.ports, entry.id, "不要")
    with desk.ports.units.read() as uow:
        assert len(uow.hidden_dangers.titled("过道有油")) == 1


def test_accepting_all_goes_on_after_one_that_cannot_be(desk: Desk) -> None:
    caller = phone(desk)
    payload = a_check(desk, caller)
    twice = [arrive(desk, caller, payload) for _ in range(2)]
    oil = arrive(desk, caller, DangerSeen("过道有油", ""))
    done = accept_all(desk.ports, [entry.id for entry in (*twice, oil)])
    assert done.accepted == 2
    ((which, why),) = done.troubles
    assert which == twice[1].id
    assert "已经记过了" in why
    assert [line.id for line in inbox(desk.ports)] == [twice[1].id]


def test_accepting_is_taken_back_as_a_whole(desk: Desk) -> None:
    caller = phone(desk)
    entry = arrive(desk, caller, a_check(desk, caller, Mark(1, ResultState.ABNORMAL, "松了")))
    with desk.ports.units.read() as uow:
        before = (uow.inspections.all(), uow.hidden_dangers.all(), uow.hazards.all())
    undo(desk.ports, accept_entry(desk.ports, entry.id))
    with desk.ports.units.read() as uow:
        assert (uow.inspections.all(), uow.hidden_dangers.all(), uow.hazards.all()) == before
    assert kept(desk, entry).state is EntryState.WAITING
    accept_entry(desk.ports, entry.id)
    assert kept(desk, entry).state is EntryState.ACCEPTED


def test_the_inbox_tells_the_oldest_first_and_what_lay_in_the_phone(desk: Desk) -> None:
    caller = phone(desk)
    arrive(desk, caller, DangerSeen("第一条", ""), age=3600)
    arrive(desk, caller, DangerSeen("第二条", "东头"))
    first, second = inbox(desk.ports)
    assert (first.words, first.late, second.words, second.late) == ("第一条", True, "第二条（东头）", False)
    assert (first.person, first.phone, first.kind) == ("李秀英", "手机1号", "随手拍隐患")


def test_a_refused_one_is_no_longer_in_the_inbox_and_says_why(desk: Desk) -> None:
    entry = arrive(desk, phone(desk), DangerSeen("过道有油", ""))
    refuse_entry(desk.ports, entry.id, " 照片看不清 ")
    assert inbox(desk.ports) == ()
    assert kept(desk, entry).said == "照片看不清"


def test_daily_checks_that_are_ticked_on_paper_may_be_made_by_phone_instead(desk: Desk) -> None:
    """And then the month's sheet does not ask for that day again."""
    from ymh_desktop.services.checks.fill import month_form

    plan = plan_of(desk, ControlTier.POST, Frequency.SHIFT)
    with desk.ports.units.write() as uow:
        post = uow.posts.get(plan.post_id or "")
        uow.posts.save(replace(post, head_id=person(desk, "王建国")))
        uow.commit()
    caller = phone(desk, "王建国")
    (task,) = [task for task in phone_tasks(desk.ports, caller).checks if task.plan_id == plan.id]
    accept_entry(desk.ports, arrive(desk, caller, CheckDone(task.plan_id, task.day)).id)
    today = desk.clock.today()
    assert today not in month_form(desk.ports, plan.id, today.year, today.month).days
    assert plan.id not in [task.plan_id for task in phone_tasks(desk.ports, caller).checks]


def test_several_phones_of_one_person_have_numbers_of_their_own(desk: Desk) -> None:
    for secret in ("a", "b"):
        pair_phone(desk.ports, person(desk, "王建国"), "手机", secret * 64)
    assert [line.called for line in phone_lines(desk.ports)] == ["手机2号", "手机1号"]
