"""The whole loop through the use cases, on a real data folder: what is kept, what is told, what is undone."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PIL import Image

from tests.services.support import answer, card_of, shop
from tests.support.desk import Desk
from ymh_desktop.domain.danger_events import EventKind
from ymh_desktop.domain.danger_figures import danger_figures
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import (
    CannotClose,
    DangerLevel,
    DangerNature,
    DangerSource,
    DangerStatus,
    HiddenDanger,
    PutOffSilently,
)
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.flows import walk
from ymh_desktop.services.hidden_dangers import Urge, danger_sheet
from ymh_desktop.services.lists import danger_lines
from ymh_desktop.services.undo import undo


def photo(desk: Desk, colour: str) -> str:
    """A photo that was taken in."""
    content = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    return desk.ports.photos.keep(content.getvalue())


def people(desk: Desk) -> tuple[str, str]:
    """Who rectifies and who accepts."""
    return firm.add_person(desk.ports, "张大勇")[0].id, firm.add_person(desk.ports, "赵师傅")[0].id


def wait(desk: Desk, days: int) -> date:
    desk.clock.moment += timedelta(days=days)
    return desk.clock.today()


def hazard(desk: Desk) -> Hazard:
    """The first hazard of a shop whose walk was answered 是."""
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    with desk.ports.units.read() as uow:
        return uow.hazards.all()[0]


def now(desk: Desk, danger: HiddenDanger) -> HiddenDanger:
    return danger_sheet(desk.ports, danger.id).danger


def test_from_finding_to_closure_everything_stands_in_the_history(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, seen = people(desk)
    before = photo(desk, "red")
    danger, _ = dangers.register_danger(
        desk.ports, "配电箱门坏了", "仓库", source=DangerSource.WORKER, found_by_id=by, photos=(before,)
    )
    dangers.grade_danger(desk.ports, danger.id, DangerLevel.GENERAL, by_id=seen)
    dangers.assign_danger(desk.ports, danger.id, by, desk.clock.today() + timedelta(days=3), "换门")
    dangers.start_danger(desk.ports, danger.id)
    wait(desk, 1)
    dangers.hand_in_danger(
        desk.ports, danger.id, done="换了新门", by_id=by, cost=Decimal(120), photos=(photo(desk, "blue"),)
    )
    dangers.return_danger(desk.ports, danger.id, "少一把锁", by_id=seen)
    dangers.hand_in_danger(desk.ports, danger.id, done="锁也装了", by_id=by)
    dangers.accept_danger(desk.ports, danger.id, by_id=seen, note="可以")
    sheet = danger_sheet(desk.ports, danger.id)
    assert sheet.danger.status is DangerStatus.CLOSED
    assert [event.kind for event in sheet.history] == [
        EventKind.REGISTERED,
        EventKind.GRADED,
        EventKind.ASSIGNED,
        EventKind.STARTED,
        EventKind.HANDED_IN,
        EventKind.RETURNED,
        EventKind.HANDED_IN,
        EventKind.CLOSED,
    ]
    assert sheet.history[5].words == "少一把锁"
    assert sheet.history[5].by_id == seen
    assert [p.stage for p in sheet.danger.photos] == [PhotoStage.BEFORE, PhotoStage.AFTER]
    assert desk.ports.photos.read(before) is not None


def test_a_step_is_taken_back_with_its_line_of_history(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, _ = people(desk)
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库")
    changes = dangers.assign_danger(desk.ports, danger.id, by, desk.clock.today())
    undo(desk.ports, changes)
    sheet = danger_sheet(desk.ports, danger.id)
    assert sheet.danger == danger
    assert [event.kind for event in sheet.history] == [EventKind.REGISTERED]


def test_words_that_are_saved_while_they_are_typed_make_one_line_a_day(desk: Desk) -> None:
    shop(desk, "wood-planer")
    danger, _ = dangers.register_danger(desk.ports, "通道堵", "仓库")
    for title in ("通道堵了", "通道堵了，推车过不去"):
        dangers.edit_danger(desk.ports, danger.id, title=title, place="仓库")
    kinds = [event.kind for event in danger_sheet(desk.ports, danger.id).history]
    assert kinds == [EventKind.REGISTERED, EventKind.EDITED]
    wait(desk, 1)
    dangers.edit_danger(desk.ports, danger.id, title="通道堵死了", place="仓库")
    assert len(danger_sheet(desk.ports, danger.id).history) == 3


def test_saying_the_same_again_changes_nothing(desk: Desk) -> None:
    shop(desk, "wood-planer")
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库")
    assert not dangers.edit_danger(desk.ports, danger.id, title="通道堵了", place="仓库")


def test_on_the_spot_is_one_step_with_both_photos(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, seen = people(desk)
    danger, changes = dangers.rectify_on_the_spot(
        desk.ports,
        "灭火器被挡住",
        "打磨间",
        done="把料挪开了",
        by_id=by,
        accepted_by_id=seen,
        before=(photo(desk, "red"),),
        after=(photo(desk, "blue"),),
    )
    assert (danger.status, danger.on_the_spot, danger.shown) == (DangerStatus.CLOSED, True, True)
    undo(desk.ports, changes)
    assert danger_lines(desk.ports) == []


def test_on_the_spot_nobody_accepts_his_own_work_and_nothing_is_left_behind(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, _ = people(desk)
    with pytest.raises(CannotClose, match="同一个人"):
        dangers.rectify_on_the_spot(desk.ports, "料堆歪了", "仓库", done="扶正了", by_id=by, accepted_by_id=by)
    assert danger_lines(desk.ports) == []


def asked_for(desk: Desk) -> list[str]:
    """What the one open hidden danger asks for, one after the other, each answered as it comes."""
    asked = []
    while True:
        (task,) = dangers.loop_tasks(desk.ports)
        asked.append(task.title)
        match task.urge:
            case Urge.FAILED:
                dangers.describe_danger(desk.ports, str(task.danger_id), protective="停用，挂牌")
            case Urge.REPEATED:
                dangers.describe_danger(desk.ports, str(task.danger_id), cause="振动大，没有防松垫")
            case _:
                return asked


def test_a_second_time_asks_for_the_cause(desk: Desk) -> None:
    by, seen = people(desk)
    for _ in range(2):
        danger, _ = dangers.register_danger(desk.ports, "过道堆料", "仓库")
        assert [task.urge for task in dangers.loop_tasks(desk.ports)] == [
            Urge.ASSIGN if danger.occurrence == 1 else Urge.REPEATED
        ]
        if danger.occurrence == 1:
            dangers.close_danger(desk.ports, danger.id, done="搬走了", by_id=by, accepted_by_id=seen)
    assert asked_for(desk) == ["找一找根子", "派单"]


def test_the_third_time_is_called_the_third_time(desk: Desk) -> None:
    found = hazard(desk)
    measure = found.measures_in(MeasureState.IN_PLACE)[0]
    by, seen = people(desk)
    for expected in (1, 2, 3):
        danger, _ = dangers.register_danger(
            desk.ports, f"护罩又松了（{expected}）", "车间", hazard_id=found.id, measure_id=measure.id
        )
        assert danger.occurrence == expected
        if expected < 3:
            dangers.close_danger(desk.ports, danger.id, done="拧紧了", by_id=by, accepted_by_id=seen)
            wait(desk, 5)
    sheet = danger_sheet(desk.ports, danger.id)
    assert len(sheet.same) == 2
    assert "第 3 次发现" in sheet.history[0].words
    assert asked_for(desk) == ["管控失效，先防住", "找一找根子", "派单"]
    assert danger_lines(desk.ports)[0].occurrence == 3


def test_a_failed_measure_shows_its_risk_as_failed_until_the_last_of_its_dangers_is_closed(desk: Desk) -> None:
    found = hazard(desk)
    measure = found.measures_in(MeasureState.IN_PLACE)[0]
    by, seen = people(desk)
    one, _ = dangers.register_danger(desk.ports, "护罩裂了", "车间", hazard_id=found.id, measure_id=measure.id)
    two, _ = dangers.register_danger(desk.ports, "护罩松了", "车间", hazard_id=found.id, measure_id=measure.id)

    def failed() -> bool:
        with desk.ports.units.read() as uow:
            return uow.hazards.get(found.id).control_failed

    assert failed()
    dangers.close_danger(desk.ports, one.id, done="换了", by_id=by, accepted_by_id=seen)
    assert failed()
    dangers.close_danger(desk.ports, two.id, done="拧紧了", by_id=by, accepted_by_id=seen)
    assert not failed()
    assert one.nature is DangerNature.THINGS


def test_a_deadline_moves_later_only_with_a_reason_once_the_day_is_over(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, _ = people(desk)
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库")
    agreed = desk.clock.today() + timedelta(days=3)
    dangers.assign_danger(desk.ports, danger.id, by, agreed)
    wait(desk, 1)
    with pytest.raises(PutOffSilently):
        dangers.assign_danger(desk.ports, danger.id, by, agreed + timedelta(days=1))
    dangers.extend_danger(desk.ports, danger.id, agreed + timedelta(days=1), "货车后天才来")
    assert danger_sheet(desk.ports, danger.id).history[-1].words.startswith(f"{agreed} 延到")
    assert danger_lines(desk.ports)[0].extended == 1


def test_a_reopened_one_is_not_taken_away_by_another_answer_in_the_walk(desk: Desk) -> None:
    """Its history is worth more than a tidy list."""
    run = shop(desk, "wood-planer")
    entry = walk.walk_cards(desk.ports, run)[0].targets[0].entry.id
    answer(desk, run, card_of(desk, run, entry), AnswerValue.NO)
    (line,) = danger_lines(desk.ports)
    by, seen = people(desk)
    dangers.close_danger(desk.ports, line.id, done="装上了", by_id=by, accepted_by_id=seen)
    dangers.reopen_danger(desk.ports, line.id, "又被拆了")
    answer(desk, run, card_of(desk, run, entry), AnswerValue.YES)
    assert [each.id for each in danger_lines(desk.ports)] == [line.id]


def test_an_untouched_one_goes_with_its_history_when_the_answer_changes(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    entry = walk.walk_cards(desk.ports, run)[0].targets[0].entry.id
    answer(desk, run, card_of(desk, run, entry), AnswerValue.NO)
    answer(desk, run, card_of(desk, run, entry), AnswerValue.YES)
    assert danger_lines(desk.ports) == []
    with desk.ports.units.read() as uow:
        assert uow.danger_events.all() == ()


def test_a_wrong_photo_is_replaced_and_kept(desk: Desk) -> None:
    shop(desk, "wood-planer")
    wrong, right = photo(desk, "red"), photo(desk, "green")
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库", photos=(wrong,))
    dangers.replace_danger_photo(desk.ports, danger.id, wrong, right, "拍错了地方")
    assert [(p.name, p.stands) for p in now(desk, danger).photos] == [(wrong, False), (right, True)]
    assert danger_lines(desk.ports)[0].photos == 1


def test_employees_are_told_of_several_at_once(desk: Desk) -> None:
    shop(desk, "wood-planer")
    found = [dangers.register_danger(desk.ports, f"通道堵了{n}", "仓库")[0] for n in range(2)]
    dangers.tell_employees(desk.ports, [danger.id for danger in found], "公示栏张贴")
    assert {now(desk, danger).told_how for danger in found} == {"公示栏张贴"}
    tomorrow = desk.clock.today() + timedelta(days=1)
    with pytest.raises(UserError, match="还没到"):
        dangers.tell_employees(desk.ports, [found[0].id], "班前会", on=tomorrow)


def test_the_same_that_is_still_open_is_told_before_it_is_registered_twice(desk: Desk) -> None:
    shop(desk, "wood-planer")
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库")
    assert dangers.same_still_open(desk.ports, "通道 堵了。", "仓库") == (danger,)
    assert dangers.same_still_open(desk.ports, "通道堵了", "大门") == ()


def test_who_is_named_in_a_history_is_not_deleted(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, _ = people(desk)
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库")
    dangers.assign_danger(desk.ports, danger.id, by, desk.clock.today())
    dangers.start_danger(desk.ports, danger.id, by_id=by)
    with desk.ports.units.read() as uow:
        assert firm.named_elsewhere(uow, by)


def test_every_figure_by_one_query_is_the_figure_of_its_definition(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, seen = people(desk)
    start = desk.clock.today()
    for number in range(12):
        danger, _ = dangers.register_danger(desk.ports, f"隐患{number}", "车间")
        dangers.assign_danger(desk.ports, danger.id, by, desk.clock.today() + timedelta(days=number % 5))
        wait(desk, 1)
        if number % 3:
            dangers.hand_in_danger(desk.ports, danger.id, done="改了", by_id=by)
        if number % 3 == 1:
            wait(desk, number % 4)
            dangers.accept_danger(desk.ports, danger.id, by_id=seen)
        if number % 4 == 0 and number % 3 == 0:
            dangers.extend_danger(desk.ports, danger.id, desk.clock.today() + timedelta(days=9), "等配件")
    with desk.ports.units.read() as uow:
        known = uow.hidden_dangers.all()
    end = desk.clock.today()
    for first, last in ((None, None), (start, end), (start + timedelta(5), start + timedelta(12)), (end, end)):
        for level in (None, DangerLevel.GENERAL, DangerLevel.MAJOR):
            as_of = min(last, end) if last else end
            expected = danger_figures(known, first=first, last=last, as_of=as_of, level=level)
            assert dangers.figures(desk.ports, first, last, level=level) == expected
    assert dangers.figures(desk.ports).closed > 0
    assert 0 < dangers.figures(desk.ports).on_time < dangers.figures(desk.ports).due


def test_what_waits_for_somebody_is_told_the_most_urgent_first(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, _ = people(desk)
    late, _ = dangers.register_danger(desk.ports, "超期的", "车间")
    dangers.assign_danger(desk.ports, late.id, by, desk.clock.today())
    wait(desk, 3)
    done, _ = dangers.register_danger(desk.ports, "改完的", "车间")
    dangers.assign_danger(desk.ports, done.id, by, desk.clock.today() + timedelta(days=9))
    dangers.hand_in_danger(desk.ports, done.id, done="改了", by_id=by)
    fresh, _ = dangers.register_danger(desk.ports, "没派的", "车间")
    tasks = dangers.loop_tasks(desk.ports)
    assert [(task.urge, task.danger_id) for task in tasks] == [
        (Urge.OVERDUE, late.id),
        (Urge.ACCEPT, done.id),
        (Urge.ASSIGN, fresh.id),
    ]
    assert "超期 3 天" in tasks[0].saying


def test_what_custom_proposed_is_told_as_a_proposal(desk: Desk) -> None:
    """The list shows a person and a day: to ask for who and when, as if nobody stood there, would contradict it."""
    shop(desk, "wood-planer")
    title = "没派的" * 12
    fresh, _ = dangers.register_danger(desk.ports, title, "车间")
    (task,) = dangers.loop_tasks(desk.ports)
    assert task.what == f"拟由李秀英改、{fresh.deadline} 前改完，还没派单。合适就派，不合适先改再派。"
    assert task.about == f"{fresh.code} {title[:30]}…"
    assert dangers.to_assign(fresh, "", desk.clock.today()) == "定下谁改、什么时候改完。"
