"""Step 7: what was found, what waits, what the town would send back, and the two signatures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.identification import SignOff, Step
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.flows import steps
from ymh_desktop.services.flows.rerun import Difference
from ymh_desktop.services.flows.result import Overview, Parked, PlannedMeasure, overview
from ymh_desktop.services.papers.catalogue import paper_of
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.precheck import Finding
from ymh_desktop.services.runs import EXPERT, PRINCIPAL
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.findings import FindingShown, page_of, shown, words
from ymh_desktop.ui.viewmodels.unkept import Unkept

PRINT_FIRST = ("cards", "check-tables", "register")
_ICONS = {"cards": "shield-alert", "check-tables": "clipboard-check", "register": "clipboard-list"}
MOST_SHOWN = 30  # of one kind
MOST_POSTS = 3  # named in one sentence
_LONGEST = {"name": 30, "unit": 60, "speciality": 40, "certificate": 40}
SIGN_LABELS = {"name": "姓名", "unit": "单位", "speciality": "专业", "certificate": "证书号"}


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A paper to print first."""

    id: str
    name: str
    used_for: str
    icon: str


@dataclass(frozen=True, slots=True)
class Shortened:
    """The first lines of a list, and the sentence about the rest, empty when all are shown."""

    lines: tuple[str, ...]
    more: str


class ResultModel(QObject):
    """What step 7 shows and may do."""

    loaded = Signal()

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__()
        self._context, self._run_id = context, run_id
        self._seen: Overview | None = None
        self.unkept = Unkept(context, f"sign {run_id}")  # what is typed for a signature that is not given yet

    def load(self) -> None:
        """Read everything; `loaded` follows."""
        self.unkept.load()
        self._context.tasks.run(partial(overview, self._context.ports, self._run_id), self._came)

    @property
    def ready(self) -> bool:
        """Whether it was read."""
        return self._seen is not None

    @property
    def today(self) -> date:
        """The day."""
        return self._context.ports.clock.today()

    @property
    def counts(self) -> tuple[tuple[RiskLevel, int], ...]:
        """Risks per level, worst first."""
        return self._now.counts

    @property
    def danger_words(self) -> tuple[str, str]:
        """The number of open hidden dangers, and what is to say about them."""
        closed = len(self._now.dangers) - self._now.open_dangers
        majors = self._now.open_majors
        parts = [f"其中重大（含疑似） {majors} 条" if majors else "", f"已销号 {closed} 条" if closed else ""]
        usual = "改好就销号" if self._now.open_dangers else "现在没有"
        return str(self._now.open_dangers), "，".join(part for part in parts if part) or usual

    @property
    def planned_count(self) -> int:
        """Measures that are still to come."""
        return len(self._now.planned)

    @property
    def planned(self) -> Shortened:
        """Measures that are still to come, each with whom, when and how much."""
        return _shortened(tuple(_planned_words(each) for each in self._now.planned))

    @property
    def parked(self) -> tuple[Parked, ...]:
        """Questions that were put off."""
        return self._now.parked[:MOST_SHOWN]

    @property
    def parked_words(self) -> str:
        """What is said about them."""
        return f"还有 {len(self._now.parked)} 题先放着没答" if self._now.parked else ""

    @property
    def unsure(self) -> tuple[str, ...]:
        """Questions for the expert."""
        return self._now.unsure

    @property
    def unsure_text(self) -> str:
        """The same as a text to send."""
        lines = [f"{number}. {question}" for number, question in enumerate(self._now.unsure, start=1)]
        return "\n".join(["请帮我们看看，厂里有没有这些情况：", *lines])

    @property
    def differences(self) -> Shortened:
        """What is answered otherwise than last time."""
        return _shortened(tuple(_difference_words(each) for each in self._now.differences))

    @property
    def papers(self) -> tuple[PaperShown, ...]:
        """The three to print first."""
        return tuple(PaperShown(p.id, p.name, p.used_for, _ICONS[p.id]) for p in map(paper_of, PRINT_FIRST))

    @property
    def findings(self) -> tuple[FindingShown, ...]:
        """What the town may send back, what must be mended first."""
        return shown(self._now.findings)

    @property
    def findings_words(self) -> str:
        """How many there are."""
        return words(self._now.findings)

    def step_of(self, number: int) -> Step | None:
        """The step where a finding is mended; None when it is another page."""
        return self._finding(number).step

    def record_of(self, number: int) -> str | None:
        """The record that a finding is about."""
        return self._finding(number).record_id

    def page_of(self, number: int) -> tuple[str, object]:
        """The page where a finding is mended, with what to open there."""
        return page_of(self._finding(number))

    def go_to(self, step: Step, record_id: str | None = None) -> None:
        """To a step of this run, at a hazard's risk point or at a question."""
        work = partial(_set_place, self._context.ports, self._run_id, step, record_id)
        self._context.tasks.run(work, lambda _: self._context.navigate("identification", step))

    @property
    def principal(self) -> str:
        """The name that stands in the field for the owner's signature."""
        return self._now.principal

    def signed(self, role: str) -> SignOff | None:
        """The signature of that role."""
        return self._now.run.signed_by(role)

    def signed_words(self, role: str) -> str:
        """Who signed, and when."""
        sign = self.signed(role)
        if sign is None:
            return ""
        about = "，".join(part for part in (sign.unit, sign.speciality, sign.certificate) if part)
        return f"{sign.name}{f'（{about}）' if about else ''} 已于 {_long(sign.on)} 签字确认"

    @property
    def draft_words(self) -> tuple[str, str]:
        """Whether papers are still a draft, and what to do about it."""
        seen = self._now
        if seen.run.signed_by(PRINCIPAL) is None:
            return "主要负责人还没有签字，打印出来的材料都印着“草稿”。", "签字后材料不再印“草稿”。"
        if seen.draft:
            return "还有重大情况先放着没答，材料仍印“草稿”。", "请回第 3 步把它答完。"
        if seen.expert_pending:
            return "这一行要专家确认，专家签字前材料印“待专家确认”。", "请专家看过后在下面签字。"
        return "已经签字，材料不再印“草稿”。", ""

    @property
    def is_final(self) -> bool:
        """Whether papers bear no mark any more."""
        return self.ready and not self._now.draft and not self._now.expert_pending

    @property
    def expert_needed(self) -> bool:
        """Whether this trade needs an expert who has not signed."""
        return self._now.expert_pending

    @property
    def before_signing(self) -> str:
        """What the owner should know before signing, empty when all is answered and every post took part."""
        open_ones = (
            (self._now.unanswered, "条措施没回答"),
            (len(self._now.parked), "题先放着没答"),
            (len(self._now.unsure), "题要请教专家"),
        )
        told = "、".join(f"{count} {words}" for count, words in open_ones if count)
        answers = f"还有 {told}。没回答的不会印成已经做到；先弄清楚再签更好。" if told else ""
        return f"{answers}{self._nobody_of}"

    @property
    def _nobody_of(self) -> str:
        posts = self._now.without_people
        if not posts:
            return ""
        more = f"等 {len(posts)} 个岗位" if len(posts) > MOST_POSTS else ""
        return f"{'、'.join(posts[:MOST_POSTS])}{more}没有人参加辨识：请在第 4 步“谁参加了”里补上，或请他们看过再签。"

    @property
    def may_go_to_sign(self) -> bool:
        """Whether a signature would take a mark from the papers."""
        return self.signed(PRINCIPAL) is None or self.expert_needed

    def check(self, field: str, typed: str) -> None:
        """Raises UserError when the text cannot be right."""
        check = required_text if field == "name" else optional_text
        check(SIGN_LABELS[field], typed, _LONGEST[field])

    def check_day(self, day: date) -> None:
        """Raises UserError for a day to come."""
        if day > self.today:
            raise UserError(f"签字日期 {day} 还没到。", "请填今天或以前的日期。")

    def sign(self, role: str, on: date, **fields: str) -> None:
        """Sign as PRINCIPAL or EXPERT."""
        work = partial(steps.sign_off, self._context.ports, self._run_id, role, on=on, **fields)
        signed = partial(self.unkept.forget, role)
        self._context.records.save(work, said=f"{fields['name']}签字确认", toast=True, then=lambda _: signed())

    def withdraw(self, role: str) -> None:
        """Take a signature back."""
        work = partial(steps.withdraw_sign_off, self._context.ports, self._run_id, role)
        self._context.records.save(work, said="已撤回签字", toast=True)

    def finish(self, done: Callable[[], None]) -> None:
        """The run is done."""
        work = partial(steps.finish, self._context.ports, self._run_id)
        self._context.records.save(work, said="完成风险辨识", then=lambda _: done())

    def summary(self) -> str:
        """For the list of steps."""
        if self._seen is None:
            return ""
        return "已签字" if self.signed(PRINCIPAL) else "等主要负责人签字"

    def blocker(self) -> str:
        """The owner signs before the run is done."""
        if self._seen is None or self.signed(PRINCIPAL) is None:
            return "主要负责人还没有签字确认"
        return ""

    @property
    def _now(self) -> Overview:
        assert self._seen is not None
        return self._seen

    def _finding(self, number: int) -> Finding:
        return self._now.findings[number - 1]

    def _came(self, seen: Overview) -> None:
        self._seen = seen
        self.loaded.emit()


