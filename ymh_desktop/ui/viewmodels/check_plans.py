"""检查计划: who looks at what, how often; what a person may decide about it, and checks of one's own."""

from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.checks import PlanItem, Recording, is_regular
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import still_to_come
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import label
from ymh_desktop.domain.workdays import WEEKDAYS
from ymh_desktop.services.checks import plans as use
from ymh_desktop.services.checks.plans import PlanLine, PlanSheet
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import Ask, AskingModel, Form, Kind, Values, day_check, sentence_of
from ymh_desktop.ui.viewmodels.danger_forms import up_to

OWN_FREQUENCIES = (Frequency.DAY, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR)
_ONCE = "once"
_MOST_DAY = {Frequency.MONTH: 28, Frequency.QUARTER: 90, Frequency.YEAR: 365}


class PlanRow(NamedTuple):
    """A plan in the table."""

    id: str
    code: str
    title: str
    tier: ControlTier
    frequency: Frequency
    recording: Recording
    inspector: str
    items: int
    due: date | None


class PlansModel(QObject):
    """The table of plans, and making one of one's own."""

    loaded = Signal()
    added = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports = context.ports
        self.rows: tuple[PlanRow, ...] = ()
        self.asking = AskingModel(context)
        self.asking.sent.connect(self._sent)

    def load(self) -> None:
        """Read anew; `loaded` follows."""
        self._context.tasks.run(partial(use.plan_lines, self._ports), self._came)

    def add(self) -> None:
        """Open the form for a check of one's own."""
        self.asking.prepare(partial(_new_form, self._ports))

    def take_preset(self) -> None:
        """Open the form for ready tables."""
        self.asking.prepare(partial(_preset_form, self._ports))

    def _sent(self, result: object) -> None:
        self.load()
        if isinstance(result, tuple):
            self.added.emit(result[0].id)

    def _came(self, lines: tuple[PlanLine, ...]) -> None:
        self.rows = tuple(
            PlanRow(
                line.id,
                line.code,
                line.title,
                line.tier,
                line.frequency,
                line.recording,
                line.inspector,
                line.items,
                line.due,
            )
            for line in lines
        )
        self.loaded.emit()


class PlanModel(QObject):
    """One plan: who makes it, on which day, how it comes back; items of one's own."""

    loaded = Signal()
    faulted = Signal(str)
    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports = context.ports
        self._id = ""
        self.sheet: PlanSheet | None = None
        self.asking = AskingModel(context)
        self.asking.sent.connect(lambda result: self.load())

    def open(self, plan_id: str) -> None:
        """Show this one; `loaded` follows."""
        self.asking.close()
        self._id, self.sheet = plan_id, None
        self.load()

    def load(self) -> None:
        """Read it anew."""
        if self._id:
            self._context.tasks.run(partial(use.plan_sheet, self._ports, self._id), self._came)

    @property
    def about(self) -> str:
        """What it is, how often, and when next."""
        sheet = self.sheet
        if sheet is None:
            return ""
        plan = sheet.plan
        following = "、".join(f"{due.day:%m-%d}" for due in sheet.upcoming[:3])
        source = "自己加的检查。" if plan.own else "按风险清单排的，措施变了会跟着变。"
        when = f"接下来：{following}。" if following else "近期没有要查的日子。"
        return f"{label(plan.kind)} · {label(plan.tier)} · {label(plan.frequency)} · {source}{when}"

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Who can be named."""
        return tuple((person.id, person.name) for person in self.sheet.people) if self.sheet else ()

    @property
    def days(self) -> tuple[tuple[object, str], ...]:
        """On which day of its period it can be made; empty when that is no question."""
        if self.sheet is None or not is_regular(self.sheet.plan):
            return ()
        frequency = self.sheet.plan.frequency
        if frequency is Frequency.WEEK:
            return ((None, "一周里哪天都行"), *((n, f"星期{name}") for n, name in enumerate(WEEKDAYS, start=1)))
        most = _MOST_DAY.get(frequency)
        if most is None:
            return ()
        words = {Frequency.MONTH: "每月", Frequency.QUARTER: "每季", Frequency.YEAR: "每年"}[frequency]
        steps = range(1, most + 1) if frequency is Frequency.MONTH else range(1, most + 1, 5)
        return ((None, f"{words}最后一天前都行"), *((n, f"{words}第 {n} 天") for n in steps))

    @property
    def recordings(self) -> tuple[tuple[object, str], ...]:
        """How what was found comes in; one only where there is no choice."""
        if self.sheet is None or self.sheet.plan.frequency not in (Frequency.SHIFT, Frequency.DAY):
            return ()
        return tuple((each, label(each)) for each in Recording)

    @property
    def items(self) -> tuple[PlanItem, ...]:
        """What is looked at."""
        return self.sheet.items if self.sheet else ()

    def set_person(self, person_id: str | None) -> None:
        """Who makes it; None: whoever usually does."""
        self._save(partial(use.assign_plan, self._ports, self._id, person_id), "换检查的人")

    def set_day(self, day: object) -> None:
        """On which day."""
        self._save(
            partial(use.prefer_day, self._ports, self._id, day if isinstance(day, int) else None), "换检查的日子"
        )

    def set_recording(self, recording: object) -> None:
        """How it comes in."""
        if isinstance(recording, Recording):
            self._save(partial(use.set_recording, self._ports, self._id, recording), "换记录的办法")

    def add_item(self) -> None:
        """Open the form for one more line."""
        self.asking.prepare(partial(_item_form, self._ports, self._id))

    def end_item(self, number: int) -> None:
        """This line is not asked any more."""
        self._save(partial(use.end_item, self._ports, self._id, number), f"去掉第 {number} 项")

    def end(self) -> None:
        """It is not made any more; `ended` follows, or `faulted`."""
        self._context.records.save(
            partial(use.end_plan, self._ports, self._id),
            said="已停用一张检查表",
            toast=True,
            then=lambda result: self.ended.emit(),
            failed=lambda error: self.faulted.emit(sentence_of(error)),
        )

    def _save(self, work: Any, said: str) -> None:
        self._context.records.save(
            work,
            said=said,
            then=lambda result: self._kept(),
            failed=lambda error: self.faulted.emit(sentence_of(error)),
        )

    def _kept(self) -> None:
        self.faulted.emit("")
        self.load()

    def _came(self, sheet: PlanSheet) -> None:
        if sheet.plan.id == self._id:
            self.sheet = sheet
            self.loaded.emit()


def items_in(words: str) -> tuple[tuple[str, str], ...]:
    """One line each: 看什么：标准. A line without a colon has its words as both; raises UserError for none."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if not lines:
        raise UserError("还没有写要查什么。", "一行写一项，例如“吊钩：防脱钩装置完好”。")
    found = []
    for line in lines:
        what, _, standard = line.replace(":", "：", 1).partition("：")
        found.append((what.strip()[:60], standard.strip() or what.strip()))
    return tuple(found)


