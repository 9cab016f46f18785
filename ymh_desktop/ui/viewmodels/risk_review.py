"""每季度评估: whether what controls a 重大 risk still works, and when it is looked at again."""

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.control_reviews import LONGEST_GAP
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.hidden_dangers import ReviewSheet, review_sheet
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import Ask, AskingModel, Form, Kind, Values
from ymh_desktop.ui.viewmodels.danger_forms import up_to


class ReviewModel(QObject):
    """The reviews of one risk."""

    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports = context.ports
        self._id = ""
        self.sheet: ReviewSheet | None = None
        self.asking = AskingModel(context)

    def open(self, hazard_id: str) -> None:
        """Read those of this risk; `loaded` follows. Empty: of none."""
        if hazard_id != self._id:
            self.asking.close()
            self.sheet = None
        self._id = hazard_id
        if hazard_id:
            # A risk that was taken away meanwhile has no reviews to show; its page says that it is gone.
            self._context.tasks.run(partial(review_sheet, self._ports, hazard_id), self._came, lambda error: None)

    @property
    def asked(self) -> bool:
        """Whether this risk is to be reviewed at all."""
        return self.sheet is not None and self.sheet.due is not None

    @property
    def due_words(self) -> tuple[str, str]:
        """By when, and the tone: overdue, soon, or in time."""
        if self.sheet is None or self.sheet.due is None:
            return "", ""
        left = (self.sheet.due - self._ports.clock.today()).days
        if left < 0:
            return f"超期 {-left} 天，应在 {self.sheet.due} 前评估", "error"
        return f"下次 {self.sheet.due} 前评估", "warning" if left <= 7 else "grey"

    @property
    def lines(self) -> tuple[tuple[str, str, str, str | None], ...]:
        """(day and who, 有效 or 失效, basis, id of the hidden danger that it opened)."""
        if self.sheet is None:
            return ()
        names = {person.id: person.name for person in self.sheet.people}
        return tuple(
            (
                f"{each.on}　{names.get(each.by_id or '', '')}".strip(),
                "有效" if each.effective else "失效",
                each.basis,
                each.danger_id,
            )
            for each in self.sheet.reviews
        )

    def review(self) -> None:
        """Open the form."""
        if self.sheet is not None:
            self.asking.prepare(partial(review_form, self._ports, self.sheet))

    def show_danger(self, danger_id: str) -> None:
        """Open the hidden danger that a review led to."""
        self._context.navigate("hidden_dangers", danger_id)

    def _came(self, sheet: ReviewSheet) -> None:
        if sheet.hazard.id == self._id:
            self.sheet = sheet
            self.loaded.emit()


def review_form(ports: Ports, sheet: ReviewSheet) -> Form:
    """有效 or 失效, what was looked at, when again; 失效 names the measure, or says what does not protect."""
    hazard, today = sheet.hazard, ports.clock.today()
    in_place = tuple((each.id, each.text[:60]) for each in hazard.measures if each.state is MeasureState.IN_PLACE)

    def failed(values: Values) -> bool:
        return values.get("effective") is False

    def send(values: Values) -> Any:
        return dangers.review_risk(
            ports,
            hazard.id,
            effective=values["effective"],
            basis=values["basis"],
            next_on=values["next_on"],
            by_id=values["by"],
            failed_measure_id=values["measure"],
            danger_title=values["title"],
        )

    asks = (
        Ask(
            "effective",
            "防它的办法还管用吗",
            Kind.CHOICE,
            True,
            ((True, "有效：都还管用"), (False, "失效：有没防住的")),
            half=True,
        ),
        Ask("by", "谁评估的（可以不填）", Kind.PERSON, half=True, name="谁评估的"),
        Ask(
            "measure",
            "哪条措施失效了",
            Kind.CHOICE,
            in_place[0][0] if in_place else None,
            (*in_place, (None, "都不是，我自己写")),
            shown=failed,
        ),
        Ask(
            "title",
            "哪里没防住",
            placeholder="例如：联锁被短接了",
            needed="请写清楚哪里没防住。",
            check=up_to("哪里没防住", 300),
            shown=lambda values: failed(values) and values.get("measure") is None,
        ),
        Ask(
            "basis",
            "看了什么、怎么试的",
            Kind.TEXT,
            placeholder="例如：试了联锁，3 次都断电；看了点检表",
            needed="请写看了什么，例如“试了联锁，3 次都断电”。",
            check=up_to("评估的依据", 500),
        ),
        Ask(
            "next_on",
            "下次什么时候评估",
            Kind.DAY,
            today + timedelta(days=LONGEST_GAP - 2),
            hint="每季度至少一次。",
            half=True,
        ),
    )
    return Form(
        f"review:{hazard.id}",
        "评估这条重大风险",
        "记下评估",
        asks,
        send,
        "已记下评估",
        sentence="失效的会马上变成隐患，这条风险显示防护没到位，直到改好销号。",
        people=sheet.people,
    )
