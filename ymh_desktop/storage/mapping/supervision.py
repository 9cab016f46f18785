"""Rows ↔ values: received files, trusted parties, demands of departments."""

from collections.abc import Sequence

from ymh_desktop.domain.demands import CameAs, Demand, DemandKind, DemandLine, RecordKind
from ymh_desktop.domain.incoming import Decision, PartyRole, ReceivedFile, ReceivedKind, TrustedParty
from ymh_desktop.domain.major_files import OrderAnswer
from ymh_desktop.domain.submissions import SentKind, SentLetter
from ymh_desktop.storage.tables.supervision import (
    DemandAnswerRow,
    DemandLineRow,
    DemandPhotoRow,
    DemandRow,
    ReceivedFileRow,
    SentLetterRow,
    TrustedPartyRow,
)

DemandRows = tuple[DemandRow, list[DemandLineRow], list[DemandAnswerRow], list[DemandPhotoRow]]


def received_file_rows(value: ReceivedFile) -> tuple[ReceivedFileRow]:
    """The row that keeps this file."""
    row = ReceivedFileRow(
        id=value.id,
        kind=value.kind.value,
        sender_code=value.sender_code,
        sender_name=value.sender_name,
        series=value.series,
        sequence=value.sequence,
        manifest_sha256=value.manifest_sha256,
        fingerprint=value.fingerprint,
        created_at=value.created_at,
        received_at=value.received_at,
        file_name=value.file_name,
        title=value.title,
        decision=value.decision.value,
        words=value.words,
        message=value.message,
    )
    return (row,)


def received_file_value(row: ReceivedFileRow) -> ReceivedFile:
    """The file of this row."""
    return ReceivedFile(
        id=row.id,
        kind=ReceivedKind(row.kind),
        sender_code=row.sender_code,
        sender_name=row.sender_name,
        series=row.series,
        sequence=row.sequence,
        manifest_sha256=row.manifest_sha256,
        fingerprint=row.fingerprint,
        created_at=row.created_at,
        received_at=row.received_at,
        file_name=row.file_name,
        title=row.title,
        decision=Decision(row.decision),
        words=row.words,
        message=row.message,
    )


def trusted_party_rows(value: TrustedParty) -> tuple[TrustedPartyRow]:
    """The row that keeps this party."""
    row = TrustedPartyRow(
        id=value.id,
        role=value.role.value,
        code=value.code,
        name=value.name,
        certificate=value.certificate,
        pinned_on=value.pinned_on,
        compared_with=value.compared_with,
        vouched_by=value.vouched_by,
        until=value.until,
        revoked=value.revoked,
        revoked_at=value.revoked_at,
        reason=value.reason,
    )
    return (row,)


def trusted_party_value(row: TrustedPartyRow) -> TrustedParty:
    """The party of this row."""
    return TrustedParty(
        id=row.id,
        role=PartyRole(row.role),
        code=row.code,
        name=row.name,
        certificate=row.certificate,
        pinned_on=row.pinned_on,
        compared_with=row.compared_with,
        vouched_by=row.vouched_by,
        until=row.until,
        revoked=row.revoked,
        revoked_at=row.revoked_at,
        reason=row.reason,
    )


def sent_letter_rows(value: SentLetter) -> tuple[SentLetterRow]:
    """The row that keeps this letter."""
    row = SentLetterRow(
        id=value.id,
        kind=value.kind.value,
        sequence=value.sequence,
        manifest_sha256=value.manifest_sha256,
        created_at=value.created_at,
        file_name=value.file_name,
        addressee=value.addressee,
    )
    return (row,)


def sent_letter_value(row: SentLetterRow) -> SentLetter:
    """The letter of this row."""
    return SentLetter(
        id=row.id,
        kind=SentKind(row.kind),
        sequence=row.sequence,
        manifest_sha256=row.manifest_sha256,
        created_at=row.created_at,
        file_name=row.file_name,
        addressee=row.addressee,
    )


def demand_rows(value: Demand) -> DemandRows:
    """The rows that keep this demand."""
    row = DemandRow(
        id=value.id,
        kind=value.kind.value,
        number=value.number,
        issuer=value.issuer,
        received_on=value.received_on,
        title=value.title,
        issued_on=value.issued_on,
        due=value.due,
        demands=value.demands,
        basis=value.basis,
        contact=value.contact,
        came_as=value.came_as.value,
        file_id=value.file_id,
        submission_id=value.submission_id,
        danger_ids=value.danger_ids,
        closed_on=value.closed_on,
        closed_words=value.closed_words,
    )
    return (
        row,
        [_line_row(value.id, at, line) for at, line in enumerate(value.lines)],
        [
            DemandAnswerRow(value.id, at, each.on, each.words, each.by_id, each.receipt)
            for at, each in enumerate(value.answers)
        ],
        [DemandPhotoRow(value.id, at, photo) for at, photo in enumerate(value.photos)],
    )


def _line_row(demand_id: str, at: int, line: DemandLine) -> DemandLineRow:
    return DemandLineRow(
        demand_id=demand_id,
        position=at,
        number=line.number,
        words=line.words,
        place=line.place,
        record=line.record.value,
        record_id=line.record_id,
        code=line.code,
        advice=line.advice,
        due=line.due,
        done_on=line.done_on,
        done_words=line.done_words,
    )


def demand_value(
    row: DemandRow,
    lines: Sequence[DemandLineRow],
    answers: Sequence[DemandAnswerRow],
    photos: Sequence[DemandPhotoRow],
) -> Demand:
    """The demand of these rows."""
    return Demand(
        id=row.id,
        kind=DemandKind(row.kind),
        number=row.number,
        issuer=row.issuer,
        received_on=row.received_on,
        title=row.title,
        issued_on=row.issued_on,
        due=row.due,
        demands=row.demands,
        basis=row.basis,
        contact=row.contact,
        came_as=CameAs(row.came_as),
        file_id=row.file_id,
        submission_id=row.submission_id,
        lines=tuple(_line(line) for line in lines),
        danger_ids=row.danger_ids,
        answers=tuple(OrderAnswer(each.answered_on, each.words, each.by_id, each.receipt) for each in answers),
        photos=tuple(photo.photo for photo in photos),
        closed_on=row.closed_on,
        closed_words=row.closed_words,
    )


def _line(row: DemandLineRow) -> DemandLine:
    return DemandLine(
        number=row.number,
        words=row.words,
        place=row.place,
        record=RecordKind(row.record),
        record_id=row.record_id,
        code=row.code,
        advice=row.advice,
        due=row.due,
        done_on=row.done_on,
        done_words=row.done_words,
    )
