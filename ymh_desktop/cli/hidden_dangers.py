"""The command `hidden-dangers`: the list with its figures, and the file of one of them as PDF."""

import argparse
import json
from dataclasses import asdict
from datetime import date

from ymh_desktop.cli.checks import day_of
from ymh_desktop.domain.danger_figures import DangerFigures
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus
from ymh_desktop.services.hidden_dangers import figures
from ymh_desktop.services.lists import DangerLine, danger_lines
from ymh_desktop.services.papers.dangers import danger_files
from ymh_desktop.services.papers.statistics import percent
from ymh_desktop.services.ports import Ports

_DONE = (DangerStatus.AWAITING_AUTHORITY.value, DangerStatus.CLOSED.value)


def tell_hidden_dangers(ports: Ports, arguments: argparse.Namespace) -> str:
    """What was asked for: the list, or where the PDF was written. Raises UserError."""
    first = day_of(arguments.first, "--from", "2026-11-01") if arguments.first else None
    last = day_of(arguments.last, "--to", "2026-11-30") if arguments.last else None
    if first and last and last < first:
        raise UserError(f"结束日期 {last} 早于开始日期 {first}。", "请把两个日期对调一下。")
    lines = [line for line in danger_lines(ports) if _wanted(line, arguments, first, last, ports.clock.today())]
    if arguments.code and not lines:
        raise UserError(f"没有编号是 {arguments.code} 的隐患。", "编号例如 Y-0003；用 hidden-dangers 看全部。")
    if arguments.out is not None:
        return _written(ports, arguments, lines)
    level = DangerLevel.MAJOR if arguments.major else None
    told = figures(ports, first, last, level=level)
    if arguments.json:
        today = ports.clock.today()
        answer = {
            "figures": {
                **asdict(told),
                "rectification": told.rectification,
                "punctuality": told.punctuality,
            },
            "hidden_dangers": [_record(line, today) for line in lines],
        }
        return json.dumps(answer, ensure_ascii=False, indent=2)
    return "\n".join([_figures_words(told), *(_words(line, ports.clock.today()) for line in lines)])


def _wanted(
    line: DangerLine, arguments: argparse.Namespace, first: date | None, last: date | None, today: date
) -> bool:
    if arguments.code and line.code != arguments.code.strip().upper():
        return False
    if arguments.major and line.level != DangerLevel.MAJOR.value:
        return False
    if (first and line.found_on < first) or (last and line.found_on > last):
        return False
    if arguments.overdue:
        return _days_late(line, today) > 0
    return not arguments.open or line.status != DangerStatus.CLOSED.value


def _days_late(line: DangerLine, today: date) -> int:
    if line.deadline is None or line.status in _DONE:
        return 0
    return max(0, (today - line.deadline).days)


def _written(ports: Ports, arguments: argparse.Namespace, lines: list[DangerLine]) -> str:
    if not arguments.code:
        raise UserError("没有说要哪一条的档案。", "请加上 --code，例如 --code Y-0003。")
    if arguments.out.suffix.lower() != ".pdf":
        raise UserError(f"档案不能写成“{arguments.out.suffix or arguments.out.name}”。", "文件名请用 .pdf 结尾。")
    ports.files.write(arguments.out, ports.renderer.pdf(danger_files(ports, [line.id for line in lines])))
    return str(arguments.out)


def _record(line: DangerLine, today: date) -> dict[str, object]:
    return {
        "code": line.code,
        "title": line.title,
        "place": line.place,
        "level": line.level,
        "status": line.status,
        "source": line.source,
        "found_on": line.found_on.isoformat(),
        "deadline": line.deadline.isoformat() if line.deadline else None,
        "overdue_days": _days_late(line, today),
        "responsible": line.responsible,
        "closed_on": line.closed_on.isoformat() if line.closed_on else None,
        "risk_point": line.risk_point_name,
        "occurrence": line.occurrence,
        "extended": line.extended,
        "photos": line.photos,
    }


def _words(line: DangerLine, today: date) -> str:
    late = _days_late(line, today)
    parts = (
        line.code,
        line.kind_words,
        f"超期 {late} 天" if late else line.state_words,
        line.title,
        line.place,
        line.responsible,
        f"{line.deadline} 前" if line.deadline and line.status not in _DONE else "",
        f"第 {line.occurrence} 次发现" if line.occurrence > 1 else "",
    )
    return "　".join(part for part in parts if part)


def _figures_words(found: DangerFigures) -> str:
    told = [f"登记 {found.registered} 条，销号 {found.closed} 条", f"查改率 {percent(found.rectification)}"]
    told += [f"{words} {count} 条" for words, count in _shown(found) if count]
    told.append(f"按期率 {percent(found.punctuality)}（到期 {found.due} 条，按期 {found.on_time} 条）")
    return "，".join(told) + "。"


def _shown(found: DangerFigures) -> tuple[tuple[str, int], ...]:
    return (("没到期", found.not_due), ("超期", found.overdue), ("待部门核销", found.awaiting_authority))
