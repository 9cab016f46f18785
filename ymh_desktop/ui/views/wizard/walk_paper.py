"""按纸录入: type the numbers of a filled sheet, check the sum against the paper, then keep it."""

from PySide6.QtCore import Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.flows.walk import SheetChanged
from ymh_desktop.ui.viewmodels.wizard.walk import WalkModel
from ymh_desktop.ui.widgets import Button, Field, LinkButton, Section, row, text


class PaperPanel(Section):
    """Which sheet it is, two fields for numbers, the sum in sentences, and a button that keeps it."""

    closed = Signal()

    def __init__(self, model: WalkModel) -> None:
        super().__init__("按纸录入", "只输入答“否”和“不涉及”的题号，其余没答过的都会记成“是”。")
        self._model = model
        self.sheet = Field("表号最后 4 位", placeholder="例如 K7Q3", hint="印在纸的右上角")
        self.sheet.input.setFixedWidth(150)
        self.failed = Field(
            "答“否”的题号", placeholder="例如 3、8、12", hint="有一台没做到就算；是哪一台，可以回卡片上改"
        )
        self.not_here = Field("“不涉及”的题号", placeholder="例如 5", hint="没有这样东西的题")
        self.sum = text("", "secondary", wrap=True)
        self.look = Button("核对", name="核对题号", on=self._check)
        self.save = Button("和纸上一样，记下来", on=self._save)
        self.save.hide()
        self.cancel = LinkButton("不录了", name="关闭按纸录入", on=self.closed.emit)
        self.body.addWidget(self.sheet)
        self.body.addLayout(row(self.failed, self.not_here, spacing=16))
        self.body.addWidget(self.sum)
        self.body.addLayout(row(self.look, self.save, self.cancel, None))
        for field in (self.sheet, self.failed, self.not_here):
            signal = getattr(field.input, "textChanged", None)
            if signal is not None:
                signal.connect(self._typed)

    def open(self) -> None:
        """Empty fields, the keyboard in the first."""
        for field in (self.sheet, self.failed, self.not_here):
            field.set_value("")
        self._typed()
        self.show()
        self.sheet.take_focus()

    def _typed(self) -> None:
        """What was summed up is no longer what stands in the fields."""
        self.sum.setText("")
        self.sum.hide()
        self.save.hide()

    def _check(self) -> None:
        for field in (self.sheet, self.failed, self.not_here):
            field.show_fault("")
        try:
            summary = self._model.check_paper(self.sheet.value, self.failed.value, self.not_here.value)
        except UserError as error:
            field = self.sheet if isinstance(error, SheetChanged) else self.failed
            field.show_fault(f"{error.problem}{error.advice}")
            field.take_focus()
            return
        self.sum.setText("\n".join(summary.lines()))
        self.sum.show()
        self.save.show()
        self.save.setFocus()

    def _save(self) -> None:
        self.save.setEnabled(False)
        self._model.key_paper(self.sheet.value, self.failed.value, self.not_here.value, self._saved)

    def _saved(self) -> None:
        self.save.setEnabled(True)
        self.closed.emit()
