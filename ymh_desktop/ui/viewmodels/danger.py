"""One hidden danger: what is to be done next, what else can be done, how far it is, and what was done so far."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ymh_desktop.domain.danger_photos import DangerPhoto, PhotoStage
from ymh_desktop.domain.enterprise import Person, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.major_files import MajorStep
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.domain.words import label
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.book import Book
from ymh_desktop.services.half_written import DANGER_FORM
from ymh_desktop.services.hidden_dangers import DangerSheet, danger_sheet
from ymh_desktop.services.papers.catalogue import Paper
from ymh_desktop.services.papers.dangers import danger_files, major_reports, rectification_notices
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import Ask, AskingModel, Form, Kind, Values, day_check, sentence_of
from ymh_desktop.ui.viewmodels.danger_forms import LOOP_FORMS, replace_photo, same_person, up_to
from ymh_desktop.ui.viewmodels.dangers import NewDanger
from ymh_desktop.ui.viewmodels.major_forms import FORM_OF_STEP, MAJOR_FORMS, WHY, written
from ymh_desktop.ui.viewmodels.returned import ReturnedModel
from ymh_desktop.ui.viewmodels.unkept import Unkept
from ymh_desktop.ui.viewmodels.wizard.keeping import Keeping

TITLE, PLACE = "title", "place"
LONGEST_TITLE, LONGEST_PLACE, LONGEST_WORDS = 300, 60, 500
# Those that somebody can have found outside the wizard.
SOURCES = (DangerSource.INSPECTION, DangerSource.WORKER, DangerSource.EXPERT, DangerSource.AUTHORITY)
OFTEN = 3
_UNDER_WAY = (DangerStatus.ASSIGNED, DangerStatus.RECTIFYING, DangerStatus.RETURNED)
_DONE = (DangerStatus.AWAITING_ACCEPTANCE, DangerStatus.AWAITING_AUTHORITY)
_ENDS = ("close", "accept", "clear")
# Steps whose form may be opened whenever somebody knows something; the others follow from how far the loop is.
_ANY_TIME = (
    *(MajorStep.PASSED_UP, MajorStep.DECIDED, MajorStep.PROTECTED, MajorStep.DESCRIBED, MajorStep.PLANNED),
    *(MajorStep.DEPARTMENT_TOLD, MajorStep.WORKERS_TOLD, MajorStep.SHOWN, MajorStep.ORDERS_ANSWERED),
)
_FORMS = {**LOOP_FORMS, **MAJOR_FORMS}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done: the name of its form, and the words of its button."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now. `deed` None: nothing is left for the enterprise to do; `others` may stand beside it."""

    title: str
    sentence: str
    deed: Deed | None = None
    others: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of a major one: done, the next one, or later. `why` says why it cannot be left out."""

    number: int
    words: str
    note: str
    why: str
    done: bool
    next: bool
    deed: Deed | None


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the history."""

    when: str
    what: str
    more: str


@dataclass(frozen=True, slots=True)
class PhotoShown:
    """A photo. `replaced_because` is set on a wrong one that stays in the file."""

    name: str
    caption: str
    replaced_because: str = ""


def next_step(sheet: DangerSheet, today: date) -> NextStep:
    """What follows the state that it is in."""
    danger = sheet.danger
    if not danger.is_open:
        return _after_closure(sheet)
    if danger.is_major:
        return _next_of_major(sheet)
    close = Deed("close", "已经改好了，直接销号")
    # What failed protects nobody until it is mended: how one does without it should be written down.
    guard = (Deed("describe", "写下改好前怎么防护"),) if danger.measure_id and not danger.protective.strip() else ()
    if danger.status is DangerStatus.REGISTERED:
        grade = Deed("grade", "可能是重大隐患？定级")
        sentence = dangers.to_assign(danger, sheet.name(danger.responsible_id), today)
        return NextStep("派单", sentence, Deed("assign", "派单"), (*guard, close, grade))
    if danger.status in _UNDER_WAY:
        begin = (Deed("start", "开始整改"),) if danger.status is not DangerStatus.RECTIFYING else ()
        who = sheet.name(danger.responsible_id) or "还没定的人"
        sentence = f"由{who}整改，{danger.deadline} 前改完。"
        if danger.status is DangerStatus.RETURNED:
            sentence = f"退回重改：{_last_words(sheet)}"
        return NextStep("整改", sentence, Deed("hand_in", "改好了，交验收"), (*guard, *begin, close))
    sentence = f"{sheet.name(danger.rectified_by_id)}说改好了。去看一眼，通过就销号。"
    return NextStep("验收", sentence, Deed("accept", "验收"), (Deed("return", "没改好，退回"),))


