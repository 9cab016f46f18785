"""What the people's side asks for on the home page: certificates that ran out, what falls due, identifying anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ymh_desktop.domain.renewals import DueState
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.training.reidentify import reidentification_in
from ymh_desktop.services.training.renewals import SUSPECTED, RenewalLine, due_now_in
from ymh_desktop.services.training.trainings import overdue_trainings

_LONGEST = 22


class PeoplesNeed(Enum):
    """What it is about; the most urgent first."""

    CERTIFICATE = "certificate"
    OVERDUE = "overdue"
    REIDENTIFY = "reidentify"
    TRAINING = "training"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class PeoplesTask:
    """One line of the home page."""

    need: PeoplesNeed
    title: str
    saying: str


def peoples_tasks(ports: Ports, uow: UnitOfWork) -> tuple[PeoplesTask, ...]:
    """At most one line per need, the most urgent first."""
    due = due_now_in(ports, uow)
    late = [line for line in due if line.state is DueState.OVERDUE and not line.suspect]
    soon = [line for line in due if line.state is DueState.SOON]
    found = list(_certificates(due))
    if late:
        saying = f"{_called(late[0])}过了 {-late[0].days} 天{_more(late)}。办好了点“已办好”。"
        found.append(PeoplesTask(PeoplesNeed.OVERDUE, "过期的事项", saying))
    found += _reidentify(ports, uow)
    if waiting := overdue_trainings(ports, uow):
        more = f"等 {len(waiting)} 次" if len(waiting) > 1 else ""
        saying = f"“{waiting[0].topic[:_LONGEST]}”{more}过了日子：办了就照签到表录入，没办就改日子。"
        found.append(PeoplesTask(PeoplesNeed.TRAINING, "培训没录入", saying))
    if soon:
        found.append(
            PeoplesTask(PeoplesNeed.SOON, "快到期的事项", f"{_called(soon[0])} {soon[0].days} 天后到期{_more(soon)}。")
        )
    return tuple(found)


def certificate_tasks(ports: Ports, uow: UnitOfWork) -> tuple[PeoplesTask, ...]:
    """The line about certificates that ran out: it may be a major hidden danger and comes before everyday things."""
    overdue = {kind for (kind,) in ports.views.kinds_overdue(ports.clock.today())}
    if not any(ports.codes.renewal_preset(kind).suspect for kind in overdue):
        return ()  # the usual case, for which nothing more is read
    return _certificates(due_now_in(ports, uow))


def _certificates(due: Sequence[RenewalLine]) -> tuple[PeoplesTask, ...]:
    suspect = [line for line in due if line.suspect and not line.danger]
    if not suspect:
        return ()
    saying = f"{_called(suspect[0])}过期 {-suspect[0].days} 天{_more(suspect)}：{SUSPECTED}，先别让他干这活。"
    return (PeoplesTask(PeoplesNeed.CERTIFICATE, "证件过期了", saying),)


def _reidentify(ports: Ports, uow: UnitOfWork) -> list[PeoplesTask]:
    """One line with the first reason; none while a new run is under way, which settles it."""
    state = reidentification_in(ports, uow)
    if state.running or not state.reasons:
        return []
    more = f"等 {len(state.reasons)} 条" if len(state.reasons) > 1 else ""
    saying = f"{state.reasons[0].what[:40].rstrip('。')}{more}。答案都留着，只改变了的。"
    return [PeoplesTask(PeoplesNeed.REIDENTIFY, "该重新辨识了", saying)]


def _called(line: RenewalLine) -> str:
    whose = f"{line.person}的" if line.person and line.suspect else ""
    return f"{whose}{line.renewal.title[:_LONGEST]}"


def _more(lines: Sequence[RenewalLine]) -> str:
    return f"，共 {len(lines)} 项" if len(lines) > 1 else ""