def _set_place(ports: Ports, run_id: str, step: Step, record_id: str | None) -> None:
    cursor = record_id or ""
    if step is Step.MEASURES and record_id is not None:  # findings name the hazard, the step opens risk points
        with ports.units.read() as uow:
            hazard = uow.hazards.find(record_id)
        cursor = hazard.risk_point_id if hazard else ""
    steps.go_to(ports, run_id, step, cursor)


def _shortened(lines: tuple[str, ...]) -> Shortened:
    more = len(lines) - MOST_SHOWN
    return Shortened(lines[:MOST_SHOWN], f"还有 {more} 条没有列出来。" if more > 0 else "")


def _planned_words(each: PlannedMeasure) -> str:
    about = [
        each.person or "还没定谁办",
        f"{_long(each.due)}前" if each.due else "还没定时间",
        f"约 {plain(each.cost)} 元" if each.cost is not None else "",
    ]
    return f"{each.risk_point}：{each.text}（{'，'.join(part for part in about if part)}）"


def _difference_words(each: Difference) -> str:
    before = f"上次答“{each.before}”" if each.before else "上次没有这一题"
    return f"{each.subject}：{each.statement}。{before}，这次答“{each.now}”"


def _long(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


__all__ = ["EXPERT", "PRINCIPAL", "ResultModel"]