def _last_words(sheet: DangerSheet) -> str:
    return next((event.words for event in reversed(sheet.history) if event.words), "")


def _after_closure(sheet: DangerSheet) -> NextStep:
    danger = sheet.danger
    rectified = danger.rectified if danger.rectified.endswith("。") else f"{danger.rectified}。"
    acceptor = sheet.name(danger.accepted_by_id) or "部门"
    who = f"{sheet.name(danger.rectified_by_id)}整改，{acceptor}验收，{danger.closed_on} 销号。"
    same = f"同一个人验收的原因：{danger.same_person_reason}" if danger.same_person_reason else ""
    deed = Deed("resume", "恢复生产") if sheet.file is not None and sheet.file.stopped else None
    return NextStep("已经销号", f"{rectified}{who}{same}", deed)


def _next_of_major(sheet: DangerSheet) -> NextStep:
    danger, file = sheet.danger, sheet.file
    back = (Deed("return", "没改好，退回"),) if danger.status in _DONE else ()
    if danger.graded_on is None:
        return NextStep("定级", "像是重大隐患：对照判定标准，定下是不是。", Deed("grade", "定级"))
    unanswered = [order for order in file.orders if not order.answers] if file else []
    if unanswered:
        due = f"，{unanswered[0].due} 前" if unanswered[0].due else ""
        return NextStep("回复督办", f"{unanswered[0].number} 还没有回复{due}。", Deed("answer", "回复督办"), back)
    step = sheet.next_step
    assert step is not None  # an open one lacks at least its acceptance or its clearance
    return NextStep(label(step), WHY[step], _deed_of(sheet, step), back)


def _deed_of(sheet: DangerSheet, step: MajorStep) -> Deed:
    if step is MajorStep.RECTIFIED:
        match sheet.danger.status:
            case DangerStatus.REGISTERED:
                return Deed("assign", "派单")
            case DangerStatus.RECTIFYING:
                return Deed("hand_in", "改好了，交验收")
            case _:
                return Deed("start", "开始整改")
    words = {
        MajorStep.JUDGED: "定级",
        MajorStep.APPROVED: "批准方案",
        MajorStep.SHOWN: "添加照片",
        MajorStep.ACCEPTED: "验收",
        MajorStep.CLEARED: "填部门核销",
        MajorStep.ORDERS_ANSWERED: "回复督办",
    }
    return Deed(FORM_OF_STEP[step], words.get(step, "现在填"))


def steps_shown(sheet: DangerSheet) -> tuple[StepShown, ...]:
    """The whole way of a major one, from judging to closure; empty for a general one."""
    upcoming, found = sheet.next_step, []
    for number, (step, done) in enumerate(sheet.steps, start=1):
        deed = None
        if sheet.danger.is_open and step is upcoming:
            deed = _deed_of(sheet, step)
        elif sheet.danger.is_open and step in _ANY_TIME and not (done and step is MajorStep.SHOWN):
            deed = Deed(FORM_OF_STEP[step], _again(step) if done else "先填")
        found.append(StepShown(number, label(step), written(sheet, step), WHY[step], done, step is upcoming, deed))
    return tuple(found)


def _again(step: MajorStep) -> str:
    added = (MajorStep.PASSED_UP, MajorStep.DEPARTMENT_TOLD, MajorStep.WORKERS_TOLD, MajorStep.ORDERS_ANSWERED)
    return "再记一次" if step in added else "修改"


def more_deeds(sheet: DangerSheet) -> tuple[Deed, ...]:
    """The small menu."""
    danger, file = sheet.danger, sheet.file
    tell = Deed("tell", "告知员工")
    if not danger.is_open:
        resume = (Deed("resume", "恢复生产"),) if file is not None and file.stopped else ()
        return (Deed("reopen", "重新打开"), tell, *resume)
    found: list[Deed] = []
    working = danger.status not in _DONE
    if working and danger.assigned_on is not None:
        found += [Deed("extend", "延期"), Deed("assign", "改派、改整改要求")]
    if working:
        found.append(Deed("grade", "定级"))
    found += [Deed("describe", "原因和防范"), tell]
    if danger.is_major:
        found.append(Deed("order", "收到督办单"))
        if file is not None and any(order.due for order in file.orders):
            found.append(Deed("extend_order", "部门同意延期"))
    return tuple(found)


