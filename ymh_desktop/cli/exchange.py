"""The commands `trust`, `received`, `orders` and `new-key`: what the window does on 收到的文件 and with the key."""

import argparse
from collections.abc import Iterator
from datetime import date

from ymh_desktop.cli.checks import day_of
from ymh_desktop.cli.output import json_text
from ymh_desktop.cli.people import person_named
from ymh_desktop.domain.demands import DemandKind, DemandState, same_number
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.incoming import PartyRole
from ymh_desktop.domain.marks import in_fours
from ymh_desktop.domain.words import label
from ymh_desktop.services.exchange import demands, incoming, trust
from ymh_desktop.services.exchange.demands import DemandSheet
from ymh_desktop.services.exchange.incoming import Opened, ReceivedLine
from ymh_desktop.services.exchange.trust import PartyLine
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reporting.keys import Enrolment, lost_key, rotate_key

# ---- whose files are believed ----------------------------------------------------------------------------------------


def trust_changes(arguments: argparse.Namespace) -> bool:
    """Whether the data folder is written to."""
    return bool(arguments.add or arguments.revoke)


def tell_trust(ports: Ports, arguments: argparse.Namespace) -> str:
    """A key pinned or revoked, or the list of them; raises UserError."""
    if arguments.add:
        return _pin(ports, arguments)
    if arguments.revoke:
        return _revoke(ports, arguments)
    lines = trust.parties(ports)
    if arguments.json:
        return json_text([_party_record(line) for line in lines])
    return "\n".join(_party_words(line) for line in lines) or "还没有登记部门的密钥。"


def _pin(ports: Ports, arguments: argparse.Namespace) -> str:
    info = trust.look_at_certificate(ports, arguments.add)
    if not arguments.fingerprint:
        begin = in_fours(info.fingerprint[:16])  # the rest is read off the paper, not off the screen
        raise UserError(
            f"“{info.name}”的证书还没有核对，它的指纹开头是 {begin}。",
            "请照盖章公函上的指纹，加上 --fingerprint 再登记（至少最后 8 位）。",
        )
    if not arguments.because:
        raise UserError("没有写核对的依据。", "请加上 --because 和公函文号，例如 --because 镇应急〔2026〕1号。")
    role = PartyRole.EXPERT if arguments.expert else PartyRole.DEPARTMENT
    trust.pin(
        ports,
        info,
        arguments.fingerprint,
        role=role,
        code=arguments.code or "",
        compared_with=arguments.because,
    )
    return f"已登记：{info.name}（{label(role)}）"


def _revoke(ports: Ports, arguments: argparse.Namespace) -> str:
    found = [line for line in trust.parties(ports) if trust.matches(line.id, arguments.revoke)]
    if len(found) != 1:
        problem = f"指纹“{arguments.revoke[:80]}”对应 {len(found)} 个登记过的密钥。"
        raise UserError(problem, "用 trust 看有哪些，写完整的指纹，或至少最后 8 位。")
    trust.stop_trusting(ports, found[0].id, arguments.reason or "")
    return f"已作废：{found[0].name}，指纹最后 8 位 {' '.join(found[0].groups[-2:])}"


def _party_words(line: PartyLine) -> str:
    about = f"{line.since} 登记，核对依据：{line.by}"
    return "　".join(
        part
        for part in (f"{line.name}（{label(line.role)}，{line.code}）", " ".join(line.groups), about, line.note)
        if part
    )


def _party_record(line: PartyLine) -> dict[str, object]:
    return {
        "name": line.name,
        "role": line.role.value,
        "code": line.code,
        "fingerprint": "".join(line.groups),
        "since": line.since.isoformat(),
        "by": line.by,
        "counts": not line.note,
        "note": line.note,
    }


# ---- files that came -------------------------------------------------------------------------------------------------


def received_changes(arguments: argparse.Namespace) -> bool:
    """Whether the data folder is written to."""
    return bool(arguments.take or arguments.decline)


