"""Whose signature is believed: a person compares the fingerprint once with an official letter, then the key is pinned.

Nothing is ever trusted because it came first. Further keys of a pinned department come by its signed trust list or a
change of key that the old one signed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from ymh_desktop.domain.enterprise import Enterprise, optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.incoming import KINDS_OF, Decision, PartyRole, ReceivedKind, TrustedParty, series_states
from ymh_desktop.domain.marks import groups_of_four
from ymh_desktop.domain.submissions import SentKind, SubmissionKind
from ymh_desktop.domain.typed import as_meant
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import CertificateInfo, Expected, Ports, Taken, TrustedKey, UnitOfWork

LEAST_TYPED = 8  # signs of the fingerprint, read off the letter: a glance at the screen alone does not do
_LIST_NO = "trust.list_no"  # the newest trust list that was taken
_KNOWN = "reporting.known"  # how far the department says that our numbers are


class NotCompared(UserError):
    """The fingerprint that was typed is not the one of the certificate."""

    def __init__(self) -> None:
        super().__init__(
            "输入的指纹和这个证书的指纹不一样。",
            "请再对一遍公函或盖章登记表；确实不一样的，不要登记，打电话问对方。",
        )


def look_at_certificate(ports: Ports, path: Path) -> CertificateInfo:
    """What a certificate file says, before anybody believes it; raises UserError."""
    try:
        return ports.packages.describe(path.read_bytes())
    except OSError as error:
        raise UserError(f"读不了文件“{path.name}”。", "请检查文件还在不在，再试一次。") from error


def matches(mark: str, typed: str) -> bool:
    """Whether what somebody read off a paper is this fingerprint: all of it, or at least its last eight signs."""
    plain = "".join(sign for sign in typed.upper() if sign in "0123456789ABCDEF")
    return len(plain) >= LEAST_TYPED and mark.upper().endswith(plain)


def pin(
    ports: Ports,
    info: CertificateInfo,
    typed: str,
    *,
    role: PartyRole = PartyRole.DEPARTMENT,
    code: str = "",
    compared_with: str = "",
) -> Changes:
    """登记: believe this key from now on. `typed` is the fingerprint as the paper has it; raises NotCompared.

    `code` is the department's own where the certificate bears none; an expert goes by the fingerprint. Files of the
    department name it too, so one that was mistyped would make all of them look forged.
    """
    if not matches(info.fingerprint, typed):
        raise NotCompared
    mark = info.fingerprint.lower()
    code = _code_of(info, mark[:16] if role is PartyRole.EXPERT else code, role)
    party = TrustedParty(
        id=mark,
        role=role,
        code=code,
        name=info.name,
        certificate=info.certificate,
        pinned_on=ports.clock.today(),
        compared_with=optional_text("核对的依据", compared_with, 100),
    )
    with ports.units.write() as uow:
        uow.trusted_parties.save(party)
        return uow.commit()


def _code_of(info: CertificateInfo, given: str, role: PartyRole) -> str:
    if info.code or info.office_code is None or role is PartyRole.EXPERT:
        return info.code or required_text("部门代码", given, 40)
    if given.strip() and as_meant(given) != info.office_code:
        problem = f"证书里的部门代码是“{info.office_code}”，不是“{given.strip()[:40]}”。"
        raise UserError(problem, "请再看一遍公函；公函和证书不一样的，不要登记。")
    return info.office_code


def stop_trusting(ports: Ports, party_id: str, reason: str) -> Changes:
    """作废: files signed with it are refused from now on."""
    with ports.units.write() as uow:
        party = uow.trusted_parties.get(party_id)
        uow.trusted_parties.save(
            replace(party, revoked=True, revoked_at=ports.clock.now(), reason=required_text("作废的原因", reason, 200))
        )
        return uow.commit()


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A trusted key for the list. `note` says why it no longer counts; empty while it does."""

    id: str
    name: str
    role: PartyRole
    code: str
    groups: tuple[str, ...]
    since: date
    by: str
    note: str


