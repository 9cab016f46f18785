"""Carries out one command. What opens a data folder comes from outside: nothing here knows storage or packages."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ymh_desktop.cli import exchange
from ymh_desktop.cli.arguments import FAILED, say_error
from ymh_desktop.cli.checks import tell_checks, tell_today
from ymh_desktop.cli.hidden_dangers import tell_hidden_dangers
from ymh_desktop.cli.library import tell_library
from ymh_desktop.cli.output import json_text
from ymh_desktop.cli.papers import bind, make_paper, tell_papers
from ymh_desktop.cli.people import tell_due, tell_people
from ymh_desktop.cli.phone import reads_only, run_phone
from ymh_desktop.cli.renewal import tell_update
from ymh_desktop.cli.statistics import tell_statistics
from ymh_desktop.cli.town import OpenTown, run_town
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.marks import check_code, in_fours
from ymh_desktop.domain.report_periods import read_period
from ymh_desktop.services import demo, demo_year
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.all_lists import all_lists
from ymh_desktop.services.papers.catalogue import paper_of
from ymh_desktop.services.ports import Clock, Ports, Tools, VerifiedFile
from ymh_desktop.services.reporting.data import Choice
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.services.reporting.terms import set_largest
from ymh_desktop.system import installing


class OpenPorts(Protocol):
    """Opens a data folder (None: the usual one), for writing or only for looking; `clock` None is the real one."""

    def __call__(
        self, data: Path | None, writing: bool, clock: Clock | None = None
    ) -> AbstractContextManager[Ports]: ...


@dataclass(frozen=True, slots=True)
class Entrance:
    """What opens a data folder, what works without one, and what puts a backup in the place of its data."""

    open_ports: OpenPorts
    tools: Callable[[], Tools]
    open_town: OpenTown | None = None
    restore: Callable[[Path | None, Path], Path] | None = None


Command = Callable[[argparse.Namespace, Entrance], int]


def run(arguments: argparse.Namespace, entrance: Entrance) -> int:
    """The exit code of the command; UserErrors are printed to stderr in Chinese."""
    try:
        return _COMMANDS[arguments.command](arguments, entrance)
    except UserError as error:
        say_error(error)
        return FAILED


def _demo(arguments: argparse.Namespace, entrance: Entrance) -> int:
    if arguments.year:
        now = entrance.tools().clock.now()
        clock = demo_year.a_year_before(now)
        with entrance.open_ports(arguments.data, True, clock) as ports:
            demo_year.live(ports, clock, now.date())
    else:
        with entrance.open_ports(arguments.data, True) as ports:
            demo.fill(ports)
    print(f"已填好演示企业：{demo.NAME}{'，带一年的日常检查和隐患' if arguments.year else ''}")
    return 0


def _today(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        print(tell_today(ports, arguments.json))
    return 0


def _checks(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        print(tell_checks(ports, arguments))
    return 0


def _hidden_dangers(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        print(tell_hidden_dangers(ports, arguments))
    return 0


def _statistics(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        print(tell_statistics(ports, arguments))
    return 0


def _documents(arguments: argparse.Namespace, entrance: Entrance) -> int:
    if arguments.action == "list":
        print(tell_papers(arguments.json))
        return 0
    with entrance.open_ports(arguments.data, False) as ports:
        print(make_paper(ports, arguments))
    return 0


def _lists(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        ports.files.write(arguments.out, ports.renderer.excel(all_lists(ports, open_book(ports))))
    print(f"已存好：{arguments.out}")
    return 0


def _binder(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, True) as ports:  # it keeps what was bound
        print(bind(ports, arguments))
    return 0


def _people(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        print(tell_people(ports, arguments))
    return 0


def _due(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        print(tell_due(ports, arguments))
    return 0


def _paper(paper_id: str) -> Command:
    def command(arguments: argparse.Namespace, entrance: Entrance) -> int:
        paper, out = paper_of(paper_id), arguments.out
        with entrance.open_ports(arguments.data, False) as ports:
            report = paper.decide(ports, open_book(ports))
            match out.suffix.lower():
                case ".pdf":
                    content = ports.renderer.pdf(report)
                case ".xlsx" if paper.excel:
                    content = ports.renderer.excel(report)
                case suffix:
                    kinds = ".pdf 或 .xlsx" if paper.excel else ".pdf"
                    raise UserError(f"“{paper.name}”不能写成“{suffix or out.name}”。", f"文件名请用 {kinds} 结尾。")
            ports.files.write(out, content)
        print(out)
        return 0

    return command


def _export(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, True) as ports:
        choice = Choice(
            arguments.full_register,
            arguments.general_dangers,
            arguments.answers,
            arguments.photos,
            arguments.sealed,
            read_period(arguments.period) if arguments.period else None,
        )
        if arguments.largest is not None:
            set_largest(ports, arguments.largest)
        made = export_report(ports, arguments.out, choice)
    if made.enrolment:
        print(exchange.enrolment_words(made.enrolment))
    print(f"封面（签字盖章）：{made.cover}")
    for package in made.packages:
        print(package.path)
    return 0


def _telling(tell: Callable[[Ports, argparse.Namespace], str], writes: Callable[[argparse.Namespace], bool]) -> Command:
    """A command that only prints what `tell` says; a window may be open over the folder unless it writes."""

    def command(arguments: argparse.Namespace, entrance: Entrance) -> int:
        with entrance.open_ports(arguments.data, writes(arguments)) as ports:
            print(tell(ports, arguments))
        return 0

    return command


def _certificate(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        ports.files.write(arguments.out, ports.packages.certificate())
    print(arguments.out)
    return 0


def _verify(arguments: argparse.Namespace, entrance: Entrance) -> int:
    try:
        found = _verified(arguments, entrance)
    except UserError as error:
        if not arguments.json:
            raise
        print(json_text({"ok": False, "code": getattr(error, "code", None), "problem": error.problem}))
        return FAILED
    if arguments.json:
        answer = {
            "ok": True, "enterprise": found.enterprise, "kind": found.kind, "sequence": found.sequence,
            "signer": found.signer, "fingerprint": found.fingerprint, "created_at": found.created_at.isoformat(),
            "manifest_sha256": found.manifest_sha256, "check_code": check_code(found.manifest_sha256),
            "files": dict(found.files), "warnings": list(found.warnings),
        }  # fmt: skip
        print(json_text(answer))
        return 0
    print("OK")
    print(
        f"{found.enterprise} 第 {found.sequence} 号，{found.created_at:%Y-%m-%d %H:%M} 签名，{len(found.files)} 个文件"
    )
    print(f"校验码（和封面上的一样才是这份文件）：{check_code(found.manifest_sha256)}")
    print(f"签名人：{found.signer}")
    print(f"证书指纹：{in_fours(found.fingerprint)}")
    for warning in found.warnings:
        print(f"注意：{warning}")
    return 0


def _verified(arguments: argparse.Namespace, entrance: Entrance) -> VerifiedFile:
    """Against the certificates given; without any, against our own, for which the data folder is opened."""
    if arguments.trust is not None:
        tools = entrance.tools()
        return tools.packages.verify(arguments.file, _read(arguments.trust), tools.clock.now())
    with entrance.open_ports(arguments.data, False) as ports:
        return ports.packages.verify(arguments.file, None, ports.clock.now())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"读不了文件“{path}”。", "请检查文件名和权限。") from error


def _library(arguments: argparse.Namespace, entrance: Entrance) -> int:
    tools = entrance.tools()
    said, clean = tell_library(tools.library, tools.codes, arguments)
    print(said)
    return 0 if clean else FAILED


def _update(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, True) as ports:
        words, installer = tell_update(ports, arguments.file, arguments.install)
    print(words)
    if installer is not None:
        installing.hand_over(installer)
    return 0


def _backup(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, True) as ports:
        print(ports.backups.make(arguments.out))
    return 0


def _restore(arguments: argparse.Namespace, entrance: Entrance) -> int:
    assert entrance.restore is not None
    print(entrance.restore(arguments.data, arguments.backup))
    return 0


def _doctor(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, False) as ports:
        findings = list(ports.doctor.findings())
    if arguments.json:
        print(json_text([{"ok": good, "text": text} for good, text in findings]))
    else:
        print("\n".join(f"{'好' if good else '有问题'}：{text}" for good, text in findings))
    return 0 if all(good for good, _ in findings) else FAILED


def _phone(arguments: argparse.Namespace, entrance: Entrance) -> int:
    with entrance.open_ports(arguments.data, not reads_only(arguments)) as ports:
        run_phone(ports, arguments)
    return 0


def _town(arguments: argparse.Namespace, entrance: Entrance) -> int:
    assert entrance.open_town is not None
    return run_town(arguments, entrance.open_town)


_COMMANDS: dict[str, Command] = {
    "demo": _demo,
    "today": _today,
    "checks": _checks,
    "hidden-dangers": _hidden_dangers,
    "people": _people,
    "due": _due,
    "statistics": _statistics,
    "cards": _paper("cards"),
    "check-tables": _paper("check-tables"),
    "register": _paper("register"),
    "lists": _lists,
    "documents": _documents,
    "binder": _binder,
    "export": _export,
    "certificate": _certificate,
    "verify": _verify,
    "trust": _telling(exchange.tell_trust, exchange.trust_changes),
    "received": _telling(exchange.tell_received, exchange.received_changes),
    "orders": _telling(exchange.tell_orders, exchange.orders_change),
    "new-key": _telling(exchange.tell_new_key, lambda _: True),
    "library": _library,
    "update": _update,
    "town": _town,
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
    "phone": _phone,
}


def names() -> Sequence[str]:
    """The commands, for tests."""
    return tuple(_COMMANDS)
