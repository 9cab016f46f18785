"""Receipts, orders, trust lists and changes of key: told in words, and taken over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ymh_desktop.domain.demands import Demand, DemandKind, DemandLine, RecordKind
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.incoming import PartyRole, TrustedParty
from ymh_desktop.domain.marks import in_fours
from ymh_desktop.domain.submissions import Outcome, Submission, numbers_of, parts_of
from ymh_desktop.domain.words import label
from ymh_desktop.services.exchange.demands import Finding, close_returns, struck_off, take_demand
from ymh_desktop.services.exchange.kinds import Part, Taking, Telling
from ymh_desktop.services.exchange.trust import keep_known, keep_list_no, own_number
from ymh_desktop.services.ports import IncomingFile, Ports, UnitOfWork
from ymh_desktop.services.reports.incoming import Jump
from ymh_desktop.services.reports.letter import LetterSection

_ISSUER, _LONG = 60, 2000
_RECORDS = {
    "data/risks.json": RecordKind.HAZARD,
    "data/major-risks.json": RecordKind.HAZARD,
    "data/hazards.json": RecordKind.DANGER,
    "data/enterprise.json": RecordKind.ENTERPRISE,
}


def day(text: str | None) -> date | None:
    """A day of a file that passed its schema; None for none. Raises UserError for 31 November."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UserError(f"文件里的日期“{text}”不对。", "本机数据没有改动；请发文单位重新出一份。") from error


def _local_day(ports: Ports, moment: str) -> date:
    try:
        return datetime.fromisoformat(moment).astimezone(ports.clock.now().tzinfo).date()
    except ValueError as error:
        raise UserError(f"文件里的时间“{moment}”不对。", "本机数据没有改动；请发文单位重新出一份。") from error


# ---- receipts --------------------------------------------------------------------------------------------------------


def _submission(uow: UnitOfWork, file: IncomingFile) -> Submission | None:
    return uow.submissions.find(file.in_reply_to[0]) if file.in_reply_to else None


def _parts_there(uow: UnitOfWork, sent: Submission, told: Mapping[str, Any]) -> tuple[Submission, ...]:
    """What a receipt answers: every file of the report, but those that have not come."""
    missing = told.get("missing", ())
    return tuple(each for each in parts_of(sent, uow.submissions.all()) if each.sequence not in missing)


def _called(uow: UnitOfWork, sent: Submission, told: Mapping[str, Any]) -> str:
    return f"{numbers_of(_parts_there(uow, sent, told) or (sent,))}上报"


