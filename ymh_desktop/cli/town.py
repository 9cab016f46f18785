"""The command `town`: what a department's clerk does with the files of many enterprises, on a folder of its own."""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Protocol

from ymh_desktop.cli.checks import day_of
from ymh_desktop.cli.town_arguments import ORDER_KINDS, kinds_words
from ymh_desktop.domain.demands import DemandKind
from ymh_desktop.domain.errors import KeyUnusable, UserError
from ymh_desktop.domain.marks import in_fours
from ymh_desktop.domain.town import TownFirm, TownKey, TownOrder
from ymh_desktop.domain.typed import as_meant
from ymh_desktop.domain.words import label
from ymh_desktop.services.papers.statistics import percent
from ymh_desktop.services.town import letters, lists, office
from ymh_desktop.services.town.ports import TownPorts, what_to_do
from ymh_desktop.services.town.receive import Received, look_inside, mark_of, receive

FAILED = 1
_NAMED = 5  # that many are named, the others counted
_NUMBER = re.compile(r"^[A-Za-z]-\d+", re.ASCII)


class OpenTown(Protocol):
    """Opens the town's folder; `make` also a new one."""

    def __call__(
        self, data: Path, *, make: bool = False, writing: bool = True
    ) -> AbstractContextManager[TownPorts]: ...


def run_town(arguments: argparse.Namespace, open_town: OpenTown) -> int:
    """Carry out `town ACTION`; raises UserError."""
    data = arguments.town_data or arguments.data
    if data is None:
        raise UserError("没有写镇里的数据文件夹。", "请加上 --data 文件夹。")
    action = arguments.action
    writing = action not in ("list", "report")
    if action == "trust":
        writing = bool(arguments.add or arguments.revoke or arguments.out or arguments.roster)
    try:
        with open_town(data, make=action == "init", writing=writing) as ports:
            return _ACTIONS[action](ports, arguments)
    except KeyUnusable as error:
        raise UserError(error.problem, what_to_do(error)) from error


def _init(ports: TownPorts, arguments: argparse.Namespace) -> int:
    made = office.found_office(ports, arguments.name, arguments.code, arguments.contact or "", lost=arguments.lost)
    print(f"{made.office.name}（{made.office.code}）的数据文件夹：{ports.folder}")
    print("密钥指纹：")
    for at in range(0, 16, 4):
        print("  " + " ".join(made.groups[at : at + 4]))
    print(f"证书，发给企业登记：{made.certificate}")
    print(f"公函，盖章后发给企业核对指纹：{made.letter}")
    return 0


def _trust(ports: TownPorts, arguments: argparse.Namespace) -> int:
    if arguments.roster:
        new, total, off = office.read_roster(ports, arguments.roster)
        print(f"应报企业 {total} 家，新增 {new} 家。")
        if off:
            more = f"等 {len(off)} 家" if len(off) > _NAMED else f" {len(off)} 家"
            print(f"不在新名单上，不再算应报：{'、'.join(off[:_NAMED])}{more}。")
    if arguments.add:
        info = office.look_at_key(ports, arguments.add)
        if not arguments.fingerprint:
            raise UserError(
                f"“{info.name}”的密钥还没有核对。指纹是 {in_fours(info.fingerprint)}。",
                "请和盖章的登记表逐组核对，再加上 --fingerprint 和登记表上的指纹（至少最后 8 位）。",
            )
        key = office.enrol(ports, info, arguments.fingerprint, arguments.village or "", arguments.industry or "")
        print(f"已登记：{key.name}（{key.uscc}）")
        with ports.store.read() as book:
            others = [k for k in office.keys_of(book, key.uscc) if k.id != key.id and k.counts(ports.clock.today())]
        for each in others:
            print(
                f"注意：这家企业还有一个有效的密钥，{each.since} 登记，指纹最后 8 位 {each.id[-8:].upper()}。"
                "旧的不用了，请用 --revoke 作废。"
            )
    if arguments.revoke:
        key = office.revoke(ports, arguments.revoke, arguments.reason or "")
        print(f"已作废：{key.name}，指纹最后 8 位 {key.id[-8:].upper()}")
    if arguments.out:
        print(office.publish_list(ports, arguments.out).path)
    if not (arguments.add or arguments.revoke or arguments.out or arguments.roster):
        with ports.store.read() as book:
            keys = book.enrolled()
        print("\n".join(_key_words(key, ports.clock.today()) for key in keys) or "还没有登记企业的密钥。")
    return 0


