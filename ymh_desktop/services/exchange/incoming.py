"""收到的文件: a file is proven, shown in words, and then taken over whole or not at all.

`open_file` changes nothing. `take_file` proves it once more (the file on the stick may have changed since it was looked
at), and applies it in one transaction: a receipt closes its submission, reasons become lines to mend, orders become
demands and hidden dangers, a trust list or a change of key what it says.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.incoming import Decision, ReceivedFile, ReceivedKind
from ymh_desktop.domain.marks import groups_of_four
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.exchange import drafts, guidance, letters_in
from ymh_desktop.services.exchange.kinds import Part, Taking
from ymh_desktop.services.exchange.trust import expected_here
from ymh_desktop.services.ports import IncomingFile, Ports, UnitOfWork
from ymh_desktop.services.reports.incoming import IncomingReport, Jump

_PARTS: dict[ReceivedKind, Part] = {
    ReceivedKind.RECEIPT: letters_in.RECEIPT,
    ReceivedKind.SUPERVISION: letters_in.ORDER,
    ReceivedKind.GUIDANCE: guidance.GUIDANCE,
    ReceivedKind.TRUST_LIST: letters_in.TRUST_LIST,
    ReceivedKind.KEY_ROTATION: letters_in.KEY_ROTATION,
    ReceivedKind.DRAFT: drafts.DRAFT,
}
_TOO_LARGE_OR_OTHER = frozenset({"E105", "E112", "E605"})


class ItIsAnUpdate(UserError):
    """A new version of the program was opened where letters are opened."""

    def __init__(self) -> None:
        super().__init__("这是程序升级包，不是镇里的文件。", "请在“设置”里升级程序，再选这个文件。")


@dataclass(frozen=True, slots=True)
class Opened:
    """A proven file with what it says. Nothing of it was taken yet."""

    file: IncomingFile
    report: IncomingReport


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of a file: sentences for the user, and where to go on."""

    words: tuple[str, ...]
    jumps: tuple[tuple[str, Jump], ...]
    changes: Changes


def open_file(ports: Ports, path: Path) -> Opened:
    """Prove a file and say what it is; raises PackageRefused, ItIsAnUpdate or another UserError."""
    file = _proven(ports, path)
    with ports.units.read() as uow:
        return Opened(file, _report(ports, uow, file))


def _proven(ports: Ports, path: Path) -> IncomingFile:
    with ports.units.read() as uow:
        expected = expected_here(uow, ports.clock.now())
    try:
        return ports.packages.open(path, expected, ports.clock.now())
    except UserError as error:
        if getattr(error, "code", "") in _TOO_LARGE_OR_OTHER and _is_update(ports, path):
            raise ItIsAnUpdate from error
        raise


def _is_update(ports: Ports, path: Path) -> bool:
    try:
        ports.updates.read(path, ports.clock.now())
    except UserError:
        return False
    return True


def _report(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> IncomingReport:
    kind = ReceivedKind(file.kind)
    told = _PARTS[kind].tell(ports, uow, file)
    here = ports.clock.now().tzinfo
    facts = (
        ("发来的", f"{file.sender[1]}（{file.sender[0]}）" if file.known else f"{file.sender[1]}（没有登记过）"),
        ("签名时间", f"{file.created_at.astimezone(here):%Y-%m-%d %H:%M}"),
        *told.facts,
    )
    return IncomingReport(
        title=file.title or file.kind_words,
        kind=file.kind_words,
        sender=file.sender[1],
        number=f"第 {file.sequence} 号",
        signed_at=file.created_at,
        stranger=not file.known,
        groups=groups_of_four(file.fingerprint),
        facts=tuple((name, value) for name, value in facts if value),
        sections=tuple(section for section in told.sections if section.lines),
        outcome=told.outcome,
        warnings=file.warnings,
        blocked=told.blocked,
        jumps=told.jumps,
    )


def take_file(ports: Ports, opened: Opened) -> TakenOver:
    """采用: everything in one transaction, or nothing. Raises UserError."""
    file = proven_again(ports, opened)
    kind = ReceivedKind(file.kind)
    part = _PARTS[kind]
    with ports.units.read() as uow:
        blocked = part.tell(ports, uow, file).blocked
    if blocked:
        raise UserError(blocked, "本机数据没有改动。")
    before = part.before(ports, file) if part.before is not None else Changes()
    with ports.units.write() as uow:
        taking = part.take(ports, uow, file)
        uow.received_files.save(received(ports, file, opened, Decision.TAKEN, taking))
        changes = uow.commit()
    return TakenOver(taking.words, taking.jumps, before.joined(changes))


def proven_again(ports: Ports, opened: Opened) -> IncomingFile:
    """The same file, proven anew: what was looked at is what is taken. Raises UserError when it was changed since."""
    file = _proven(ports, opened.file.path)
    if file.manifest_sha256 != opened.file.manifest_sha256:
        raise UserError("这个文件在打开以后被换过了。", "请重新打开它，看清楚再采用。")
    return file


def decline_file(ports: Ports, opened: Opened, why: str = "") -> Changes:
    """不采用: kept on record; the file may be opened and taken later all the same."""
    with ports.units.write() as uow:
        known = uow.received_files.find(opened.file.package_id)
        if known is not None and known.decision is Decision.TAKEN:
            raise UserError("这个文件已经采用过了。", "不用再处理。")
        words = Taking((why.strip()[:200],) if why.strip() else ())
        uow.received_files.save(received(ports, opened.file, opened, Decision.DECLINED, words))
        return uow.commit()


def received(ports: Ports, file: IncomingFile, opened: Opened, decision: Decision, taking: Taking) -> ReceivedFile:
    """The record of a file that was decided on."""
    return ReceivedFile(
        id=file.package_id,
        kind=ReceivedKind(file.kind),
        sender_code=file.sender[0],
        sender_name=file.sender[1],
        series=file.series,
        sequence=file.sequence,
        manifest_sha256=file.manifest_sha256,
        fingerprint=file.fingerprint.lower(),
        created_at=file.created_at,
        received_at=ports.clock.now(),
        file_name=file.path.name,
        title=opened.report.title,
        decision=decision,
        words="".join(taking.words)[:2000],
        message=taking.message,
    )


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """One received file for the list."""

    id: str
    title: str
    kind: ReceivedKind
    sender: str
    received_at: datetime
    decision: Decision
    words: str
    message: str


def received_lines(ports: Ports) -> tuple[ReceivedLine, ...]:
    """Every file that was decided on, newest first."""
    with ports.units.read() as uow:
        files = uow.received_files.all()
    lines = [
        ReceivedLine(
            file.id, file.title, file.kind, file.sender_name, file.received_at, file.decision, file.words, file.message
        )
        for file in files
    ]
    return tuple(sorted(lines, key=lambda line: line.received_at, reverse=True))
