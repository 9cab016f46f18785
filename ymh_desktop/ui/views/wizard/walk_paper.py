"""按纸录入: type the numbers of a filled sheet, check the sum against the paper, then keep it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.flows.walk import SheetChanged
from ymh_desktop.ui.viewmodels.asking import sentence_of
from ymh_desktop.ui.viewmodels.wizard.paper import PaperSummary
from ymh_desktop.ui.viewmodels.wizard.walk import WalkModel
from ymh_desktop.ui.widgets import Button, Field, LinkButton, Section, row, text
from ymh_desktop.ui.widgets.basics import bring_into_sight

_SHEET, _FAILED, _NOT_HERE = "sheet", "failed", "not_here"


class PaperPanel(Section):
    """Which sheet it is, two fields for numbers, the sum in sentences, and a button that keeps it.

    What is typed is a draft until the sheet was kept: it stands there again however the panel or the program ended.
    """

    closed = Signal()

    def __init__(self, model: WalkModel) -> None:
        super().__init__("按纸录入", "只输入答“否”和“不涉及”的题号，其余没答过的都会记成“是”。")
        self._model = model
        self.sheet = Field("表号最后 4 位", placeholder="例如 K7Q3", hint="印在纸的右上角", check=model.check_sheet)
        self.sheet.input.setFixedWidth(150)
        self.failed = Field(
            "答“否”的题号",
            placeholder="例如 3、8、12",
            hint="有一台没做到就算；是哪一台，可以回卡片上改",
            check=model.check_numbers,
        )
        self.not_here = Field(
            "“不涉及”的题号", placeholder="例如 5", hint="没有这样东西的题", check=model.check_numbers
        )
        self.fields = {_SHEET: self.sheet, _FAILED: self.failed, _NOT_HERE: self.not_here}
        self.sum = text("", "secondary", wrap=True)
        self.look = Button("核对", name="核对题号", on=self._check)
        self.save = Button("和纸上一样，记下来", on=self._save)
        self.save.hide()
        self.cancel = LinkButton("不录了", name="关闭按纸录入", on=self.closed.emit)
        self.body.addWidget(self.sheet)
        numbers = row(self.failed, self.not_here, spacing=16)
        for place in range(2):
            numbers.setStretch(place, 1)
        self.body.addLayout(numbers)
        self.body.addWidget(self.sum)
        self.body.addLayout(row(self.look, self.save, self.cancel, None))
        for name, field in self.fields.items():
            assert isinstance(field.input, QLineEdit)
            field.input.textChanged.connect(self._forget_sum)
            field.written.connect(partial(model.unkept.keep, name))
        model.loaded.connect(self._show_written)
        self._forget_sum()

    def open(self) -> None:
        """With what was typed and not kept; the keyboard in the first field."""
        self.show()
        self.sheet.take_focus()
        bring_into_sight(self)

    def hand_over(self) -> None:
        """Keep what is still being typed."""
        for field in self.fields.values():
            field.settle_now()

    def _show_written(self) -> None:
        for name, field in self.fields.items():
            field.refresh("", self._model.unkept.words(name))

    def _forget_sum(self) -> None:
        """What was summed up is no longer what would be kept."""
        self.sum.setText("")
        self.sum.hide()
        self.save.hide()

    def _check(self) -> None:
        wrong = [field for field in self.fields.values() if not field.validate()]
        if wrong:
            _point_out(wrong[0])
            return
        try:
            self._model.check_sheet(self.sheet.value)  # an empty field has no fault of its own
            summary = self._model.sum_of_paper(self.failed.value, self.not_here.value)
        except SheetChanged as error:
            self._refused(error)
        except UserError as error:
            self.not_here.show_fault(sentence_of(error))
            _point_out(self.not_here)
        else:
            self._show_sum(summary)

    def _show_sum(self, summary: PaperSummary) -> None:
        self.sum.setText("\n".join(summary.lines()))
        self.sum.show()
        self.save.setEnabled(True)
        self.save.show()
        self.save.setFocus()
        bring_into_sight(self.save)

    def _save(self) -> None:
        self.save.setEnabled(False)
        sheet, failed, not_here = (field.value for field in self.fields.values())
        self._model.key_paper(sheet, failed, not_here, then=self._saved, refused=self._refused)

    def _saved(self) -> None:
        for name, field in self.fields.items():
            field.set_value("")
            self._model.unkept.keep(name, "")
        self._forget_sum()
        self.closed.emit()

    def _refused(self, error: UserError) -> None:
        """To be looked through once more; what is not about the sheet is told by a notice."""
        self._forget_sum()
        if isinstance(error, SheetChanged):
            self.sheet.show_fault(sentence_of(error))
            _point_out(self.sheet)


def _point_out(field: Field) -> None:
    field.take_focus()
    bring_into_sight(field)
