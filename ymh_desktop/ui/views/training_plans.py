"""The tab 培训: what is planned, sheets to print, sheets that come back."""

from functools import partial

from ymh_desktop.domain.training import TestOutcome
from ymh_desktop.domain.words import label
from ymh_desktop.services.papers.training import plain
from ymh_desktop.services.training.trainings import TrainingLine, TrainingList, TrainingState
from ymh_desktop.ui.tablemodels import Column
from ymh_desktop.ui.viewmodels.training import TrainingModel, forms
from ymh_desktop.ui.views.training_parts import ListTab
from ymh_desktop.ui.widgets import Button, LinkButton

_TONES = {
    TrainingState.OVERDUE: "error", TrainingState.PLANNED: "", TrainingState.HELD: "ok", TrainingState.CANCELLED: "hint"
}  # fmt: skip


class TrainingsTab(ListTab):
    """Every training; the card prints its sheet and keys it."""

    def __init__(self, model: TrainingModel) -> None:
        super().__init__(
            "培训",
            (
                Column("编号", 1, width=92, secondary=True),
                Column("培训内容", 2, width=180, stretch=True),
                Column("日期", 3, width=110),
                Column("给谁", 4, width=130, secondary=True),
                Column("谁来讲", 5, width=90, secondary=True),
                Column("学时", 6, words=plain, width=72, centred=True),
                Column("到课", 7, width=84, centred=True),
                Column("状态", 8, words=label, sort=lambda s: list(TrainingState).index(s), tone=_TONES.__getitem__,
                       width=130),
            ),
            ("还没有排培训", "点“排一年的常用培训”，再按自己的情况改。"),
            model.asking(),
        )  # fmt: skip
        self.model = model
        self._found: TrainingList | None = None
        self.usual = LinkButton("排一年的常用培训", on=model.plan_usual_year)
        self.buttons.addWidget(
            Button("排一次培训", icon="plus", on=partial(model.ask, self.asking, forms.plan_training))
        )
        self.buttons.addWidget(self.usual)
        self.buttons.addWidget(LinkButton("打印计划表", on=partial(model.open_paper, "training-plan")))

    def show_found(self, found: TrainingList) -> None:
        """What was read."""
        self._found = found
        waiting = sum(line.training.waiting for line in found.lines)
        late = sum(line.state is TrainingState.OVERDUE for line in found.lines)
        held = sum(line.state is TrainingState.HELD for line in found.lines)
        said = f"还要办 {waiting} 次" + (f"，其中 {late} 次过了日子" if late else "") + f"；办过 {held} 次。"
        self.summary.setText(said if found.lines else "学时、月份都是习惯值，按自己的情况改。")
        self.show_rows(
            [
                (
                    line.training.id, line.training.code, line.training.topic,
                    line.training.held_on or line.training.planned_on, line.audience, line.training.teacher,
                    line.training.hours, f"{line.attended} / {line.expected}" if line.training.held_on else "",
                    line.state,
                )
                for line in found.lines
            ]
        )  # fmt: skip

    def visit(self, record_id: object) -> None:
        """One training."""
        line = self._found.line(str(record_id)) if self._found else None
        if line is None or self._found is None:
            return
        side, training = self.side, line.training
        side.say(f"{training.code}　{training.topic}")
        side.fact("状态", label(line.state), _TONES[line.state])
        day = f"{training.held_on} 办的" if training.held_on else f"计划 {training.planned_on}"
        side.fact("日期和学时", f"{day}，{plain(training.hours)} 学时，{label(training.kind)}")
        side.fact("给谁", line.audience)
        side.fact("谁来讲、在哪里", "　".join(part for part in (training.teacher, training.place) if part))
        side.fact("讲些什么", training.content)
        side.fact("取消的原因", training.cancelled)
        if training.held_on:
            names = {person.id: person.name for person in self._found.people}
            failed = f"（{label(TestOutcome.FAILED)}）"
            came = [
                f"{names.get(each.person_id, '')}{failed if each.outcome is TestOutcome.FAILED else ''}"
                for each in training.attended
            ]
            side.fact(f"来了 {line.attended} 人", "、".join(came))
            side.fact("照片", "" if training.scans else "还没有存签到表的照片")
            side.pictures("签到表和现场的照片", training.scans)
        self._deeds(line)

    def _deeds(self, line: TrainingLine) -> None:
        model, training, found = self.model, line.training, self._found
        about = f"（{training.code}）"
        sheet = ("打印签到表", partial(model.print_sign_in, training.id, training.code))
        key = partial(model.ask, self.asking, forms.hold_training, found, training)
        if line.state is TrainingState.HELD:
            self.side.do((), (sheet, ("改名单、加照片", key)), about=about)
        elif line.state is not TrainingState.CANCELLED:
            change = ("改", partial(model.ask, self.asking, forms.edit_training, training))
            off = ("取消", partial(model.ask, self.asking, forms.call_off_training, training))
            self.side.do((sheet, ("录入签到表", key)), (change, off), about=about)
