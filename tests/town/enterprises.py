"""Enterprises that report to a town: reports with few records, signed with real keys."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.exchange.shop import DANGER, RISK, ROOT
from ymh_desktop.exchange.header import PackageReference, Party, ProgramVersions
from ymh_desktop.exchange.identity import SigningIdentity, certificate_pem, new_identity
from ymh_desktop.exchange.letters import Letter, letter_parcel
from ymh_desktop.exchange.package import ReportPackage, export_package, new_package_id, write_package
from ymh_desktop.exchange.schemas import Schemas

SCHEMAS = Schemas.load(ROOT / "resources" / "schemas")
USCC, NAME = "91350100M000100Y43", "示例机械有限公司"
OTHER_USCC, OTHER_NAME = "914403001922038216", "别家木业有限公司"


def risk(number: int = 1, **other: Any) -> dict[str, Any]:
    return {**RISK, "id": f"r{number}", "code": f"S-{number:04d}", **other}


def danger(number: int = 1, **other: Any) -> dict[str, Any]:
    return {**DANGER, "id": f"h{number}", "code": f"Y-{number:04d}", **other}


def totals(risks: list[dict[str, Any]], dangers: list[dict[str, Any]]) -> dict[str, Any]:
    levels = {name: sum(1 for r in risks if r["level"] == name) for name in ("major", "considerable", "general", "low")}
    closed = sum(1 for d in dangers if d["status"] == "closed")
    counts = {"found": len(dangers), "closed": closed, "open": len(dangers) - closed}
    return {"risks": levels, "hidden_dangers": {"general": counts, "major": {"found": 0, "closed": 0, "open": 0}}}


@dataclass
class Enterprise:
    """One enterprise with its key and its numbers."""

    name: str
    uscc: str
    identity: SigningIdentity
    sequence: int = 0
    previous: PackageReference | None = None
    last: Path = field(default_factory=Path)

    @classmethod
    def made(cls, name: str = NAME, uscc: str = USCC) -> "Enterprise":
        return cls(name, uscc, new_identity(name, uscc, datetime.now().astimezone() - timedelta(days=1)))

    @property
    def pem(self) -> bytes:
        return certificate_pem(self.identity.certificate)

    def report(
        self,
        folder: Path,
        risks: list[dict[str, Any]] | None = None,
        dangers: list[dict[str, Any]] | None = None,
        *,
        sequence: int | None = None,
        identity: SigningIdentity | None = None,
        whole: bool = True,
        more: dict[str, Any] | None = None,
        at: datetime | None = None,
        **changes: Any,
    ) -> Path:
        """The next report, or one with another number."""
        risks, dangers = [risk()] if risks is None else risks, [danger()] if dangers is None else dangers
        number = self.sequence + 1 if sequence is None else sequence
        now = at or datetime.now().astimezone().replace(microsecond=0)
        data: dict[str, Any] = {
            "major-risks": [r for r in risks if r["level"] == "major"],
            "hazards": dangers,
            "totals": totals(risks, dangers),
            "enterprise": {"uscc": self.uscc, "name": self.name, "headcount": 10, "trade_name": "木质家具制造"},
            **(more or {}),
        }
        if whole:
            data["risks"] = risks
        package = ReportPackage(
            package_id=new_package_id(now),
            enterprise=Party(self.uscc, self.name),
            short_name=self.name[:6],
            recipient="示例镇",
            sequence=number,
            previous=changes.get("previous", self.previous),
            created_at=now,
            period=(now.date().replace(day=1), now.date()),
            subject="monthly",
            versions=ProgramVersions("0.1.0", "0007", "2026-11-20"),
            audit_head=None,
            data=data,
            documents={"report.pdf": b"%PDF-1.4 example"},
            tables={},
            part=changes.get("part"),
            sealed_for=changes.get("sealed_for"),
        )
        made = export_package(package, folder, identity or self.identity, SCHEMAS)
        if sequence is None:
            self.sequence = number
            self.previous = PackageReference(package.package_id, made.manifest_sha256)
        self.last = made.path
        return made.path

    def changes_key(self, folder: Path, until: str) -> tuple[Path, SigningIdentity]:
        """A notice signed with the old key, and the new one."""
        now = datetime.now().astimezone().replace(microsecond=0)
        new = new_identity(self.name, self.uscc, now - timedelta(days=1))
        told = {"cert_sha256": new.fingerprint, "cert_pem": certificate_pem(new.certificate).decode()}
        letter = Letter(
            kind="key-rotation",
            package_id=new_package_id(now),
            sender=Party(self.uscc, self.name),
            from_enterprise=True,
            addressee=Party("", "示例镇"),
            sequence=self.sequence + 1,
            created_at=now,
            versions=ProgramVersions("0.1.0", "0007", "2026-11-20"),
            data={"key-rotation": {**told, "overlap_until": until, "reason": "换电脑"}},
            previous=self.previous,
        )
        made = write_package(letter_parcel(letter), folder, self.identity, SCHEMAS)
        self.sequence += 1
        self.previous = PackageReference(letter.package_id, made.manifest_sha256)
        return made.path, new