class DangerModel(Keeping[DangerSheet]):
    """What the page of one hidden danger shows and may do. A fault is told with the field it belongs to."""

    faulted = Signal(str, str)
    gone = Signal()
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ports = context.ports
        self._id = ""
        self._sheet: DangerSheet | None = None
        self._deed = ""
        self.asking = AskingModel(context)
        self.asking.sent.connect(self._done)
        self.returned = ReturnedModel(context)
        self.unkept = Unkept(context, "danger")

    def open(self, danger_id: str) -> None:
        """Show this one; `loaded` follows."""
        if danger_id != self._id:
            self.asking.close()
        self._id, self._sheet = danger_id, None
        self.unkept.load()
        self.load()

    def close(self) -> None:
        """Nothing is shown any more."""
        self.asking.close()
        self._id, self._sheet = "", None
        self.returned.open("")

    def load(self) -> None:
        """Read anew; `loaded` follows, or `gone`."""
        self.returned.open(self._id)
        if self._id:
            self._context.tasks.run(self._reader(), self._came, self._gone)

    @property
    def id(self) -> str:
        """The hidden danger that is open, empty for none."""
        return self._id

    @property
    def ready(self) -> bool:
        """Whether it was read."""
        return self._sheet is not None

    @property
    def danger(self) -> HiddenDanger:
        """Only after `loaded`."""
        return self._read.danger

    # ---- what it says --------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """Y-0003 锯片没有护罩."""
        return f"{self.danger.code} {self.danger.title}"

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """(words, tone) of what should catch the eye."""
        danger = self.danger
        found = [(danger.kind_words, "error" if danger.is_major else "grey")]
        if danger.occurrence > 1:
            found.append((f"第 {danger.occurrence} 次发现", "warning"))
        if danger.on_the_spot:
            found.append(("当场整改", "grey"))
        late = self._days_late()
        if late:
            found.append((f"超期 {late} 天", "error"))
        found.append((danger.state_words, "grey" if danger.is_open else "ok"))
        return tuple(found)

    @property
    def next(self) -> NextStep:
        """What to do now."""
        return next_step(self._read, self._ports.clock.today())

    @property
    def more(self) -> tuple[Deed, ...]:
        """What else can be done."""
        return more_deeds(self._read)

    @property
    def steps(self) -> tuple[StepShown, ...]:
        """The steps of a major one."""
        return steps_shown(self._read)

    @property
    def repeated(self) -> str:
        """That it was found before, and when; empty for the first time."""
        same = self._read.same
        if self.danger.occurrence < 2:
            return ""
        before = "、".join(f"{each.code}（{each.found_on}）" for each in same[-5:])
        often = "光改这一次不够，想想为什么总出。" if self.danger.occurrence >= OFTEN else ""
        return (
            f"第 {self.danger.occurrence} 次发现。以前：{before}。{often}"
            if before
            else f"第 {self.danger.occurrence} 次发现。{often}"
        )

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """(name, words) of what is known."""
        danger, sheet = self.danger, self._read
        finder = sheet.name(danger.found_by_id)
        facts = [("发现", f"{danger.found_on}，{label(danger.source)}" + (f"，{finder}" if finder else ""))]
        if sheet.risk_point is not None:
            facts.append(("风险点", f"{sheet.risk_point.code} {sheet.risk_point.name}"))
        if sheet.hazard is not None:
            facts.append(("风险", sheet.hazard.title))
        told = f"{danger.told_on} {danger.told_how}" if danger.told_on else ""
        extended = f"（延期 {danger.times_extended} 次，原定 {danger.first_deadline}）" if danger.times_extended else ""
        more = (
            ("判定依据", danger.basis),
            ("由谁整改", sheet.name(danger.responsible_id)),
            ("整改期限", f"{danger.deadline}{extended}" if danger.deadline else ""),
            ("怎么改", danger.measures),
            ("原因", danger.cause),
            ("防范", danger.protective),
            ("费用", f"{danger.cost} 元" if danger.cost is not None else ""),
            ("告知员工", told),
        )
        return (*facts, *((name, words) for name, words in more if words))

    @property
    def history(self) -> tuple[LineShown, ...]:
        """What was done, the newest first."""
        sheet = self._read
        lines = []
        for event in reversed(sheet.history):
            who = sheet.name(event.by_id)
            lines.append(
                LineShown(
                    f"{event.at:%Y-%m-%d %H:%M}", label(event.kind), "　".join(w for w in (who, event.words) if w)
                )
            )
        return tuple(lines)

    def photos(self, stage: PhotoStage) -> tuple[PhotoShown, ...]:
        """Those that stand, then the replaced ones."""
        mine = [photo for photo in self.danger.photos if photo.stage is stage]
        mine.sort(key=lambda photo: not photo.stands)
        return tuple(PhotoShown(p.name, _caption(p), p.replaced_because) for p in mine)

    def picture(self, name: str, then: Callable[[bytes | None], None]) -> None:
        """Read one photo off the window's thread."""
        self.asking.picture(name, then)

    def show_risk(self) -> None:
        """Open the risk that it belongs to."""
        if self._read.hazard is not None:
            self._context.navigate("register", self._read.hazard.id)

    @property
    def has_risk(self) -> bool:
        """Whether it belongs to a risk of the register."""
        return self._read.hazard is not None

    # ---- doing ---------------------------------------------------------------------------------------------------

    def do(self, deed_id: str) -> None:
        """Open the form of a deed; one that asks nothing is done at once."""
        sheet = self._read
        self._deed = deed_id
        build = partial(_FORMS[deed_id], self._ports, sheet)
        if deed_id == "start":
            form = build()
            self.keep(lambda: form.send({}), form.said, toast=True)
            return
        self.asking.prepare(build)

    def replace(self, photo_name: str) -> None:
        """Open the form that puts the right photo in place of this one."""
        self._deed = "replace"
        self.asking.prepare(partial(replace_photo, photo_name, self._ports, self._read))

    def _done(self, result: object) -> None:
        if self._deed in _ENDS and self._sheet is not None and not self.danger.is_major:
            self.closed.emit()

    # ---- papers --------------------------------------------------------------------------------------------------

    @property
    def papers(self) -> tuple[Deed, ...]:
        """What can be printed."""
        found = [Deed("notice", "整改通知单和回执"), Deed("file", "隐患档案（一隐患一档）")]
        if self.danger.is_major:
            found.append(Deed("report", "重大隐患报告"))
        return tuple(found)

    def print_it(self, deed_id: str) -> None:
        """Show the paper where it can be printed and saved."""
        decides: dict[str, Callable[[Ports, tuple[str, ...]], object]] = {
            "notice": rectification_notices,
            "file": danger_files,
            "report": major_reports,
        }
        name = {"notice": "整改通知单", "file": "隐患档案", "report": "重大事故隐患报告"}[deed_id]
        ids = (self.danger.id,)

        def decide(ports: Ports, book: Book) -> object:
            return decides[deed_id](ports, ids)

        paper = Paper(f"danger-{deed_id}", f"{name}_{self.danger.code}", "", decide)
        self._context.navigate("papers", paper)

    # ---- words ---------------------------------------------------------------------------------------------------

    def set_title(self, title: str) -> None:
        """Other words."""
        self._edit(TITLE, title=title)

    def set_place(self, place: str) -> None:
        """Another place."""
        self._edit(PLACE, place=place)

    # ---- keeping -------------------------------------------------------------------------------------------------

    @property
    def _read(self) -> DangerSheet:
        assert self._sheet is not None
        return self._sheet

    def _days_late(self) -> int:
        today, danger = self._ports.clock.today(), self.danger
        return (today - danger.deadline).days if danger.deadline is not None and danger.overdue(today) else 0

    def _edit(self, field: str, **changed: str) -> None:
        if self._sheet is None:
            return  # another one is just being read
        words = {"title": self.danger.title, "place": self.danger.place, **changed}
        self._keep(field, partial(dangers.edit_danger, self._ports, self._id, **words), "改隐患内容")

    def _keep(self, field: str, work: Callable[[], Any], said: str) -> None:
        self.faulted.emit(field, "")
        self.keep(work, said, failed=lambda error: self.faulted.emit(field, sentence_of(error)))

    def _reader(self) -> Callable[[], DangerSheet]:
        return partial(danger_sheet, self._ports, self._id)

    def _show(self, state: DangerSheet) -> None:
        self._sheet = state

    def _came(self, state: DangerSheet) -> None:
        if state.danger.id == self._id:  # else another one was opened meanwhile
            super()._came(state)

    def _gone(self, error: UserError) -> None:
        self.close()
        self.gone.emit()


