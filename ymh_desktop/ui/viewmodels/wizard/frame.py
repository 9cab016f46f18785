"""The wizard as a whole: which run, which step, how far, and what the newest run asks when it is finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.identification import Identification, Step
from ymh_desktop.domain.words import label
from ymh_desktop.services.flows import steps
from ymh_desktop.services.flows.overview import StepNote, step_notes
from ymh_desktop.services.flows.posts import choose_trade
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.runs import PRINCIPAL, current, latest
from ymh_desktop.ui.context import Context

FIRST, LAST = min(Step), max(Step)


class HowFar(Enum):
    """The state of a step in the list."""

    DONE = "done"
    NOW = "now"
    OPEN = "open"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class StepLineShown:
    """A step as the list shows it."""

    title: str
    note: str
    state: HowFar


class WizardModel(QObject):
    """Keeps the run and the place in it. `run` is None until `open` has come back."""

    rests = Signal()  # the newest run is finished: ask what to do
    stepped = Signal()  # another step is to be shown
    listed = Signal()  # the list of steps changed

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._notes: Mapping[Step, StepNote] = {}
        self.run: Identification | None = None
        self.step = FIRST
        self.reached = FIRST
        self.cursor = ""

    @property
    def run_id(self) -> str:
        """The run's id, empty before there is one."""
        return self.run.id if self.run else ""

    @property
    def finished(self) -> bool:
        """Whether the run was finished when it was opened: then its steps are only taken up again on purpose."""
        return self.run is not None and self.run.finished_on is not None

    def ask_what_to_do(self) -> None:
        """Show what can be done about a finished run."""
        self.rests.emit()

    @property
    def title(self) -> str:
        """For the top bar."""
        return f"风险辨识　{self.run.title}" if self.run else "风险辨识"

    @property
    def rest_words(self) -> tuple[str, str]:
        """What is said about the finished run, and what can be done."""
        if self.run is None:
            return "", ""
        sign = self.run.signed_by(PRINCIPAL)
        who = f"，{sign.name} {sign.on:%Y-%m-%d} 签字确认" if sign else ""
        return (
            f"{self.run.title}风险辨识已经做完{who}。",
            "人、机器、场所有变化，或者满一年了，就再做一次：原来的内容都会带过来。",
        )

    def open(self, wanted: object = None) -> None:
        """Find the run and go to the wanted step (None: where it was left)."""
        step = wanted if isinstance(wanted, Step) else None
        self._context.tasks.run(partial(newest_run, self._context.ports), lambda run: self._found(run, step))

    def go(self, step: Step, cursor: str = "") -> None:
        """Show a step that was reached, or the next one; remembered for the next start."""
        self.step, self.cursor = step, cursor
        self.reached = max(self.reached, step)
        self._remember()
        self.stepped.emit()
        self.listed.emit()
        self.reload_notes()

    def keep_cursor(self, cursor: str) -> None:
        """The user is at this question now."""
        if cursor != self.cursor:
            self.cursor = cursor
            self._remember()

    def reload_notes(self) -> None:
        """Read the notes of the list anew."""
        self._context.tasks.run(partial(step_notes, self._context.ports, self.run_id), self._noted)

    def begin_again(self) -> None:
        """Another run over what is there."""
        self._context.tasks.run(partial(another_run, self._context.ports), lambda run: self._found(run, None))

    def take_up_again(self) -> None:
        """Work on the finished run once more: it has to be signed again. Ctrl+Z takes that back."""
        ports, run_id = self._context.ports, self.run_id

        def opened_again(_: object) -> None:
            self._context.tasks.run(partial(newest_run, ports), lambda run: self._found(run, Step.RESULT))

        self._context.records.save(
            partial(steps.withdraw_sign_off, ports, run_id, PRINCIPAL),
            said="取消签字，接着改",
            toast=True,
            then=opened_again,
        )

    def lines(self, summaries: Mapping[Step, tuple[str, str]]) -> tuple[StepLineShown, ...]:
        """The list. `summaries` are (note, blocker) of the steps that are built; they are newer than the notes."""
        return tuple(self._line(step, summaries) for step in Step)

    def before(self) -> Step | None:
        """The step 上一步 leads to."""
        return Step(self.step - 1) if self.step > FIRST else None

    def after(self) -> Step | None:
        """The step 下一步 leads to."""
        return Step(self.step + 1) if self.step < LAST else None

    @property
    def next_words(self) -> str:
        """What the primary button says."""
        after = self.after()
        return f"下一步：{label(after)}" if after else "完成，回首页"

    def _line(self, step: Step, summaries: Mapping[Step, tuple[str, str]]) -> StepLineShown:
        known = self._notes.get(step, StepNote("", ""))
        note, blocker = summaries.get(step, (known.note, known.blocker))
        if step is self.step:
            state = HowFar.NOW
        elif step > self.reached:
            state, note = HowFar.TO_COME, ""
        else:
            state = HowFar.OPEN if blocker or step is self.reached else HowFar.DONE
        return StepLineShown(label(step), note, state)

    def _found(self, run: Identification, wanted: Step | None) -> None:
        self.run = run
        self.reached = run.reached
        if run.finished_on is not None and wanted is not Step.RESULT:
            self.rests.emit()
            return
        self.step = min(wanted, max(run.reached, run.step)) if wanted else run.step
        self.cursor = run.cursor if self.step is run.step else ""
        if self.step is not run.step:
            self._remember()
        self.stepped.emit()
        self.listed.emit()
        self.reload_notes()

    def _noted(self, notes: Mapping[Step, StepNote]) -> None:
        self._notes = notes
        self.listed.emit()

    def _remember(self) -> None:
        # Not by records.save: where one stands is not a step that Ctrl+Z takes back.
        work = partial(steps.go_to, self._context.ports, self.run_id, self.step, self.cursor)
        self._context.tasks.run(work)


def newest_run(ports: Ports) -> Identification:
    """The newest run, finished or not; a first one when there is none."""
    with ports.units.read() as uow:
        found = current(uow) or latest(uow)
    return found or steps.start_or_resume(ports)


def another_run(ports: Ports) -> Identification:
    """A new run for the trade that is known already."""
    run = steps.start_or_resume(ports)
    with ports.units.read() as uow:
        enterprise = uow.enterprise()
    if run.trade_id is None and enterprise and enterprise.trade_id and ports.library.has_trade(enterprise.trade_id):
        choose_trade(ports, run.id, enterprise.trade_id)
        return steps.start_or_resume(ports)
    return run