def _tell_receipt(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Telling:
    told = file.data["data/receipt.json"]
    sent, number = _submission(uow, file), told["package"]["sequence"]
    accepted = told["result"] == "accepted"
    reasons = tuple(_reason_words(each) for each in told["returns"])
    facts = (
        ("回执编号", told["number"]),
        ("回的是", f"第 {number} 号上报" + (f"（{sent.file_name}）" if sent else "（本机没有这次上报的记录）")),
        ("结果", "收下了" if accepted else "退回修改"),
        ("收到时间", str(_local_day(ports, told["received_at"]))),
        ("改好的期限", str(day(told.get("due")) or "")),
        ("经办人", told.get("handler", "")),
        ("联系方式", told.get("contact", "")),
    )
    sections = (
        LetterSection("退回的原因", reasons),
        LetterSection("说明", (told["note"],) if told.get("note") else (), numbered=False),
        LetterSection("办结的督办", tuple(_closed_words(each) for each in told.get("closes", ()))),
    )
    outcome = []
    if sent is not None:
        outcome.append(f"{_called(uow, sent, told)}记为“{label(Outcome.ACCEPTED if accepted else Outcome.RETURNED)}”。")
    if reasons:
        outcome.append(f"{len(reasons)} 条退回原因变成待办，改一条勾一条，再重新上报。")
    if told.get("missing"):
        numbers = "、".join(str(number) for number in told["missing"][:10])
        outcome.append(f"同一次上报的第 {numbers} 号镇里还没有收到，请把那个文件也交上去。")
    known = told.get("known")
    if known and known["sequence"] > own_number(uow).sequence:
        outcome.append(f"镇里已收到第 {known['sequence']} 号，下次上报从第 {known['sequence'] + 1} 号接着编。")
    outcome += [f"督办 {each['number']} 办结，它督办的隐患改好了的跟着销号。" for each in told.get("closes", ())]
    return Telling(facts, sections, tuple(outcome))


def _closed_words(closed: Mapping[str, Any]) -> str:
    return f"{closed['number']} {closed.get('words', '')}".strip()


def _reason_words(reason: Mapping[str, Any]) -> str:
    where = " ".join(part for part in (reason.get("code", ""), reason.get("title", "")[:60]) if part)
    advice = f"（{reason['advice']}）" if reason.get("advice") else ""
    return f"{where}：{reason['reason']}{advice}" if where else f"{reason['reason']}{advice}"


def _take_receipt(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Taking:
    told = file.data["data/receipt.json"]
    issuer, on = file.sender[1][:_ISSUER], min(_local_day(ports, told["received_at"]), ports.clock.today())
    outcome = Outcome(told["result"])
    words: list[str] = []
    jumps: list[tuple[str, Jump]] = []
    sent = _submission(uow, file)
    if sent is not None:
        words.append(f"{_called(uow, sent, told)}：{label(outcome)}。")
        for part in _parts_there(uow, sent, told):
            uow.submissions.save(part.answered(outcome, on, told["number"]))
    else:
        words.append(f"本机没有第 {told['package']['sequence']} 号上报的记录，回执已经存下。")
    if told["returns"]:
        demand = _returned(uow, ports, told, issuer, file, sent)
        uow.demands.save(demand)
        words.append(f"有 {len(demand.lines)} 处要改，已经列成待办。")
        jumps.append(("去改", Jump("incoming", demand.id)))
    elif outcome is Outcome.ACCEPTED and (closed := close_returns(uow, sent, on, f"{told['number']} 收下")):
        words.append(f"以前退回的 {closed} 份也办完了。")
    for each in told.get("closes", ()):
        known, said = struck_off(uow, ports, issuer, each["number"], day(each["on"]) or on, each.get("words", ""))
        words += said if known else [f"本机没有登记督办 {each['number']}。"]
    if (known_there := told.get("known")) and keep_known(uow, *_known(known_there)):
        words.append(f"以后上报从第 {own_number(uow).sequence + 1} 号接着编。")
    return Taking(tuple(words), tuple(jumps), told.get("note", ""))


def _known(told: Mapping[str, Any]) -> tuple[int, str, str]:
    return told["sequence"], told["package_id"], told["manifest_sha256"]


def _returned(
    uow: UnitOfWork,
    ports: Ports,
    told: Mapping[str, Any],
    issuer: str,
    file: IncomingFile,
    sent: Submission | None,
) -> Demand:
    lines = tuple(_returned_line(uow, at, each) for at, each in enumerate(told["returns"], start=1))
    return Demand(
        id=ports.new_id(),
        kind=DemandKind.RETURNED,
        number=told["number"],
        issuer=issuer,
        received_on=ports.clock.today(),
        title=f"第 {told['package']['sequence']} 号上报退回修改",
        issued_on=_local_day(ports, told["received_at"]),
        due=day(told.get("due")),
        demands=told.get("note", "")[:_LONG],
        contact=told.get("contact", "")[:_ISSUER],
        file_id=file.package_id,
        submission_id=sent.id if sent else None,
        lines=lines,
    )


def _returned_line(uow: UnitOfWork, number: int, reason: Mapping[str, Any]) -> DemandLine:
    kind = _RECORDS.get(reason.get("file", ""), RecordKind.NONE)
    record_id: str | None = reason.get("record_id") or None
    if kind is RecordKind.ENTERPRISE:
        enterprise = uow.enterprise()
        record_id = enterprise.id if enterprise else None
    elif record_id is not None:
        kind = _kind_of(uow, record_id)
        if kind is RecordKind.NONE:
            record_id = None  # gone since, or of no kind that is mended by itself: the words alone must do
    title = reason.get("title", "")
    words = f"{title[:80]}：{reason['reason']}" if title else reason["reason"]
    return DemandLine(
        number,
        words[:_LONG],
        record=kind,
        record_id=record_id,
        code=reason.get("code", "")[:_ISSUER],
        advice=reason.get("advice", "")[:_LONG],
    )


def _kind_of(uow: UnitOfWork, record_id: str) -> RecordKind:
    """By the record itself: ids are unique, and the name of the file may be left out."""
    if uow.hazards.find(record_id) is not None:
        return RecordKind.HAZARD
    return RecordKind.NONE if uow.hidden_dangers.find(record_id) is None else RecordKind.DANGER


RECEIPT = Part(_tell_receipt, _take_receipt)


# ---- orders ----------------------------------------------------------------------------------------------------------


def _tell_order(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Telling:
    told = file.data["data/order.json"]
    findings = [_finding(each) for each in told["items"]]
    facts = (
        ("文书", f"{label(DemandKind(told['kind']))} {told['number']}"),
        ("事由", told.get("title", "")),
        ("发文日期", str(day(told["issued_on"]))),
        ("期限", str(day(told.get("due")) or "")),
        ("经办人", told.get("handler", "")),
        ("联系方式", told.get("contact", "")),
    )
    sections = (
        LetterSection("要求", (told["demands"],) if told.get("demands") else (), numbered=False),
        LetterSection("依据", (told["basis"],) if told.get("basis") else (), numbered=False),
        LetterSection("问题", tuple(_finding_words(each) for each in findings)),
    )
    known = sum(1 for each in findings if each.danger_id and uow.hidden_dangers.find(each.danger_id) is not None)
    outcome = [f"登记为{label(DemandKind(told['kind']))}，按期限提醒回复。"]
    if known:
        outcome.append(f"{known} 条是本机已有的隐患，重大隐患的督办写进它的档案。")
    if new := len(findings) - known:
        outcome.append(f"{new} 条本机没有，登记成新隐患。")
    return Telling(facts, sections, tuple(outcome))


def _finding(item: Mapping[str, Any]) -> Finding:
    return Finding(
        title=item["title"],
        place=item.get("place", ""),
        major=item.get("level") == "major",
        basis=item.get("basis", ""),
        demand=item.get("demand", ""),
        due=day(item.get("due")),
        danger_id=item.get("record_id"),
        code=item.get("code", ""),
    )


def _finding_words(finding: Finding) -> str:
    level = "（重大）" if finding.major else ""
    place = f"，{finding.place}" if finding.place else ""
    due = f"，{finding.due} 前" if finding.due else ""
    demand = f"。要求：{finding.demand}" if finding.demand else ""
    return f"{finding.code} {finding.title}{level}{place}{due}{demand}".strip()


def _take_order(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Taking:
    told = file.data["data/order.json"]
    demand = Demand(
        id=ports.new_id(),
        kind=DemandKind(told["kind"]),
        number=told["number"],
        issuer=file.sender[1][:_ISSUER],
        received_on=ports.clock.today(),
        title=told.get("title", ""),
        issued_on=day(told["issued_on"]),
        due=day(told.get("due")),
        demands=told.get("demands", "")[:_LONG],
        basis=told.get("basis", "")[:_LONG],
        contact=told.get("contact", "")[:_ISSUER],
        file_id=file.package_id,
    )
    made, said = take_demand(uow, ports, demand, [_finding(each) for each in told["items"]])
    due = f"，期限 {made.due}" if made.due else ""
    words = (f"{label(made.kind)} {made.number} 已登记{due}。", *(f"{each}。".replace("。。", "。") for each in said))
    return Taking(words, (("去回复", Jump("incoming", made.id)),))


ORDER = Part(_tell_order, _take_order)


# ---- whose keys are believed -----------------------------------------------------------------------------------------


def _tell_trust(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Telling:
    told = file.data["data/trust.json"]
    entries = told["entries"]
    departments = [each for each in entries if each["role"] == "department"]
    new = [each for each in departments if uow.trusted_parties.find(each["cert_sha256"]) is None]
    gone = _no_longer(uow, file, departments)
    facts = (
        ("名单编号", f"第 {told['list_no']} 号"),
        ("发布日期", str(_local_day(ports, told["issued_at"]))),
        ("登记的企业", f"{sum(1 for each in entries if each['role'] == 'enterprise')} 家"),
        ("本企业的密钥", _own_state(ports, uow, entries)),
    )
    sections = (LetterSection("监管部门的密钥", tuple(f"{each['name']}（{_state(each)}）" for each in departments)),)
    outcome = [f"{len(new)} 个部门密钥加进信任名单。"] if new else []
    if gone:
        outcome.append(f"{len(gone)} 个密钥不再信任：{'、'.join(party.name for party in gone[:5])}。")
    return Telling(facts, sections, tuple(outcome) or ("只更新名单编号，信任的部门没有变化。",))


def _state(entry: Mapping[str, Any]) -> str:
    return "有效" if entry["state"] == "active" else "已作废"


def _own_state(ports: Ports, uow: UnitOfWork, entries: list[Mapping[str, Any]]) -> str:
    enterprise = uow.enterprise()
    ours = [e for e in entries if enterprise and e["role"] == "enterprise" and e["code"] == enterprise.credit_code]
    try:
        key = ports.packages.key()
    except UserError:
        key = None
    if not ours:
        return "镇里还没有登记"
    if key is None:
        return "本机还没有密钥，镇里登记过别的密钥"
    mine = next((each for each in ours if each["cert_sha256"] == key.fingerprint.lower()), None)
    if mine is None:
        return "和镇里登记的不一样，请交新的登记表"
    return "镇里已登记" if mine["state"] == "active" else "镇里已作废，请换新密钥并交登记表"


def _no_longer(uow: UnitOfWork, file: IncomingFile, departments: list[Mapping[str, Any]]) -> list[TrustedParty]:
    """Keys that this list revokes, and those that only its signer vouched for and that it no longer names."""
    revoked = {each["cert_sha256"] for each in departments if each["state"] == "revoked"}
    named = {each["cert_sha256"] for each in departments}
    signer = file.fingerprint.lower()
    return [
        party
        for party in uow.trusted_parties.all()
        if not party.revoked
        and party.role is PartyRole.DEPARTMENT
        and (party.id in revoked or (party.vouched_by == signer and party.id not in named))
    ]


def _take_trust(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Taking:
    told = file.data["data/trust.json"]
    departments = [each for each in told["entries"] if each["role"] == "department"]
    reasons = {each["cert_sha256"]: each for each in departments}
    gone = _no_longer(uow, file, departments)
    for party in gone:
        entry = reasons.get(party.id, {})
        moment = entry.get("revoked_at")
        uow.trusted_parties.save(
            replace(
                party,
                revoked=True,
                revoked_at=datetime.fromisoformat(moment) if moment else None,
                reason=entry.get("reason", "")[:200] or f"第 {told['list_no']} 号信任名单里没有了",
            )
        )
    added = 0
    for entry in departments:
        if entry["state"] != "active" or uow.trusted_parties.find(entry["cert_sha256"]) is not None:
            continue
        uow.trusted_parties.save(
            TrustedParty(
                id=entry["cert_sha256"],
                role=PartyRole.DEPARTMENT,
                code=entry["code"],
                name=entry["name"][:200],
                certificate=entry["cert_pem"],
                pinned_on=ports.clock.today(),
                vouched_by=file.fingerprint.lower(),
            )
        )
        added += 1
    keep_list_no(uow, told["list_no"])
    words = [f"第 {told['list_no']} 号信任名单已采用。"]
    words += [f"新信任 {added} 个部门密钥。"] if added else []
    words += [f"{len(gone)} 个密钥不再信任。"] if gone else []
    return Taking(tuple(words))


TRUST_LIST = Part(_tell_trust, _take_trust)


def _tell_rotation(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Telling:
    told = file.data["data/key-rotation.json"]
    until = day(told["overlap_until"])
    facts = (
        ("新密钥的指纹", in_fours(told["cert_sha256"])),
        ("旧密钥用到", str(until)),
        ("原因", told.get("reason", "")),
    )
    return Telling(facts, outcome=(f"新密钥从现在起也信任；旧密钥到 {until} 为止。",))


def _take_rotation(ports: Ports, uow: UnitOfWork, file: IncomingFile) -> Taking:
    told = file.data["data/key-rotation.json"]
    signer = file.fingerprint.lower()
    old = uow.trusted_parties.get(signer)
    until = day(told["overlap_until"])
    info = ports.packages.describe(told["cert_pem"].encode())
    if info.code is not None and info.code != old.code:
        raise UserError("新密钥不是同一个部门的。", "请不要采用，打电话向发送方核实。")
    uow.trusted_parties.save(replace(old, until=min(until, old.until or until) if until else old.until))
    uow.trusted_parties.save(
        TrustedParty(
            id=told["cert_sha256"],
            role=old.role,
            code=old.code,
            name=old.name,
            certificate=told["cert_pem"],
            pinned_on=ports.clock.today(),
            vouched_by=signer,
        )
    )
    return Taking((f"{old.name}的新密钥已经信任，旧密钥用到 {until}。",))


KEY_ROTATION = Part(_tell_rotation, _take_rotation)