def _caption(photo: DangerPhoto) -> str:
    again = f"第 {photo.attempt + 1} 次整改" if photo.attempt and photo.stage is PhotoStage.AFTER else ""
    return "　".join(part for part in (photo.note, str(photo.added_on or ""), again) if part)


# ---- a new one -------------------------------------------------------------------------------------------------------


class NewDangerModel(QObject):
    """The form for a new one, kept as a draft with its photos until it is registered."""

    added = Signal(str)  # the new one's id
    known = Signal(object)  # open ones that say the same

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.where = NewDanger()
        self.asking = AskingModel(context)
        self.asking.sent.connect(lambda result: self.added.emit(result[0].id))
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(500)
        self._look.timeout.connect(self._look_for_same)
        self.asking.changed.connect(self._look.start)

    def open(self, where: NewDanger) -> None:
        """Begin a form, or go on with the one that was broken off."""
        self.where = where
        self.known.emit(())
        self.asking.prepare(partial(_new_form, self._context.ports, where))

    def close(self) -> None:
        """What was written stays as a draft."""
        self.asking.close()

    def _look_for_same(self) -> None:
        values = self.asking.values
        title, place = str(values.get("title") or "").strip(), str(values.get("place") or "")
        if self.asking.form is None or not title:
            self.known.emit(())
            return
        work = partial(dangers.same_still_open, self._context.ports, title, place, hazard_id=None)
        self._context.tasks.run(work, self.known.emit)


