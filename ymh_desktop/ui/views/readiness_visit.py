"""检查组来了: nine cards in the order in which inspectors ask."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ymh_desktop.services.inspection_visit import VisitThing
from ymh_desktop.services.papers.catalogue import Paper
from ymh_desktop.ui.viewmodels.readiness import ReadinessModel
from ymh_desktop.ui.views.faces import FaceTab
from ymh_desktop.ui.views.readiness_five import verdict_tag
from ymh_desktop.ui.widgets import Button, Card, Flow, LinkButton, column, empty, row, text
from ymh_desktop.ui.widgets.basics import scrolling

SENTENCE = "照着这个顺序，一样一样拿出来：先看有没有，再看做没做。缺的现在就补。"


class VisitTab(FaceTab):
    """Each thing with its proof, the papers to lay out, and the way to mend what lacks."""

    def __init__(self, model: ReadinessModel) -> None:
        super().__init__()
        self._model = model
        self._known: tuple[VisitThing, ...] = ()
        self._list = column(spacing=10)
        inside = QWidget()
        head = row(text(SENTENCE, "secondary", wrap=True), spacing=10)
        inside.setLayout(column(head, self._list, None, spacing=12))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))

    def show_found(self, found: tuple[VisitThing, ...]) -> None:
        """Other things; unchanged ones are not built anew."""
        if found == self._known:
            return
        self._known = found
        empty(self._list)
        for each in found:
            self._list.addWidget(self._card(each))

    def _card(self, each: VisitThing) -> Card:
        card = Card(margins=(18, 12, 16, 12))
        tag = verdict_tag(each.verdict)
        head = row(text(f"{each.number}", "number"), text(each.words, "question", wrap=True), tag, spacing=12)
        head.setStretch(1, 1)
        head.setAlignment(tag, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(head)
        for line in each.lines:
            mark = "✓" if not line.is_gap else "·" if line.verdict is None else "✗"
            words = text(f"{mark} {line.words}：{line.note or line.evidence}", "secondary", wrap=True)
            made = row(words, spacing=10)
            made.setStretch(0, 1)
            if line.is_gap:
                go = partial(self._model.open, line.page, line.argument)
                made.addWidget(LinkButton("去补", name=f"第{each.number}样 {line.words} 去补", on=go))
            card.body.addLayout(made)
        if each.papers:
            card.body.addLayout(Flow(*(self._paper(each, paper) for paper in each.papers)))
        return card

    def _paper(self, each: VisitThing, paper: Paper) -> Button:
        show = partial(self._model.open, "papers", paper.id)
        return Button(paper.name, name=f"第{each.number}样 {paper.name}", icon="printer", on=show)
