"""The town itself: its key, the roster of enterprises that must report, whose keys are enrolled, and the trust list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from ymh_desktop.domain.codes import credit_code
from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.marks import groups_of_four, in_fours
from ymh_desktop.domain.town import KeyState, TownFirm, TownKey, TownOffice
from ymh_desktop.services.exchange.trust import NotCompared, matches
from ymh_desktop.services.ports import CertificateInfo, KeyInfo, PackageResult
from ymh_desktop.services.reports.letter import LetterPaper, LetterSection, LetterTable
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.town.letters import send_letter
from ymh_desktop.services.town.ports import TownBook, TownPorts

_NEXT_LIST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Founded:
    """What `town init` made: the key's groups to print on the official letter, certificate and letter beside it."""

    office: TownOffice
    key: KeyInfo
    groups: tuple[str, ...]
    certificate: Path
    letter: Path


def found_office(ports: TownPorts, name: str, code: str, contact: str = "", *, lost: bool = False) -> Founded:
    """Make the town's key and keep who it is; run again it only renews name and contact. Raises UserError.

    `lost`: the key cannot be opened any more, and another takes its place.
    """
    office = TownOffice(
        required_text("部门代码", code, 40),
        required_text("部门名称", name, 60),
        optional_text("联系方式", contact, 60),
    )
    with ports.store.write() as book:
        if book.has_office():
            known = book.office()
            if known.code != office.code:
                raise UserError(f"这个文件夹是“{known.name}”（{known.code}）的。", "换部门请另用一个文件夹。")
            office = replace(office, list_no=known.list_no)
        book.save(office)
        book.commit()
    make = ports.packages.new_key if lost else ports.packages.ensure_key
    key = make(office.code, office.name, ports.clock.now())
    certificate = ports.folder / "证书.pem"
    ports.files.write(certificate, ports.packages.certificate())
    letter = ports.folder / "密钥公函.pdf"
    ports.files.write(letter, ports.renderer.pdf(_letter(ports, office, key)))
    return Founded(office, key, groups_of_four(key.fingerprint), certificate, letter)


def _letter(ports: TownPorts, office: TownOffice, key: KeyInfo) -> LetterPaper:
    groups = groups_of_four(key.fingerprint)
    rows = tuple("　".join(groups[at : at + 4]) for at in range(0, 16, 4))
    return LetterPaper(
        title="电子文件签名密钥公函",
        sender=office.name,
        number="",
        made_on=ports.clock.today(),
        addressee="各生产经营单位",
        opening=(
            "我单位今后发出的电子回执、督办单和指导材料用下面的密钥签名。"
            "请在程序里登记证书，登记时照本函输入指纹的最后 8 位。"
        ),
        facts=(
            ("部门代码", office.code),
            ("有效期", f"{key.valid_from} 至 {key.valid_to}"),
            ("算法", key.algorithm),
            ("联系方式", office.contact),
        ),
        sections=(LetterSection("密钥指纹（SHA-256）", rows, numbered=False),),
        signatures=(Signature("（盖章）", office.name),),
    )


# ---- roster ----------------------------------------------------------------------------------------------------------

_HEADS = {
    "uscc": ("统一社会信用代码", "信用代码", "代码"),
    "name": ("企业名称", "单位名称", "名称"),
    "village": ("村", "村居", "村（社区）", "所在村", "社区"),
    "industry": ("行业", "所属行业"),
}


def read_roster(ports: TownPorts, path: Path) -> tuple[int, int, tuple[str, ...]]:
    """The list of enterprises that must report, from Excel or CSV; raises UserError.

    Gives how many are new, how many are on it, and the names of those that were on it and are not any more.

    Columns 统一社会信用代码 and 企业名称 are needed, 村 and 行业 may be there. Whoever is not on it any more stays
    known, but no longer counts as one that must report.
    """
    firms = _roster(ports, path)
    with ports.store.write() as book:
        book.office()
        known = {firm.uscc: firm for firm in book.firms()}
        new = sum(1 for firm in firms if firm.uscc not in known)
        for firm in firms:
            old = known.pop(firm.uscc, None)
            if old is None:
                book.save(firm)
            else:
                book.save(
                    replace(
                        old,
                        name=firm.name,
                        village=firm.village or old.village,
                        industry=firm.industry or old.industry,
                        on_roster=True,
                    )
                )
        off = [firm for firm in known.values() if firm.on_roster]
        for firm in off:
            book.save(replace(firm, on_roster=False))
        book.commit()
    return new, len(firms), tuple(firm.name for firm in off)


def _roster(ports: TownPorts, path: Path) -> tuple[TownFirm, ...]:
    for sheet in ports.spreadsheets.read(path):
        for at, row in enumerate(sheet.rows[:10]):
            columns = {key: _column(row, names) for key, names in _HEADS.items()}
            if columns["uscc"] is not None and columns["name"] is not None:
                return _firms(sheet.rows[at + 1 :], columns, sheet.first_row + at + 1)
    raise UserError("名单里找不到“统一社会信用代码”和“企业名称”两列。", "请在第一行写上这两个列名，再试一次。")


def _column(row: Sequence[str], names: Sequence[str]) -> int | None:
    plain = [cell.replace(" ", "") for cell in row]
    return next((plain.index(name) for name in names if name in plain), None)


