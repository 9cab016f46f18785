"""收: many packages, each proven against the enrolled keys, kept as it came, compared with the one before.

Each is taken in a transaction of its own, so that one bad file among three hundred changes nothing for the others. A
file that is proven but comes out of order is answered with a receipt that says how far the town is: that is how an
enterprise finds its numbers again after a restore.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ymh_desktop.domain.demands import same_number
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.marks import check_code
from ymh_desktop.domain.town import (
    PackageState,
    TownChange,
    TownFirm,
    TownKey,
    TownPackage,
    TownRecord,
    compare_records,
    parts_of,
    pending_return,
)
from ymh_desktop.services.ports import Expected, IncomingFile, TrustedKey
from ymh_desktop.services.town.letters import accept_parts, reports_of, send_receipt
from ymh_desktop.services.town.ports import TownBook, TownPorts, what_to_do

_KINDS = frozenset({"report", "key-rotation"})
_NO_CODE = "E000"  # what is no fault of a package: a full disk, a missing file


@dataclass(frozen=True, slots=True)
class Received:
    """What came of one file. `code` empty when it was taken; `receipt` is the letter that was written, if any.

    `group_id` is the same for the files of one report in several, `numbers` are those of all of them.
    `mark` is the beginning of the manifest's digest, in four groups as the cover has it; empty for one not proven.
    """

    path: Path
    firm: str
    sequence: int
    code: str
    words: str
    changes: tuple[TownChange, ...] = ()
    warnings: tuple[str, ...] = ()
    receipt: Path | None = None
    new_key: bool = False
    mark: str = ""
    package_id: str = ""
    group_id: str = ""
    numbers: range = range(0)

    @property
    def taken(self) -> bool:
        """Whether it is in."""
        return not self.code


def receive(
    ports: TownPorts,
    paths: Iterable[Path],
    out: Path,
    *,
    answer: bool = True,
) -> Iterator[Received]:
    """Take in each file, those of one enterprise by their numbers; yields one result per file.

    With `answer` an accepted receipt is written for each report into `out`, one for all its files, but for one that
    follows a report that was sent back: somebody must look first whether it was mended. Nothing is raised for a bad
    file.
    """
    expected = _expected(ports)
    # by what the files say of themselves, before anything is proven: it decides the order and nothing else
    held: list[Received] = []  # files of one report in several, until the last of them is in
    for path in sorted(paths, key=ports.packages.claimed_order):
        result = _one(ports, path, expected, out, answer)
        if result.new_key:
            expected = _expected(ports)
        if held and result.group_id != held[-1].group_id:
            yield from _answered(ports, held, out, answer)
            held = []
        if result.group_id:
            held.append(result)
        else:
            yield result
    yield from _answered(ports, held, out, answer)


def _answered(ports: TownPorts, held: Sequence[Received], out: Path, answer: bool) -> Sequence[Received]:
    """With one receipt for the files of one report; it names those that have not come."""
    if not held or not answer:
        return held
    with ports.store.write() as book:
        last = book.package(held[-1].package_id)
        assert last is not None  # it was just taken
        packages = book.packages(last.uscc)
        if pending_return(packages) is not None:
            return held
        parts = parts_of(last, packages)
        missing = sorted(set(held[-1].numbers) - {each.sequence for each in parts})
        made = accept_parts(ports, book, parts, out, missing=missing)
        book.commit()
    return [*held[:-1], replace(held[-1], receipt=made.path)]


def look_inside(ports: TownPorts, path: Path, folder: Path) -> IncomingFile:
    """Prove a file of an enterprise and write what is inside into `folder`, opened where it was sealed for the town.

    Nothing is taken in. Raises UserError, for a file of a key that is not enrolled too.
    """
    copy = ports.shelf.copy_in(path)
    try:
        file = ports.packages.open(copy, _expected(ports), ports.clock.now())
        ports.packages.unpack(file, folder)
        return file
    finally:
        ports.shelf.drop(copy)


def _expected(ports: TownPorts) -> Expected:
    with ports.store.read() as book:
        book.office()
        return Expected(keys=_trusted(book.enrolled(), ports), kinds=_KINDS)


def _one(ports: TownPorts, path: Path, expected: Expected, out: Path, answer: bool) -> Received:
    file: IncomingFile | None = None
    copy: Path | None = None
    try:
        copy = ports.shelf.copy_in(path)
        # the series a file belongs to is known only when it is proven, so order and replay are asked afterwards
        file = ports.packages.open(copy, expected, ports.clock.now())
        return replace(_take(ports, file, out, answer), path=path, mark=mark_of(file))
    except UserError as error:
        code, words = getattr(error, "code", "") or _NO_CODE, f"{error.problem}{what_to_do(error)}"
        return Received(path, file.sender[1] if file else "", file.sequence if file else 0, code, words)
    finally:
        if copy is not None:
            ports.shelf.drop(copy)


def mark_of(file: IncomingFile) -> str:
    """校验码: what the cover that was signed must show."""
    return check_code(file.manifest_sha256)


def _trusted(keys: Sequence[TownKey], ports: TownPorts) -> tuple[TrustedKey, ...]:
    today = ports.clock.today()
    return tuple(
        TrustedKey(key.certificate, key.uscc, _KINDS, not key.counts(today), key.revoked_at if key.revoked_at else None)
        for key in keys
    )


class Refused(UserError):
    """A proven file that cannot be taken now; bears the code of the format."""

    def __init__(self, code: str, problem: str, advice: str) -> None:
        super().__init__(problem, advice)
        self.code = code


def _take(ports: TownPorts, file: IncomingFile, out: Path, answer: bool) -> Received:
    with ports.store.write() as book:
        firm = book.firm(file.sender[0]) or TownFirm(file.sender[0], file.sender[1])
        if book.package(file.package_id) is not None or book.has_manifest(file.manifest_sha256):
            raise Refused("E606", "这个文件已经收过了。", "不用再收。")
        package = _package(ports, file)
        newest = max(reports_of(book, firm), key=lambda each: each.sequence, default=None)
        if newest is not None and _is_late_part(book, newest, package):
            result = _take_late_part(book, newest, file, package)
            ports.shelf.keep(file.path, package.file)
            book.commit()
            return _with_its_report(result, package, file)
        code, words = _out_of_order(firm, file)
        if code:
            receipt = _tell_where_we_are(ports, book, firm, package, out, code, words) if answer else None
            return Received(file.path, firm.name, file.sequence, code, words, receipt=receipt)
        missing = tuple(range(firm.sequence + 1, file.sequence)) if firm.reported else ()
        if file.kind == "key-rotation":
            result = _take_rotation(ports, book, firm, file, package)
        else:
            result = _take_report(ports, book, firm, file, package, missing, out, answer)
        ports.shelf.keep(file.path, package.file)  # before the row that names it
        book.commit()
    return _with_its_report(result, package, file)


def _with_its_report(result: Received, package: TownPackage, file: IncomingFile) -> Received:
    first = _first_number(file)
    numbers = range(first, first + int((file.members.get("part") or {}).get("of", 1)))
    return replace(result, warnings=file.warnings, package_id=package.id, group_id=package.group_id, numbers=numbers)


def _out_of_order(firm: TownFirm, file: IncomingFile) -> tuple[str, str]:
    if not firm.reported:
        return "", ""
    if file.sequence == firm.sequence:
        return "E608", f"第 {file.sequence} 号已经收到过另一份，没有收。"
    if file.sequence < firm.sequence:
        return "E608", f"第 {file.sequence} 号比已经收到的第 {firm.sequence} 号旧，没有收。"
    previous = file.members.get("previous") or {}
    if file.sequence == firm.sequence + 1 and previous.get("manifest_sha256") != firm.manifest_sha256:
        return "E609", f"第 {file.sequence} 号接不上已经收到的第 {firm.sequence} 号，没有收。"
    return "", ""


def _is_late_part(book: TownBook, newest: TownPackage, package: TownPackage) -> bool:
    """A part of the newest report that comes after a later part: it tells the same, only its photos are new."""
    return (
        bool(package.group_id)
        and newest.group_id == package.group_id
        and package.sequence < newest.sequence
        and all(each.sequence != package.sequence for each in book.packages(package.uscc))
    )


def _take_late_part(book: TownBook, newest: TownPackage, file: IncomingFile, package: TownPackage) -> Received:
    book.save(_as_sent_back(book, package))
    words = f"第 {file.sequence} 号已收到，和第 {newest.sequence} 号是同一次上报。"
    return Received(file.path, file.sender[1], file.sequence, "", words)


def _as_sent_back(book: TownBook, package: TownPackage) -> TownPackage:
    """A file of a report that was sent back already is sent back with it."""
    others = parts_of(package, book.packages(package.uscc))
    back = next((each for each in others if each.state is PackageState.RETURNED), None)
    if back is None:
        return package
    return replace(package, state=back.state, returned_because=back.returned_because)


def _tell_where_we_are(
    ports: TownPorts, book: TownBook, firm: TownFirm, package: TownPackage, out: Path, code: str, words: str
) -> Path | None:
    """None when that was told before: the same file may lie in the folder at every run."""
    if any(letter.in_reply_to == package.id for letter in book.letters()):
        return None
    advice = "请打开这份回执，程序会把序号接上，再重新导出一次。"
    reasons = [{"record_id": "", "reason": words, "advice": advice}]
    made = send_receipt(ports, book, package, out, result="returned", reasons=reasons, codes=[code], taken=False)
    book.commit()
    return made.path


def _package(ports: TownPorts, file: IncomingFile) -> TownPackage:
    period = file.members.get("period") or {}
    risks = file.data.get("data/risks.json")
    return TownPackage(
        id=file.package_id,
        uscc=file.sender[0],
        sequence=file.sequence,
        kind=file.kind,
        manifest_sha256=file.manifest_sha256,
        fingerprint=file.fingerprint.lower(),
        created_at=file.created_at,
        received_at=ports.clock.now(),
        file=f"packages/{file.sender[0]}/{file.sequence:06d}_{file.manifest_sha256[:16]}.zip",
        size=file.path.stat().st_size,
        period_from=_day(period.get("from")),
        period_to=_day(period.get("to")),
        risks=len(risks if risks is not None else file.data.get("data/major-risks.json", ())),
        dangers=len(file.data.get("data/hazards.json", ())),
        warnings=" ".join(file.warnings),
        group_id=_group_of(file),
        told=" ".join(sorted(kinds_told_whole(file.data))),
    )


def _group_of(file: IncomingFile) -> str:
    part = file.members.get("part") or {}
    return str(part["group_id"]) if part.get("of", 1) > 1 else ""


def _take_rotation(
    ports: TownPorts, book: TownBook, firm: TownFirm, file: IncomingFile, package: TownPackage
) -> Received:
    told = file.data["data/key-rotation.json"]
    info = ports.packages.describe(told["cert_pem"].encode())
    old = next(key for key in book.enrolled() if key.id == file.fingerprint.lower())
    until = date.fromisoformat(told["overlap_until"])
    book.save(firm)
    book.save(replace(old, until=min(until, old.until or until), reason=told.get("reason", "")[:200]))
    book.save(
        TownKey(told["cert_sha256"], old.uscc, info.name, info.certificate, ports.clock.today(), vouched_by=old.id)
    )
    book.save(_numbered(firm, package), package)
    return Received(file.path, firm.name, file.sequence, "", f"换了新密钥，旧密钥用到 {until}。", new_key=True)


def _numbered(firm: TownFirm, package: TownPackage) -> TownFirm:
    return replace(
        firm,
        sequence=package.sequence,
        package_id=package.id,
        manifest_sha256=package.manifest_sha256,
        received_at=package.received_at,
    )


def _take_report(
    ports: TownPorts,
    book: TownBook,
    firm: TownFirm,
    file: IncomingFile,
    package: TownPackage,
    missing: Sequence[int],
    out: Path,
    answer: bool,
) -> Received:
    records, told = records_of(file)
    before = {record.key: record for record in book.records(firm.uscc)}
    packages = reports_of(book, firm)
    former, waits = max(packages, key=lambda each: each.sequence, default=None), pending_return(packages)
    told_before = frozenset(former.told.split()) if former else frozenset()
    kept = [record for key, record in before.items() if record.kind not in told and key not in {r.key for r in records}]
    changes = compare_records(package.id, before, records, told, told_before)
    if not firm.reported:
        changes = ()
    updated = _updated(_numbered(firm, package), file, [*records, *kept], ports.clock.today())
    book.save(updated, _as_sent_back(book, package))
    book.put_records(firm.uscc, before.values(), [*records, *kept])
    book.add_changes(changes)
    _answers(book, firm.uscc, file)
    receipt = None
    if answer and waits is None and not package.group_id:
        receipt = accept_parts(ports, book, (package,), out).path
    words = f"第 {file.sequence} 号已收到，{_counted(file, updated)}。"
    if missing:
        words += f"中间第 {'、'.join(str(n) for n in missing[:10])} 号没有收到。"
    if waits is not None:
        words += f"第 {waits.sequence} 号退回过：{waits.returned_because}。看过改好了，再用 town receipt 写回执。"
    return Received(file.path, updated.name, file.sequence, "", words, changes, receipt=receipt)


def _first_number(file: IncomingFile) -> int:
    """The number of the first part of this report; its own when it is one file."""
    part = file.members.get("part") or {}
    return file.sequence - int(part.get("no", 1)) + 1


def _counted(file: IncomingFile, firm: TownFirm) -> str:
    """What was told one by one, and how many there are by the totals."""
    risks = firm.major + firm.considerable + firm.general + firm.low
    told = len(file.data.get("data/risks.json", file.data.get("data/major-risks.json", ())))
    dangers = len(file.data.get("data/hazards.json", ()))
    return f"逐条报来风险 {told} 条（共 {risks} 条）、隐患 {dangers} 条（共登记 {firm.found} 条）"


def _answers(book: TownBook, uscc: str, file: IncomingFile) -> None:
    """督办反馈: what the enterprise told about our orders."""
    orders = book.orders(uscc)
    for told in file.data.get("data/answers.json", ()):
        order = next((each for each in orders if same_number(each.number, told["number"])), None)
        answers = told["answers"]
        if order is not None and answers:
            last = answers[-1]
            book.save(order.answered(date.fromisoformat(last["on"]), last["words"][:2000]))


def records_of(file: IncomingFile) -> tuple[list[TownRecord], frozenset[str]]:
    """The records a report tells, and the kinds that it tells whole."""
    uscc, data = file.sender[0], file.data
    risks = data.get("data/risks.json", data.get("data/major-risks.json", []))
    dangers = data.get("data/hazards.json", [])
    records = [_risk(uscc, each) for each in risks] + [_danger(uscc, each) for each in dangers]
    return list({record.key: record for record in records}.values()), kinds_told_whole(data)


def kinds_told_whole(data: Mapping[str, Any]) -> frozenset[str]:
    """Without the register only major risks are told, and as a rule only major hidden dangers.

    Then nothing of the others may be taken for gone.
    """
    told = {"risk"} if "data/risks.json" in data else set()
    if any(each["level"] == "general" for each in data.get("data/hazards.json", ())):
        told.add("danger")
    return frozenset(told)


def _risk(uscc: str, told: Mapping[str, Any]) -> TownRecord:
    responsible = told["responsible"][0]["name"] if told["responsible"] else ""
    title = f"{told['risk_point']}：{told['hazard']}"
    status = "failed" if told.get("control_failed") else "controlled"
    return TownRecord(
        uscc,
        "risk",
        told["id"],
        told.get("code", ""),
        title[:500],
        told["level"],
        status,
        None,
        responsible,
        _digest(told),
    )


def _danger(uscc: str, told: Mapping[str, Any]) -> TownRecord:
    return TownRecord(
        uscc,
        "danger",
        told["id"],
        told.get("code", ""),
        told["title"][:500],
        told["level"],
        told["status"],
        _day(told.get("deadline")),
        told.get("responsible", ""),
        _digest(told),
    )


def _digest(told: Mapping[str, Any]) -> str:
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _updated(firm: TownFirm, file: IncomingFile, records: Sequence[TownRecord], today: date) -> TownFirm:
    """What the enterprise says of itself, and the counts for lists and tables."""
    own = file.data.get("data/enterprise.json", {})
    totals = file.data.get("data/totals.json", {})
    levels, dangers = totals.get("risks", {}), totals.get("hidden_dangers", {})
    principal = own.get("principal") or {}
    majors = [r for r in records if r.kind == "danger" and r.level == "major" and r.status != "closed"]
    return replace(
        firm,
        name=file.sender[1],
        industry=firm.industry or own.get("trade_name", ""),
        address=own.get("address", "") or firm.address,
        headcount=own.get("headcount", firm.headcount),
        principal=principal.get("name", firm.principal),
        phone=principal.get("phone", firm.phone),
        major=levels.get("major", 0),
        considerable=levels.get("considerable", 0),
        general=levels.get("general", 0),
        low=levels.get("low", 0),
        found=sum(each.get("found", 0) for each in dangers.values()),
        closed=sum(each.get("closed", 0) for each in dangers.values()),
        majors_open=len(majors),
        majors_overdue=sum(1 for record in majors if record.overdue(today)),
    )