def _new_form(ports: Ports, where: NewDanger) -> Form:
    today = ports.clock.today()
    with ports.units.read() as uow:
        people: tuple[Person, ...] = uow.people.all()
        hazard = uow.hazards.find(where.hazard_id) if where.hazard_id else None  # may be gone while this waited
    remark, reason = same_person("by", "accepted")

    def at_once(values: Values) -> bool:
        return bool(values.get("at_once"))

    def send(values: Values) -> Any:
        found = {
            "found_on": values["found_on"],
            "source": values["source"],
            "hazard_id": hazard.id if hazard else None,
            "found_by_id": values["found_by"],
        }
        if not values["at_once"]:
            return dangers.register_danger(ports, values["title"], values["place"], photos=values["before"], **found)
        return dangers.rectify_on_the_spot(
            ports,
            values["title"],
            values["place"],
            done=values["done"],
            by_id=values["by"],
            accepted_by_id=values["accepted"],
            same_person_reason=values["reason"],
            before=values["before"],
            after=values["after"],
            **found,
        )

    asks = (
        Ask(
            "title",
            "查出了什么",
            Kind.TEXT,
            placeholder="例如：平刨的护罩拆了没装回去",
            needed="“查出了什么”还空着。请填写后再继续。",
            check=lambda words: required_text("查出了什么", words, LONGEST_TITLE),
        ),
        Ask(
            "place",
            "部位",
            value=where.place or None,
            placeholder="例如：木工车间",
            half=True,
            check=up_to("部位", LONGEST_PLACE),
        ),
        Ask(
            "found_on",
            "发现日期",
            Kind.DAY,
            today,
            check=day_check(lambda day: not_to_come("发现日期", day, today)),
            half=True,
        ),
        Ask("source", "来源", Kind.CHOICE, DangerSource.INSPECTION, tuple((s, label(s)) for s in SOURCES), half=True),
        Ask("found_by", "谁发现的（可以不填）", Kind.PERSON, name="谁发现的", half=True),
        Ask("before", "现场照片（整改前）", Kind.PHOTOS, most=9, name="现场照片"),
        Ask("at_once", "当场已经改好了（一步记完，不用再派单）", Kind.TICK),
        Ask(
            "done",
            "怎么整改的",
            Kind.TEXT,
            placeholder="例如：护罩当场装回去了",
            needed="请写一句怎么整改的，例如“护罩当场装回去了”。",
            check=up_to("怎么整改的", LONGEST_WORDS),
            shown=at_once,
        ),
        Ask("by", "谁整改的", Kind.PERSON, needed="请选是谁整改的。", shown=at_once, half=True),
        Ask(
            "accepted",
            "谁验收的",
            Kind.PERSON,
            needed="请选是谁验收的；验收的人不能是整改的人。",
            shown=at_once,
            half=True,
        ),
        replace(reason, shown=lambda values: at_once(values) and bool(reason.shown and reason.shown(values))),
        Ask("after", "整改后的照片（最好拍一张）", Kind.PHOTOS, most=9, shown=at_once, name="整改后的照片"),
    )
    return Form(
        f"{DANGER_FORM}{where.hazard_id or ''}",
        "登记一条隐患",
        "登记",
        asks,
        send,
        "已登记隐患",
        sentence="边写边存，照片可以先放进来；突然断电，下次打开接着写。",
        remark=lambda values: remark(values) if at_once(values) else "",
        people=people,
    )
