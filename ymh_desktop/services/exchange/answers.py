"""督办反馈 inside a report: every order of the department, what was done about it, and what was answered."""

from ymh_desktop.services.exchange.demands import DemandSheet, answers_of, open_orders
from ymh_desktop.services.ports import Ports, UnitOfWork


def answers_data(ports: Ports, uow: UnitOfWork) -> list[dict[str, object]]:
    """The content of data/answers.json."""
    today = ports.clock.today()
    return [_answer(uow, answers_of(uow, demand, today)) for demand in open_orders(uow)]


def _answer(uow: UnitOfWork, sheet: DemandSheet) -> dict[str, object]:
    demand = sheet.demand
    file = uow.received_files.find(demand.file_id) if demand.file_id else None
    dangers = {danger.id: danger for danger in sheet.dangers}
    done: list[dict[str, object]] = []
    for line in demand.lines:
        danger = dangers.get(line.record_id or "")
        mended = danger.rectified_on if danger else line.done_on
        done.append(
            {
                "title": line.words,
                "code": line.code,
                "record_id": danger.id if danger else None,
                "status": danger.status.value if danger else ("closed" if line.done_on else "registered"),
                "rectified": danger.rectified if danger else line.done_words,
                "rectified_on": mended.isoformat() if mended else None,
            }
        )
    return {
        "number": demand.number,
        "kind": demand.kind.value,
        "order": {"package_id": file.id, "manifest_sha256": file.manifest_sha256} if file else None,
        "issuer": demand.issuer,
        "received_on": demand.received_on.isoformat(),
        "due": demand.due.isoformat() if demand.due else None,
        "done": done,
        "answers": [
            {"on": each.on.isoformat(), "words": each.words, "receipt": each.receipt}
            for each in sheet.answers
            if each.words.strip()
        ],
    }