def _firms(rows: Sequence[Sequence[str]], columns: dict[str, int | None], first: int) -> tuple[TownFirm, ...]:
    found: dict[str, TownFirm] = {}
    for number, row in enumerate(rows, first):

        def cell(key: str, row: Sequence[str] = row) -> str:
            at = columns[key]
            return row[at].strip() if at is not None and at < len(row) else ""

        if not cell("uscc") and not cell("name"):
            continue
        try:
            code = credit_code(cell("uscc"))
        except UserError as error:
            raise UserError(f"第 {number} 行：{error.problem}", "请改好这一行，再导入；名单没有改动。") from error
        if code in found:
            raise UserError(f"第 {number} 行：{code} 前面已经有了。", "请删掉重复的一行，再导入；名单没有改动。")
        found[code] = TownFirm(code, cell("name") or code, cell("village"), cell("industry"), True)
    if not found:
        raise UserError("名单里没有企业。", "请检查选的是不是对的文件。")
    return tuple(found.values())


# ---- keys ------------------------------------------------------------------------------------------------------------


def look_at_key(ports: TownPorts, path: Path) -> CertificateInfo:
    """What a certificate file says; raises UserError."""
    try:
        return ports.packages.describe(path.read_bytes())
    except OSError as error:
        raise UserError(f"读不了文件“{path.name}”。", "请检查文件还在不在，再试一次。") from error


def enrol(ports: TownPorts, info: CertificateInfo, typed: str, village: str = "", industry: str = "") -> TownKey:
    """登记: its files are taken from now on. `typed` is read off the stamped sheet; raises NotCompared, UserError."""
    if not matches(info.fingerprint, typed):
        raise NotCompared
    if info.code is None:
        raise UserError("证书里没有统一社会信用代码。", "请企业用程序重新生成密钥，再来登记。")
    key = TownKey(info.fingerprint.lower(), info.code, info.name, info.certificate, ports.clock.today())
    with ports.store.write() as book:
        book.office()
        firm = book.firm(info.code) or TownFirm(info.code, info.name)
        book.save(replace(firm, village=village or firm.village, industry=industry or firm.industry), key)
        book.commit()
    return key


def revoke(ports: TownPorts, mark: str, reason: str) -> TownKey:
    """作废: by the fingerprint or its last eight signs; raises UserError."""
    with ports.store.write() as book:
        found = [key for key in book.enrolled() if matches(key.id, mark)]
        if len(found) != 1:
            advice = "请用 town trust 看清单，输入完整的指纹。"
            raise UserError(f"指纹“{mark}”对应 {len(found)} 个登记过的密钥。", advice)
        key = replace(
            found[0],
            state=KeyState.REVOKED,
            revoked_at=ports.clock.now(),
            reason=required_text("作废的原因", reason, 200),
        )
        book.save(key)
        book.commit()
    return key


def publish_list(ports: TownPorts, folder: Path) -> PackageResult:
    """A signed trust list for everybody, with the next number; raises UserError."""
    now = ports.clock.now()
    with ports.store.write() as book:
        office, keys = book.office(), book.enrolled()
        office = replace(office, list_no=office.list_no + 1)
        entries = [_own_entry(ports, office), *(_entry(key, ports) for key in keys)]
        active = "".join(entry["cert_pem"] or "" for entry in entries if entry["state"] == "active")
        data = {
            "list_no": office.list_no,
            "issued_at": now.isoformat(timespec="seconds"),
            "next_update": (ports.clock.today() + _NEXT_LIST).isoformat(),
            "entries": entries,
        }
        made = send_letter(
            ports,
            book,
            office,
            folder,
            kind="trust-list",
            title="信任名单",
            data={"trust": data},
            members={"list_no": office.list_no},
            attachments={"trust.pem": active.encode()},
            tables={"trust.xlsx": ports.renderer.excel(_table(ports, office, keys))},
        )
        book.save(office)
        book.commit()
    return made


def _own_entry(ports: TownPorts, office: TownOffice) -> dict[str, str | None]:
    info = ports.packages.describe(ports.packages.certificate())
    return {
        "role": "department",
        "code": office.code,
        "name": office.name,
        "cert_sha256": info.fingerprint.lower(),
        "cert_pem": info.certificate,
        "state": "active",
        "valid_from": info.valid_from.isoformat(),
        "revoked_at": None,
        "reason": "",
    }


def _entry(key: TownKey, ports: TownPorts) -> dict[str, str | None]:
    counts = key.counts(ports.clock.today())
    return {
        "role": "enterprise",
        "code": key.uscc,
        "name": key.name,
        "cert_sha256": key.id,
        "cert_pem": key.certificate,
        "state": "active" if counts else "revoked",
        "valid_from": key.since.isoformat(),
        "revoked_at": key.revoked_at.isoformat(timespec="seconds") if key.revoked_at else None,
        "reason": key.reason or ("" if counts else f"{key.until} 起换了新密钥"),
    }


def _table(ports: TownPorts, office: TownOffice, keys: Sequence[TownKey]) -> LetterTable:
    today = ports.clock.today()
    return LetterTable(
        title=f"第 {office.list_no} 号信任名单",
        sheet="信任名单",
        owner=office.name,
        made_on=today,
        columns=(("统一社会信用代码", 22), ("企业", 30), ("密钥指纹", 70), ("登记日期", 12), ("状态", 12)),
        rows=tuple(
            (
                key.uscc,
                key.name,
                in_fours(key.id),
                key.since.isoformat(),
                "有效" if key.counts(today) else "已作废",
            )
            for key in keys
        ),
    )


def keys_of(book: TownBook, uscc: str) -> tuple[TownKey, ...]:
    """The keys of one enterprise."""
    return tuple(key for key in book.enrolled() if key.uscc == uscc)
