"""The commands `today` and `checks`: what is to be done now, and how the checks of a stretch of days stand."""

import argparse
from dataclasses import asdict
from datetime import date

from ymh_desktop.cli.output import json_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import CheckState
from ymh_desktop.domain.words import label
from ymh_desktop.domain.workdays import month_end
from ymh_desktop.services.checks.figures import CheckFigures, DueLine, count, due_lines
from ymh_desktop.services.checks.today import TodayLine, today_lines
from ymh_desktop.services.ports import Ports


def tell_today(ports: Ports, as_json: bool) -> str:
    """今天要做的, the most urgent first."""
    lines = today_lines(ports)
    if as_json:
        return json_text([_today_record(line) for line in lines])
    if not lines:
        return "今天没有要做的检查。"
    return "\n".join(_today_words(line) for line in lines)


def _today_record(line: TodayLine) -> dict[str, object]:
    return {
        "title": line.title,
        "kind": line.kind.value,
        "inspector": line.inspector,
        "from": line.period.first.isoformat(),
        "to": line.period.last.isoformat(),
        "due": line.day.isoformat(),
        "overdue_days": line.overdue,
        "items": line.items,
        "keying": line.keying,
        "plans": list(line.plan_ids),
    }


def _today_words(line: TodayLine) -> str:
    when = f"已过期 {line.overdue} 天" if line.overdue else f"{line.day:%m-%d} 前"
    return f"{when}　{line.title}　{line.inspector}"


def tell_checks(ports: Ports, arguments: argparse.Namespace) -> str:
    """The checks due in a month or between two days, and their figures."""
    first, last = stretch(arguments, ports.clock.today())
    lines = due_lines(ports, first, last)
    figures = count(lines)
    if arguments.json:
        return json_text(
            {
                "from": first.isoformat(),
                "to": last.isoformat(),
                "figures": asdict(figures),
                "checks": [_check_record(line) for line in lines],
            }
        )
    told = [_check_words(line) for line in lines if line.state is not CheckState.DONE or line.abnormal]
    return "\n".join([_figures_words(first, last, figures), *told])


def stretch(arguments: argparse.Namespace, today: date) -> tuple[date, date]:
    """The days asked for; this month when none were. Raises UserError."""
    if arguments.month is not None:
        first = day_of(f"{arguments.month}-01", "--month", "2026-11")
        return first, month_end(first)
    first = today.replace(day=1) if arguments.first is None else day_of(arguments.first, "--from", "2026-11-01")
    last = month_end(first) if arguments.last is None else day_of(arguments.last, "--to", "2026-11-30")
    if last < first:
        raise UserError(f"结束日期 {last} 早于开始日期 {first}。", "请把两个日期对调一下。")
    return first, last


def day_of(text: str, option: str, example: str) -> date:
    """The day that was typed; raises UserError with an example."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"{option} 后面的日期看不懂。", f"请写成 {example} 这样。") from error


def _check_record(line: DueLine) -> dict[str, object]:
    return {
        "code": line.code,
        "title": line.title,
        "kind": line.kind.value,
        "tier": line.tier.code,
        "due": line.due.isoformat(),
        "state": line.state.value,
        "inspector": line.inspector,
        "done_on": line.done_on.isoformat() if line.done_on else None,
        "entered": line.entered.value if line.entered else None,
        "abnormal": line.abnormal,
    }


def _figures_words(first: date, last: date, figures: CheckFigures) -> str:
    done = f"已查 {figures.done}（按时 {figures.on_time}，迟查 {figures.late}）"
    rest = f"没查 {figures.missed}，还没到期 {figures.waiting}，异常 {figures.abnormal} 项"
    return f"{first} 至 {last}：应查 {figures.required}，{done}，{rest}"


def _check_words(line: DueLine) -> str:
    found = f"，异常 {line.abnormal} 项" if line.abnormal else ""
    return f"{line.due}　{label(line.state)}{found}　{line.code} {line.title}　{line.inspector}"
