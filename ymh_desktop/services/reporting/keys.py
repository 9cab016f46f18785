"""换密钥: a new key that the old one vouches for, so that the department need not see anybody again.

The new key is made and waits on disk; the notice is signed with the old one; only then the new one takes its place. A
power cut anywhere leaves a key that works, and the next try goes on with the same new key.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.marks import in_fours
from ymh_desktop.domain.submissions import SentKind, SentLetter
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.exchange.trust import own_number
from ymh_desktop.services.papers.submission import enrolment_sheet
from ymh_desktop.services.ports import KeyInfo, Letter, PackageResult, Ports
from ymh_desktop.services.reporting.terms import CannotExport
from ymh_desktop.services.reports.letter import LetterPaper, LetterSection
from ymh_desktop.services.reports.paper import Signature

OVERLAP = timedelta(days=60)  # 习惯值: time enough for a file that is on its way
_SHEET, _CERTIFICATE = "签名密钥登记表.pdf", "签名证书.pem"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a department needs to know a key: the sheet to be stamped, and the certificate that it enrols."""

    sheet: Path
    certificate: Path


def write_enrolment(ports: Ports, book: Book, folder: Path, *, replaces: str = "", reason: str = "") -> Enrolment:
    """Both for the key in use, in `folder`; what lies there of a former key is written over. Raises UserError."""
    sheet = folder / _SHEET
    ports.files.write(sheet, ports.renderer.pdf(enrolment_sheet(ports, book, replaces=replaces, reason=reason)))
    return Enrolment(sheet, save_certificate(ports, folder))


def save_certificate(ports: Ports, folder: Path) -> Path:
    """The certificate of the key in use as a file; it holds nothing secret. Raises UserError when there is none."""
    path = folder / _CERTIFICATE
    ports.files.write(path, ports.packages.certificate())
    return path


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a change of key made: the notice to hand in, sheet and certificate for the files, the new key."""

    package: PackageResult
    enrolment: Enrolment
    key: KeyInfo
    changes: Changes


def rotate_key(ports: Ports, folder: Path, reason: str = "") -> Rotated:
    """Change the key while the old one still works; raises UserError. A lost key goes by `reporting.lost_key`."""
    book, now = open_book(ports), ports.clock.now()
    code = book.enterprise.credit_code
    old = ports.packages.key()
    if code is None or old is None:
        raise CannotExport("还没有签名密钥，不用换。", "第一次导出上报文件时会自动生成。")
    new = ports.packages.prepare_key(code, book.enterprise.name, now)
    until = min(ports.clock.today() + OVERLAP, old.valid_to)
    with ports.units.read() as uow:
        number = own_number(uow)
    paper = LetterPaper(
        title="换密钥通知",
        sender=book.enterprise.name,
        number=f"第 {number.sequence + 1} 号",
        made_on=ports.clock.today(),
        addressee=book.enterprise.recipient,
        opening="我单位换用新的签名密钥，本通知由旧密钥签名。",
        facts=(("旧密钥用到", str(until)), ("原因", reason)),
        sections=(LetterSection("新密钥的指纹", (in_fours(new.fingerprint),), numbered=False),),
        signatures=(Signature("主要负责人"), Signature("填报人")),
    )
    letter = Letter(
        kind="key-rotation",
        package_id=ports.new_id(),
        sender=(code, book.enterprise.name),
        from_enterprise=True,
        addressee=("", book.enterprise.recipient),
        sequence=number.sequence + 1,
        created_at=now,
        versions=ports.versions,
        data={
            "key-rotation": {
                "cert_sha256": new.fingerprint.lower(),
                "cert_pem": new.certificate,
                "overlap_until": until.isoformat(),
                "reason": reason[:500],
            }
        },
        title="换密钥通知",
        previous=number.last,
        documents={"notice.pdf": ports.renderer.pdf(paper)},
    )
    made = ports.packages.send(letter, folder)
    key = ports.packages.adopt_key()
    record = SentLetter(
        letter.package_id,
        SentKind.KEY_ROTATION,
        letter.sequence,
        made.manifest_sha256,
        now,
        made.path.name,
        book.enterprise.recipient,
    )
    with ports.units.write() as uow:
        uow.sent_letters.save(record)
        changes = uow.commit()
    enrolment = write_enrolment(ports, book, folder, replaces=old.fingerprint, reason=reason or "换新密钥")
    return Rotated(made, enrolment, key, changes)


def lost_key(ports: Ports, folder: Path) -> Enrolment:
    """换了电脑/密钥丢了: a new key in one step; what enrols it is written into `folder`, to be handed in."""
    book = open_book(ports)
    if book.enterprise.credit_code is None:
        raise CannotExport("还没有统一社会信用代码。", "请先在“设置”里填上。")
    old, _ = key_in_use(ports)
    ports.packages.new_key(book.enterprise.credit_code, book.enterprise.name, ports.clock.now())
    return write_enrolment(ports, book, folder, replaces=old.fingerprint if old else "", reason="换了电脑或密钥丢失")


def key_in_use(ports: Ports) -> tuple[KeyInfo | None, str]:
    """The key in use, or why it cannot be read: a damaged key must not stand in the way of a new one."""
    try:
        return ports.packages.key(), ""
    except UserError as error:
        return None, f"{error.problem}{error.advice}"