def tell_received(ports: Ports, arguments: argparse.Namespace) -> str:
    """What a file says, what came of taking or declining it, or the list of those decided on; raises UserError."""
    if arguments.file is None:
        if received_changes(arguments):
            raise UserError("没有写是哪个文件。", "请在 received 后面写上收到的文件。")
        lines = incoming.received_lines(ports)
        if arguments.json:
            return json_text([_received_record(line) for line in lines])
        return "\n".join(_received_words(line) for line in lines) or "还没有收到的文件。"
    opened = incoming.open_file(ports, arguments.file)
    if arguments.take:
        return "\n".join(incoming.take_file(ports, opened).words) or "已采用。"
    if arguments.decline:
        incoming.decline_file(ports, opened, arguments.reason or "")
        return f"没有采用：{opened.report.title}"
    return json_text(_opened_record(opened)) if arguments.json else "\n".join(_opened_words(opened))


def _opened_words(opened: Opened) -> Iterator[str]:
    report = opened.report
    yield f"{report.title}　{report.sender}　{report.number}"
    if report.stranger:
        yield f"没有登记过这个密钥，请先打电话核对。指纹：{' '.join(report.groups)}"
    yield from (f"{name}：{value}" for name, value in report.facts)
    for section in report.sections:
        yield f"{section.title}："
        yield from (f"  {f'{at}. ' if section.numbered else ''}{line}" for at, line in enumerate(section.lines, 1))
    yield from (f"注意：{warning}" for warning in report.warnings)
    if report.blocked:
        yield f"不能采用：{report.blocked}"
    else:
        yield "采用以后（加上 --take）："
        yield from (f"  {line}" for line in report.outcome)


def _opened_record(opened: Opened) -> dict[str, object]:
    report = opened.report
    return {
        "kind": opened.file.kind,
        "title": report.title,
        "sender": {"code": opened.file.sender[0], "name": report.sender},
        "sequence": opened.file.sequence,
        "signed_at": report.signed_at.isoformat(),
        "known": opened.file.known,
        "fingerprint": opened.file.fingerprint,
        "facts": dict(report.facts),
        "sections": {section.title: list(section.lines) for section in report.sections},
        "outcome": list(report.outcome),
        "warnings": list(report.warnings),
        "can_take": report.can_take,
        "blocked": report.blocked,
    }


def _received_words(line: ReceivedLine) -> str:
    parts = (f"{line.received_at:%Y-%m-%d %H:%M}", label(line.kind), line.title, line.sender, label(line.decision))
    return "　".join((*parts, *([line.words] if line.words else [])))


def _received_record(line: ReceivedLine) -> dict[str, object]:
    return {
        "id": line.id,
        "kind": line.kind.value,
        "title": line.title,
        "sender": line.sender,
        "received_at": line.received_at.isoformat(),
        "decision": line.decision.value,
        "words": line.words,
        "message": line.message,
    }


# ---- what departments ask --------------------------------------------------------------------------------------------


def orders_change(arguments: argparse.Namespace) -> bool:
    """Whether the data folder is written to."""
    return arguments.answer is not None


def tell_orders(ports: Ports, arguments: argparse.Namespace) -> str:
    """The list, one of them in full, or that it was answered; raises UserError."""
    if arguments.answer is not None:
        return _answer(ports, arguments)
    if arguments.number:
        sheet = _one(ports, arguments)
        return json_text(_order_record(sheet)) if arguments.json else "\n".join(_order_in_full(sheet))
    sheets = [each for each in demands.demand_sheets(ports) if arguments.all or each.state is not DemandState.CLOSED]
    if arguments.json:
        return json_text([_order_record(sheet) for sheet in sheets])
    return "\n".join(_order_words(sheet) for sheet in sheets) or "没有要办的督办。"


def _answer(ports: Ports, arguments: argparse.Namespace) -> str:
    if not arguments.number:
        raise UserError("没有写回复的是哪份文书。", "请加上 --number 和文号，例如 --number 督〔2026〕3号。")
    sheet = _one(ports, arguments)
    if sheet.demand.kind is DemandKind.RETURNED:
        raise UserError("退回修改不用回复。", "请照退回的原因改好，再重新导出上报。")
    if sheet.state is DemandState.CLOSED:
        raise UserError(f"“{sheet.demand.number}”已经办结。", "不用再回复。")
    demands.answer_demand(
        ports,
        sheet.demand.id,
        arguments.answer,
        on=day_of(arguments.on, "--on", "2026-11-01") if arguments.on else None,
        by_id=person_named(ports, arguments.by) if arguments.by else None,
        receipt=arguments.proof or "",
    )
    return f"已回复：{sheet.demand.number}。导出上报文件时加上 --answers，回复会一起报给镇里。"


