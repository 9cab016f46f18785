"""Files of every kind but the report: what their headers say, what they are called, and their own rules.

Receipt, supervision order, guidance and trust list come from a department; a change of key and a draft go either way;
an update comes from the makers of the program and alone may hold a large file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ymh_desktop.exchange.header import (
    DEPARTMENT_KINDS,
    ENTERPRISE_KINDS,
    FOR_EVERYBODY,
    PackageReference,
    Party,
    ProgramVersions,
)
from ymh_desktop.exchange.kinds import KIND_WORDS, MUST_HOLD
from ymh_desktop.exchange.package import Parcel, app_json, plain_name, readme, reference_json


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a file of another kind than report says.

    `sender` is an enterprise when `from_enterprise`. `addressee` is a credit code, the name of a department, or empty
    for everybody. `members` are further members of the header (result, received_at, list_no, codes).
    `attachments` map whole names to bytes, `files` whole names to large files on disk.
    """

    kind: str
    package_id: str
    sender: Party
    from_enterprise: bool
    addressee: Party
    sequence: int
    created_at: datetime
    versions: ProgramVersions
    data: Mapping[str, Any]
    title: str = ""
    previous: PackageReference | None = None
    in_reply_to: PackageReference | None = None
    members: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    documents: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    tables: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    attachments: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    files: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))


def letter_parcel(letter: Letter) -> Parcel:
    """The letter as it goes into the container; raises ValueError for a kind that its sender may not send."""
    kinds = ENTERPRISE_KINDS if letter.from_enterprise else DEPARTMENT_KINDS
    if letter.kind not in kinds or MUST_HOLD.get(letter.kind) not in letter.data:
        raise ValueError(f"a {letter.kind} of this sender, or without its data file")
    if not letter.from_enterprise and not letter.addressee.code and letter.kind not in FOR_EVERYBODY:
        raise ValueError(f"a {letter.kind} to nobody")
    word = letter.title or KIND_WORDS[letter.kind]
    sender = f"{letter.sender.name}（{letter.sender.code}）"
    return Parcel(
        header=_header(letter),
        created_at=letter.created_at,
        file_name=_file_name(letter, word),
        readme=readme(sender, KIND_WORDS[letter.kind], word, letter.sequence, letter.created_at),
        data=letter.data,
        small={
            **{f"docs/{name}": content for name, content in letter.documents.items()},
            **{f"tables/{name}": content for name, content in letter.tables.items()},
            **letter.attachments,
        },
        large={name: (path, None) for name, path in letter.files.items()},
    )


def _header(letter: Letter) -> dict[str, Any]:
    sender = letter.sender
    if letter.from_enterprise:
        parties: dict[str, Any] = {
            "enterprise": {"uscc": sender.code, "name": sender.name},
            "recipient": letter.addressee.name,
        }
    else:
        parties = {"issuer": {"code": sender.code, "name": sender.name}}
        if letter.addressee.code:
            parties["addressee"] = {"uscc": letter.addressee.code, "name": letter.addressee.name}
    return {
        "kind": letter.kind,
        "subject": letter.title,
        "package_id": letter.package_id,
        **parties,
        "sequence": letter.sequence,
        "previous": reference_json(letter.previous),
        "in_reply_to": reference_json(letter.in_reply_to),
        "app": app_json(letter.versions),
        **letter.members,
    }


def _file_name(letter: Letter, word: str) -> str:
    other = letter.sender if letter.from_enterprise or not letter.addressee.name else letter.addressee
    name = plain_name(other.name) or "各单位"
    return f"{plain_name(word)}_{name}_{letter.created_at:%Y%m%d}_第{letter.sequence}号.zip"
