"""The history of a hidden danger: one line for everything that was done to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from ymh_desktop.domain.hidden_dangers import DangerStatus
from ymh_desktop.domain.words import labelled


class EventKind(Enum):
    """What was done."""

    REGISTERED = "registered"
    EDITED = "edited"
    GRADED = "graded"
    ASSIGNED = "assigned"
    STARTED = "started"
    EXTENDED = "extended"
    HANDED_IN = "handed_in"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    REOPENED = "reopened"
    PHOTO_ADDED = "photo_added"
    PHOTO_REPLACED = "photo_replaced"
    TOLD = "told"
    PASSED_UP = "passed_up"
    DECIDED = "decided"
    PROTECTED = "protected"
    PLANNED = "planned"
    APPROVED = "approved"
    REPORTED = "reported"
    ORDERED = "ordered"
    ANSWERED = "answered"
    ORDER_EXTENDED = "order_extended"
    EVALUATED = "evaluated"
    CLEARED = "cleared"
    WORK_RESUMED = "work_resumed"


labelled(
    EventKind,
    {
        "REGISTERED": "登记",
        "EDITED": "改写内容",
        "GRADED": "定级",
        "ASSIGNED": "派单",
        "STARTED": "开始整改",
        "EXTENDED": "延期",
        "HANDED_IN": "整改完成，报请验收",
        "RETURNED": "退回重改",
        "ACCEPTED": "验收通过，等部门核销",
        "CLOSED": "销号",
        "REOPENED": "重新打开",
        "PHOTO_ADDED": "添加照片",
        "PHOTO_REPLACED": "更换照片",
        "TOLD": "向员工通报",
        "PASSED_UP": "逐级报告",
        "DECIDED": "停产撤人决定",
        "PROTECTED": "临时防护措施",
        "PLANNED": "编制治理方案",
        "APPROVED": "批准治理方案",
        "REPORTED": "上报",
        "ORDERED": "收到督办",
        "ANSWERED": "回复督办",
        "ORDER_EXTENDED": "督办延期",
        "EVALUATED": "治理评估",
        "CLEARED": "部门复查核销",
        "WORK_RESUMED": "恢复生产",
    },
)


@dataclass(frozen=True, slots=True)
class DangerEvent:
    """One line. `status` is how it stood afterwards; `by_id` None when nobody was named; `words` say the rest."""

    id: str
    danger_id: str
    kind: EventKind
    at: datetime
    status: DangerStatus
    by_id: str | None = None
    words: str = ""