def _one(ports: Ports, arguments: argparse.Namespace) -> DemandSheet:
    found = [
        sheet
        for sheet in demands.demand_sheets(ports)
        if same_number(sheet.demand.number, arguments.number) and arguments.issuer in (None, sheet.demand.issuer)
    ]
    if not found:
        raise UserError(f"没有文号是“{arguments.number[:60]}”的文书。", "用 orders --all 看全部，照着写文号。")
    if len(found) > 1:
        issuers = "、".join(sheet.demand.issuer for sheet in found)
        raise UserError(
            f"文号是“{arguments.number[:60]}”的有 {len(found)} 份。", f"请加上 --issuer，写明是哪家的：{issuers}。"
        )
    return found[0]


def _order_words(sheet: DemandSheet) -> str:
    demand = sheet.demand
    due = f"期限 {demand.due}{'，已经过了' if sheet.overdue else ''}" if demand.due else ""
    left = f"还有 {len(demand.open_lines)} 处要改" if demand.kind is DemandKind.RETURNED and demand.open_lines else ""
    parts = (label(demand.kind), demand.number, demand.issuer, left or label(sheet.state), due)
    return "　".join(part for part in parts if part)


def _order_in_full(sheet: DemandSheet) -> Iterator[str]:
    demand = sheet.demand
    yield _order_words(sheet)
    told = (("事由", demand.title), ("要求", demand.demands), ("依据", demand.basis), ("联系", demand.contact))
    yield from (f"{name}：{words}" for name, words in told if words)
    for line in demand.lines:
        yield f"{line.number}. {line.code} {line.words}".replace("  ", " ")
    for danger in sheet.dangers:
        yield f"隐患 {danger.code}：{label(danger.status)}"
    for answer in sheet.answers:
        yield f"{answer.on} 回复：{answer.words}{f'（{answer.receipt}）' if answer.receipt else ''}"
    if demand.closed_on:
        yield f"{demand.closed_on} 办结：{demand.closed_words}"


def _order_record(sheet: DemandSheet) -> dict[str, object]:
    demand = sheet.demand
    return {
        "kind": demand.kind.value,
        "number": demand.number,
        "issuer": demand.issuer,
        "title": demand.title,
        "received_on": demand.received_on.isoformat(),
        "due": _day(demand.due),
        "state": sheet.state.value,
        "overdue": sheet.overdue,
        "demands": demand.demands,
        "lines": [
            {"number": line.number, "code": line.code, "words": line.words, "done_on": _day(line.done_on)}
            for line in demand.lines
        ],
        "hidden_dangers": {danger.code: danger.status.value for danger in sheet.dangers},
        "answers": [{"on": _day(each.on), "words": each.words, "receipt": each.receipt} for each in sheet.answers],
        "closed_on": _day(demand.closed_on),
    }


# ---- our own key -----------------------------------------------------------------------------------------------------


def tell_new_key(ports: Ports, arguments: argparse.Namespace) -> str:
    """A new key, vouched for by the old one, or with --lost in its place; the last line is what to hand in first."""
    if arguments.lost:
        return "\n".join(_enrolment(lost_key(ports, arguments.out)))
    made = rotate_key(ports, arguments.out, arguments.reason or "")
    return "\n".join((*_enrolment(made.enrolment), f"换密钥通知（交给镇里就行）：{made.package.path}"))


def _enrolment(made: Enrolment) -> tuple[str, str]:
    return f"签名密钥登记表（盖章）：{made.sheet}", f"签名证书（和登记表一起交，镇里登记用）：{made.certificate}"


def enrolment_words(made: Enrolment) -> str:
    """Where both lie, for a command that wrote them beside other things."""
    return "\n".join(_enrolment(made))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
