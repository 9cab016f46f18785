"""Letters of the town: numbered per enterprise, each naming the one before, kept on record as they go out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ymh_desktop.domain.demands import DemandKind, same_number
from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.marks import check_code
from ymh_desktop.domain.town import (
    OrderState,
    PackageState,
    TownFirm,
    TownLetter,
    TownOffice,
    TownOrder,
    TownPackage,
    TownRecord,
    parts_of,
    pending_return,
)
from ymh_desktop.domain.typed import as_meant
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Letter, PackageResult
from ymh_desktop.services.reports.letter import LetterPaper, LetterSection
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.town.ports import TownBook, TownPorts

LONGEST_NUMBER, LONGEST_WORDS = 60, 2000


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record is sent back. `where` names it, see `record_named`; empty for the report as a whole."""

    where: str
    words: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One matter of an order. `where` names a hidden danger that was told, see `record_named`; empty for a new one."""

    title: str
    where: str = ""
    place: str = ""
    major: bool = False
    basis: str = ""
    demand: str = ""


def send_letter(
    ports: TownPorts,
    book: TownBook,
    office: TownOffice,
    folder: Path,
    *,
    kind: str,
    title: str,
    data: Mapping[str, object],
    to: TownFirm | None = None,
    in_reply_to: tuple[str, str] | None = None,
    number: str = "",
    result: str = "",
    members: Mapping[str, object] | None = None,
    documents: Mapping[str, bytes] | None = None,
    tables: Mapping[str, bytes] | None = None,
    attachments: Mapping[str, bytes] | None = None,
    photos: Sequence[Path] = (),
) -> PackageResult:
    """Sign a letter into `folder` and put it on record in this transaction; raises UserError."""
    uscc = to.uscc if to else ""
    last = book.last_letter(uscc)
    letter = Letter(
        kind=kind,
        package_id=ports.new_id(),
        sender=(office.code, office.name),
        from_enterprise=False,
        addressee=(uscc, to.name if to else ""),
        sequence=1 + (last.sequence if last else 0),
        created_at=ports.clock.now(),
        versions=ports.versions,
        data=data,
        title=title,
        previous=(last.id, last.manifest_sha256) if last else None,
        in_reply_to=in_reply_to,
        members=members or {},
        documents=documents or {},
        tables=tables or {},
        attachments=attachments or {},
        photos=tuple(photos),
    )
    made = ports.packages.send(letter, folder)
    book.drop_unless_committed(made.path)  # a letter that is not on record must not lie there, ready to be sent
    book.save(
        TownLetter(
            letter.package_id,
            uscc,
            kind,
            letter.sequence,
            made.manifest_sha256,
            letter.created_at,
            made.path.name,
            in_reply_to[0] if in_reply_to else "",
            number,
            result,
        )
    )
    return made


def record_named(where: str, records: Sequence[TownRecord]) -> TownRecord:
    """The record that `where` names: by id, by number (S-0003, Y-0012), or by number and a few words of its title.

    The number of a risk is that of its risk point, so several may bear it: then words must tell them apart. Raises
    UserError.
    """
    number, _, words = as_meant(where).partition(" ")
    found = [record for record in records if where.strip() == record.record_id]
    found = found or [each for each in records if each.code.upper() == number.upper() and words.strip() in each.title]
    if not found:
        advice = "编号照清单里的写，例如 S-0003、Y-0012；整份材料的意见不写编号。"
        raise UserError(f"这家企业上报的内容里没有“{where}”。", advice)
    if len(found) > 1:
        titles = "；".join(each.title[:30] for each in found[:8])
        more = "……" if len(found) > 8 else ""
        advice = f"请在编号后面空一格，再写几个字，例如 {number.upper()} {found[0].title.rpartition('：')[2][:4]}。"
        raise UserError(f"“{where}”下面有 {len(found)} 条：{titles}{more}。", advice)
    return found[0]


# ---- receipts --------------------------------------------------------------------------------------------------------


def send_receipt(
    ports: TownPorts,
    book: TownBook,
    package: TownPackage,
    folder: Path,
    *,
    result: str,
    reasons: Sequence[dict[str, str]] = (),
    codes: Sequence[str] = (),
    missing: Sequence[int] = (),
    closes: Sequence[dict[str, str]] = (),
    due: date | None = None,
    note: str = "",
    taken: bool = True,
    parts: Sequence[TownPackage] = (),
) -> PackageResult:
    """A receipt of this package, accepted or returned; `taken` False for one out of order that was not kept.

    It answers all `parts` of the report, where it came in several files. `missing` are numbers of parts that have not
    come.
    """
    office, firm = book.office(), firm_named(book, package.uscc)
    number = f"收〔{ports.clock.today().year}〕{book.count_letters('receipt') + 1}号"
    now = ports.clock.now()
    told = parts or (package,)
    numbers = "、".join(str(each.sequence) for each in told)
    marks = [check_code(each.manifest_sha256) for each in told]
    if len(told) > 1:
        marks = [f"第 {each.sequence} 号 {mark}" for each, mark in zip(told, marks, strict=True)]
    known = {"sequence": firm.sequence, "package_id": firm.package_id, "manifest_sha256": firm.manifest_sha256}
    data = {
        "number": number,
        "package": {
            "package_id": package.id,
            "manifest_sha256": package.manifest_sha256,
            "sequence": package.sequence,
        },
        "received_at": (package.received_at if taken else now).isoformat(timespec="seconds"),
        "result": result,
        "codes": list(codes),
        "known": known if firm.reported else None,
        "missing": list(missing)[:1000],
        "counts": {"risks": package.risks, "hidden_dangers": package.dangers},
        "returns": list(reasons),
        "closes": list(closes),
        "due": due.isoformat() if due else None,
        "note": note,
        "handler": "",
        "contact": office.contact,
    }
    paper = LetterPaper(
        title="上报回执" if result == "accepted" else "上报退回通知",
        sender=office.name,
        number=number,
        made_on=ports.clock.today(),
        addressee=firm.name,
        opening=(
            f"你单位第 {numbers} 号上报已收到，内容收下。"
            if result == "accepted"
            else f"你单位第 {numbers} 号上报请按下面的意见改好，重新上报。"
        ),
        facts=(
            ("收到时间", f"{package.received_at:%Y-%m-%d %H:%M}"),
            ("校验码", "；".join(marks)),
            ("重新上报期限", due.isoformat() if due else ""),
            ("联系方式", office.contact),
        ),
        sections=tuple(
            section
            for section in (
                LetterSection("退回的原因", tuple(_words(each) for each in reasons)),
                LetterSection("已办结的督办", tuple(f"{each['number']} {each.get('words', '')}" for each in closes)),
                LetterSection("同一次上报里没有收到的", tuple(f"第 {each} 号" for each in missing[:50])),
                LetterSection("说明", (note,) if note else (), numbered=False),
            )
            if section.lines
        ),
        signatures=(Signature("（盖章）", office.name),),
    )
    return send_letter(
        ports,
        book,
        office,
        folder,
        kind="receipt",
        title=f"第{numbers}号上报{'回执' if result == 'accepted' else '退回通知'}",
        data={"receipt": data},
        to=firm,
        in_reply_to=(package.id, package.manifest_sha256),
        number=number,
        result=result,
        members={"received_at": data["received_at"], "result": result, "codes": list(codes)},
        documents={"receipt.pdf": ports.renderer.pdf(paper)},
    )


def _words(reason: Mapping[str, str]) -> str:
    where = " ".join(part for part in (reason.get("code", ""), reason.get("title", "")[:60]) if part)
    said = f"{where}：{reason['reason']}" if where else reason["reason"]
    return f"{said}（{reason['advice']}）" if reason.get("advice") else said


def send_back(
    ports: TownPorts, uscc: str, reasons: Sequence[Reason], folder: Path, *, due: date | None = None, note: str = ""
) -> PackageResult:
    """退回: the newest report of this enterprise with all its files, a reason per record; raises UserError."""
    if not reasons:
        raise UserError("没有写退回的原因。", "请用 --because 写，例如 --because S-0003=没有责任人。")
    _not_past(ports, due)
    with ports.store.write() as book:
        firm = firm_named(book, uscc)
        package = _newest(book, firm)
        records = book.records(firm.uscc)
        told = [_reason(reason, records) for reason in reasons]
        parts = parts_of(package, book.packages(firm.uscc))
        made = send_receipt(
            ports, book, parts[-1], folder, result="returned", reasons=told, due=due, note=note, parts=parts
        )
        why = "；".join(_words(each) for each in told)[:LONGEST_WORDS]
        for part in parts:
            book.save(replace(part, state=PackageState.RETURNED, returned_because=why))
        book.commit()
    return made


def _not_past(ports: TownPorts, due: date | None) -> None:
    if due is not None and due < ports.clock.today():
        raise UserError(f"期限 {due} 已经过去了。", "请填今天或以后的日期。")


def accept_parts(
    ports: TownPorts,
    book: TownBook,
    parts: Sequence[TownPackage],
    folder: Path,
    *,
    missing: Sequence[int] = (),
    closes: Sequence[dict[str, str]] = (),
    note: str = "",
) -> PackageResult:
    """One receipt for all files of a report, which are taken by it."""
    made = send_receipt(
        ports, book, parts[-1], folder, result="accepted", missing=missing, closes=closes, note=note, parts=parts
    )
    for part in parts:
        book.save(replace(part, state=PackageState.ACCEPTED, returned_because=""))
    return made


def accept(ports: TownPorts, uscc: str, folder: Path, *, sequence: int | None = None, note: str = "") -> PackageResult:
    """收下: a receipt for the report with this number, also once more; raises UserError.

    Without a number for the newest. One receipt answers all files of a report.
    """
    with ports.store.write() as book:
        firm = firm_named(book, uscc)
        newest = _newest(book, firm)
        packages = book.packages(firm.uscc)
        parts = parts_of(newest if sequence is None else _numbered(book, firm, sequence), packages)
        if parts[0].state is PackageState.RETURNED and newest not in parts:
            raise UserError(
                f"第 {sequence} 号当时退回了，后面又报过新的。", "请给最新的那一号写回执，不用写 --number。"
            )
        made = accept_parts(ports, book, parts, folder, missing=_left_out(parts), note=note)
        book.commit()
    return made


def _left_out(parts: Sequence[TownPackage]) -> tuple[int, ...]:
    """Numbers between those of the files that came."""
    came = {each.sequence for each in parts}
    return tuple(number for number in range(min(came), max(came)) if number not in came)


def reports_of(book: TownBook, firm: TownFirm) -> tuple[TownPackage, ...]:
    """What it reported; a change of key has a number too, and is no report."""
    return tuple(each for each in book.packages(firm.uscc) if each.kind == "report")


def _numbered(book: TownBook, firm: TownFirm, sequence: int) -> TownPackage:
    found = [each for each in reports_of(book, firm) if each.sequence == sequence]
    if not found:
        raise UserError(f"没有收到过{firm.name}第 {sequence} 号上报。", "请用 town list --code 看收到过哪几号。")
    return found[-1]


def _reason(reason: Reason, records: Sequence[TownRecord]) -> dict[str, str]:
    words = required_text("退回的原因", reason.words, LONGEST_WORDS)
    advice = optional_text("怎么改", reason.advice, LONGEST_WORDS)
    if not reason.where.strip():
        return {"record_id": "", "reason": words, "advice": advice}
    record = record_named(reason.where, records)
    file = "data/hazards.json" if record.kind == "danger" else "data/risks.json"
    return {
        "file": file,
        "record_id": record.record_id,
        "code": record.code,
        "title": record.title[:200],
        "reason": words,
        "advice": advice,
    }


# ---- orders ----------------------------------------------------------------------------------------------------------


def send_order(
    ports: TownPorts,
    uscc: str,
    folder: Path,
    *,
    kind: DemandKind,
    number: str,
    items: Sequence[Item],
    due: date | None = None,
    title: str = "",
    demands: str = "",
    basis: str = "",
    photos: Sequence[Path] = (),
) -> PackageResult:
    """督办单, 责令 or 检查意见 to one enterprise; raises UserError."""
    number = required_text("文号", number, LONGEST_NUMBER)
    today = ports.clock.today()
    _not_past(ports, due)
    if not items:
        raise UserError("没有写督办的事项。", "请用 --item 写，例如 --item Y-0003 或 --item 配电箱没有门。")
    with ports.store.write() as book:
        office, firm = book.office(), firm_named(book, uscc)
        if any(same_number(order.number, number) for order in book.orders(firm.uscc)):
            raise UserError(f"给这家企业的“{number}”已经发过了。", "请换一个文号。")
        records = [record for record in book.records(firm.uscc) if record.kind == "danger"]
        told = [_item(at, item, records) for at, item in enumerate(items, start=1)]
        data = {
            "number": number,
            "kind": kind.value,
            "title": optional_text("事由", title, 200) or label(kind),
            "issued_on": today.isoformat(),
            "due": due.isoformat() if due else None,
            "demands": optional_text("要求", demands, LONGEST_WORDS),
            "basis": optional_text("依据", basis, LONGEST_WORDS),
            "handler": "",
            "contact": office.contact,
            "items": told,
        }
        paper = LetterPaper(
            title=label(kind),
            sender=office.name,
            number=number,
            made_on=today,
            addressee=firm.name,
            opening=f"请在{due}前完成并反馈。" if due else "请按要求完成并反馈。",
            facts=(("依据", data["basis"] if isinstance(data["basis"], str) else ""), ("联系方式", office.contact)),
            sections=(
                LetterSection("事项", tuple(_item_words(each) for each in told)),
                *((LetterSection("要求", (demands,), numbered=False),) if demands else ()),
            ),
            signatures=(Signature("（盖章）", office.name),),
        )
        made = send_letter(
            ports,
            book,
            office,
            folder,
            kind="supervision",
            title=label(kind),
            data={"order": data},
            to=firm,
            number=number,
            documents={"order.pdf": ports.renderer.pdf(paper)},
            photos=photos,
        )
        letter = book.last_letter(firm.uscc)
        assert letter is not None  # it was just put there
        book.save(TownOrder(letter.id, firm.uscc, number, kind, str(data["title"]), today, due))
        book.commit()
    return made


def _item(number: int, item: Item, records: Sequence[TownRecord]) -> dict[str, object]:
    record = record_named(item.where, records) if item.where.strip() else None
    title = item.title.strip() or (record.title if record else "")
    return {
        "no": number,
        "title": required_text("事项", title, 300),
        "place": item.place,
        "level": "major" if item.major or (record is not None and record.level == "major") else "general",
        "basis": item.basis,
        "demand": item.demand,
        "due": None,
        "record_id": record.record_id if record else None,
        "code": record.code if record else "",
        "photos": [],
    }


def _item_words(item: Mapping[str, object]) -> str:
    level = "（重大）" if item["level"] == "major" else ""
    demand = f"。要求：{item['demand']}" if item["demand"] else ""
    return f"{item['code']} {item['title']}{level}{demand}".strip()


def close_order(ports: TownPorts, uscc: str, number: str, words: str, folder: Path) -> PackageResult:
    """办结: told with a receipt of the newest report before anything that was sent back; raises UserError.

    A receipt that accepts must not undo a return: what was sent back stays so until it was mended and sent again.
    """
    today = ports.clock.today()
    words = required_text("办结的意见", words, LONGEST_WORDS)
    with ports.store.write() as book:
        firm = firm_named(book, uscc)
        order = next((each for each in book.orders(firm.uscc) if same_number(each.number, number)), None)
        if order is None:
            raise UserError(f"没有给这家企业发过“{number}”。", "请用 town list 看发过的督办。")
        if order.state is OrderState.CLOSED:
            raise UserError(f"“{number}”已经办结了。", "不用再办。")
        parts = parts_of(_standing(book, firm), book.packages(firm.uscc))
        closes = [{"number": order.number, "on": today.isoformat(), "words": words}]
        made = accept_parts(ports, book, parts, folder, missing=_left_out(parts), closes=closes)
        book.save(replace(order, state=OrderState.CLOSED, closed_on=today, closed_words=words))
        book.commit()
    return made


def _standing(book: TownBook, firm: TownFirm) -> TownPackage:
    packages = book.packages(firm.uscc)
    waits = pending_return(packages)
    found = [each for each in packages if each.kind == "report" and (waits is None or each.sequence < waits.sequence)]
    found = [each for each in found if each.state is not PackageState.RETURNED]
    if not found:
        _newest(book, firm)
        raise UserError(f"{firm.name}的上报退回了，还没有重新报。", "等它改好报来、收下以后再办结。")
    return max(found, key=lambda each: each.sequence)


def firm_named(book: TownBook, uscc: str) -> TownFirm:
    """The enterprise with this credit code, however it was typed; raises UserError."""
    firm = book.firm(as_meant(uscc).upper())
    if firm is None:
        raise UserError(f"没有统一社会信用代码是 {uscc} 的企业。", "请用 town list 看全部企业。")
    return firm


def _newest(book: TownBook, firm: TownFirm) -> TownPackage:
    package = max(reports_of(book, firm), key=lambda each: each.sequence, default=None)
    if package is None:
        raise UserError(f"{firm.name}还没有上报过。", "收到上报包以后才能回执。")
    return package
