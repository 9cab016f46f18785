"""The commands `people` and `due`: who has card, signature, answers and task; what falls due."""

import argparse
from dataclasses import asdict

from ymh_desktop.cli.output import json_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.renewals import DueState
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.staff import staff
from ymh_desktop.services.training.renewals import SUSPECTED, RenewalLine, renewal_lines
from ymh_desktop.services.training.tasks import PersonTicks, Tick, everybody


def tell_people(ports: Ports, arguments: argparse.Namespace) -> str:
    """Everybody with what they answer for, or with --tasks the four ticks and the coverage."""
    if not arguments.tasks:
        lines = [line for line in staff(ports).people if not line.left]
        if arguments.json:
            return json_text([{"name": p.name, "duty": p.duty, "answers_for": p.answers_for} for p in lines])
        return "\n".join("　".join(part for part in (p.name, p.duty, p.answers_for) if part) for p in lines)
    found = everybody(ports)
    if arguments.json:
        return json_text({"coverage": asdict(found.coverage), "people": [_record(line) for line in found.lines]})
    return "\n".join([f"{found.coverage.words}。", *(_words(line) for line in found.lines)])


def _record(line: PersonTicks) -> dict[str, object]:
    return {
        "name": line.person.name,
        "posts": [proof.post.name for proof in line.posts],
        **{name: {"yes": tick.yes, "words": tick.words} for name, tick in _ticks(line)},
        "complete": line.complete,
    }


def _ticks(line: PersonTicks) -> tuple[tuple[str, Tick], ...]:
    return (("card", line.card), ("signed", line.signed), ("answered", line.answered), ("busy", line.busy))


def _words(line: PersonTicks) -> str:
    posts = "、".join(proof.post.name for proof in line.posts)
    said = (
        f"{name}{'✓' if tick.yes else '×'} {tick.words}"
        for name, (_, tick) in zip(("卡", "签收", "三问", "任务"), _ticks(line), strict=True)
    )
    return "　".join((line.person.name, *((posts,) if posts else ()), *said))


def person_named(ports: Ports, name: str) -> str:
    """The id of whoever is called that; raises UserError unless it is exactly one person here."""
    with ports.units.read() as uow:
        found = [person.id for person in uow.people.all() if person.name == name and not person.left]
    if len(found) != 1:
        problem = f"没有叫“{name}”的人。" if not found else f"叫“{name}”的有 {len(found)} 个人。"
        raise UserError(problem, "请到窗口的“人员与岗位”看看，或者在窗口里做这一步。")
    return found[0]


def tell_due(ports: Ports, arguments: argparse.Namespace) -> str:
    """What falls due, the most urgent first; with --all what still has time, too."""
    wanted = (DueState.OVERDUE, DueState.SOON, *((DueState.IN_TIME,) if arguments.all else ()))
    lines = [line for line in renewal_lines(ports) if line.state in wanted]
    if arguments.json:
        return json_text([_due_record(line) for line in lines])
    if not lines:
        return "没有到期的事项。"
    return "\n".join(_due_words(line) for line in lines)


def _due_record(line: RenewalLine) -> dict[str, object]:
    renewal = line.renewal
    return {
        "kind": renewal.kind,
        "title": renewal.title,
        "number": renewal.number,
        "person": line.person,
        "due_on": renewal.due_on.isoformat(),
        "days": line.days,
        "state": line.state.value,
        "suspected_major": line.suspect,
        "hidden_danger": line.danger,
        "renewed": [done.done_on.isoformat() for done in renewal.rounds],
    }


def _due_words(line: RenewalLine) -> str:
    days = f"过了 {-line.days} 天" if line.days < 0 else f"还有 {line.days} 天"
    parts = (label(line.state), line.renewal.title, line.person, f"{line.renewal.due_on}", days)
    suspected = f"{SUSPECTED}{f'（已登记 {line.danger}）' if line.danger else ''}" if line.suspect else ""
    return "　".join(part for part in (*parts, suspected) if part)