def _new_form(ports: Ports) -> Form:
    today = ports.clock.today()
    with ports.units.read() as uow:
        people: tuple[Person, ...] = uow.people.all()
    often: tuple[tuple[object, str], ...] = tuple((each, label(each)) for each in OWN_FREQUENCIES)

    def once(values: Values) -> bool:
        return values.get("often") == _ONCE

    def send(values: Values) -> Any:
        frequency = values["often"] if isinstance(values["often"], Frequency) else Frequency.MONTH
        return use.add_plan(
            ports,
            values["title"],
            items_in(values["items"]),
            frequency=frequency,
            once_on=values["on"] if once(values) else None,
            person_id=values["by"],
        )

    asks = (
        Ask(
            "title",
            "检查名称",
            placeholder="例如：夏季防汛检查",
            needed="请写检查名称。",
            check=up_to("检查名称", 40),
            half=True,
        ),
        Ask("often", "多久查一次", Kind.CHOICE, Frequency.MONTH, (*often, (_ONCE, "只查一次")), half=True),
        Ask(
            "on",
            "哪天查",
            Kind.DAY,
            today + timedelta(days=7),
            check=day_check(lambda day: still_to_come("检查日期", day, today)),
            shown=once,
            half=True,
            name="只查一次的日子",
        ),
        Ask("by", "谁来查（可以不填）", Kind.PERSON, half=True, name="新检查：谁来查"),
        Ask(
            "items",
            "查什么（一行一项，写成“看什么：标准”）",
            Kind.TEXT,
            placeholder="吊钩：防脱钩装置完好\n钢丝绳：没有断丝",
            needed="请至少写一项，例如“吊钩：防脱钩装置完好”。",
            lines=5,
            name="查什么",
        ),
    )
    return Form("new-plan", "加一张自己的检查", "加上", asks, send, "已加一张检查表", people=people)


def _preset_form(ports: Ports) -> Form:
    offered = use.presets_offered(ports)

    def send(values: Values) -> Any:
        wanted = [preset.id for preset, used in offered if not used and values[preset.id]]
        if not wanted:
            raise UserError("还没有勾检查表。", "请勾上要用的，再点“用上”。")
        return use.use_presets(ports, wanted, about=values["about"])

    asks = (
        *(
            Ask(
                preset.id,
                f"{preset.title}（{label(preset.frequency)}，{len(preset.items)} 项）{'　已经在用' if used else ''}",
                Kind.TICK,
                used or None,
                fixed=used,
            )
            for preset, used in offered
        ),
        Ask(
            "about",
            "用在哪台设备上（可以不填）",
            placeholder="例如：1号叉车",
            check=up_to("设备名称", 20),
            name="用在哪台设备上",
        ),
    )
    sentence = "特种设备的日管控、周排查、月调度，节假日前、复产复工等，都有现成的表。"
    return Form("presets", "用现成的检查表", "用上", asks, send, "已用上现成的检查表", sentence)


def _item_form(ports: Ports, plan_id: str) -> Form:
    def send(values: Values) -> Any:
        return use.add_item(ports, plan_id, values["what"], values["standard"])

    asks = (
        Ask("what", "看什么", placeholder="例如：吊钩", needed="请写看什么。", check=up_to("检查项目", 60), half=True),
        Ask(
            "standard",
            "标准",
            placeholder="例如：防脱钩装置完好",
            needed="请写什么样算正常。",
            check=up_to("标准", 200),
            half=True,
        ),
    )
    return Form(f"item:{plan_id}", "加一项", "加上", asks, send, "已加一项")
