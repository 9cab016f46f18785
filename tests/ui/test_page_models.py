"""What the pages decide, without any widget: view models over a real data folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.ui.pages_support import book_of, small_shop
from tests.ui.support import settle, wait_until
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.lists import DangerLine
from ymh_desktop.services.undo import undo
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.errors import ErrorBorder
from ymh_desktop.ui.notices import Notices
from ymh_desktop.ui.records import Records
from ymh_desktop.ui.tasks import Tasks
from ymh_desktop.ui.viewmodels import new_risk as risk_fields
from ymh_desktop.ui.viewmodels.danger import DangerModel, NewDangerModel
from ymh_desktop.ui.viewmodels.dangers import DangersModel, NewDanger, Standing, danger_row
from ymh_desktop.ui.viewmodels.hazard import HazardModel
from ymh_desktop.ui.viewmodels.home import HomeModel
from ymh_desktop.ui.viewmodels.new_risk import NEW, NewRiskModel
from ymh_desktop.ui.viewmodels.register import RegisterModel

TODAY = date(2026, 11, 23)


@dataclass
class Seat:
    """A context without a window, and where it was led."""

    desk: Desk
    context: Context
    went: list[tuple[Any, ...]] = field(default_factory=list)

    def calm(self) -> None:
        """Wait until everything that was begun has come back."""
        settle(2)
        wait_until(lambda: self.context.tasks.idle)
        settle(2)

    def after(self, begin: Callable[[], None]) -> None:
        """Begin something and wait for it."""
        begin()
        self.calm()


@pytest.fixture
def seat(qapp: object, desk: Desk) -> Iterator[Seat]:
    notices = Notices()
    border = ErrorBorder(notices)
    tasks = Tasks(notices, border)
    records = Records(tasks, notices, desk.clock, lambda changes: undo(desk.ports, changes))
    went: list[tuple[Any, ...]] = []
    context = Context(desk.ports, tasks, notices, records, border, lambda *where: went.append(where))
    made = Seat(desk, context, went)
    yield made
    tasks.close()
    tasks.wait()
    settle()


def line(**other: Any) -> DangerLine:
    known = {
        "id": "1",
        "code": "Y-0001",
        "title": "地面有油",
        "place": "",
        "level": "general",
        "status": "assigned",
        "source": "inspection",
        "found_on": TODAY - timedelta(days=9),
        "deadline": TODAY,
        "responsible": "",
        "closed_on": None,
        "risk_point_name": "",
    }
    return DangerLine(**{**known, **other})


# ---- the list of hidden dangers --------------------------------------------------------------------------------------


def test_on_its_last_day_it_is_not_overdue() -> None:
    assert danger_row(line(), TODAY).standing is Standing.OPEN
    row = danger_row(line(), TODAY + timedelta(days=1))
    assert (row.standing, row.state.words, row.state.tone) == (Standing.OVERDUE, "超期 1 天", "error")


def test_a_closed_one_is_never_overdue() -> None:
    row = danger_row(line(status="closed", closed_on=TODAY), TODAY + timedelta(days=90))
    assert (row.standing, row.state.words, row.state.tone) == (Standing.CLOSED, "已销号", "ok")


def test_without_a_deadline_it_is_open() -> None:
    assert danger_row(line(deadline=None), TODAY).standing is Standing.OPEN


def test_what_is_overdue_counts_as_open_too(seat: Seat) -> None:
    small_shop(seat.desk)
    dangers.register_danger(seat.desk.ports, "地面有油", "", found_on=TODAY - timedelta(days=20))
    model = DangersModel(seat.context)
    seat.after(model.load)
    model.narrow(words="", standing=Standing.OPEN, level=None, source=None)
    passes = model.passes()
    assert passes is not None
    assert sum(map(passes, model.rows)) == 2


def test_judged_major_ones_lead_then_suspected_ones_then_what_is_overdue_the_longest_first(seat: Seat) -> None:
    small_shop(seat.desk)
    ports, principal = seat.desk.ports, book_of(seat.desk).enterprise.principal_id
    register = partial(dangers.register_danger, ports, place="")
    late, _ = register("地面有油", found_on=TODAY - timedelta(days=20))
    judged, _ = register("泄爆没装", found_on=TODAY)
    dangers.grade_danger(ports, judged.id, DangerLevel.MAJOR, basis="第11条第3项", by_id=principal)
    suspected, _ = register("急停坏了", level=DangerLevel.MAJOR, basis="4.10 b")
    model = DangersModel(seat.context)
    seat.after(model.load)
    assert [row.id for row in model.rows][:3] == [judged.id, suspected.id, late.id]
    assert [row.kind for row in model.rows][:3] == ["重大隐患", "疑似重大隐患", "一般隐患"]


@pytest.mark.parametrize(
    ("level", "judged", "status", "words"),
    [
        ("general", False, "registered", "待派单"),
        ("major", False, "registered", "待判定"),
        ("major", True, "registered", "待治理"),
        ("major", True, "rectifying", "整改中"),
    ],
)
def test_the_list_says_the_same_state_as_the_page(level: str, judged: bool, status: str, words: str) -> None:
    row = danger_row(line(level=level, judged=judged, status=status), TODAY)
    danger = HiddenDanger(
        "1",
        "Y-0001",
        "地面有油",
        "",
        TODAY,
        DangerLevel(level),
        DangerStatus(status),
        graded_on=TODAY if judged else None,
    )
    assert row.state.words == danger.state_words == words
    assert row.kind == danger.kind_words


# ---- the register ----------------------------------------------------------------------------------------------------


def test_a_filter_of_something_that_is_gone_is_dropped(seat: Seat) -> None:
    small_shop(seat.desk)
    model = RegisterModel(seat.context)
    seat.after(model.load)
    where = next(key for key, words in model.places if words.startswith("地点："))
    assert isinstance(where, tuple)
    model.narrow(words="", level=None, kind=None, where=where, matter=None)
    for point in book_of(seat.desk).points:
        risks.remove_point(seat.desk.ports, point.id)
    seat.after(model.load)
    assert model.where is None


def test_letters_find_plain_words_at_once_and_pinyin_a_moment_later(seat: Seat) -> None:
    small_shop(seat.desk, "distribution-box")
    model = RegisterModel(seat.context)
    seat.after(model.load)
    model.narrow(words="pdx", level=None, kind=None, where=None, matter=None)
    first = model.passes()
    assert first is not None
    assert model.lines
    assert not any(map(first, model.lines))
    seat.calm()
    second = model.passes()
    assert second is not None
    assert all(map(second, model.lines))


# ---- one risk --------------------------------------------------------------------------------------------------------


def opened(seat: Seat) -> HazardModel:
    small_shop(seat.desk, failed=0)
    model = HazardModel(seat.context)
    seat.context.records.recordsChanged.connect(lambda changes: model.load())  # as the page does
    hazard = min(book_of(seat.desk).hazards, key=lambda h: h.level)
    seat.after(lambda: model.open(hazard.id))
    return model


def test_the_level_is_ahead_of_the_disk_and_old_news_never_throws_it_back(seat: Seat) -> None:
    model = opened(seat)
    low = model.level
    worst = [question.options[0][0] for question in model.questions]
    model.load()  # an older reading is still on its way
    for place, mark in enumerate(worst):
        model.choose_mark(place, mark)
        assert model.grade.marks[place] == mark
    assert model.level is RiskLevel.MAJOR is not low
    seat.calm()
    assert model.level is RiskLevel.MAJOR
    assert model.hazard.level is RiskLevel.MAJOR


def test_a_risk_that_was_taken_away_is_told(seat: Seat) -> None:
    model = opened(seat)
    gone: list[bool] = []
    model.gone.connect(lambda: gone.append(True))
    risks.remove_hazard(seat.desk.ports, model.id)
    seat.after(model.load)
    assert gone == [True]
    assert model.id == ""


def test_a_reading_of_the_former_risk_is_dropped(seat: Seat) -> None:
    model = opened(seat)
    first, second = book_of(seat.desk).hazards[:2]
    model.open(first.id)
    seat.after(lambda: model.open(second.id))
    assert model.hazard == second


def test_usual_people_are_named_where_nobody_was(seat: Seat) -> None:
    model = opened(seat)
    assert model.responsible
    assert all(person_id is None for _, _, person_id, _ in model.responsible)
    assert {usual for *_, usual in model.responsible} <= {"按默认：王建国", "按默认：李秀英"}


# ---- a risk of one's own ---------------------------------------------------------------------------------------------


def test_a_form_tells_the_first_thing_that_is_missing_in_its_own_order(seat: Seat) -> None:
    small_shop(seat.desk)
    model = NewRiskModel(seat.context)
    told: list[str] = []
    model.faulted.connect(lambda name, sentence: told.append(name) if sentence else None)
    seat.after(model.open)
    steps: list[Callable[[], object]] = [
        lambda: model.choose_point(NEW),
        lambda: setattr(model, "name", "行车"),
        lambda: setattr(model, "title", "吊物掉下来"),
        lambda: model.choose_accidents(("WSA10005",)),
        lambda: model.choose_factor("210102"),
    ]
    for fill in steps:
        model.add()
        fill()
    model.add()
    expected = ("WHERE", "NAME", "TITLE", "ACCIDENTS", "FACTOR", "MARKS")
    assert told == [getattr(risk_fields, name) for name in expected]
    assert model.level is None


def test_words_that_are_too_long_are_told_at_their_field(seat: Seat) -> None:
    small_shop(seat.desk)
    model = NewRiskModel(seat.context)
    told: list[tuple[str, str]] = []
    model.faulted.connect(lambda name, sentence: told.append((name, sentence)) if sentence else None)
    seat.after(model.open)
    model.choose_point(NEW)
    model.name, model.title, model.place = "行车", "吊物掉下来", "远" * 41
    model.choose_accidents(("WSA10005",))
    model.choose_factor("210102")
    for place, mark in enumerate((3, 6, 15)):
        model.choose_mark(place, Decimal(mark))
    assert model.level is RiskLevel.CONSIDERABLE
    model.add()
    assert told == [(risk_fields.PLACE, "“位置”有 41 个字，最多 40 个字。请缩短一些，原来的内容还在框里。")]


# ---- one hidden danger -----------------------------------------------------------------------------------------------


def danger_model(seat: Seat, level: DangerLevel = DangerLevel.GENERAL) -> DangerModel:
    small_shop(seat.desk, failed=0)
    with seat.desk.ports.units.write() as uow:
        made = dangers.new_danger(uow, seat.desk.ports, "地面有油", "木工区", level=level)
        uow.commit()
    model = DangerModel(seat.context)
    seat.context.records.recordsChanged.connect(lambda changes: model.load())  # as the page does
    seat.after(lambda: model.open(made.id))
    return model


def test_whoever_is_responsible_is_taken_to_have_rectified_it(seat: Seat) -> None:
    model = danger_model(seat)
    seat.after(lambda: model.do("close"))
    assert model.asking.values["by"] == model.danger.responsible_id is not None


def test_the_rules_of_closing_are_told_in_order(seat: Seat) -> None:
    model = danger_model(seat)
    seat.after(lambda: model.do("close"))
    asking, told = model.asking, list[str]()
    asking.faulted.connect(lambda name, sentence: told.append(name) if sentence else None)
    by = asking.values["by"]
    other = next(person.id for person in asking.people if person.id != by)
    asking.send()
    asking.answer("done", "擦干净了")
    asking.answer("by", None)
    asking.send()
    asking.answer("by", by)
    asking.send()
    asking.answer("accepted", by)
    asking.send()
    asking.answer("accepted", other)
    seat.after(asking.send)
    assert told == ["done", "by", "accepted", "reason"]
    assert model.danger.status is DangerStatus.CLOSED


def test_a_sum_that_is_none_is_told_and_nothing_is_sent(seat: Seat) -> None:
    model = danger_model(seat)
    seat.after(lambda: model.do("close"))
    told: list[tuple[str, str]] = []
    model.asking.faulted.connect(lambda name, sentence: told.append((name, sentence)) if sentence else None)
    for name, value in (
        ("done", "擦了"),
        ("accepted", model.asking.people[0].id),
        ("cost", "很贵"),
        ("reason", "一个人"),
    ):
        model.asking.answer(name, value)
    seat.after(model.asking.send)
    model.asking.answer("cost", "1亿")
    seat.after(model.asking.send)
    model.asking.answer("cost", "100000000")
    seat.after(model.asking.send)
    assert told == [
        ("cost", "“很贵”不是钱数。请只填数字，单位是元，例如 1200。"),
        ("cost", "“1亿”不是钱数。请只填数字，单位是元，例如 1200。"),
        ("cost", "费用 100000000 元不对。请填 0 到 1 亿之间的数。"),
    ]
    assert model.danger.is_open


def test_a_major_one_is_never_offered_the_short_way_and_belongs_to_its_person(seat: Seat) -> None:
    model = danger_model(seat, DangerLevel.MAJOR)
    offered = {deed.id for deed in (*model.next.others, *model.more)}
    assert model.next.deed is not None
    assert model.next.deed.id == "grade"
    assert "close" not in offered
    seat.after(lambda: model.do("assign"))
    assert model.asking.form is not None
    assert model.asking.form.asks[0].fixed


def test_a_danger_found_tomorrow_is_refused(seat: Seat) -> None:
    small_shop(seat.desk)
    model = NewDangerModel(seat.context)
    told: list[str] = []
    model.asking.faulted.connect(lambda name, sentence: told.append(sentence) if sentence else None)
    seat.after(lambda: model.open(NewDanger()))
    model.asking.answer("title", "地面有油")
    model.asking.answer("found_on", TODAY + timedelta(days=1))
    seat.after(model.asking.send)
    assert told == ["发现日期 2026-11-24 还没到。请填今天或以前的日期；如果日期是对的，请检查电脑的日期。"]


# ---- home ------------------------------------------------------------------------------------------------------------


def test_rates_without_a_base_have_no_number(seat: Seat) -> None:
    firm.save_enterprise(seat.desk.ports, {"name": "宏木家具厂"})
    model = HomeModel(Context(**{**_parts(seat), "ports": _with_backups(seat)}))
    seat.after(model.load)
    assert (model.rectified.number, model.reported.number) == ("—", "—")
    assert model.dangers.number == "0"


def test_planned_measures_are_counted(seat: Seat) -> None:
    small_shop(seat.desk)
    hazard = book_of(seat.desk).hazards[0]
    answers = dict.fromkeys([(hazard.id, m.id) for m in hazard.measures[:2]], MeasureState.PLANNED)
    risks.answer_measures(seat.desk.ports, answers)
    model = HomeModel(Context(**{**_parts(seat), "ports": _with_backups(seat)}))
    seat.after(model.load)
    assert model.planned == 2


def _with_backups(seat: Seat) -> Any:
    return seat.desk.with_ports(backups=seat.desk.folder.backups).ports


def _parts(seat: Seat) -> dict[str, Any]:
    return {name: getattr(seat.context, name) for name in Context.__dataclass_fields__}