def parties(ports: Ports) -> tuple[PartyLine, ...]:
    """Every key that counts or did, newest first."""
    today = ports.clock.today()
    with ports.units.read() as uow:
        known = uow.trusted_parties.all()
    names = {party.id: party.name for party in known}
    lines = [
        PartyLine(
            party.id,
            party.name,
            party.role,
            party.code,
            groups_of_four(party.id),
            party.pinned_on,
            party.compared_with or f"由“{names.get(party.vouched_by, '已登记的密钥')}”证明",
            _note(party, today),
        )
        for party in known
    ]
    return tuple(sorted(lines, key=lambda line: (bool(line.note), -line.since.toordinal(), line.name)))


def _note(party: TrustedParty, today: date) -> str:
    if party.revoked:
        return f"已作废：{party.reason}" if party.reason else "已作废"
    if not party.counts(today):
        return f"{party.until} 起换了新密钥"
    return ""


# ---- what the reader is told -----------------------------------------------------------------------------------------


def trusted_keys(known: Iterable[TrustedParty], now: datetime) -> tuple[TrustedKey, ...]:
    """Every known key for the reader: those that no longer count are told as revoked, so that it can say so."""
    return tuple(
        TrustedKey(
            party.certificate,
            party.code,
            KINDS_OF[party.role],
            not party.counts(now.date()),
            party.revoked_at,
        )
        for party in known
    )


def expected_here(uow: UnitOfWork, now: datetime) -> Expected:
    """What this enterprise knows and is."""
    enterprise, files = uow.enterprise(), uow.received_files.all()
    taken = [file for file in files if file.decision is Decision.TAKEN]
    return Expected(
        keys=trusted_keys(uow.trusted_parties.all(), now),
        our_codes=_our_codes(enterprise),
        kinds=frozenset(kind.value for kind in ReceivedKind),
        package_ids=frozenset(file.id for file in taken),
        manifests=frozenset(file.manifest_sha256 for file in taken),
        last={
            series: Taken(state.sequence, state.manifest_sha256, state.missing)
            for series, state in series_states(taken).items()
        },
        trust_list_no=list_no(uow),
        proposals=True,
    )


def _our_codes(enterprise: Enterprise | None) -> frozenset[str] | None:
    """An empty data folder belongs to nobody yet: then a draft may be for anybody."""
    if enterprise is None:
        return None
    return frozenset({enterprise.credit_code} if enterprise.credit_code else ())


def list_no(uow: UnitOfWork) -> int | None:
    """The number of the newest trust list taken over; None before the first."""
    kept = uow.setting(_LIST_NO)
    return int(kept) if kept else None


def keep_list_no(uow: UnitOfWork, number: int) -> None:
    """A trust list was taken over."""
    uow.set_setting(_LIST_NO, str(number))


# ---- our own numbers -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The newest number of ours and the file that bears it: (package id, manifest digest), None before the first."""

    sequence: int
    last: tuple[str, str] | None


def own_number(uow: UnitOfWork) -> OwnNumber:
    """How far our numbers are: by what was made here, or by what a receipt says, whichever is further.

    After a restore from a backup the department knows more than this PC: its receipt brings us back into step.
    """
    made: list[tuple[float, str, str]] = [
        (each.sequence, each.id, each.manifest_sha256)
        for each in uow.submissions.all()
        if each.kind is SubmissionKind.REPORT
    ]
    made += [
        (each.sequence, each.id, each.manifest_sha256)
        for each in uow.sent_letters.all()
        if each.kind is not SentKind.DRAFT
    ]
    kept = uow.setting(_KNOWN)
    if kept:
        known = json.loads(kept)
        # equal numbers with another digest: two PCs made the same number, and the department has the one it names
        made.append((known["sequence"] + 0.5, known["package_id"], known["manifest_sha256"]))
    if not made:
        return OwnNumber(0, None)
    sequence, package_id, digest = max(made)
    return OwnNumber(int(sequence), (package_id, digest))


def keep_known(uow: UnitOfWork, sequence: int, package_id: str, manifest_sha256: str) -> bool:
    """What the department says it has of ours; True when that is news. It never goes back."""
    before = own_number(uow)
    kept = uow.setting(_KNOWN)
    if kept and json.loads(kept)["sequence"] > sequence:
        return False
    told = {"sequence": sequence, "package_id": package_id, "manifest_sha256": manifest_sha256}
    uow.set_setting(_KNOWN, json.dumps(told))
    return own_number(uow) != before