def _key_words(key: TownKey, today: date) -> str:
    state = "有效" if key.counts(today) else f"已作废（{key.reason or f'{key.until} 起换了新密钥'}）"
    return f"{key.uscc} {key.name}　{in_fours(key.id)}　{state}"


def _files(paths: Iterable[Path]) -> list[Path]:
    """Files as they were given; a folder stands for the packages in it, and what else lies there is named."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.iterdir())
            packages = [each for each in inside if each.is_file() and each.suffix.lower() in (".zip", ".asice")]
            found += packages
            others = [each.name for each in inside if each not in packages and not each.name.startswith(".")]
            if others:
                more = "……" if len(others) > _NAMED else ""
                print(f"没有看（不是上报文件，或是文件夹）：{'、'.join(others[:_NAMED])}{more}", file=sys.stderr)
        else:
            found.append(path)
    if not found:
        raise UserError("没有找到上报文件。", "请写上报文件或放着它们的文件夹。")
    return found


def _receive(ports: TownPorts, arguments: argparse.Namespace) -> int:
    out = arguments.out or ports.folder / "out"
    start, taken, results = time.monotonic(), 0, []
    for result in receive(ports, _files(arguments.files), out, answer=not arguments.no_receipt):
        taken += result.taken
        results.append(result.taken)
        if arguments.json:
            print(json.dumps(_told(result), ensure_ascii=False), flush=True)
        else:
            print(_words(result), flush=True)
    if not arguments.json:
        spent = time.monotonic() - start
        print(f"收下 {taken} 个，未收 {len(results) - taken} 个，用时 {spent:.1f} 秒。")
    return 0 if all(results) else FAILED


def _open(ports: TownPorts, arguments: argparse.Namespace) -> int:
    file = look_inside(ports, arguments.file, arguments.out)
    print(f"{file.sender[1]} 第 {file.sequence} 号，签名正确，{len(file.files)} 个文件，校验码 {mark_of(file)}。")
    for warning in file.warnings:
        print(f"注意：{warning}")
    print(arguments.out)
    return 0


def _words(result: Received) -> str:
    if not result.taken:
        name = f"{result.firm} 第 {result.sequence} 号 " if result.firm else ""
        more = f"　回执：{result.receipt}" if result.receipt else ""
        return f"未收　{result.path.name}　{name}{result.code} {result.words}{more}"
    counted: dict[str, int] = {}
    for change in result.changes:
        counted[label(change.word)] = counted.get(label(change.word), 0) + 1
    changed = "，".join(f"{word} {count} 条" for word, count in counted.items())
    more = f"　比上次：{changed}。" if changed else ""
    warned = f"　注意：{''.join(result.warnings)}" if result.warnings else ""
    return f"收下　{result.firm}　{result.words}校验码 {result.mark}（和封面核对）。{more}{warned}"


def _told(result: Received) -> dict[str, object]:
    return {
        "file": str(result.path),
        "ok": result.taken,
        "code": result.code or None,
        "enterprise": result.firm,
        "sequence": result.sequence,
        "words": result.words,
        "changes": [
            {"word": each.word.value, "kind": each.kind, "code": each.code, "title": each.title}
            for each in result.changes
        ],
        "warnings": list(result.warnings),
        "receipt": str(result.receipt) if result.receipt else None,
    }


def _return(ports: TownPorts, arguments: argparse.Namespace) -> int:
    out = arguments.out or ports.folder / "out"
    due = day_of(arguments.due, "--due", "2026-12-05") if arguments.due else None
    reasons = [_reason(each) for each in arguments.because or ()]
    made = letters.send_back(ports, arguments.code, reasons, out, due=due, note=arguments.note or "")
    print(made.path)
    return 0


def _receipt(ports: TownPorts, arguments: argparse.Namespace) -> int:
    out = arguments.out or ports.folder / "out"
    made = letters.accept(ports, arguments.code, out, sequence=arguments.number, note=arguments.note or "")
    print(made.path)
    return 0


def _parted(text: str) -> tuple[str, str]:
    """What stands before and behind the first equals sign, however wide it was typed."""
    before, _, behind = text.replace("＝", "=").partition("=")
    return before.strip(), behind.strip()


def _reason(text: str) -> letters.Reason:
    where, words = _parted(text)
    if words:
        return letters.Reason(where, words)
    if _NUMBER.match(as_meant(where)):
        raise UserError(f"“{where}”后面没有写原因。", "请写成 --because S-0003=没有责任人。")
    return letters.Reason("", text.strip())


def _order(ports: TownPorts, arguments: argparse.Namespace) -> int:
    out = arguments.out or ports.folder / "out"
    if arguments.close is not None:
        print(letters.close_order(ports, arguments.code, arguments.number, arguments.close, out).path)
        return 0
    due = day_of(arguments.due, "--due", "2026-12-31") if arguments.due else None
    items = [_item(each) for each in arguments.item or ()]
    made = letters.send_order(
        ports,
        arguments.code,
        out,
        kind=_kind(arguments.kind),
        number=arguments.number,
        items=items,
        due=due,
        title=arguments.title or "",
        demands=arguments.demands or "",
        basis=arguments.basis or "",
    )
    print(made.path)
    return 0


def _kind(typed: str) -> DemandKind:
    """By its word in Chinese, or the word of the package format."""
    found = next((kind for kind in map(DemandKind, ORDER_KINDS) if typed.strip() in (label(kind), kind.value)), None)
    if found is None:
        raise UserError(f"没有“{typed}”这种文书。", f"--kind 后面可以写：{kinds_words()}。")
    return found


def _item(text: str) -> letters.Item:
    """`Y-0003` is a hidden danger that was told, anything else a new matter; `Y-0003=要求` says what is asked."""
    where, words = _parted(text)
    number = as_meant(where).upper()
    if number.startswith("Y-"):
        return letters.Item("", number, demand=words)
    if _NUMBER.match(number):
        raise UserError(
            f"“{where}”不是隐患的编号。", "督办写隐患的编号（例如 Y-0003），或者直接写问题，例如 配电箱没有门。"
        )
    return letters.Item(where, demand=words)


def _list(ports: TownPorts, arguments: argparse.Namespace) -> int:
    if arguments.code:
        print(_file_words(ports, arguments.code, arguments.json))
    elif arguments.overdue:
        found = lists.overdue_majors(ports)
        if arguments.json:
            rows = [
                {"uscc": o.firm.uscc, "code": o.record.code, "title": o.record.title, "days": o.days} for o in found
            ]
            print(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            lines = [f"{o.firm.name}　{o.record.code} {o.record.title}　超期 {o.days} 天" for o in found]
            print("\n".join(lines) or "没有超期的重大隐患。")
    elif arguments.orders:
        told = lists.open_orders(ports)
        print("\n".join(_order_lines(firm, each, ports.clock.today()) for firm, each in told) or "没有没办结的督办。")
    else:
        with ports.store.read() as book:
            book.office()
            firms = lists.firms_now(book, ports.clock.today())
        if arguments.json:
            print(json.dumps([_firm_told(firm) for firm in firms], ensure_ascii=False, indent=2))
        else:
            print("\n".join(map(_firm_words, firms)) or "还没有企业。")
    return 0


def _firm_words(firm: TownFirm) -> str:
    where = "　".join(part for part in (firm.village, firm.industry) if part)
    if not firm.reported:
        return f"{firm.uscc} {firm.name}　{where}　还没上报".replace("　　", "　")
    late = f"，超期 {firm.majors_overdue} 条" if firm.majors_overdue else ""
    return (
        f"{firm.uscc} {firm.name}　{where}　第 {firm.sequence} 号（{firm.received_at:%Y-%m-%d}）　"
        f"重大风险 {firm.major}，重大隐患 {firm.majors_open}{late}"
    ).replace("　　", "　")


def _firm_told(firm: TownFirm) -> dict[str, object]:
    return {
        "uscc": firm.uscc,
        "name": firm.name,
        "village": firm.village,
        "industry": firm.industry,
        "on_roster": firm.on_roster,
        "sequence": firm.sequence,
        "received_at": firm.received_at.isoformat() if firm.received_at else None,
        "major_risks": firm.major,
        "majors_open": firm.majors_open,
        "majors_overdue": firm.majors_overdue,
    }


def _order_words(firm: TownFirm, order: TownOrder, today: date) -> str:
    due = f"，期限 {order.due}" if order.due else ""
    return f"{order.number}　{firm.name}　{label(order.kind)}{due}　{order.standing(today)}"


def _order_lines(firm: TownFirm, order: TownOrder, today: date) -> str:
    """With what the enterprise answered below."""
    answer = f"\n    反馈：{order.answer}" if order.answer else ""
    return f"{_order_words(firm, order, today)}{answer}"


def _file_words(ports: TownPorts, uscc: str, as_json: bool) -> str:
    told = lists.firm_file(ports, uscc)
    if as_json:
        answer = _firm_told(told.firm) | {
            "packages": [
                {
                    "sequence": package.sequence,
                    "received_at": package.received_at.isoformat(),
                    "state": package.state.value,
                    "changes": [{"word": c.word.value, "code": c.code, "title": c.title} for c in changes],
                }
                for package, changes in told.packages
            ],
            "orders": [{"number": o.number, "state": o.state.value, "answer": o.answer} for o in told.orders],
        }
        return json.dumps(answer, ensure_ascii=False, indent=2)
    lines = [_firm_words(told.firm)]
    for package, changes in told.packages:
        what = "换密钥通知" if package.kind == "key-rotation" else label(package.state)
        why = f"：{package.returned_because}" if package.returned_because else ""
        lines.append(f"  第 {package.sequence} 号　{package.received_at:%Y-%m-%d %H:%M}　{what}{why}")
        lines += [f"    {label(c.word)}　{c.code} {c.title}" for c in changes[:20]]
        if len(changes) > 20:
            lines.append(f"    还有 {len(changes) - 20} 条")
    for order in told.orders:
        lines.append(f"  {_order_lines(told.firm, order, ports.clock.today())}")
    return "\n".join(lines)


def _report(ports: TownPorts, arguments: argparse.Namespace) -> int:
    if arguments.out.suffix.lower() != ".xlsx":
        raise UserError(f"总表不能写成“{arguments.out.suffix or arguments.out.name}”。", "文件名请用 .xlsx 结尾。")
    since = day_of(arguments.since, "--since", "2026-10-01") if arguments.since else None
    told = lists.town_report(ports, since)
    ports.files.write(arguments.out, ports.renderer.excel(told))
    whole = told.whole
    rates = f"覆盖率 {percent(whole.coverage)}，查改率 {percent(whole.rectification)}"
    print(f"应报 {whole.expected} 家，已报 {whole.reported} 家，{rates}。")
    print(arguments.out)
    return 0


_ACTIONS: dict[str, Callable[[TownPorts, argparse.Namespace], int]] = {
    "init": _init,
    "trust": _trust,
    "receive": _receive,
    "open": _open,
    "receipt": _receipt,
    "return": _return,
    "order": _order,
    "list": _list,
    "report": _report,
}
