"""How and when it was handed over, and what proves that it arrived."""

from dataclasses import replace
from datetime import date

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.domain.submissions import Channel, parts_of
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports


def record_sending(ports: Ports, submission_id: str, channel: Channel, on: date, proof: str = "") -> Changes:
    """How and when it was handed over, and what proves it (receipt number, screenshot …); raises UserError.

    All files of a report go together. 还没送 takes day and proof back.
    """
    not_to_come("送出日期", on, ports.clock.today())
    with ports.units.write() as uow:
        submission = uow.submissions.get(submission_id)
        sent_on: date | None = on
        if channel is Channel.NOT_SENT:
            sent_on, proof = None, ""
        elif on < submission.created_at.date():
            raise UserError(f"送出日期 {on} 早于导出日期。", "请检查日期。")
        proof = optional_text("凭证", proof, 200)
        for part in parts_of(submission, uow.submissions.all()):
            uow.submissions.save(replace(part, channel=channel, sent_on=sent_on, proof=proof))
        return uow.commit()
