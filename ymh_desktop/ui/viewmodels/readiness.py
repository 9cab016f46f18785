"""迎检自评: the five haves, the visit of inspectors, what to spend first, handing over, and the trail of changes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.handovers import Handover
from ymh_desktop.domain.moments import still_to_come
from ymh_desktop.domain.self_assessment import FiveHave, SelfAssessment, Verdict, share
from ymh_desktop.domain.words import label
from ymh_desktop.services import five_haves as five
from ymh_desktop.services import handovers as handing
from ymh_desktop.services.book import open_book
from ymh_desktop.services.five_haves import Assessment, LineShown
from ymh_desktop.services.handovers import HandoverSheet
from ymh_desktop.services.inspection_visit import VisitThing, inspection_visit
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.spending import Spending, spendings
from ymh_desktop.services.trail import TrailLine, trail
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import Ask, Form, Kind, Values, day_check
from ymh_desktop.ui.viewmodels.faces import FacesModel

TRAIL_SHOWN = 2000  # at first, and more each time somebody looks further back
NOT_SAID = "还没判定"


class Face(Enum):
    """The tabs. A value is what `navigate("readiness", value)` opens."""

    FIVE = "five"
    VISIT = "visit"
    MONEY = "money"
    HANDOVER = "handover"
    TRAIL = "trail"


TITLES = {
    Face.FIVE: "五有自评",
    Face.VISIT: "检查组来了",
    Face.MONEY: "先花哪笔钱",
    Face.HANDOVER: "交接",
    Face.TRAIL: "修改记录",
}


@dataclass(frozen=True, slots=True)
class FiveShown:
    """The assessment and those that were finished before, newest first."""

    now: Assessment
    past: tuple[SelfAssessment, ...]
    people: tuple[Person, ...]

    @property
    def headline(self) -> str:
        """做到 78%."""
        return "—" if self.now.share is None else f"做到 {self.now.share:.0%}"

    @property
    def saying(self) -> str:
        """What the number is, and what is left."""
        unanswered, not_yet = len(self.now.unanswered), len(self.now.not_yet)
        gaps = len(self.now.gaps) - unanswered - not_yet
        left = [f"还有 {unanswered} 条要人来判定"] if unanswered else []
        if gaps:
            left.append(f"{gaps} 条没做到")
        if not_yet:
            left.append(f"{not_yet} 条还没法评")
        return f"{'，'.join(left) or '每一条都做到了'}。"

    @property
    def before(self) -> str:
        """When it was last finished and how it stood then; empty without one."""
        if not self.past:
            return ""
        last = self.past[0]
        held = share(line.verdict for line in last.lines)
        return (
            f"上次 {last.finished_on} 自评，做到 {held:.0%}。"
            if held is not None
            else f"上次 {last.finished_on} 自评。"
        )

    def of(self, have: FiveHave) -> tuple[LineShown, ...]:
        """The lines of one of the five."""
        return tuple(line for line in self.now.lines if line.have is have)


@dataclass(frozen=True, slots=True)
class HandoverShown:
    """What waits, and who handed over before."""

    sheet: HandoverSheet
    past: tuple[Handover, ...]
    people: tuple[Person, ...]
    officer_id: str | None

    def name(self, person_id: str) -> str:
        """The name of this person."""
        return next((person.name for person in self.people if person.id == person_id), "")


@dataclass(frozen=True, slots=True)
class TrailShown:
    """The newest changes, newest first, and where the chain is broken, None when it is whole."""

    lines: tuple[TrailLine, ...]
    broken_at: int | None

    @property
    def older(self) -> int:
        """How many there are before the first one shown: they are numbered one by one."""
        return self.lines[-1].number - 1 if self.lines else 0


class ReadinessModel(FacesModel):
    """What the buttons of the tabs do."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, {**_READ, Face.TRAIL: self._trail})
        self._trail_shown = TRAIL_SHOWN

    def look_further_back(self) -> None:
        """Older changes as well."""
        self._trail_shown += TRAIL_SHOWN
        self.load(Face.TRAIL)

    def _trail(self, ports: Ports) -> TrailShown:
        return TrailShown(trail(ports, self._trail_shown), ports.audit.broken_at())

    def say(self, line: LineShown, verdict: Verdict | None) -> None:
        """Judge a line by hand; None goes back to the data."""
        said = f"“{line.words[:12]}”改为{label(verdict)}" if verdict else f"“{line.words[:12]}”按数据算"
        self._context.records.save(
            partial(five.answer_line, self._context.ports, line.key, verdict, line.note), said=said
        )

    def finish(self, by_id: str | None) -> None:
        """Keep the assessment as it stands."""
        self._context.records.save(
            partial(five.finish_assessment, self._context.ports, by_id), said="完成自评", toast=True
        )

    def signed(self, handover: Handover) -> None:
        """Both signed the sheet today."""
        self._context.records.save(
            partial(handing.handover_signed, self._context.ports, handover.id), said="交接已签字", toast=True
        )

    def open(self, page: str, argument: object = None) -> None:
        """Another page."""
        self._context.navigate(page, argument)

    # ---- short forms ---------------------------------------------------------------------------------------------

    def task_form(self, line: LineShown, people: tuple[Person, ...]) -> Form:
        """Who mends a gap by when."""
        ports = self._context.ports
        today = ports.clock.today()

        def send(values: Values) -> object:
            return five.give_task(ports, line.key, values["person"], values["due"])

        asks = (
            Ask("person", "谁来做", Kind.PERSON, line.person_id, needed="请选一个人。"),
            Ask(
                "due",
                "什么时候做完",
                Kind.DAY,
                line.due or today,
                check=day_check(lambda day: still_to_come("完成日期", day, today)),
            ),
        )
        return Form(
            f"five-haves:{line.key}",
            "派任务",
            "派给他",
            asks,
            send,
            f"派任务：{line.gap[:12]}",
            line.gap,
            people=people,
        )

    def handover_form(self, shown: HandoverShown) -> Form:
        """Who hands over to whom, and where things lie."""
        ports = self._context.ports

        def send(values: Values) -> object:
            return handing.hand_over(
                ports,
                values["from"],
                values["to"],
                papers_at=values["papers"],
                backups_at=values["backups"],
                note=values["note"],
                take_over=values["take_over"],
            )

        asks = (
            Ask("from", "谁交", Kind.PERSON, shown.officer_id, needed="请选交的人。", half=True),
            Ask("to", "谁接", Kind.PERSON, None, needed="请选接的人。", half=True),
            Ask("papers", "纸质材料放在哪里", placeholder="例如：办公室铁柜第二层"),
            Ask("backups", "备份放在哪里", placeholder="例如：老板抽屉里的U盘"),
            Ask("note", "要交代的话", Kind.TEXT, placeholder="例如：镇里联系人、正在办的事"),
            Ask("take_over", "他名下没办完的事都转给接的人", Kind.TICK, True),
        )
        sentence = "证件还是各人自己的；重大隐患的责任人永远是主要负责人。"
        return Form("handover", "办理交接", "交接", asks, send, "办理交接", sentence, people=shown.people)


def _five(ports: Ports) -> FiveShown:
    with ports.units.read() as uow:
        people = uow.people.all()
    return FiveShown(five.assessment(ports), five.past_assessments(ports), people)


def _visit(ports: Ports) -> tuple[VisitThing, ...]:
    return inspection_visit(ports)


def _money(ports: Ports) -> tuple[Spending, ...]:
    return spendings(ports, open_book(ports))


def _handover(ports: Ports) -> HandoverShown:
    with ports.units.read() as uow:
        people, enterprise = uow.people.all(), uow.enterprise()
    officer = enterprise.officer_id if enterprise else None
    return HandoverShown(handing.handover_sheet(ports), handing.handovers(ports), people, officer)


_READ: dict[Face, Callable[[Ports], object]] = {
    Face.FIVE: _five,
    Face.VISIT: _visit,
    Face.MONEY: _money,
    Face.HANDOVER: _handover,
}
