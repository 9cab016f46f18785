"""What phones are told, as JSON: names and work, never telephone numbers or other things of a person."""

from datetime import date, datetime
from typing import Any

from ymh_desktop.domain.checks import PlanItem
from ymh_desktop.domain.enterprise import Post
from ymh_desktop.domain.words import label
from ymh_desktop.services.phone.pairing import Caller
from ymh_desktop.services.phone.views import (
    CardShown,
    CheckSheet,
    CheckTask,
    DangerTask,
    Figures,
    PhoneTasks,
    SentLine,
)
from ymh_desktop.services.training.lessons import Quiz

Told = dict[str, Any]


def me(caller: Caller, firm: str, anonymous: bool, csrf: str) -> Told:
    """Whose phone it is, and what it may do."""
    return {
        "person": caller.person.name,
        "phone": caller.phone.called,
        "leads": caller.leads,
        "firm": firm,
        "anonymous": anonymous,
        "csrf": csrf,
    }


def tasks(found: PhoneTasks) -> Told:
    """The first page."""
    return {
        "checks": [_check(each) for each in found.checks],
        "rectify": [_danger(each) for each in found.rectify],
        "accept": [_danger(each) for each in found.accept],
        "posts": [post(each) for each in found.posts],
    }


def _check(task: CheckTask) -> Told:
    return {
        "plan": task.plan_id,
        "title": task.title,
        "day": task.day.isoformat(),
        "due": _day(task.due),
        "overdue": task.overdue,
        "items": task.items,
    }


def sheet(found: CheckSheet) -> Told:
    """One check with its lines."""
    return {**_check(found.task), "lines": [_line(item) for item in found.items]}


def _line(item: PlanItem) -> Told:
    return {"number": item.number, "what": item.what, "standard": item.standard, "place": item.place}


def _danger(task: DangerTask) -> Told:
    return {
        "id": task.id,
        "code": task.code,
        "title": task.title,
        "place": task.place,
        "status": task.status,
        "deadline": _day(task.deadline),
        "overdue": task.overdue,
        "measures": task.measures,
        "done": task.done,
        "doneBy": task.done_by,
        "returned": task.returned,
        "major": task.major,
        "photos": len(task.photos),
    }


def post(found: Post) -> Told:
    """A post, to open its card."""
    return {"code": found.code, "name": found.name, "place": found.place}


def card(shown: CardShown) -> Told:
    """What the card on the wall says, without telephone numbers; and whether it was signed for."""
    found = shown.of_post.card
    return {
        "postId": shown.of_post.post.id,
        "edition": shown.of_post.edition,
        "signedOn": _day(shown.signed_on),
        "right": None if shown.right is None else sum(shown.right),
        "sent": shown.sent,
        "post": found.post,
        "code": found.post_code,
        "level": label(found.level),
        "tone": found.level.name.lower(),
        "place": found.place,
        "accidents": list(found.accidents),
        "dangers": list(found.where_dangerous),
        "musts": list(found.must_do),
        "emergency": [found.stop_first, *found.if_happens],
        "person": found.person,
        "officer": found.officer,
        "draft": bool(found.draft),
    }


def quiz(found: Quiz) -> Told:
    """Three questions; which answer is right is not told before it was given."""
    return {
        "postId": found.post_id,
        "post": found.post_name,
        "edition": found.edition,
        "questions": [{"asked": each.asked, "options": list(each.options)} for each in found.questions],
    }


def sent(lines: tuple[SentLine, ...]) -> list[Told]:
    """What was sent, and what became of it."""
    return [
        {
            "id": line.sent_id,
            "kind": line.kind,
            "words": line.words,
            "at": _moment(line.made_at),
            "state": line.state.value,
            "label": label(line.state),
            "said": line.said,
            "now": line.now,
        }
        for line in lines
    ]


def figures(found: Figures) -> Told:
    """Today, for whoever leads."""
    closed, known = found.rectified
    return {
        "checksLeft": found.checks_left,
        "checksOverdue": found.checks_overdue,
        "open": found.open_dangers,
        "overdue": found.overdue_dangers,
        "toAccept": found.to_accept,
        "waiting": found.waiting,
        "closed": closed,
        "known": known,
    }


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def _moment(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"


_SYSTEMS = (
    (("iPhone", "iPad"), "苹果手机"),
    (("HUAWEI", "HarmonyOS", "OpenHarmony"), "华为手机"),
    (("HONOR",), "荣耀手机"),
    (("Android",), "安卓手机"),
)
_BROWSERS = (
    (("MicroMessenger",), "微信"),
    (("HuaweiBrowser",), "华为浏览器"),
    (("MiuiBrowser",), "小米浏览器"),
    (("UCBrowser",), "UC浏览器"),
)


def device(user_agent: str) -> str:
    """What a phone is called in the list: 安卓手机 微信."""
    system = next((name for marks, name in _SYSTEMS if any(mark in user_agent for mark in marks)), "其他设备")
    browser = next((name for marks, name in _BROWSERS if any(mark in user_agent for mark in marks)), "浏览器")
    return f"{system} {browser}"
