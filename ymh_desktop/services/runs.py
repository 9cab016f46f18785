"""Which identification is under way, which is the newest, and whether papers are still a draft."""

from ymh_desktop.domain.identification import AnswerValue, Identification
from ymh_desktop.services.ports import Ports, UnitOfWork

PRINCIPAL, EXPERT = "principal", "expert"


def current(uow: UnitOfWork) -> Identification | None:
    """The run that is not finished; None when there is none."""
    return next((i for i in reversed(uow.identifications.all()) if i.finished_on is None), None)


def latest(uow: UnitOfWork) -> Identification | None:
    """The newest run, finished or not."""
    runs = uow.identifications.all()
    return runs[-1] if runs else None


def is_draft(ports: Ports, uow: UnitOfWork) -> bool:
    """True until the owner signed, and while a statement that a major item hangs on is parked: papers bear 草稿."""
    run = latest(uow)
    if run is None or run.signed_by(PRINCIPAL) is None:
        return True
    parked = {a.subject for a in uow.answers.of_identification(run.id) if a.value is AnswerValue.PARKED}
    if not parked or run.trade_id is None or not ports.library.has_trade(run.trade_id):
        return False
    return any(item.entry in parked for item in ports.library.trade(run.trade_id).majors)


def expert_pending(ports: Ports, uow: UnitOfWork) -> bool:
    """True for a trade that needs an expert until one signed: papers bear 待专家确认."""
    run, enterprise = latest(uow), uow.enterprise()
    if enterprise is None or enterprise.trade_id is None or (run is not None and run.signed_by(EXPERT)):
        return False
    return any(h.id == enterprise.trade_id and h.expert_required for h in ports.library.trade_headers())
